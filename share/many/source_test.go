package many

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"signet/share"
)

// read is all that a source hands out.
func read(s Source) (out []Found, err error) {
	err = s(func(f Found) bool { out = append(out, f); return true })
	return out, err
}

func TestLines(t *testing.T) {
	fault := errors.New("gone")
	parse := func(line string) (share.Target, error) { return share.ParseTarget(line, nil) }
	for name, c := range map[string]struct {
		in       io.Reader
		prefixes bool
		want     []string // bucket/key
		says     string   // of the error, which is one of usage; empty: there is none
	}{
		"nothing":           {in: strings.NewReader("")},
		"two and a blank":   {in: strings.NewReader("\ufeffs3://b/a\r\n\ns3://b/ä b"), want: []string{"b/a", "b/ä b"}},
		"no address":        {in: strings.NewReader("s3://b/a\n\nb/c\ns3://b/d"), want: []string{"b/a"}, says: "standard input, line 3: object: not an s3:// address; write s3://BUCKET/KEY; one s3://BUCKET/KEY per line"},
		"a bucket":          {in: strings.NewReader("s3://b"), says: "standard input, line 1: key: no object named; one s3://BUCKET/KEY per line"},
		"a bucket's prefix": {in: strings.NewReader("s3://b"), prefixes: true, want: []string{"b/"}},
		"no such bucket":    {in: strings.NewReader("s3://b c/a"), says: "standard input, line 1: bucket: a bucket's name has no slash, space or question mark; one s3://BUCKET/KEY per line"},
		"a long line":       {in: strings.NewReader("s3://b/" + strings.Repeat("k", maxLine)), says: "standard input: a line is too long to be an address; one s3://BUCKET/KEY per line"},
	} {
		got, err := read(Lines(c.in, c.prefixes, parse))
		var names []string
		for _, f := range got {
			names = append(names, f.Target.Bucket+"/"+f.Target.Key)
		}
		var usage *share.UsageError
		if !slices.Equal(names, c.want) || (err != nil) != (c.says != "") || err != nil && (err.Error() != c.says || !errors.As(err, &usage)) {
			t.Errorf("%s: %q, %v", name, names, err)
		}
	}
	if _, err := read(Lines(iotest.ErrReader(fault), false, parse)); !errors.Is(err, fault) {
		t.Errorf("a pipe that breaks: %v", err)
	}
	n := 0
	if err := Lines(strings.NewReader("s3://b/a\nnone"), false, parse)(func(Found) bool { n++; return false }); n != 1 || err != nil {
		t.Errorf("read on after the end: %d, %v", n, err)
	}
}

