package bookmarks

import (
	"os"
	"strings"
	"testing"
)

// Every line that is not of the bookmark stays where it is, whoever wrote it.
func TestAChangeLeavesAllOtherLines(t *testing.T) {
	const mine, a, b, end = "# mine\n", "[[bookmark]]\nplace = 'a' # of a\n", "[[bookmark]]\nname = 'n' # called so\nplace = 'b' # here\n", "# end\n# of the file\n"
	remove := func(place string) func(*Store) error {
		return func(s *Store) error { _, err := s.Remove(at(place, "")); return err }
	}
	name := func(place, name string) func(*Store) error {
		return func(s *Store) error { _, err := s.Add(Bookmark{Location: at(place, ""), Name: name}); return err }
	}
	for title, test := range map[string]struct {
		before string
		do     func(*Store) error
		after  string
	}{
		"the first goes":            {mine + "\n" + a + "\n# a section\n\n" + b + end, remove("a"), mine + "\n# a section\n\n" + b + end},
		"its comment goes":          {mine + "\n# the first\n" + a + "\n" + b, remove("a"), mine + "\n" + b},
		"the heading stays":         {mine + a + "\n" + b, remove("a"), mine + "\n" + b},
		"the last goes":             {a + "\n" + b + end, remove("b"), a + "\n" + end},
		"the last goes, apart":      {a + "\n" + b + "\n" + end, remove("b"), a + "\n" + end},
		"the first gets a name":     {a + "\n# of b\n" + b + end, name("a", "x"), a + "name = 'x'\n\n# of b\n" + b + end},
		"the last gets another":     {a + "\n" + b + end, name("b", "it's"), a + "\n" + strings.Replace(b, "'n'", `"it's"`, 1) + end},
		"a byte order mark":         {"\ufeff" + mine + "\n" + a + "\n" + b, remove("a"), "\ufeff" + mine + "\n" + b},
		"lines of another system":   {strings.ReplaceAll(a+"\n"+b, "\n", "\r\n"), name("a", "x"), strings.ReplaceAll(a+"name = 'x'\n\n"+b, "\n", "\r\n")},
		"a heading within a string": {"[[bookmark]]\nplace = 'a'\nname = '''\n[[bookmark]]\n'''\n\n" + b, remove("b"), "[[bookmark]]\nplace = 'a'\nname = '''\n[[bookmark]]\n'''\n"},
	} {
		s := store(t)
		write(t, s.Bookmarks, test.before)
		err := test.do(s)
		if got, _ := os.ReadFile(s.Bookmarks); err != nil || string(got) != test.after {
			t.Errorf("%s: %v\ngot\n%q\nwant\n%q", title, err, got, test.after)
		}
	}
}

// What is not UTF-8 can stand in neither file: it is refused as what it is, and not noted
// as something else.
func TestWhatIsNotUTF8IsNotKept(t *testing.T) {
	s := store(t)
	for _, b := range []Bookmark{{Location: at("a", "s3://acme/\xff.pdf")}, {Location: at("\xff", "")}, {Location: at("a", ""), Name: "\xff"}} {
		if _, err := s.Add(b); err == nil || !strings.Contains(err.Error(), "not UTF-8") {
			t.Errorf("%q: %v", b.Address(), err)
		}
	}
	if err := s.Visit(at("a", "s3://acme/\xff.pdf"), nil); err != nil {
		t.Error(err)
	}
	if list, err := s.Visited(); err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
}

// Recents that have grown too long are begun anew.
func TestRecentsThatAreTooLong(t *testing.T) {
	s := store(t)
	write(t, s.Recents, strings.Repeat("x", maxFile+1))
	if list, err := s.Visited(); err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
	if err := s.Visit(at("a", "s3://acme/"), nil); err != nil {
		t.Error(err)
	}
	if list, err := s.Visited(); err != nil || len(list) != 1 {
		t.Errorf("%+v %v", list, err)
	}
}
