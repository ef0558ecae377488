package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestAddPlace(t *testing.T) {
	full := Place{
		Name: `quote " and 'quote' \ ü`, Profile: "p", Endpoint: "https://s3.example.com", Region: "r-1", PathStyle: true, Bucket: "b", Prefix: "x y/",
		Track: true, ReadOnly: true, NoBatches: true, PagesBucket: "pages", PagesPrefix: "p/", Sign: &SignWith{Profile: "s", Endpoint: "https://e", Region: "r-2", HostStyle: true, Keys: AccessKeys{}},
	}
	for name, before := range map[string]string{
		"empty":          "",
		"comments":       "# mine\nexpiry = \"2h\" # keep\n",
		"no newline":     "expiry = '2h'",
		"within a table": "[prices]\ncurrency = 'EUR'\n",
		"after a sign":   "[[place]]\nname='z'\nprofile='z'\n[place.sign]\nprofile='y'\n",
		"sample":         Sample(),
		"windows":        "expiry = '2h'\r\n[prices]\r\ncurrency = 'EUR'\r\n",
		"byte order":     "\ufeffexpiry = '2h'\n",
	} {
		file := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(file, []byte(before), 0o640); err != nil {
			t.Fatal(err)
		}
		if err := AddPlace(file, full); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		after, _ := os.ReadFile(file)
		if !strings.HasPrefix(string(after), before) {
			t.Errorf("%s: the file was changed:\n%s", name, after)
		}
		if strings.Contains(before, "\r\n") && strings.Contains(strings.ReplaceAll(string(after), "\r\n", ""), "\n") {
			t.Errorf("%s: line ends are mixed: %q", name, after)
		}
		if info, _ := os.Stat(file); info.Mode().Perm() != 0o640 {
			t.Errorf("%s: mode %v", name, info.Mode())
		}
		s, err := Load(Options{File: file, Env: none})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, _ := s.Place(full.Name)
		got.Line = 0
		if !reflect.DeepEqual(got, full) {
			t.Errorf("%s: got %+v %+v", name, got, got.Sign)
		}
	}
}

func TestAddPlaceMakesTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "config.toml")
	if err := AddPlace(file, Place{Name: "a", Profile: "p"}); err != nil {
		t.Fatal(err)
	}
	if err := AddPlace(file, Place{Name: "b", Endpoint: "http://localhost:9000"}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	dir, _ := os.Stat(filepath.Dir(file))
	if dir.Mode().Perm() != 0o700 {
		t.Errorf("folder %v", dir.Mode())
	}
	s, err := Load(Options{File: file, Env: none})
	if err != nil || len(s.Places) != 2 {
		t.Errorf("%+v %v", s, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".signet-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAddPlaceFollowsALink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "dotfiles.toml"), filepath.Join(dir, "config.toml")
	if err := os.WriteFile(target, []byte("expiry='2h'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	if err := AddPlace(link, Place{Name: "a", Profile: "p"}); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Lstat(link); info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced by a file")
	}
	if data, _ := os.ReadFile(target); !strings.Contains(string(data), "[[place]]") {
		t.Errorf("%s", data)
	}
}

func TestAddPlaceRefuses(t *testing.T) {
	for _, c := range []struct {
		name, before string
		place        Place
		problem      string
	}{
		{"a name taken", "[[place]]\nname='a'\nprofile='p'\n", Place{Name: "a", Profile: "p"}, "two places"},
		{"nothing to reach", "", Place{Name: "a"}, "neither profile nor endpoint"},
		{"a bad endpoint", "", Place{Name: "a", Endpoint: "nowhere"}, "begin with https://"},
		{"no name", "", Place{Profile: "p"}, "needs a name"},
		{"a broken file", "expirey = '1h'\n", Place{Name: "a", Profile: "p"}, "expirey"},
		{"an inline list", "place = []\n", Place{Name: "a", Profile: "p"}, "cannot be added"},
	} {
		file := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(file, []byte(c.before), 0o600); err != nil {
			t.Fatal(err)
		}
		err := AddPlace(file, c.place)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Problem, c.problem) {
			t.Errorf("%s: %v", c.name, err)
		}
		if after, _ := os.ReadFile(file); string(after) != c.before {
			t.Errorf("%s: the file was changed: %s", c.name, after)
		}
	}
}
