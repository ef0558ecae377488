package address

import (
	"slices"
	"strings"
)

// amazon reads a host of S3 itself: global, of a region, dual-stack, FIPS,
// accelerated, of a VPC, with a bucket or access point in front (head) or without. A
// machine or a load balancer that somebody has at AWS is none.
// https://docs.aws.amazon.com/general/latest/gr/s3.html
func (a *Address) amazon() (head string, ok bool) {
	rest, p, dual, ok := beforeDomain(a.Host)
	if !ok {
		return "", false
	}
	labels := strings.Split(rest, ".")
	at := len(labels) - 1
	for at > 0 && (slices.Contains([]string{"dualstack", interfaces}, labels[at]) || IsRegion(labels[at])) {
		at--
	}
	product, ok := productOf(labels[at])
	if !ok {
		return "", false
	}
	behind := labels[at+1:]
	a.Store, a.Service, a.Style, a.FIPS, a.Region = "AWS S3", product.service, product.style, product.fips, product.region
	a.DualStack = dual || slices.Contains(behind, "dualstack")
	a.Interface = slices.Contains(behind, interfaces)
	if i := slices.IndexFunc(behind, IsRegion); i >= 0 && !product.anyRegion {
		a.Region = behind[i]
	}
	if a.Partition = p.id; p.domain == "amazonaws.com" {
		a.Partition = Partition(a.Region)
	}
	return a.front(labels[:at]), true
}

const (
	interfaces  = "vpce"  // the label of all interface endpoints
	interfaceID = "vpce-" // of one of them
)

// front is what stands before the service's own labels: a bucket, an access point, or
// nothing. An interface endpoint has its id there, and bucket, accesspoint or control.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
func (a *Address) front(labels []string) string {
	last := func() string { return labels[len(labels)-1] }
	if a.Interface && len(labels) > 0 && strings.HasPrefix(last(), interfaceID) {
		if labels = labels[:len(labels)-1]; len(labels) > 0 && slices.Contains([]string{"bucket", "accesspoint", "control"}, last()) {
			if last() == "accesspoint" {
				a.Style = AccessPoint
			}
			a.control = last() == "control"
			labels = labels[:len(labels)-1]
		}
	}
	if a.Style == MultiRegion && len(labels) > 0 && last() == "accesspoint" {
		labels = labels[:len(labels)-1]
	}
	return strings.Join(labels, ".")
}

// product is what the first label of the service says.
type product struct {
	style     Style
	service   string
	region    string
	fips      bool
	anyRegion bool // it has no region, whatever follows
}

// productNamed is what stands behind "s3-", but for a region.
func productNamed(name string) (product, bool) {
	switch name {
	case "", "external-1":
		return product{service: "s3"}, true
	case "accelerate":
		return product{service: "s3", style: Accelerate, anyRegion: true}, true
	case "website":
		return product{service: "s3", style: Website}, true
	case "accesspoint":
		return product{service: "s3", style: AccessPoint}, true
	case "global":
		return product{service: "s3", style: MultiRegion, anyRegion: true}, true
	case "object-lambda":
		return product{service: "s3-object-lambda", style: ObjectLambda}, true
	case "outposts":
		return product{service: "s3-outposts", style: Outpost}, true
	}
	return product{service: "s3"}, false
}

func productOf(label string) (product, bool) {
	if zone, ok := strings.CutPrefix(label, "s3express-"); ok {
		return product{service: "s3express", style: Directory, fips: strings.HasPrefix(zone, "fips-") || strings.HasSuffix(zone, "-fips")}, true
	}
	suffix, ok := strings.CutPrefix(label+"-", "s3-")
	if !ok {
		return product{}, false
	}
	suffix = strings.TrimSuffix(suffix, "-")
	name, fips := strings.CutSuffix("-"+suffix, "-fips")
	p, known := productNamed(strings.TrimPrefix(name, "-"))
	if p.fips = fips; !known { // the old forms s3-eu-west-1, s3-website-eu-west-1 and s3-fips-us-gov-west-1
		if suffix, ok = strings.CutPrefix(suffix, "website-"); ok {
			p.style = Website
		}
		if suffix, ok = strings.CutPrefix(suffix, "fips-"); ok {
			p.fips = true
		}
		if IsRegion(suffix) {
			p.region = suffix
		}
	}
	return p, true
}

// Cut is one way to read a host: a bucket or access point, and a server behind it.
type Cut struct {
	Bucket string // of an access point its ARN, its alias, or where nothing tells those the whole host
	Point  bool   // an access point
}

// Cuts are the ways in which servers may read a host. Which part of it is the
// server's own name only the server knows; at AWS it is where AWS's own labels begin,
// and names of buckets may look like those.
func Cuts(host string) []Cut {
	if host = Hostname(host); wholeName(host) {
		return nil
	}
	labels := strings.Split(host, ".")
	amazon := IsAWS(host)
	var out []Cut
	for i := 1; i <= len(labels); i++ {
		behind := labels[i:]
		if amazon && (len(behind) == 0 || !ownLabels(behind)) {
			continue
		}
		c := Cut{Bucket: strings.Join(labels[:i], ".")}
		if len(behind) > 0 && pointLabels(behind) {
			c = Cut{pointAt(c.Bucket, behind), true}
		}
		out = append(out, c)
	}
	return out
}

// PointInPath is the access point of a name that stands in the path, at a host that
// has nothing else.
func PointInPath(host, name string) (point string, ok bool) {
	labels := strings.Split(Hostname(host), ".")
	if len(labels) == 1 || !pointLabels(labels) {
		return "", false
	}
	return pointAt(name, labels), true
}

// ownLabels reports labels that begin with AWS's own part of a host's name.
func ownLabels(labels []string) bool {
	return strings.HasPrefix(labels[0], "s3") || labels[0] == "accesspoint" || strings.HasPrefix(labels[0], interfaceID) ||
		len(labels) > 1 && strings.HasPrefix(labels[1], interfaceID)
}

// pointLabels reports labels that follow an access point in a host's name.
func pointLabels(labels []string) bool {
	p, _ := productOf(labels[0])
	return p.style.point() || labels[0] == "accesspoint" && len(labels) > 1 && (strings.HasPrefix(labels[1], "s3-global") || strings.HasPrefix(labels[1], interfaceID))
}
