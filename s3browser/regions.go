package s3browser

import (
	"cmp"
	"strings"
)

// Regions keeps what was found out about the regions of buckets beyond this
// process. It makes no request, is cheap to ask, safe for concurrent use, and
// cannot fail: what was not kept is found out again.
type Regions interface {
	// Region is the region of a bucket of a server; empty: not known.
	Region(server, bucket string) string
	// Found keeps regions by bucket.
	Found(server string, regions map[string]string)
}

// KeepRegions has the client ask and tell keeper. It is called before the first
// use. Without one, regions are remembered for as long as the client lives.
func (c *Client) KeepRegions(keeper Regions) { c.keeper = keeper }

// RememberedRegion is the region of a bucket as far as it was met by chance:
// in a list of buckets, a redirect, a header; by this client, or by another
// before it. It makes no request.
func (c *Client) RememberedRegion(bucket string) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	region := c.known(bucket)
	return region, region != ""
}

// known is the region of a bucket. The caller holds the lock.
func (c *Client) known(bucket string) string {
	if region, ok := c.regions[bucket]; ok || c.keeper == nil || c.loaded == nil || bucket == own {
		return region
	}
	return c.keeper.Region(c.loaded.settings.server(), bucket)
}

func (c *Client) remember(bucket, region string) {
	c.rememberAll(map[string]string{bucket: region})
}

// rememberAll keeps regions by bucket. Beyond this process only those are kept
// that are news and not what the settings say anyway.
func (c *Client) rememberAll(found map[string]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	news := map[string]string{}
	for bucket, region := range found {
		if region == "" {
			continue
		}
		before := c.known(bucket)
		if c.loaded != nil && bucket != own && region != cmp.Or(before, c.loaded.settings.Region) {
			news[bucket] = region
		}
		c.regions[bucket] = region
	}
	if c.keeper != nil && len(news) > 0 {
		c.keeper.Found(c.loaded.settings.server(), news)
	}
}

// server names what the names of buckets belong to: an endpoint, or one of the
// partitions of AWS, in each of which a name is free again.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
func (s Settings) server() string {
	if s.Endpoint != "" {
		return strings.TrimSuffix(s.Endpoint, "/")
	}
	for _, partition := range []string{"cn", "us-gov", "us-iso", "us-isob", "us-isof", "eu-isoe", "eusc"} {
		if strings.HasPrefix(s.Region, partition+"-") {
			return "aws-" + partition
		}
	}
	return "aws"
}
