package address

import (
	"slices"
	"strings"
)

// partition is a part of AWS: what regions in it begin with, and what its hosts end
// with. Names of buckets are free again in each.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
type partition struct {
	id        string
	region    string // beginning
	domain    string
	dualStack string // domain of hosts with IPv4 and IPv6 alone
	console   string // domain of its web pages; empty: not public
}

// partitions are all of them, in the order in which a region is looked for.
// TestPartitions holds them against the SDK's resolver.
//
//nolint:gochecknoglobals // immutable table
var partitions = []partition{
	{"aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "console.amazonaws.cn"},
	{"aws-us-gov", "us-gov-", "amazonaws.com", "api.aws", "console.amazonaws-us-gov.com"},
	{"aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu", "console.amazonaws-eusc.eu"},
	{"aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov", ""},
	{"aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud", ""},
	{"aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", ""},
	{"aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov", ""},
	{"aws", "", "amazonaws.com", "api.aws", "console.aws.amazon.com"},
}

// Partition is the part of AWS that a region is in.
func Partition(region string) string {
	for _, p := range partitions {
		if strings.HasPrefix(region, p.region) {
			return p.id
		}
	}
	return ""
}

// beforeDomain cuts AWS's domain off a host.
func beforeDomain(host string) (rest string, p partition, dualStack, ok bool) {
	for _, p := range partitions {
		for _, domain := range []string{p.domain, p.dualStack} {
			if rest, ok := strings.CutSuffix(host, domain); ok && strings.HasSuffix(rest, ".") {
				return rest[:len(rest)-1], p, domain == p.dualStack, true
			}
		}
	}
	return "", p, false, false
}

// Astray reports an address of AWS that names a region under another partition's domain:
// there is no such host.
func (a Address) Astray() bool {
	_, p, _, ok := beforeDomain(a.Host)
	return ok && a.AWS() && IsRegion(a.Region) && !slices.ContainsFunc(partitions, func(of partition) bool {
		return of.id == Partition(a.Region) && of.domain == p.domain
	})
}

// IsRegion reports a name of the form that AWS's regions have, such as eu-west-3 or
// us-gov-east-1.
func IsRegion(name string) bool {
	parts := strings.Split(name, "-")
	if len(parts) < 3 || len(parts[0]) < 2 {
		return false
	}
	for i, part := range parts {
		letters := "abcdefghijklmnopqrstuvwxyz"
		if i == len(parts)-1 {
			letters = "0123456789"
		}
		if part == "" || strings.Trim(part, letters) != "" {
			return false
		}
	}
	return true
}

// AtAWS is AWS's own endpoint for a region; empty, which is AWS wherever: that is none
// of its regions.
func AtAWS(region string) string {
	for _, p := range partitions {
		if IsRegion(region) && p.id == Partition(region) {
			return "https://s3." + region + "." + p.domain
		}
	}
	return ""
}

// Control is where AWS answers for what an account has of S3 beside its objects, in a
// region; empty: that is none of its regions, or no account.
// https://docs.aws.amazon.com/general/latest/gr/s3.html
func Control(account, region string) string {
	for _, p := range partitions {
		if IsRegion(region) && p.id == Partition(region) && isAccount(account) {
			return "https://" + account + ".s3-control." + region + "." + p.domain
		}
	}
	return ""
}

// isAccount reports the number of an account of AWS.
func isAccount(text string) bool { return len(text) == 12 && strings.Trim(text, "0123456789") == "" }

// STS is where AWS gives out sessions for a region; empty: that is none of its regions.
// GovCloud's hosts are those for FIPS.
// https://docs.aws.amazon.com/general/latest/gr/sts.html
func STS(region string, fips bool) string {
	for _, p := range partitions {
		if IsRegion(region) && p.id == Partition(region) {
			host := "sts."
			if fips && p.id != "aws-us-gov" {
				host = "sts-fips."
			}
			return "https://" + host + region + "." + p.domain
		}
	}
	return ""
}
