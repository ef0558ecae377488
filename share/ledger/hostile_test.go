package ledger

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// rootOf is the page at the root of a table or of an index.
func rootOf(t *testing.T, content []byte, name string) uint32 {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db := database(path, 0, "mode=ro&immutable=1", 1)
	defer func() { _ = db.Close() }()
	var root uint32
	if err := db.QueryRowContext(context.Background(), "SELECT rootpage FROM sqlite_master WHERE name = ?", name).Scan(&root); err != nil {
		t.Fatal(err)
	}
	return root
}

// tangled hangs pages above the root of a tree, each of which refers to the next
// one hundreds of times: who follows all references does not come to an end.
func tangled(t *testing.T, content []byte, name string) []byte {
	t.Helper()
	const size, levels, parents = 4096, 15, 300 // SQLite follows twenty levels
	root, last := rootOf(t, content, name), uint32(len(content)/size)
	at := content[int(root-1)*size:][:size]
	kind := byte(0x05) // of a table, and of an index
	if at[0] == 0x0a || at[0] == 0x02 {
		kind = 0x02
	}
	// https://www.sqlite.org/fileformat.html#b_tree_pages
	interior := func(next uint32) []byte {
		page := make([]byte, size)
		page[0] = kind
		binary.BigEndian.PutUint16(page[3:], parents)
		binary.BigEndian.PutUint16(page[5:], size-5*parents)
		binary.BigEndian.PutUint32(page[8:], next)
		for i := range parents {
			place := size - 5*(i+1)
			binary.BigEndian.PutUint32(page[place:], next)
			page[place+4] = 1 // the number of a row, or the length of a record
			binary.BigEndian.PutUint16(page[12+2*i:], uint16(place))
		}
		return page
	}
	out := bytes.Clone(content)
	copy(out[int(root-1)*size:], interior(last+1))
	for level := range uint32(levels) {
		out = append(out, interior(last+level+2)...)
	}
	out = append(out, at...)
	binary.BigEndian.PutUint32(out[28:], uint32(len(out)/size))
	return out
}

// TestATangledTreeComesToAnEnd: verify sees that a page has many parents, and what
// still reads the tree is stopped; a salvage follows no tree.
func TestATangledTreeComesToAnEnd(t *testing.T) {
	whole := closedLog(t)
	for _, table := range []string{"log", "entry", "entry_ends", "entry_bucket", "log_event", "batch", "words_data", "words_docsize", "gone", "hole"} {
		content := tangled(t, whole, table)
		if r, err := verifyBytes(t, content); certified(r, err) {
			t.Errorf("%s: certified", table)
		}
		f := newFixture(t)
		f.now = noon.Add(2 * time.Hour)
		path := filepath.Join(t.TempDir(), "log.db")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := f.TakeOver(context.Background(), path); err != nil || s.Entries != 23 || s.Events != 4 || s.Lost != 0 {
			t.Errorf("%s: %+v %v", table, s, err)
		}
	}
}

// TestASparseFile is large, and most of it was never written: what is read is
// all in the log's pages, and nothing grows with the rest.
func TestASparseFile(t *testing.T) {
	whole := closedLog(t)
	for name, damage := range map[string]func([]byte){
		"a log that is too long":          func([]byte) {},
		"that says it is":                 func(b []byte) { binary.BigEndian.PutUint32(b[28:], 64<<20/4096) },
		"without its header":              func(b []byte) { clear(b[:100]) },
		"that says it is larger than all": func(b []byte) { binary.BigEndian.PutUint32(b[28:], 1<<31) },
	} {
		content := bytes.Clone(whole)
		damage(content)
		path := filepath.Join(t.TempDir(), "log.db")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, 64<<20); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		l, err := Open(path, Options{ReadOnly: true, Clock: func() time.Time { return noon.Add(time.Hour) }})
		if err == nil {
			_, _ = l.Verify(context.Background())
		}
		_ = l.Close()
		f := newFixture(t)
		f.now = noon.Add(2 * time.Hour)
		if s, err := f.TakeOver(context.Background(), path); err != nil || s.Entries != 23 || s.Events != 4 {
			t.Errorf("%s: %+v %v", name, s, err)
		}
		runtime.ReadMemStats(&after)
		if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 30 {
			t.Errorf("%s: %d MB", name, got)
		}
	}
}

// TestRowsThatShareTheirPages: a row that goes on on hundreds of pages, and whose
// own page is there hundreds of times. What is read is bounded by what there is,
// and the other rows are found.
func TestRowsThatShareTheirPages(t *testing.T) {
	f := newFixture(t)
	f.record(sample(1, noon))
	large := sample(2, noon)
	large.Source = strings.Repeat("x", 2<<20)
	f.record(large)
	f.record(sample(3, noon))
	content := f.content()
	content[bytes.LastIndex(content, []byte("xxxxxxxx"))]++ // it does not fit its hash
	path := filepath.Join(t.TempDir(), "log.db")
	wreckOf := func(content []byte) *wreck {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := openWreck(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(w.close)
		return w
	}
	at := int(wreckOf(content).found[1].page-1) * 4096
	content = append(content, bytes.Repeat(content[at:at+4096], 500)...)
	w := wreckOf(content)
	rows, err := w.some(context.Background())
	if err != nil || len(rows) != 2 || w.lost != 1 || len(w.found) < 500 {
		t.Errorf("%d rows of %d places, %d lost: %v", len(rows), len(w.found), w.lost, err)
	}
	if most := int64(2 * readsPerPage * len(content) / 4096); w.reads > most {
		t.Errorf("%d pages are read in a file of %d", w.reads, len(content)/4096)
	}
}

// TestPointersToOnePlace: a page on which a thousand pointers lead to one row.
func TestPointersToOnePlace(t *testing.T) {
	f, _ := story(t)
	content := f.content()
	leaf := content[int(rootOf(t, content, "log")-1)*4096:][:4096]
	place := leaf[8:10]
	copy(leaf[8:], bytes.Repeat(place, 20))
	binary.BigEndian.PutUint16(leaf[3:], 60_000)
	path := filepath.Join(t.TempDir(), "log.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := openWreck(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	seen := map[[2]int]bool{}
	for _, p := range w.found {
		where := [2]int{int(p.page), int(p.at)}
		if seen[where] {
			t.Fatalf("%+v is there twice", p)
		}
		seen[where] = true
	}
}
