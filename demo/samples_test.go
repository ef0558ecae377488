package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// everything is every sample version but the receipts.
func everything(t testing.TB) map[string]map[string]*version {
	t.Helper()
	s := newStore(time.Now, func() string { return "" }, 0)
	seed(s, DefaultRegion)
	all := map[string]map[string]*version{}
	for _, in := range s.list() {
		all[in.name] = map[string]*version{}
		p, err := s.versions(in.name, query{max: 1000})
		must(t, err)
		for _, e := range p.entries {
			if !e.version.marker {
				all[in.name][e.key+"@"+e.version.id] = e.version
			}
		}
	}
	return all
}

func bodyOf(t testing.TB, v *version) []byte {
	t.Helper()
	m, ok := v.content.(*made)
	if !ok {
		t.Fatalf("%T", v.content)
	}
	return m.get().body
}

// TestSamplesOpen opens every document with a reader for its kind.
func TestSamplesOpen(t *testing.T) {
	counts := map[string]int{}
	for bucket, versions := range everything(t) {
		for key, v := range versions {
			kind := v.meta["Content-Type"]
			counts[kind]++
			body := bodyOf(t, v)
			var err error
			switch kind {
			case kindPNG:
				_, err = png.Decode(bytes.NewReader(body))
			case kindPDF:
				err = checkPDF(body)
			case kindCSV:
				r := csv.NewReader(bytes.NewReader(body))
				r.Comma = ';'
				_, err = r.ReadAll()
			case "application/gzip", "application/octet-stream", kindUTF16, kindLatin1: // made to be something else
			default:
				if !utf8.Valid(body) {
					err = fmt.Errorf("not text")
				}
			}
			if err != nil {
				t.Errorf("%s/%s: %v", bucket, key, err)
			}
		}
	}
	if counts[kindPDF] < 50 || counts[kindPNG] < 10 || counts[kindCSV] < 3 {
		t.Errorf("only %v", counts)
	}
}

// checkPDF checks what a viewer relies on: the cross-reference table points at
// every object, streams are as long as they say, and the text is balanced.
func checkPDF(b []byte) error {
	if !bytes.HasPrefix(b, []byte("%PDF-1.4\n")) || !bytes.HasSuffix(b, []byte("%%EOF\n")) {
		return fmt.Errorf("no PDF")
	}
	m := regexp.MustCompile(`startxref\n(\d+)\n`).FindSubmatch(b)
	if m == nil {
		return fmt.Errorf("no startxref")
	}
	at, _ := strconv.Atoi(string(m[1]))
	if !bytes.HasPrefix(b[at:], []byte("xref\n0 ")) {
		return fmt.Errorf("startxref points to %q", b[at:at+10])
	}
	entries := regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(b[at:], -1)
	for i, e := range entries {
		off, _ := strconv.Atoi(string(e[1]))
		if want := fmt.Sprintf("%d 0 obj\n", i+1); !bytes.HasPrefix(b[off:], []byte(want)) {
			return fmt.Errorf("object %d is not at %d", i+1, off)
		}
	}
	streams := regexp.MustCompile(`<< /Length (\d+) >>\nstream\n`).FindAllSubmatchIndex(b, -1)
	for _, s := range streams {
		n, _ := strconv.Atoi(string(b[s[2]:s[3]]))
		if !bytes.HasPrefix(b[s[1]+n:], []byte("\nendstream")) {
			return fmt.Errorf("stream at %d is not %d bytes", s[1], n)
		}
	}
	if len(entries) < 7 || len(streams) == 0 {
		return fmt.Errorf("%d objects, %d streams", len(entries), len(streams))
	}
	return nil
}

func TestSamplesAreTheSameEachTime(t *testing.T) {
	one, two := everything(t), everything(t)
	for bucket, versions := range one {
		if len(versions) != len(two[bucket]) {
			t.Fatalf("%s: %d and %d versions", bucket, len(versions), len(two[bucket]))
		}
		for key, v := range versions {
			w := two[bucket][key]
			if w == nil || !bytes.Equal(bodyOf(t, v), bodyOf(t, w)) || !v.modified.Equal(w.modified) {
				t.Errorf("%s/%s differs", bucket, key)
			}
		}
	}
}

func TestOddNames(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range oddNames() {
		key := "odd-names/" + name
		if seen[key] || len(key) > 1024 || !utf8.ValidString(key) {
			t.Errorf("%q: seen %v, %d bytes", key, seen[key], len(key))
		}
		seen[key] = true
	}
	all := strings.Join(oddNames(), "")
	for _, needed := range []string{"+", "%", "#", "?", "&", `"`, "'", "\x1b", "\u202e", "\n", "\t", "\u200b", "<", "`"} {
		if !strings.Contains(all, needed) {
			t.Errorf("%q is missing", needed)
		}
	}
}

func TestLongPDF(t *testing.T) {
	b := pdf(sheet{"Title (draft) \\ ü €", "–", []string{strings.Repeat("word ", 3000), "“quoted” 漢字"}})
	if err := checkPDF(b); err != nil {
		t.Error(err)
	}
	if n := bytes.Count(b, []byte("/Type /Page ")); n < 3 {
		t.Errorf("%d pages", n)
	}
	if !bytes.Contains(b, []byte(`(Title \(draft\) \\ \374 \200)`)) {
		t.Error("the title is not escaped")
	}
}
