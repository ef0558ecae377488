package versions

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"signet/s3browser"
	"signet/ui/uitest"
)

func plainText(r *row) string { return r.key + " " + r.id + " " + r.state() }

// What is kept in less memory is what was listed, letter by letter.
func TestPackedVersionsComeBack(t *testing.T) {
	rows := []row{
		{key: "a/", id: "null", latest: true},
		{key: "a/q3.pdf", id: "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY", etag: strings.Repeat("0a", 16), class: "STANDARD", size: 1 << 40, modified: 1_790_000_000, latest: true},
		{key: "a/q3.pdf", id: "\x1b[31m", etag: strings.Repeat("0a", 16) + "-7", class: "GLACIER", size: -1, modified: -1},
		{key: "a/q3.pdf", deleted: true, latest: true},
		{key: "elsewhere", id: "x", foreign: true, etag: "no digits"},
		{key: "a/../x", id: "x", foreign: true},
	}
	p := pack("a/", plainText, nil)(rows)
	if p.Len() != len(rows) {
		t.Fatalf("%d rows, not %d", p.Len(), len(rows))
	}
	for i, want := range rows {
		got := row{key: "before", id: "before", etag: "before", latest: true, deleted: true, foreign: true}
		if p.Read(i, &got); got != want {
			t.Errorf("row %d:\n got %+v\nwant %+v", i, got, want)
		}
		if text := plainText(&want); p.Text(i) != text {
			t.Errorf("row %d is searched as %q, not %q", i, p.Text(i), text)
		}
	}
}

// long lists versions without end, a thousand a page.
type long struct{ n, of int }

func (l *long) VersionPage(context.Context, s3browser.VersionRequest) (s3browser.VersionPage, error) {
	page := s3browser.VersionPage{Versions: make([]s3browser.Version, 1000)}
	for i := range page.Versions {
		l.n++
		page.Versions[i] = s3browser.Version{Key: fmt.Sprintf("logs/obj-%09d.bin", l.n/3), ID: fmt.Sprintf("%032d", l.n), ETag: fmt.Sprintf("%032x", l.n), Class: "STANDARD", Size: int64(l.n) * 8191}
	}
	page.Done = l.n >= l.of
	page.Next = s3browser.VersionMark{Key: page.Versions[999].Key, ID: page.Versions[999].ID}
	return page, nil
}

// The screen keeps no more of its rows than they are packed into.
func TestTheScreenKeepsVersionsPacked(t *testing.T) {
	const n = 100_000
	d, s, _ := startOf(t, &long{of: n}, "logs/", true)
	before := uitest.Heap()
	d.Hold = false
	d.Settle()
	kept := uitest.Heap() - before
	if s.list.Total() != n || kept/n > 100 {
		t.Errorf("%d rows, %d bytes each", s.list.Total(), kept/n)
	}
	t.Logf("%d bytes a row", kept/n)
	runtime.KeepAlive(s)
}
