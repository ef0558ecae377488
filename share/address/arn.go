package address

import (
	"strings"

	"signet/internal/lazyregexp"
)

// ARN is the name of a resource of AWS.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
type ARN struct {
	Partition, Service, Region, Account, Resource string
}

// IsARN reports text that begins as an ARN.
func IsARN(text string) bool { return strings.HasPrefix(text, "arn:") }

// ParseARN reads an ARN of six parts; false: it is none, or not whole.
func ParseARN(text string) (ARN, bool) {
	part := strings.SplitN(text, ":", 6)
	if len(part) < 6 || !IsARN(text) {
		return ARN{}, false
	}
	return ARN{part[1], part[2], part[3], part[4], part[5]}, true
}

func (a ARN) String() string {
	return strings.Join([]string{"arn", a.Partition, a.Service, a.Region, a.Account, a.Resource}, ":")
}

// spelledPoint is the resource of an access point, and a key. A slash in an ARN means
// the same as a colon, and no name has either.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
var spelledPoint = lazyregexp.New(`^(?:outpost[/:]([^/:]+)[/:])?accesspoint[/:]([^/:]+)(?:/((?s).*))?$`)

// Address is what the ARN names: a bucket, an object or an access point.
func (a ARN) Address() Address {
	out := a.spelled()
	if out.Style == AccessPoint {
		out.Key = strings.TrimPrefix(out.Key, "object/")
	}
	return out
}

// spelled is Address with the whole rest for the key, as aws-cli reads an ARN behind
// s3://.
func (a ARN) spelled() Address {
	out := Address{Service: a.Service, Partition: a.Partition, Region: a.Region, Account: a.Account, Style: Name}
	if part := spelledPoint.FindStringSubmatch(a.Resource); part != nil {
		out.Style, out.Outpost, out.point, out.Key = AccessPoint, part[1], part[2], part[3]
		out.Bucket = out.point
		return out
	}
	resource := a.Resource
	if a.Service == "s3express" {
		resource = strings.TrimPrefix(resource, "bucket/")
	}
	out.Bucket, out.Key, _ = strings.Cut(resource, "/")
	return out
}

// opens reports an ARN by which something can be asked for: an access point's, a
// bucket's, or an object's, which name neither region nor account.
func (a ARN) opens() bool {
	switch {
	case !strings.HasPrefix(a.Service, "s3"):
		return false
	case spelledPoint.MatchString(a.Resource):
		return true
	case a.Service == "s3express":
		return strings.HasPrefix(a.Resource, "bucket/")
	}
	return a.Service == "s3" && a.Region == "" && a.Account == ""
}
