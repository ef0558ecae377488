package ledger

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// TestASecondName is a link where the file system has links, and a copy elsewhere; what
// is there already stays.
func TestASecondName(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	if err := secondName(from, to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of nothing: %v", err)
	}
	if err := os.WriteFile(from, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := secondName(from, to); err != nil || !os.SameFile(statFile(from), statFile(to)) {
		t.Errorf("within one file system: %v", err)
	}
	if err := secondName(from, to); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another file: %v", err)
	}
	if err := secondName(dir, filepath.Join(dir, "folder")); err == nil {
		t.Error("a folder has a second name")
	}
	if runtime.GOOS != "linux" {
		t.Skip("no file is known here that cannot have a link")
	}
	const elsewhere = "/proc/version" // on a file system of its own
	want, err := os.ReadFile(elsewhere)
	if err != nil {
		t.Skip(err)
	}
	copied := filepath.Join(dir, "copied")
	if err := secondName(elsewhere, copied); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(copied); err != nil || string(got) != string(want) {
		t.Errorf("copied: %q, %v", got, err)
	}
	if err := secondName(elsewhere, copied); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another file: %v", err)
	}
	if err := secondName(elsewhere, filepath.Join(dir, "none", "copied")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into no folder: %v", err)
	}
}

// TestNamesWithPatterns mean themselves.
func TestNamesWithPatterns(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a[b]*?.db")
	for _, n := range []string{name, filepath.Join(dir, "abxx.db")} {
		if err := os.WriteFile(n, nil, 0o600); err != nil {
			t.Skip(err) // a file system that has no such names
		}
	}
	if got, err := filepath.Glob(globQuoted(name)); err != nil || len(got) != 1 || got[0] != name {
		t.Errorf("%q, %v", got, err)
	}
}

// TestWordsOfADamagedLog: what came over, what did not, and how to get the rest.
func TestWordsOfADamagedLog(t *testing.T) {
	known := Head{Seq: 9}
	for want, s := range map[string]Salvage{
		"":                                      {},
		" with the 3 shares that could be read": {Entries: 3, OldHead: known},
		"; 2 rows could not be":                 {Lost: 2, OldHead: known},
		"; at least 2 rows could not be":        {Lost: 2},
		" with the 3 shares that could be read; 2 rows could not be; signet log import 'x.db' takes over the rest": {Entries: 3, Lost: 2, OldHead: known, Unfinished: true},
	} {
		if got := s.words("x.db"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestCellsOfAPage: those of a leaf of a table, each once; on the first page they stand
// behind the header of the file.
func TestCellsOfAPage(t *testing.T) {
	leaf := func(head int, pointers ...uint16) []byte {
		page := make([]byte, usualPage)
		page[head] = leafTable
		binary.BigEndian.PutUint16(page[head+3:], uint16(len(pointers)))
		for i, at := range pointers {
			binary.BigEndian.PutUint16(page[head+8+2*i:], at)
		}
		return page
	}
	p := &pages{size: usualPage, usable: usualPage}
	for _, c := range []struct {
		n    uint32
		page []byte
		want []int
	}{
		{1, leaf(headerSize, 4000, 3000), []int{4000, 3000}},
		{2, leaf(0, 4000, 3000), []int{4000, 3000}},
		{1, leaf(0, 4000), nil},
		{2, leaf(headerSize, 4000), nil},
		{2, leaf(0, 4000, 4000), []int{4000}},
		{2, leaf(0, 4, 4095, 0), []int{4095}},
		{2, make([]byte, usualPage), nil},
	} {
		var got []int
		p.cells(c.n, c.page, func(at int) { got = append(got, at) })
		if !slices.Equal(got, c.want) {
			t.Errorf("page %d: %v, want %v", c.n, got, c.want)
		}
	}
}

// TestTheRarestPartsOfAText are what the index is asked for: a few of them, and of those
// that most shares have none but the first.
func TestTheRarestPartsOfAText(t *testing.T) {
	sample := []string{"abc", "abcd", "abcde", "abc x", "abc y", "abc z", "abc", "abc"}
	for text, want := range map[string]string{
		"ab":         "",
		"abc":        `"abc"`,
		"ABCDE":      `"cde" AND "bcd"`,
		"abcqrstuvw": `"bcq" AND "cqr" AND "qrs" AND "rst"`,
		`a"b`:        `"a""b"`,
		"übe":        `"übe"`,
	} {
		if got := match(text, sample); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
