package s3browser

import (
	"cmp"
	"errors"
	"strings"

	"signet/share/address"
)

var errRegionSpelling = errors.New("a region with underscores")

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

// RememberedRegion is the region of a bucket as far as a request about it was
// accepted there, by this client or by another before it. It makes no request.
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

// remember keeps the region of a bucket. Beyond this process only what is news
// and not what the settings say anyway is kept.
func (c *Client) remember(bucket, region string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.known(bucket)
	c.regions[bucket] = region
	if c.keeper != nil && c.loaded != nil && bucket != own && region != cmp.Or(before, c.loaded.settings.Region) {
		c.keeper.Found(c.loaded.settings.server(), map[string]string{bucket: region})
	}
}

// hear takes note of the regions that a list of buckets names. They are where a
// bucket is asked for first, and no more, until it answers there.
func (c *Client) hear(l *loaded, list []Bucket) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, b := range list {
		if l.settings.reaches(b.Region) {
			c.said[b.Name] = b.Region
		}
	}
}

// heard is the region that the list of buckets names, once: if the bucket does
// not answer there, it is asked for where it would have been without.
func (c *Client) heard(bucket string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	region := c.said[bucket]
	delete(c.said, bucket)
	return region
}

// reaches reports a region that may be asked for at a server's word. The signature
// goes to a host of that name: on AWS it must be one of AWS, in the partition of
// the settings.
func (s Settings) reaches(region string) bool {
	if !isRegion(region) || region == "" {
		return false
	}
	there := s
	there.Region = region
	return s.Endpoint != "" || address.IsRegion(region) && there.server() == s.server()
}

// isRegion reports text that can be the name of a region, or none.
func isRegion(text string) bool {
	return len(text) <= 40 && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// checkRegion refuses a region of AWS that is spelled with underscores: there is no
// host of that name. What a server of one's own calls its region is its own business.
func (s Settings) checkRegion() error {
	spelled := strings.ReplaceAll(s.Region, "_", "-")
	if s.Endpoint != "" || spelled == s.Region || !address.IsRegion(strings.ToLower(spelled)) {
		return nil
	}
	return &Error{
		Kind: BadEndpoint, Cause: errRegionSpelling,
		Sentence: "region " + printable(s.Region) + ": AWS writes its regions with hyphens", Hint: "write " + strings.ToLower(spelled),
	}
}

// server names what the names of buckets belong to: an endpoint, or one of the
// partitions of AWS, in each of which a name is free again.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
func (s Settings) server() string {
	if s.Endpoint != "" {
		return strings.TrimSuffix(s.Endpoint, "/")
	}
	return address.Partition(s.Region)
}
