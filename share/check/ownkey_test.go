package check

import (
	"strings"
	"testing"

	"signet/share"
)

// A link that was made with the key of its object is not said to lack it.
func TestAKeyOfItsOwn(t *testing.T) {
	get := share.Link{Request: share.Request{Operation: share.Download, Target: share.Target{Bucket: "b", Key: "k"}}}
	keyed := get
	keyed.Request.Options.CustomerKeyMD5 = "md5"
	sealed, refused := Facts{Looked: true, SSEC: true, Size: 1}, Facts{Looked: true, Status: 400}
	for name, c := range map[string]struct {
		link  share.Link
		facts Facts
		want  string
	}{
		"sealed, no key":     {get, sealed, "bad:sse-c"},
		"sealed, key":        {keyed, sealed, "info:own-key"},
		"open, key":          {keyed, Facts{Looked: true, Size: 1}, "warning:own-key"},
		"refused, no key":    {get, refused, "warning:sse-c"},
		"refused, wrong key": {keyed, refused, "bad:own-key"},
		"denied, wrong key":  {keyed, Facts{Looked: true, Status: 403}, "bad:own-key"},
	} {
		got := codes(Judge(c.link, c.facts, clock()))
		if !strings.Contains(got, c.want) || NeedsKey(Judge(c.link, c.facts, clock())) != strings.Contains(c.want, "sse-c") {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
