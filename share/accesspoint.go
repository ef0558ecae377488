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

// pointHost reports labels that follow an access point in a host's name.
func pointHost(labels []string) bool {
	for _, service := range []string{"s3-accesspoint", "s3-object-lambda", "s3-outposts"} {
		if strings.HasPrefix(labels[0], service) {
			return true
		}
	}
	return labels[0] == "accesspoint" && len(labels) > 1 && strings.HasPrefix(labels[1], "s3-global")
}

var (
	pointAccount = regexp.MustCompile(`-\d{12}$`)
	pointRandom  = regexp.MustCompile(`-[a-z0-9]{20,}-s3alias$`) // what follows the name in an alias
)

// pointNames are the names that an access point goes by: as it is spelled, and
// the name within its ARN, its alias or its host.
func pointNames(spelled string) []string {
	all := []string{spelled, strings.ToLower(spelled)}
	name := strings.ToLower(spelled)
	if strings.HasPrefix(name, "arn:") {
		name = name[strings.LastIndexAny(name, ":/")+1:]
	}
	all = append(all, name)
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
// a colon mean the same.
func plainPoint(spelled string) string {
	spelled = strings.ToLower(spelled)
	if strings.HasPrefix(spelled, "arn:") {
		return strings.ReplaceAll(spelled, "/", ":")
	}
	return spelled
}
