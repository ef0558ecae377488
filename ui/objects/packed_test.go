package objects

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"signet/ui/listing"
	"signet/ui/uitest"
)

// TestPackedRowsComeBack: what is kept in less memory is what was listed, letter by
// letter, whatever a server invents.
func TestPackedRowsComeBack(t *testing.T) {
	const prefix = "a/ü/"
	rows := []row{
		{key: prefix, size: 0, class: "STANDARD"},
		{key: prefix + "q3.pdf", size: 1 << 40, class: "DEEP_ARCHIVE", modified: 1_790_000_000, etag: strings.Repeat("0a", 16)},
		{key: prefix + "q3.pdf", size: 127, modified: -1, etag: strings.Repeat("0a", 16) + "-127"},
		{key: prefix + "b/", folder: true},
		{key: "elsewhere", foreign: true, class: "STANDARD", etag: "x"},
		{key: prefix + "../x", foreign: true},
		{key: prefix + strings.Repeat("n", 1020), size: -1, class: strings.Repeat("C", 64), etag: strings.Repeat("e", 1024)},
		{key: prefix + "upper", etag: strings.Repeat("0A", 16)},
		{key: prefix + "no parts", etag: strings.Repeat("0a", 16) + "-"},
		{key: prefix + "odd parts", etag: strings.Repeat("0a", 16) + "-007"},
		{key: prefix + "more", etag: strings.Repeat("0a", 16) + "-1-2"},
		{key: prefix + "no digits", etag: strings.Repeat("0x", 16)},
		{key: prefix + "\x00\xff", etag: "-"},
	}
	for i := range 300 {
		rows = append(rows, row{key: fmt.Sprint(prefix, i), class: fmt.Sprint("CLASS", i), size: int64(i) << 7, modified: math.MaxInt64 - int64(i)})
	}
	comeBack(t, prefix, rows)
	for range 100 { // more than two bytes can count
		rows = append(rows, row{key: prefix + strings.Repeat("n", 1020), modified: math.MinInt64, etag: "last"})
	}
	comeBack(t, prefix, rows)
	comeBack(t, prefix, rows[1:])
}

func comeBack(t *testing.T, prefix string, rows []row) {
	t.Helper()
	p := pack(prefix, &listing.Shelf{})(rows)
	if p.Len() != len(rows) {
		t.Fatalf("%d rows, not %d", p.Len(), len(rows))
	}
	for i, want := range rows {
		got := row{key: "before", etag: "before", foreign: true, folder: true}
		if p.Read(i, &got); got != want {
			t.Errorf("row %d:\n got %+v\nwant %+v", i, got, want)
		}
		if text := want.name(prefix); p.Text(i) != text {
			t.Errorf("row %d is searched as %q, not %q", i, p.Text(i), text)
		}
	}
}

// TestPackedRowsAreSmall: what a million rows need is promised.
func TestPackedRowsAreSmall(t *testing.T) {
	rows := make([]row, 1000)
	for i := range rows {
		rows[i] = row{
			key: fmt.Sprintf("obj-%09d.bin", i), etag: fmt.Sprintf("%032x", i), class: "STANDARD", size: int64(i) * 8191, modified: 1_790_000_000 + 7*int64(i),
		}
	}
	shelf := &listing.Shelf{}
	if each := kept(func() any { return pack("", shelf)(rows) }) / len(rows); each > 48 {
		t.Errorf("%d bytes a row", each)
	} else {
		t.Logf("%d bytes a row", each)
	}
}

// kept is how much memory is held by what is made, on an average of many.
func kept(makes func() any) int {
	all := make([]any, 500)
	before := uitest.Heap()
	for i := range all {
		all[i] = makes()
	}
	held := uitest.Heap() - before
	runtime.KeepAlive(all)
	return int(held) / len(all)
}
