package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// settingsFile is a settings file with a text.
func settingsFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// A change touches the settings that it is about, however the others are written: what
// looks like a setting within a value is none.
func TestReplacePlaceTouchesNothingElse(t *testing.T) {
	const command = "credential_command = [ # keys\n  'keys',\n  \"region=eu-central-1\", # not the region\n  'profile = x',\n]\n"
	args := AccessKeys{Command: []string{"keys", "region=eu-central-1", "profile = x"}}
	for name, test := range map[string]struct {
		before string
		to     Place
		after  string // empty: refused, and to be done by hand
	}{
		"an argument that looks like a setting": {
			"[[place]]\nname = 'a'\n" + command + "region = 'us-east-1'\n",
			Place{Name: "a", Keys: args},
			"[[place]]\nname = 'a'\n" + command,
		},
		"the setting below it": {
			"[[place]]\nname = 'a'\n" + command + "region = 'us-east-1' # here\n",
			Place{Name: "a", Keys: args, Region: "r-1"},
			"[[place]]\nname = 'a'\n" + command + "region = 'r-1' # here\n",
		},
		"a command of several lines goes": {
			"[[place]]\nname = 'a'\n" + command + "region = 'us-east-1'\n",
			Place{Name: "a", Profile: "p", Region: "us-east-1"},
			"[[place]]\nname = 'a'\nregion = 'us-east-1'\nprofile = 'p'\n",
		},
		"a command of several lines with comments": {
			"[[place]]\nname = 'a'\n" + command, Place{Name: "a", Keys: AccessKeys{Command: []string{"other"}}}, "",
		},
		"a command of several lines": {
			"[[place]]\nname = 'a'\ncredential_command = [\n 'x',\n 'y' ] # end\n",
			Place{Name: "a", Keys: AccessKeys{Command: []string{"x y"}}},
			"[[place]]\nname = 'a'\ncredential_command = ['x y'] # end\n",
		},
		"words that read the same": {
			"[[place]]\nname = 'a'\ncredential_command = ['x', 'y']\n",
			Place{Name: "a", Keys: AccessKeys{Command: []string{"x y"}}},
			"[[place]]\nname = 'a'\ncredential_command = ['x y']\n",
		},
		"a quoted key": {
			"[[place]]\n\"name\" = 'a'\n  'profile'='p' # mine\n",
			Place{Name: "a", Profile: "q"},
			"[[place]]\n\"name\" = 'a'\n  'profile'='q' # mine\n",
		},
		"a number sign in a value": {
			"[[place]]\nname = '''it's # a'''  # the first\nprofile = 'p'\n",
			Place{Name: "b", Profile: "p"},
			"[[place]]\nname = 'b'  # the first\nprofile = 'p'\n",
		},
		"a value over lines": {
			"[[place]]\nname = \"\"\"a \\\n  # b\"\"\"\nprofile = 'p'\n", Place{Name: "c", Profile: "p"}, "",
		},
		"how links are signed": {
			"[[place]]\nname = 'a'\nprofile = 'p'\nregion = 'r'\nsign.region = 's'\nsign.profile = 'q'\n",
			Place{Name: "a", Profile: "p"},
			"[[place]]\nname = 'a'\nprofile = 'p'\nsign.region = 's'\nsign.profile = 'q'\n",
		},
		"how links are signed, below": {
			"[[place]]\nname = 'a'\nprofile = 'p'\nregion = 'r'\n\n[place.sign]\nprofile = 'q'\nregion = 's'\n",
			Place{Name: "a", Profile: "o", Track: true},
			"[[place]]\nname = 'a'\nprofile = 'o'\ntrack = true\n\n[place.sign]\nprofile = 'q'\nregion = 's'\n",
		},
		"places on one line": {"place = [{name = 'a', profile = 'p'}]\n", Place{Name: "a", Profile: "q"}, ""},
	} {
		file := settingsFile(t, test.before)
		was, err := Load(Options{File: file, Env: none})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		err = ReplacePlace(file, was.Places[0].Name, test.to)
		got, _ := os.ReadFile(file)
		switch {
		case test.after == "":
			if err == nil || !strings.Contains(err.Error(), "edit the file by hand") || string(got) != test.before {
				t.Errorf("%s: %v\n%s", name, err, got)
			}
		case err != nil || string(got) != test.after:
			t.Errorf("%s: %v\ngot\n%s\nwant\n%s", name, err, got, test.after)
		}
	}
}

// What the edit would do wrong is seen by reading it back, whatever it is.
func TestAnEditIsReadBack(t *testing.T) {
	file := settingsFile(t, "expiry = '2h'\n[[place]]\nname = 'a'\nprofile = 'p'\n")
	data, _ := os.ReadFile(file)
	doc, err := parse(file, data)
	if err != nil {
		t.Fatal(err)
	}
	c := change{file, "a", &Place{Name: "a", Profile: "q"}}
	text, want, err := c.edited(doc, 0)
	if err != nil || c.loads(text, want) != nil {
		t.Fatalf("%v %v", err, c.loads(text, want))
	}
	for _, wrong := range [][2]string{{"2h", "3h"}, {"'q'", "'r'"}, {"'q'", "'q'\nread_only = true"}, {"expiry", "# expiry"}, {"'q'", "'q"}} {
		bad := strings.Replace(string(text), wrong[0], wrong[1], 1)
		if err := c.loads([]byte(bad), want); err == nil || !strings.Contains(err.Error(), "edit the file by hand") {
			t.Errorf("%q: %v", wrong[1], err)
		}
	}
}

// What a file begins with speaks of the file, and not of its first place.
func TestRemovePlaceLeavesTheHeading(t *testing.T) {
	const a, b = "[[place]]\nname='a'\nprofile='p'\n", "# of b\n[[place]]\nname='b'\nprofile='p'\n"
	for before, after := range map[string]string{
		"# mine\n# all of it\n" + a + "\n" + b:          "# mine\n# all of it\n\n" + b,
		"\ufeff# mine\n" + a:                            "\ufeff# mine\n",
		"# mine\n\n# of a\n" + a + "\n" + b + "# end\n": "# mine\n\n" + b + "# end\n",
	} {
		file := settingsFile(t, before)
		if err := RemovePlace(file, "a"); err != nil {
			t.Errorf("%q: %v", before, err)
		}
		if got, _ := os.ReadFile(file); string(got) != after {
			t.Errorf("got %q, want %q", got, after)
		}
	}
}
