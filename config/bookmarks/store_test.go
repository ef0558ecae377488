package bookmarks

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func store(t *testing.T) *Store {
	t.Helper()
	dir := t.TempDir()
	return &Store{
		Bookmarks: filepath.Join(dir, "config", "bookmarks.toml"), Recents: filepath.Join(dir, "state", "recents"), Most: 5,
		Clock: func() time.Time { return time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC) },
	}
}

func at(place, address string) Location {
	l := Location{Place: place}
	l.Bucket, l.Key, _ = split(address)
	return l
}

func addresses(list []Bookmark) string {
	var out []string
	for _, b := range list {
		out = append(out, b.Place+" "+b.Address()+" "+b.Name)
	}
	return strings.Join(out, "|")
}

func TestBookmarksComeAndGo(t *testing.T) {
	s := store(t)
	for _, b := range []Bookmark{
		{Location: at("work", "s3://acme/2026/"), Name: "contracts"}, {Location: at("work", "")}, {Location: at("", "s3://acme/a \"b\" \\ é\n.pdf")},
	} {
		if added, err := s.Add(b); err != nil || !added {
			t.Fatalf("%+v: %v %v", b, added, err)
		}
		if added, err := s.Add(b); err != nil || added {
			t.Errorf("twice: %+v: %v %v", b, added, err)
		}
	}
	info, err := os.Stat(s.Bookmarks)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	list, err := s.List()
	if want := "work s3://acme/2026/ contracts|work  | s3://acme/a \"b\" \\ é\n.pdf "; err != nil || addresses(list) != want {
		t.Errorf("%q, %v", addresses(list), err)
	}
	if added, err := s.Add(Bookmark{Location: at("work", ""), Name: "the office"}); added || err != nil {
		t.Errorf("named: %v %v", added, err)
	}
	if _, err := s.Add(Bookmark{Location: at("work", "s3://other/"), Name: "the office"}); err == nil {
		t.Error("two bookmarks of one name")
	}
	for _, l := range []Location{at("work", "s3://acme/2026/"), at("", "s3://acme/a \"b\" \\ é\n.pdf")} {
		if gone, err := s.Remove(l); gone || err != nil {
			t.Errorf("%+v: %v %v", l, gone, err)
		}
	}
	if gone, err := s.Remove(at("work", "s3://nothing/")); !gone || err != nil {
		t.Errorf("nothing: %v %v", gone, err)
	}
	if list, err := s.List(); err != nil || addresses(list) != "work  the office" {
		t.Errorf("%q %v", addresses(list), err)
	}
}

// What a person wrote into the file stays, and a change touches its own lines alone.
func TestCommentsStay(t *testing.T) {
	s := store(t)
	write(t, s.Bookmarks, "# mine\n\n# the first\n[[bookmark]] \nplace = 'a'\n\n# the second\n[[bookmark]]\nname = \"n\"\nplace = 'b' # here\naddress = 's3://x/'\n# end\n")
	if _, err := s.Add(Bookmark{Location: at("c", "s3://y/")}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Remove(at("a", "")); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(s.Bookmarks)
	for _, want := range []string{"# mine\n", "# the second\n[[bookmark]]\nname = \"n\"\nplace = 'b' # here\n", "# end\n"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %q in\n%s", want, data)
		}
	}
}

// A damaged file is said with its line, and never written over.
func TestDamage(t *testing.T) {
	for text, want := range map[string]string{
		"[[bookmark]]\nplace = \"a\n":                      ":2: this is not TOML",
		"[[bookmark]]\nplace = \"a\"\ncolour = 1\n":        ":3: a bookmark has name",
		"[[bookmark]]\nplace = \"a\"\naddress = \"acme\"":  ":1: an address is s3://BUCKET/KEY",
		"bookmark = [{place='a'}, {place='b', name='c'}]":  "in a way that signet cannot change",
		strings.Repeat("[[bookmark]]\nplace='x'\n", 1_001): "more than 1,000",
		"[[bookmark]]\n":               "neither a place nor a bucket",
		strings.Repeat("#", maxFile+1): "longer than the 4 MB",
		"\x00\x01":                     "not TOML",
	} {
		s := store(t)
		write(t, s.Bookmarks, text)
		_, added := s.Add(Bookmark{Location: at("new", "")})
		_, removed := s.Remove(at("a", ""))
		if removed == nil || !strings.Contains(removed.Error(), want) {
			t.Errorf("%.40q: %v", text, removed)
		}
		now, _ := os.ReadFile(s.Bookmarks)
		if added == nil {
			now = now[:len(text)] // appending leaves what is there
		}
		if string(now) != text {
			t.Errorf("%.40q was written over", text)
		}
		if damaged := (*damagedError)(nil); errors.As(removed, &damaged) && !strings.Contains(removed.Error(), "left as it is") {
			t.Errorf("no hint: %v", removed)
		}
	}
}

