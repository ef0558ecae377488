package config

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"signet/share/address"
)

func TestKeysOfAPlace(t *testing.T) {
	for name, test := range map[string]struct{ text, problem string }{
		"two of them":       {"profile='p'\nkeychain='k'", "profile and keychain cannot go together"},
		"no program":        {"credential_command=[]", "credential_command names no program"},
		"a line":            {"credential_command='a b'", "credential_command"},
		"an escape":         {`credential_command=["a\u001b[2J"]`, "control character"},
		"relative":          {"access_key_file='keys'", "must be a whole path"},
		"an empty file":     {"access_key_file=''", "is empty"},
		"an empty keychain": {"keychain=''", "keychain is empty"},
		"a secret":          {"endpoint='https://e'\nsecret_key='x'", "signet place add"},
		"of the links":      {"profile='p'\n[place.sign]\nkeychain='k'\nprofile='q'", "cannot go together"},
	} {
		_, err := load(t, "[[place]]\nname='a'\n"+test.text)
		if err == nil || !strings.Contains(err.Error(), test.problem) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s, err := load(t, "[[place]]\nname='a'\ncredential_command=['x','y z']\n[place.sign]\nendpoint='https://e'")
	if err != nil || s.Places[0].Keys.Command[1] != "y z" || !reflect.DeepEqual(s.Places[0].Sign.Keys, s.Places[0].Keys) {
		t.Errorf("%+v %v", s, err)
	}
	if v := value(s, "place.a.credential_command"); v.Value != "x 'y z'" || !strings.HasSuffix(v.Source, ":3") {
		t.Errorf("%+v", v)
	}
}

func TestAddPlaceWithKeys(t *testing.T) {
	for _, keys := range []AccessKeys{{Command: []string{"a", `b "c"`}}, {File: "~/keys"}, {Keychain: "acme"}} {
		file := filepath.Join(t.TempDir(), "config.toml")
		want := Place{Name: "acme", Keys: keys, Endpoint: "https://e", Sign: &SignWith{Keys: keys, Endpoint: "https://s"}}
		if err := AddPlace(file, want); err != nil {
			t.Fatal(err)
		}
		s, err := Load(Options{File: file, Env: none})
		if err != nil {
			t.Fatal(err)
		}
		got := s.Places[0]
		got.Line = 0
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v %+v", got, got.Sign)
		}
	}
}

func TestRemovePlace(t *testing.T) {
	const a, b = "[[place]] # the first\nname='a'\nprofile='p'\n[place.sign]\nprofile='q'\n", "[[place]]\nname='b'\nprofile='p'\n"
	const guard = "\n# what may not\n[[guard]]\nname='g'\nbucket='x'\nmax_expiry='1h'\n"
	for name, test := range map[string]struct{ before, remove, after string }{
		"the first":      {"# mine\nexpiry='2h'\n\n" + a + "\n# of b\n" + b, "a", "# mine\nexpiry='2h'\n\n# of b\n" + b},
		"the last":       {a + "\n" + b, "b", a},
		"before a guard": {a + "\n" + b + guard, "b", a + guard},
		"its comment":    {a + "\n# of b\n# and more\n" + b + guard, "b", a + guard},
		"windows":        {"expiry='2h'\r\n\r\n[[place]]\r\nname='a'\r\nprofile='p'\r\n", "a", "expiry='2h'\r\n"},
	} {
		file := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(file, []byte(test.before), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := RemovePlace(file, test.remove); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, _ := os.ReadFile(file); string(got) != test.after {
			t.Errorf("%s: got\n%q want\n%q", name, got, test.after)
		}
		if err := RemovePlace(file, "nobody"); err == nil || !strings.Contains(err.Error(), "there is no place") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A place that the rest of the settings needs stays.
func TestRemovePlaceThatIsNeeded(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	text := "[[place]]\nname='a'\nprofile='p'\n[[guard]]\nname='g'\nbucket='x'\nsign_place='a'\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	err := RemovePlace(file, "a")
	if got, _ := os.ReadFile(file); err == nil || string(got) != text {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestReplacePlace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	before := "# mine\n[[place]]\n# the inner one\nname = 'a' # short\nprofile = 'p'\n\n# of b\n[[place]]\nname='b'\nprofile='p'\n"
	if err := os.WriteFile(file, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ReplacePlace(file, "a", Place{Name: "c", Endpoint: "https://e", Keys: AccessKeys{Keychain: "c"}, ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(file)
	const want = "# mine\n[[place]]\n# the inner one\nname = 'c' # short\nkeychain = 'c'\nendpoint = 'https://e'\nread_only = true\n\n# of b\n[[place]]\nname='b'\nprofile='p'\n"
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if err := ReplacePlace(file, "c", Place{Name: "b", Profile: "p"}); err == nil || !strings.Contains(err.Error(), "two places named") {
		t.Errorf("%v", err)
	}
}

// A place that is changed keeps all that it says: a setting that Place has and the file
// does not would be lost without a word.
func TestReplacePlaceLosesNothing(t *testing.T) {
	full := Place{
		Name: "a", Endpoint: "https://e", Region: "r-1", PathStyle: true, Variants: address.Variants{FIPS: address.No, DualStack: address.Yes, Accelerate: address.No},
		Keys: AccessKeys{Command: []string{"x", "y"}}, Bucket: "b", Prefix: "p/", Track: true, ReadOnly: true, NoBatches: true, PagesBucket: "pages", PagesPrefix: "l/",
	}
	for v, i := reflect.ValueOf(full), 0; i < v.NumField(); i++ {
		if name := v.Type().Field(i).Name; v.Field(i).IsZero() && !slices.Contains([]string{"Profile", "HostStyle", "Sign", "Signers", "Line"}, name) {
			t.Errorf("%s is not tried", name)
		}
	}
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := AddPlace(file, full); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(file)
	if err := ReplacePlace(file, "a", full); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(file); string(got) != string(before) {
		t.Errorf("got\n%s\nwant\n%s", got, before)
	}
}

// The place that the settings begin with keeps its name.
func TestReplacePlaceThatIsTheDefault(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte("default_place = 'a'\n[[place]]\nname = 'a'\nprofile = 'p'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ReplacePlace(file, "a", Place{Name: "c", Profile: "p"}); err == nil || !strings.Contains(err.Error(), "default_place names it") {
		t.Errorf("%v", err)
	}
	if err := ReplacePlace(file, "a", Place{Name: "a", Profile: "q"}); err != nil {
		t.Error(err)
	}
}
