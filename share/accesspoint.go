package share

import (
	"regexp"
	"slices"
	"strings"
)

// isPoint reports a bucket that is spelled as an access point: by its ARN, or by
// an alias. What bucket it opens no part of the name tells.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
func isPoint(bucket string) bool {
	b := strings.ToLower(bucket)
	return strings.HasPrefix(b, "arn:") || slices.ContainsFunc(pointEndings(), func(end string) bool { return strings.HasSuffix(b, end) })
}

func pointEndings() []string { return []string{"-s3alias", "--ol-s3", "--op-s3", "--xa-s3", ".mrap"} }

// service reports labels that begin with AWS's own part of a host's name. An
// interface endpoint's is bucket, accesspoint or control, and its id.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
func service(labels []string) bool {
	return strings.HasPrefix(labels[0], "s3") || labels[0] == "accesspoint" || strings.HasPrefix(labels[0], interfaceID) ||
		len(labels) > 1 && strings.HasPrefix(labels[1], interfaceID)
}

const interfaceID = "vpce-"

// pointHost reports labels that follow an access point in a host's name.
func pointHost(labels []string) bool {
	for _, product := range []string{"s3-accesspoint", "s3-object-lambda", "s3-outposts"} {
		if strings.HasPrefix(labels[0], product) {
			return true
		}
	}
	return labels[0] == "accesspoint" && len(labels) > 1 && (strings.HasPrefix(labels[1], "s3-global") || strings.HasPrefix(labels[1], interfaceID))
}

var (
	pointInHost = regexp.MustCompile(`^(.+)-(\d{12})(?:\.(op-[a-z0-9]+))?$`)
	pointRegion = regexp.MustCompile(`^[a-z]+(-[a-z]+)+-\d+$`)
)

// pointAt is what an access point is known by that a host names: its ARN, since a
// name is one of an account and region only. An alias is one of all the world, and
// where nothing tells the ARN, the whole host is.
func pointAt(name string, host []string) string {
	name = strings.ToLower(name)
	if isPoint(name) {
		return name
	}
	part := pointInHost.FindStringSubmatch(name)
	i := slices.IndexFunc(host, pointRegion.MatchString)
	if part == nil || i < 0 || (part[3] != "") != strings.HasPrefix(host[0], "s3-outposts") {
		return name + "." + strings.Join(host, ".")
	}
	product, resource := "s3", "accesspoint/"+part[1]
	switch {
	case part[3] != "":
		product, resource = "s3-outposts", "outpost/"+part[3]+"/"+resource
	case strings.HasPrefix(host[0], "s3-object-lambda"):
		product = "s3-object-lambda"
	}
	return strings.Join([]string{"arn", partition(host, host[i]), product, host[i], part[2], resource}, ":")
}

// partition is the part of AWS that an ARN begins with.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
func partition(host []string, region string) string {
	switch {
	case host[len(host)-1] == "cn":
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	case strings.HasPrefix(region, "eusc-"):
		return "aws-eusc"
	}
	return "aws"
}

var (
	pointAccount = regexp.MustCompile(`-\d{12}$`)
	pointRandom  = regexp.MustCompile(`-[a-z0-9]{20,}(-ext)?-s3alias$`) // what follows the name in an alias
)

// pointNames are the names that an access point goes by: as it is spelled, and
// the name within its ARN, its alias or its host, which others may have too.
func pointNames(spelled string) []string {
	all := []string{spelled, strings.ToLower(spelled)}
	name := strings.ToLower(spelled)
	if part := strings.SplitN(name, ":", 6); part[0] == "arn" {
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

// plainPoint is an access point's spelling for comparison: in an ARN a slash and
// a colon mean the same. One of many regions has an alias in its ARN, which is
// one of all the world.
func plainPoint(spelled string) string {
	spelled = strings.ToLower(spelled)
	if !strings.HasPrefix(spelled, "arn:") {
		return spelled
	}
	spelled = strings.ReplaceAll(spelled, "/", ":")
	if strings.HasSuffix(spelled, ".mrap") {
		return spelled[strings.LastIndex(spelled, ":")+1:]
	}
	return spelled
}
