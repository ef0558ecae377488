package s3browser

import (
	"signet/share/address"
	"signet/share/say"
)

// Styles keeps beyond this process where servers of one's own have taken the name of a
// bucket: in the path, or before their own host. It is as Regions is.
type Styles interface {
	// Style is how a server has taken it; ok: it is known.
	Style(server string) (path, ok bool)
	// Proved keeps how a server took it.
	Proved(server string, path bool)
}

// KeepStyles has the client ask and tell keeper. It is called before the first use.
func (c *Client) KeepStyles(keeper Styles) { c.styles = keeper }

func (c *Client) provedStyle(endpoint string) (path, ok bool) {
	if c.styles == nil || address.StyleKnown(endpoint) {
		return false, false
	}
	return c.styles.Style(endpoint)
}

// proved notes that a server took a request about a bucket as it was addressed.
func (c *Client) proved(l *loaded) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := l.settings
	if address.StyleKnown(s.Endpoint) || c.told == s.Endpoint {
		return
	}
	c.told = s.Endpoint
	if c.styles == nil {
		return
	}
	if path, ok := c.styles.Style(s.Endpoint); !ok || path != s.PathStyle {
		c.styles.Proved(s.Endpoint, s.PathStyle)
	}
}

// Remarks are what is to be said about the address of a link to a bucket, beside what
// the link itself tells.
func (s Settings) Remarks(bucket string) (out []say.Remark) {
	switch at := printable(s.Endpoint); {
	case s.inEndpoint != "" && s.inEndpoint != bucket:
		out = append(out, say.Remark{
			Code: "endpoint-bucket", Level: say.Warning, Text: "the endpoint is that of the bucket " + printable(s.inEndpoint) + ", and the bucket that is meant is " + printable(bucket) + ", at " + at,
			Next: "write the endpoint without a bucket: " + at,
		})
	case s.inEndpoint == "" && address.BeginsWith(s.Endpoint, bucket):
		out = append(out, say.Remark{
			Code: "endpoint-bucket", Level: say.Warning, Text: "the endpoint " + at + " begins with the name of the bucket, which every address there names once more",
			Next: "if that is the bucket's own address, write the endpoint without the bucket",
		})
	}
	if s.hostRegion != "" {
		out = append(out, say.Remark{
			Code: "region", Level: say.Warning, Text: "the endpoint names the region " + printable(s.hostRegion) + ", and what goes there is signed for " + printable(s.Region) + ", as was chosen",
			Next: "unless the server takes both, leave the region out",
		})
	}
	if s.untried {
		out = append(out, say.Remark{
			Code: "path-style", Level: say.Info, Text: "the link names the bucket in the path, as most servers of one's own want it; nobody has tried this one",
			Next: "signet ls tries it; path_style = true or false says it for the place",
		})
	}
	return out
}
