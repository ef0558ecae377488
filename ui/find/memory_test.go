package find

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"signet/s3browser"
	"signet/ui/uitest"
)

// long lists a million keys; what a screen keeps of them is measured.
type long struct{ at int }

func (b *long) List(context.Context, s3browser.ListRequest) (s3browser.Page, error) {
	var text strings.Builder
	page := s3browser.Page{Entries: make([]s3browser.Entry, 1000)}
	for i := range page.Entries {
		from := text.Len()
		text.WriteString("reports/2026/03/a-name-as-long-as-most-are-")
		text.WriteString(strconv.Itoa(b.at + i))
		page.Entries[i].Size = int64(text.Len() - from)
	}
	all, from := text.String(), 0 // as s3browser does: a page is one piece of memory
	for i := range page.Entries {
		to := from + int(page.Entries[i].Size)
		page.Entries[i].Key = all[from:to]
		from = to
	}
	b.at += 1000
	page.Done = b.at >= 1_000_000
	page.Next = strconv.Itoa(b.at)
	return page, nil
}

// One match on each page must not keep the page.
func TestAMillionKeysLeaveTheirMatchesBehind(t *testing.T) {
	d, s, _ := start(t, nil)
	s.source = &long{}
	before := uitest.Heap()
	d.Type("*-are-*000")
	d.Press("enter")
	kept := uitest.Heap() - before
	if s.reading.Keys != 1_000_000 || s.list.Total() != 999 || kept > 8<<20 {
		t.Errorf("%d found, and %d kB are kept", s.list.Total(), kept>>10)
	}
	t.Logf("%d kB are kept of a million keys", kept>>10)
}
