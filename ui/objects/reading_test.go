package objects

import (
	"net/http"
	"strings"
	"testing"

	"signet/s3browser"
	"signet/ui/kit"
)

// Of an address with a + the reading that is there is opened, and that is said.
func TestTheReadingThatIsThere(t *testing.T) {
	gone := &s3browser.Error{Status: http.StatusNotFound}
	for _, c := range []struct {
		keys        []string
		first, then string
		at, says    string
	}{
		{[]string{"in/a b/c.txt"}, "in/a+b/", "in/a b/", "in/a b/", "taken is s3://acme-legal/in/a b/, which is there"},
		{[]string{"in/a+b/c.txt"}, "in/a+b/", "in/a b/", "in/a+b/", "taken is s3://acme-legal/in/a+b/, which is there"},
		{[]string{"in/a b/c.txt"}, "in/a+b", "in/a b", "in/", "taken is s3://acme-legal/in/a b, which is there"},
		{[]string{"x"}, "in/a+b", "in/a b", "in/", "there is neither"},
	} {
		b := newBucket(c.keys...)
		b.deny = gone // of objects; these are folders
		at := Location{Place: "acme", Bucket: "acme-legal", Other: c.then}
		at.Prefix, at.Select = Folder(c.first)
		d, s, _ := start(t, b, at)
		note, _ := d.Step().(kit.Notify)
		if !strings.Contains(note.Text, c.says) || s.top().prefix != c.at || s.at.Other != "" {
			t.Errorf("%v: at %q, says %q", c.keys, s.top().prefix, note.Text)
		}
	}
	b := newBucket("in/a b")
	b.deny = &s3browser.Error{Status: http.StatusForbidden}
	d, s, o := start(t, b, Location{Bucket: "acme-legal", Prefix: "in/", Select: "in/a+b", Other: "in/a b"})
	d.Press("enter")
	if s.at.Other != "in/a b" || o.target.Other != "in/a b" {
		t.Errorf("where nothing tells, the form has both readings: %+v", o.target)
	}
}
