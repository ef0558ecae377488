package address

import (
	"slices"
	"strings"

	"signet/internal/lazyregexp"
)

// IsPoint reports a bucket that is spelled as an access point: by its ARN, or by an
// alias. What bucket it opens no part of the name tells.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
func IsPoint(bucket string) bool {
	b := strings.ToLower(bucket)
	return IsARN(b) || slices.ContainsFunc(pointEndings(), func(end string) bool { return strings.HasSuffix(b, end) })
}

func pointEndings() []string { return []string{"-s3alias", "--ol-s3", "--op-s3", "--xa-s3", ".mrap"} }

// IsDirectory reports the name of a bucket of S3 Express One Zone.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html
func IsDirectory(bucket string) bool { return strings.HasSuffix(bucket, "--x-s3") }

// IsAlias reports an alias of an access point, which is no bucket's name.
func IsAlias(bucket string) bool { return strings.HasSuffix(strings.ToLower(bucket), "-s3alias") }

func (s Style) point() bool { return s == AccessPoint || s == ObjectLambda || s == Outpost }

var pointInHost = lazyregexp.New(`^(.+)-(\d{12})(?:\.(op-[a-z0-9]+))?$`)

// readPoint reads the access point that stands for the bucket: NAME-ACCOUNT, on an
// outpost with its id behind. An alias has no account, and is one of all the world.
func (a *Address) readPoint() {
	if alias, _, ok := strings.Cut(a.Bucket, "."); ok && a.Style == Outpost && IsPoint(alias) {
		a.Bucket = alias
	}
	part := pointInHost.FindStringSubmatch(a.Bucket)
	if part == nil || IsPoint(a.Bucket) || (part[3] != "") != (a.Style == Outpost) {
		return
	}
	a.point, a.Account, a.Outpost = part[1], part[2], part[3]
}

// ARN is the access point's own, as far as its address tells it.
func (a Address) ARN() (ARN, bool) {
	arn := ARN{a.Partition, a.Service, a.Region, a.Account, "accesspoint/" + a.point}
	if a.Outpost != "" {
		arn.Resource = "outpost/" + a.Outpost + "/" + arn.Resource
	}
	return arn, a.point != "" && (a.Region != "" || strings.HasSuffix(a.point, ".mrap"))
}

// pointAt is what an access point is known by that a host names: its ARN, since a
// name is one of an account and region only. An alias is one of all the world, and
// where nothing tells the ARN, the whole host is.
func pointAt(name string, behind []string) string {
	name = strings.ToLower(name)
	if IsPoint(name) {
		return name
	}
	host := name + "." + strings.Join(behind, ".")
	if arn, ok := Read("https", host, "").ARN(); ok {
		return arn.String()
	}
	return host
}

var (
	pointAccount = lazyregexp.New(`-\d{12}$`)
	pointRandom  = lazyregexp.New(`-[a-z0-9]{20,}(-ext)?-s3alias$`) // what follows the name in an alias
)

// PointNames are the names that an access point goes by: as it is spelled, and the
// name within its ARN, its alias or its host, which others may have too.
func PointNames(spelled string) []string {
	name := strings.ToLower(spelled)
	all := []string{spelled, name}
	if IsARN(name) {
		part := strings.SplitN(name, ":", 6)
		name = name[strings.LastIndexAny(name, ":/")+1:]
		all = append(all, name+"-"+part[min(4, len(part)-1)])
	}
	all = append(all, name)
	if label, _, ok := strings.Cut(name, "."); ok {
		name = label
		all = append(all, name)
	}
	for _, end := range pointEndings() {
		all = append(all, strings.TrimSuffix(name, end))
	}
	all = append(all, pointAccount.ReplaceAllString(name, ""), pointRandom.ReplaceAllString(name, ""))
	if zone, _, ok := strings.Cut(name, "--"); ok {
		all = append(all, zone)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// PlainPoint is an access point's spelling for comparison: in an ARN a slash and a
// colon mean the same. One of many regions has an alias in its ARN, which is one of
// all the world.
func PlainPoint(spelled string) string {
	spelled = strings.ToLower(spelled)
	if !IsARN(spelled) {
		return spelled
	}
	spelled = strings.ReplaceAll(spelled, "/", ":")
	if strings.HasSuffix(spelled, ".mrap") {
		return spelled[strings.LastIndex(spelled, ":")+1:]
	}
	return spelled
}

// Zone is the zone that the host of a directory bucket names: use1-az4 of
// s3express-use1-az4.
func (a Address) Zone() (zone string, ok bool) {
	for label := range strings.SplitSeq(a.Host, ".") {
		if zone, ok = strings.CutPrefix(label, "s3express-"); ok {
			zone = strings.TrimSuffix(strings.TrimPrefix(zone, "fips-"), "-fips")
			return zone, zone != "control"
		}
	}
	return "", false
}
