package ledger

import (
	"context"
	"database/sql"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestCharactersThatAreWrittenOut, in whatever way a mail, a page or a log writes them.
func TestCharactersThatAreWrittenOut(t *testing.T) {
	for _, c := range []struct {
		text string
		r    rune
		n    int
	}{
		{"%0A", '\n', 3},
		{"%250a", '\n', 5},
		{"%25250A", '\n', 7},
		{"%C2%ADx", '\u00ad', 6},
		{"%25C2%25AD", '\u00ad', 10},
		{"%E2%80%8Bx", '\u200b', 9},
		{"%F3%A0%80%81", '\U000e0001', 12},
		{"%0", 0, 0},
		{"%0G", 0, 0},
		{"%G0", 0, 0},
		{"%C2x", 0, 0},
		{"%FF%FF%FF%FF", 0, 0},
		{"%", 0, 0},
		{"=0A\n", '\n', 3},
		{"=0A", 0, 0},
		{"=0Ax", 0, 0},
		{"=0D=0A", '\r', 3},
		{"=C2=AD", '\u00ad', 6},
		{`\n`, '\n', 2},
		{`\\\n`, '\n', 4},
		{`\r`, '\n', 2},
		{`\tx`, '\n', 2},
		{`\u000a`, '\n', 6},
		{`\\u00ad`, '\u00ad', 7},
		{`\x0a`, '\n', 4},
		{`\x0`, 0, 0},
		{`\u00g0`, 0, 0},
		{`\`, 0, 0},
		{`\\`, 0, 0},
		{`\a`, 0, 0},
		{"&#10;", '\n', 5},
		{"&#xA;", '\n', 5},
		{"&#XAD;", '\u00ad', 6},
		{"&#x;", 'x', 4},
		{"&#;", 'x', 3},
		{"&nbsp;", ' ', 6},
		{"&thinsp;", ' ', 8},
		{"&shy;", '\n', 5},
		{"&NewLine;", '\n', 9},
		{"&gt;", '>', 4},
		{"&quot;", '>', 6},
		{"&amp;", 'x', 5},
		{"&a;", 'x', 3},
		{"&;", 0, 0},
		{"&nbsp", 0, 0},
		{"&aaaaaaaaaaaaaaaaaa;", 'x', 20},
		{"&aaaaaaaaaaaaaaaaaaa;", 0, 0},
	} {
		if r, n := escaped([]byte(c.text), 0); r != c.r || n != c.n {
			t.Errorf("%q: %q of %d, want %q of %d", c.text, r, n, c.r, c.n)
		}
	}
	for text, want := range map[string]int{"\x1b[0m": 4, "\x1b[1;31mx": 7, "\x1b": 1, "\x1bX": 1, "\x1b[": 1, "\x1b[" + strings.Repeat("1", 29) + "m": 32, "\x1b[" + strings.Repeat("1", 30) + "m": 1, "\x1b[@": 3, "\x1b[~": 3, "\x1b[?25l": 6} {
		if got := escape([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	for text, want := range map[string]struct {
		n    int
		mark mark
	}{
		"<br>": {4, breakMark}, "<BR/>": {5, breakMark}, "<br />x": {6, breakMark}, "<wbr>": {5, breakMark}, "<brx>": {5, tagMark}, "<b>": {3, tagMark}, "</b>": {4, tagMark}, "<!-- x -->": {10, tagMark},
		"<>": {1, otherMark}, "< b>": {1, otherMark}, "<b": {1, otherMark}, "<b" + strings.Repeat(" ", 297) + ">": {300, tagMark}, "<b" + strings.Repeat(" ", 298) + ">": {1, otherMark},
	} {
		if n, m := tagAt([]byte(text)); n != want.n || m != want.mark {
			t.Errorf("%.20q: %d, %v, want %+v", text, n, m, want)
		}
	}
}

// TestTermsOfAnObject: what a text without a signature says must be of that object.
func TestTermsOfAnObject(t *testing.T) {
	for _, c := range []struct {
		name        string
		terms       terms
		bucket, key string
		want        bool
	}{
		{"key and bucket", terms{key: "a/b", bucket: "acme"}, "acme", "a/b", true},
		{"the key alone", terms{key: "a/b"}, "acme", "a/b", true},
		{"another bucket", terms{key: "a/b", bucket: "other"}, "acme", "a/b", false},
		{"another key", terms{key: "a/c"}, "acme", "a/b", false},
		{"no key at all", terms{key: ""}, "acme", "", false},
		{"a path", terms{paths: []string{"/acme/a/b"}}, "acme", "a/b", true},
		{"a path of the host's bucket", terms{paths: []string{"/x", "/a/b"}}, "acme", "a/b", true},
		{"a path that only ends so", terms{paths: []string{"/xa/b"}}, "acme", "a/b", false},
		{"a path and another bucket", terms{paths: []string{"/acme/a/b"}, bucket: "other"}, "acme", "a/b", false},
		{"in another case", terms{paths: []string{"/ACME/A/B"}}, "acme", "a/b", false},
		{"where all letters were changed", terms{paths: []string{"/ACME/A/B"}, anyCase: true}, "acme", "a/b", true},
	} {
		if got := c.terms.of(c.bucket, c.key); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	for akid, want := range map[string]bool{"": true, "AKIA1": true, "akia1": true, "AKIA2": false} {
		if got := (&terms{akid: akid}).by("AKIA1"); got != want {
			t.Errorf("%q: %v", akid, got)
		}
	}
	if !(&terms{akid: "AKIA1"}).by("3DAKIA1") && !(&terms{akid: "3DAKIA1"}).by("AKIA1") {
		t.Error("a raw mail hides who signed")
	}
	for text, want := range map[string]string{`a\/b`: "a/b", `a\u00fc`: "aü", `a\"b`: `a"b`, `a\qb`: `a\qb`} {
		if got := unquoted(text); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// TestRowsThatSayWhatTheyAreNot are found by verify, though the chain holds: somebody
// who has the file can append to it.
func TestRowsThatSayWhatTheyAreNot(t *testing.T) {
	salted := func(body string) []byte {
		raw, err := marshal(map[string]any{"v": body})
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	for _, c := range []struct {
		name string
		row  row
		want string
	}{
		{"a tombstone of nothing", row{kind: Pruned, body: []byte("{")}, "the tombstone cannot be read"},
		{"a tombstone that is none", row{kind: Pruned, body: salted("x")}, "those that"},
		{"a second form", row{kind: Form, body: salted("x")}, "was changed"},
		{"a salvage of nothing", row{kind: Salvaged, body: []byte("{")}, "what it says of a salvage cannot be read"},
	} {
		f, _ := story(t)
		c.row.at = millis(noon.Add(time.Hour))
		if err := f.write(t.Context(), "forge", func(ctx context.Context, tx *sql.Tx) error { return appendOne(ctx, tx, c.row, nil) }); err != nil {
			t.Fatal(err)
		}
		if r := f.verify(); r.Broken == nil || !strings.Contains(r.Broken.What, c.want) {
			t.Errorf("%s: %v", c.name, r.Broken)
		}
	}
}

// TestTheWriteAheadFileIsReadAsSQLiteReadsIt: in either order of bytes, up to the last
// transaction that ended, and not at all where it is another file's.
func TestTheWriteAheadFileIsReadAsSQLiteReadsIt(t *testing.T) {
	f, _ := story(t)
	f.Ledger.checkpoint()
	for i := range 3 {
		f.record(sample(20+i, noon.Add(time.Hour)))
	}
	main, err := os.ReadFile(f.path)
	ahead, aerr := os.ReadFile(f.path + "-wal")
	if err != nil || aerr != nil {
		t.Fatal(err, aerr)
	}
	frame := frameHeader + usualPage
	ends := func(b []byte, i int) bool { return binary.BigEndian.Uint32(b[walHeader+i*frame+4:]) > 0 }
	valid := 0 // frames of this run of the file
	for valid < (len(ahead)-walHeader)/frame && string(ahead[walHeader+valid*frame+8:][:8]) == string(ahead[16:24]) {
		valid++
	}
	last := valid - 1
	if !ends(ahead, last) {
		t.Fatal("the last frame ends no transaction")
	}
	sumsAnew := func(b []byte, order binary.ByteOrder) {
		b[3] &^= 1
		if order == binary.BigEndian {
			b[3] |= 1
		}
		sum := checksum{order: order}
		put := func(at int) {
			binary.BigEndian.PutUint32(b[at:], sum.a)
			binary.BigEndian.PutUint32(b[at+4:], sum.b)
		}
		sum.add(b[:24])
		put(24)
		for i := range valid {
			at := walHeader + i*frame
			sum.add(b[at : at+8])
			sum.add(b[at+frameHeader : at+frame])
			put(at + 16)
		}
	}
	for _, c := range []struct {
		name   string
		change func(b []byte) []byte
		want   int64 // entries
	}{
		{"as it is", func(b []byte) []byte { return b }, 6},
		{"in the other order of bytes", func(b []byte) []byte { sumsAnew(b, binary.BigEndian); return b }, 6},
		{"and back", func(b []byte) []byte { sumsAnew(b, binary.LittleEndian); return b }, 6},
		{"the last one did not end", func(b []byte) []byte {
			binary.BigEndian.PutUint32(b[walHeader+last*frame+4:], 0)
			sumsAnew(b, binary.LittleEndian)
			return b
		}, 5},
		{"a sum is wrong", func(b []byte) []byte { b[walHeader+last*frame+16]++; return b }, 5},
		{"a page is wrong", func(b []byte) []byte { b[walHeader+last*frame+frameHeader+9]++; return b }, 5},
		{"it is cut off", func(b []byte) []byte { return b[:walHeader+last*frame+100] }, 5},
		{"its header is wrong", func(b []byte) []byte { b[24]++; return b }, 3},
		{"of other pages", func(b []byte) []byte {
			binary.BigEndian.PutUint32(b[8:], 1024)
			sumsAnew(b, binary.LittleEndian)
			return b
		}, 3},
		{"it has no header", func(b []byte) []byte { return b[:walHeader-1] }, 3},
	} {
		path := filepath.Join(t.TempDir(), "copy.db")
		copied := c.change(append([]byte(nil), ahead...))
		for name, content := range map[string][]byte{path: main, path + "-wal": copied} {
			if err := os.WriteFile(name, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		into := newFixture(t)
		s, err := into.TakeOver(t.Context(), path)
		if err != nil || s.Entries != c.want {
			t.Errorf("%s: %+v, %v, want %d", c.name, s, err, c.want)
		}
	}
}

// TestPagesThatAreCutOff: what is there of one is read, the rest is zeros, and behind the
// end there is none.
func TestPagesThatAreCutOff(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("x", usualPage+100)), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := openPages(path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	page := []byte(strings.Repeat("y", usualPage))
	for n, want := range map[uint32]int{1: usualPage, 2: 100, 3: -1, 0: -1} {
		err := p.read(n, page)
		if (err == nil) != (want >= 0) || err == nil && strings.TrimRight(string(page), "\x00") != strings.Repeat("x", want) {
			t.Errorf("page %d: %d of it, %v", n, len(strings.TrimRight(string(page), "\x00")), err)
		}
	}
	if p.count != 2 || p.reads != 4 {
		t.Errorf("%d pages, %d were read", p.count, p.reads)
	}
}

// TestNothingIsLeftOpen: who has asked holds no connection, however it ended.
func TestNothingIsLeftOpen(t *testing.T) {
	f := eventful(t)
	for name, do := range reading(t.Context()) {
		if _, err := do(f); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if open := f.r.Stats().InUse + f.w.Stats().InUse; open != 0 {
			t.Fatalf("%s leaves %d connections in use", name, open)
		}
	}
}

// TestTermsOfALink are those of the link around a date, and not of others beside it.
func TestTermsOfALink(t *testing.T) {
	link := func(host, key, akid string) string {
		return "https://" + host + "/" + key + "?X-Amz-Credential=" + akid + "%2F20260304&X-Amz-Expires=60&X-Amz-Date="
	}
	for _, c := range []struct {
		name, text string
		paths      string
		akid       string
		life       int64
	}{
		{"alone", link("h", "a/b", "AKIA1"), "/a/b", "AKIA1", 60},
		{"another behind it", link("h", "a/b", "AKIA1") + "20260304T120000Z," + link("h", "other", "AKIA2"), "/a/b", "AKIA1", 60},
		{"another before it", link("h", "other", "AKIA2") + "20260304T120000Z," + link("h", "a/b", "AKIA1"), "/other /a/b", "AKIA1", 60},
		{"within another", "https://go.example/?u=" + strings.NewReplacer(":", "%3A", "/", "%2F", "?", "%3F", "&", "%26", "=", "%3D").Replace("https://h/a/b?X-Amz-Expires=60&") + "X-Amz-Date=", "/a/b", "", 60},
		{"a host alone", "https://h?X-Amz-Expires=7&X-Amz-Date=", "", "", 7},
		{"in HTML", strings.ReplaceAll(link("h", "a/b", "AKIA1"), "&", "&amp;"), "/a/b", "AKIA1", 60},
		{"in JSON", strings.NewReplacer("&", `\u0026`, "/", `\/`).Replace(link("h", "a/b", "AKIA1")), "/a/b", "AKIA1", 60},
		{"a path alone", "/acme/a%20b?X-Amz-Date=", "/acme/a%20b /acme/a b /acme/a", "", 0},
	} {
		var got terms
		at := strings.LastIndex(c.text, "X-Amz-Date=")
		if c.name == "another behind it" {
			at = strings.Index(c.text, "X-Amz-Date=")
		}
		got.link(c.text, at)
		var paths []string
		for _, p := range got.paths {
			if !slices.Contains(paths, p) {
				paths = append(paths, p)
			}
		}
		if strings.Join(paths, " ") != c.paths || got.akid != c.akid || got.life != c.life {
			t.Errorf("%s: paths %q, key %q, life %d, want %q, %q, %d", c.name, strings.Join(paths, " "), got.akid, got.life, c.paths, c.akid, c.life)
		}
	}
	var near terms
	near.nearest(`{"bucketName":"b\/c","key":"k\u0020l","x-amz-credential":"AKIA1/2026","x-amz-expires":"60"}`, 40)
	if near.life != 60 || near.akid != "AKIA1" || near.key != "k l" || near.bucket != "b/c" {
		t.Errorf("%+v", near)
	}
	for text, want := range map[string]int{"http": 0, "xHTTPs": 1, "htt": -1, "hthttp": 2, "": -1} {
		if got := indexHTTP(text); got != want {
			t.Errorf("%q: %d", text, got)
		}
	}
}

// TestRowsByTheirShape: which rows of a damaged file are taken for those of the chain.
func TestRowsByTheirShape(t *testing.T) {
	row := []int64{0, 6, 6, 27, 0, 44, 212, digestSerial, 6}
	gone := []int64{0, 6, 6, 27, 6, digestSerial, digestSerial, 1}
	with := func(k []int64, at int, serial int64) []int64 {
		k = slices.Clone(k)
		k[at] = serial
		return k
	}
	for _, c := range []struct {
		k         []int64
		log, left bool
	}{
		{row, true, false},
		{row[:8], true, false},
		{row[:7], false, false},
		{append(slices.Clone(row), 6), false, false},
		{with(row, 0, 1), false, false},
		{with(row, 1, 0), false, false},
		{with(row, 1, 9), true, false},
		{with(row, 1, 10), false, false},
		{with(row, 2, 7), false, false},
		{with(row, 3, 13), false, false},
		{with(row, 3, 15), true, false},
		{with(row, 3, 26), false, false},
		{with(row, 4, 1), true, false},
		{with(row, 4, 12), false, false},
		{with(row, 5, 0), true, false},
		{with(row, 5, 12), true, false},
		{with(row, 5, 13), false, false},
		{with(row, 5, 11), false, false},
		{with(row, 5, 10), false, false},
		{with(row, 6, 12), true, false},
		{with(row, 6, 11), false, false},
		{with(row, 6, 10), false, false},
		{with(row, 6, 13), false, false},
		{with(row, 7, 12), false, false},
		{gone, false, true},
		{gone[:7], false, false},
		{with(gone, 0, 1), false, false},
		{with(gone, 1, 0), false, false},
		{with(gone, 2, 0), false, false},
		{with(gone, 3, 12), false, false},
		{with(gone, 4, 0), false, false},
		{with(gone, 5, 12), false, false},
		{with(gone, 6, 12), false, false},
		{with(gone, 7, 0), false, false},
		{nil, false, false},
	} {
		if isLogRow(c.k) != c.log || isGoneRow(c.k) != c.left {
			t.Errorf("%v: a row %v, what is left of one %v", c.k, isLogRow(c.k), isGoneRow(c.k))
		}
	}
}
