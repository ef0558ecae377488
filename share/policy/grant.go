package policy

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"strings"
	"time"
)

// Grant is all that a session or a key is to be allowed: what is not in it is not allowed.
type Grant struct {
	Actions  []string
	Resource string         // as the server reads it: see Literal
	From     []netip.Prefix // from these networks alone; nil: from everywhere
	Starts   time.Time      // in whole seconds; zero: at once
	Ends     time.Time      // in whole seconds: from then on nothing is allowed; zero: as long as what it is of
}

// String is the policy that says so.
func (g Grant) String() string {
	when := map[string]map[string]any{}
	if !g.Ends.IsZero() {
		when["DateLessThan"] = map[string]any{"aws:CurrentTime": g.Ends.UTC().Format(time.RFC3339)}
	}
	if !g.Starts.IsZero() {
		when["DateGreaterThanEquals"] = map[string]any{"aws:CurrentTime": g.Starts.UTC().Format(time.RFC3339)}
	}
	if len(g.From) > 0 {
		when["IpAddress"] = map[string]any{"aws:SourceIp": g.From}
	}
	type statement struct {
		Effect    string
		Action    []string
		Resource  string
		Condition map[string]map[string]any `json:",omitempty"`
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // &, < and > stand in keys
	_ = e.Encode(struct {  // texts alone: it cannot fail
		Version   string
		Statement []statement
	}{Version, []statement{{"Allow", g.Actions, g.Resource, when}}})
	return strings.TrimSpace(b.String())
}