func TestBounds(t *testing.T) {
	s := store(t)
	for _, b := range []Bookmark{
		{},
		{Location: Location{Place: "p", Key: "k"}},
		{Location: at("p", "s3://b/"+strings.Repeat("k", maxKey+1))},
		{Location: at("p", ""), Name: strings.Repeat("n", maxName+1)},
		{Location: Location{Place: "p", Bucket: "a/b"}},
	} {
		if _, err := s.Add(b); err == nil {
			t.Errorf("%.60v was kept", b)
		}
	}
	write(t, s.Bookmarks, strings.Repeat("[[bookmark]]\nplace='x'\n", maxBookmarks))
	if _, err := s.Add(Bookmark{Location: at("one more", "")}); err == nil || !strings.Contains(err.Error(), "1,000 bookmarks already") {
		t.Error(err)
	}
}

// Programs that change the files at once lose nothing.
func TestTwoProcessesLoseNothing(t *testing.T) {
	if dir := os.Getenv("SIGNET_BOOKMARKS_DIR"); dir != "" {
		s := &Store{Bookmarks: filepath.Join(dir, "b.toml"), Recents: filepath.Join(dir, "r"), Most: 1000, Clock: time.Now}
		for i := range 20 {
			l := at("work", fmt.Sprintf("s3://acme/%d/%d/", os.Getpid(), i))
			if _, err := s.Add(Bookmark{Location: l}); err != nil {
				t.Fatal(err)
			}
			if err := s.Visit(l, nil); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	dir := t.TempDir()
	var all []*exec.Cmd
	for range 3 {
		c := exec.Command(os.Args[0], "-test.run=^TestTwoProcessesLoseNothing$")
		c.Env = append(os.Environ(), "SIGNET_BOOKMARKS_DIR="+dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	for _, c := range all {
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	}
	s := &Store{Bookmarks: filepath.Join(dir, "b.toml"), Recents: filepath.Join(dir, "r"), Most: 1000, Clock: time.Now}
	list, err := s.List()
	recent, failed := s.Visited()
	if len(list) != 60 || len(recent) != 60 || err != nil || failed != nil {
		t.Errorf("%d bookmarks, %d recents, %v, %v", len(list), len(recent), err, failed)
	}
}

func TestRecents(t *testing.T) {
	s := store(t)
	visit := func(address string, passed *Location) {
		t.Helper()
		if err := s.Visit(at("work", address), passed); err != nil {
			t.Fatal(err)
		}
	}
	said := func() string {
		list, err := s.Visited()
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range list {
			out = append(out, r.Address())
		}
		return strings.Join(out, " ")
	}
	for _, a := range []string{"s3://a/", "s3://b/", "s3://a/"} {
		visit(a, nil)
	}
	if said() != "s3://a/ s3://b/" {
		t.Error(said())
	}
	passed := at("work", "s3://a/")
	visit("s3://a/x/", &passed)
	if said() != "s3://a/x/ s3://b/" {
		t.Error(said())
	}
	for _, a := range []string{"s3://c/", "s3://d/", "s3://e/", "s3://f/"} {
		visit(a, nil)
	}
	if said() != "s3://f/ s3://e/ s3://d/ s3://c/ s3://a/x/" {
		t.Error(said())
	}
	if err := s.Forget(at("work", "s3://d/")); err != nil || strings.Contains(said(), "//d/") {
		t.Error(said(), err)
	}
	if info, err := os.Stat(s.Recents); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	write(t, s.Recents, "nonsense\n{\"place\":\"\"}\n{\"place\":\"w\",\"bucket\":\"z\",\"key\":\"\"}\n")
	if said() != "s3://z/" {
		t.Error(said())
	}
	s.Most = 0
	if err := s.Settle(); err != nil || said() != "" {
		t.Error(err)
	}
	if _, err := os.Stat(s.Recents); err == nil {
		t.Error("what was remembered is still there")
	}
	visit("s3://a/", nil)
	if _, err := os.Stat(s.Recents); err == nil {
		t.Error("remembers, and should not")
	}
}

func TestAbove(t *testing.T) {
	for _, c := range []struct {
		a, b Location
		want bool
	}{
		{at("w", ""), at("w", "s3://a/"), true},
		{at("w", "s3://a/"), at("w", "s3://a/x/"), true},
		{at("w", "s3://a/x/"), at("w", "s3://a/x/"), false},
		{at("w", "s3://a/x"), at("w", "s3://a/xy/"), false},
		{at("v", ""), at("w", "s3://a/"), false},
		{at("w", "s3://a/x/"), at("w", "s3://a/"), false},
	} {
		if got := c.a.Above(c.b); got != c.want {
			t.Errorf("%+v above %+v: %v", c.a, c.b, got)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
