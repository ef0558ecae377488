package handover

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"signet/share"
)

// Line is one link for programs: the line of `signet share --json`. The names
// are stable, and the fields of every sort of link are always there.
type Line struct {
	URL       string          `json:"url"`
	Operation share.Operation `json:"operation"`
	Method    string          `json:"method"`
	Bucket    string          `json:"bucket"`
	Key       string          `json:"key"`
	VersionID string          `json:"version_id"` // empty: none was named
	SignedAt  time.Time       `json:"signed_at"`
	ExpiresAt time.Time       `json:"expires_at"`
	LimitedBy share.Reason    `json:"limited_by"`
	AtMost    bool            `json:"at_most,omitempty"`  // expires_at is an upper bound
	Headers   []share.Header  `json:"headers"`            // to be sent as they are; never null
	Withheld  []string        `json:"withheld,omitempty"` // headers to be sent whose value only their sender has
	Fields    []LineField     `json:"fields,omitempty"`   // of an upload form, in order; the file comes last
	Calls     []LineCall      `json:"calls,omitempty"`    // of an upload in parts; url completes it
	ShareID   string          `json:"share_id"`           // empty: not in the share log
	Group     string          `json:"group,omitempty"`
}

// LineField is one field of an upload form.
type LineField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// LineCall is the link for one request of an upload in parts.
type LineCall struct {
	Name   string `json:"name"`
	Method string `json:"method"`
	Part   int    `json:"part,omitempty"` // its number; left out: it sends none
	URL    string `json:"url"`
}

// NewLine reveals a link for a program.
func NewLine(link share.Link) Line {
	l := Line{
		URL: link.URL.Reveal(), Operation: link.Request.Operation, Method: link.Method,
		Bucket: link.Request.Target.Bucket, Key: link.Request.Target.Key, VersionID: link.Request.Target.VersionID,
		SignedAt: link.SignedAt.UTC(), ExpiresAt: link.Terms.Ends.UTC(), LimitedBy: link.Terms.Reason, AtMost: link.Terms.AtMost,
		Headers: link.Headers, Withheld: link.Withheld(), ShareID: link.ID, Group: link.Request.Group,
	}
	l.Method = cmp.Or(l.Method, link.Request.Operation.Info().Method)
	if l.Headers == nil {
		l.Headers = []share.Header{}
	}
	for _, f := range link.Fields {
		l.Fields = append(l.Fields, LineField{f.Name, f.Value.Reveal()})
	}
	for _, c := range link.Calls {
		l.Calls = append(l.Calls, LineCall{c.Name, c.Method, c.Part, c.URL.Reveal()})
	}
	return l
}

// json writes the line without a line feed. The & of addresses stays an &, so
// that a link can be copied out of the text.
func (h *handing) json() (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(NewLine(h.link))
	return strings.TrimSuffix(b.String(), "\n"), err
}
