package cli

import (
	"bufio"
	"fmt"
	"io"
	"testing"
	"time"

	"signet/s3browser"
	"signet/share/say"
)

func listed() s3browser.Entry {
	return s3browser.Entry{Key: "reports/2026/invoice-000042.pdf", Size: 147_300, Modified: time.Date(2026, 1, 12, 13, 46, 39, 0, time.UTC), Class: "STANDARD"}
}

// formatted is the line of an entry as fmt makes it.
func formatted(w io.Writer, bucket string, e s3browser.Entry) {
	size := say.Bytes(e.Size)
	if e.Folder {
		size = "folder"
	}
	fmt.Fprintf(w, "%-20s  %10s  %s\n", stamp(e.Modified), size, clean("s3://"+bucket+"/"+e.Key))
}

// The line is the one that fmt makes, of any entry.
func TestLineOfAnEntry(t *testing.T) {
	var l lister
	entries := []s3browser.Entry{
		listed(),
		{Key: "folder/", Folder: true},
		{Key: "a\x1bb\u202e ", Size: 5},
		{Key: `back\slash`, Size: 1 << 62},
		{Key: "ä 日本", Size: 999_600, Modified: time.Date(12026, 1, 2, 3, 4, 5, 0, time.FixedZone("x", 3600))},
	}
	for _, e := range entries {
		var want writer
		formatted(&want, "bucket", e)
		if got := l.row("bucket", e); string(got) != string(want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
	if n := testing.AllocsPerRun(10, func() { l.row("bucket", listed()) }); n > 0 {
		t.Errorf("%v allocations for a line", n)
	}
}

type writer []byte

func (w *writer) Write(p []byte) (int, error) { *w = append(*w, p...); return len(p), nil }

// BenchmarkLine is a line of ls, and what fmt takes for it.
func BenchmarkLine(b *testing.B) {
	b.Run("append", func(b *testing.B) {
		b.ReportAllocs()
		l := lister{out: bufio.NewWriter(io.Discard)}
		for b.Loop() {
			_ = l.entry("bucket", listed())
		}
	})
	b.Run("fmt", func(b *testing.B) {
		b.ReportAllocs()
		out := bufio.NewWriter(io.Discard)
		for b.Loop() {
			formatted(out, "bucket", listed())
		}
	})
}
