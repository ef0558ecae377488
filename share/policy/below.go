package policy

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"strings"
	"time"
)

// Below is what a session may do with everything in a bucket that begins with a prefix:
// what is not in it is not allowed.
type Below struct {
	Bucket  string // as a resource
	Prefix  string // as the server reads it: see Literal; empty: the whole bucket
	Actions []string
	Listing []string       // actions on the bucket, for names that begin with the prefix
	From    []netip.Prefix // from these networks alone; nil: from everywhere
	Ends    time.Time      // in whole seconds: from then on nothing is allowed
}

// String is the policy that says so.
func (b Below) String() string {
	type statement struct {
		Effect    string
		Action    []string
		Resource  string
		Condition map[string]map[string]any
	}
	var all []statement
	if len(b.Actions) > 0 {
		all = append(all, statement{"Allow", b.Actions, b.Bucket + "/" + b.Prefix + "*", b.when()})
	}
	if len(b.Listing) > 0 {
		when := b.when()
		if b.Prefix != "" {
			when["StringLike"] = map[string]any{"s3:prefix": b.Prefix + "*"}
		}
		all = append(all, statement{"Allow", b.Listing, b.Bucket, when})
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // &, < and > stand in keys
	_ = e.Encode(struct {  // texts alone: it cannot fail
		Version   string
		Statement []statement
	}{Version, all})
	return strings.TrimSpace(out.String())
}

func (b Below) when() map[string]map[string]any {
	when := map[string]map[string]any{"DateLessThan": {"aws:CurrentTime": b.Ends.UTC().Format(time.RFC3339)}}
	if len(b.From) > 0 {
		when["IpAddress"] = map[string]any{"aws:SourceIp": b.From}
	}
	return when
}