// pages is a listing of such pages below every target.
func pages(pages ...[]string) Walk {
	return func(_ context.Context, t share.Target, page func([]Entry) error) error {
		for _, keys := range pages {
			var entries []Entry
			for _, key := range keys {
				entries = append(entries, Entry{Key: t.Key + key, ETag: "e", Class: "STANDARD", Size: 7})
			}
			if err := page(entries); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestGather(t *testing.T) {
	object := func(key string) Chosen {
		return Chosen{Target: share.Target{Bucket: "b", Key: key, Region: "r"}, Object: share.Object{ETag: "mine"}}
	}
	folder := Chosen{Target: share.Target{Bucket: "b", Key: "p/", Region: "r"}, Folder: true}
	for name, c := range map[string]struct {
		chosen []Chosen
		walk   Walk
		want   string // keys, an object's own with *
		listed []int
		says   string
	}{
		"an object and a folder, each once": {[]Chosen{object("p/a"), folder, object("p/b"), folder}, pages([]string{"a", "b"}, []string{"c"}), "p/a* p/b p/c", []int{2, 3, 3, 3}, ""},
		"nothing there":                     {[]Chosen{folder}, pages(), "", nil, ""},
		"what leads out of there":           {[]Chosen{folder}, pages([]string{"a"}, []string{"../secret\x1b" + strings.Repeat("x", 300)}), "", []int{1}, "share s3://b/p/: the name of a key in it leads out of it: p/../secretESCx"},
	} {
		var listed []int
		clean := func(s string) string { return strings.ReplaceAll(s, "\x1b", "ESC") }
		got, err := read(Gather(t.Context(), slices.Values(c.chosen), c.walk, clean, func(n int) { listed = append(listed, n) }))
		var keys []string
		for _, f := range got {
			key := f.Target.Key
			switch {
			case f.Object.ETag == "mine":
				key += "*"
			case !f.Object.Known || f.Object.Size != 7 || f.Object.StorageClass != "STANDARD":
				t.Errorf("%s: %+v", name, f.Object)
			}
			if f.Target.Region != "r" || f.Target.Bucket != "b" {
				t.Errorf("%s: %+v", name, f.Target)
			}
			keys = append(keys, key)
		}
		if strings.Join(keys, " ") != c.want || !slices.Equal(listed, c.listed) || (err != nil) != (c.says != "") || err != nil && (!strings.HasPrefix(err.Error(), c.says) || len(err.Error()) > 500) {
			t.Errorf("%s: %q, listed %d, %v", name, keys, listed, err)
		}
	}
}

// A listing without an end is not gathered without an end.
func TestGatheringIsBounded(t *testing.T) {
	endless := func(_ context.Context, _ share.Target, page func([]Entry) error) error {
		for i := 0; ; i++ {
			if err := page([]Entry{{Key: fmt.Sprintf("p/%05d", i)}}); err != nil {
				return err
			}
		}
	}
	for says, g := range map[string]*gathering{
		"share s3://b/p/: more than 1,000 objects are below it":                                     {most: 1000, mostText: 1 << 20},
		"share s3://b/p/: the names of the first 11 objects below it take more than 70 B of memory": {most: 1000, mostText: 70},
	} {
		g.clean, g.listed, g.seen = bare, func(int) {}, map[string]map[string]struct{}{}
		if err := g.below(t.Context(), endless, share.Target{Bucket: "b", Key: "p/"}); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Error(err)
		}
	}
}

// What is gathered holds on to nothing of a page but what is kept of it: a page of
// duplicates is as large as any.
func TestGatheringKeepsNoPages(t *testing.T) {
	walk := func(_ context.Context, _ share.Target, page func([]Entry) error) error {
		for n := range 100 {
			text := strings.Repeat("p", 1<<20) + fmt.Sprintf("p/new%05d", n) // one piece of memory
			if err := page([]Entry{{Key: "p/" + text[:1000]}, {Key: text[1<<20:], ETag: text[:1], Class: text[1:2]}}); err != nil {
				return err
			}
		}
		return nil
	}
	g := &gathering{most: maxGathered, mostText: maxGatheredText, clean: bare, listed: func(int) {}, seen: map[string]map[string]struct{}{}}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	if err := g.below(t.Context(), walk, share.Target{Bucket: "b", Key: "p/"}); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if held := int64(after.HeapAlloc) - int64(before.HeapAlloc); held > 10<<20 { // 100 MB with the pages
		t.Errorf("%d MB are held for %d objects", held>>20, g.n)
	}
	if g.n != 101 {
		t.Errorf("%d objects", g.n)
	}
}

// A line after which none is at hand is told: whoever types addresses, or writes some and
// goes on later, waits for the links.
func TestTheLastLineForNow(t *testing.T) {
	in, to := io.Pipe()
	wrote := make(chan struct{})
	go func() {
		_, _ = io.WriteString(to, "s3://b/1\ns3://b/2\ns3://b/3\n")
		<-wrote
		_ = to.Close()
	}()
	var last Found
	err := Lines(in, false, func(line string) (share.Target, error) {
		return share.Target{Bucket: "b", Key: strings.TrimPrefix(line, "s3://b/")}, nil
	})(func(f Found) bool {
		if last = f; f.Target.Key == "3" {
			close(wrote)
		}
		return true
	})
	if err != nil || last.Target.Key != "3" || !last.Last {
		t.Errorf("%+v, %v", last, err)
	}
}
