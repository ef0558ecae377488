//go:build unix

package config

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// A group is one's own if nobody else is in it; what cannot be known is not.
func TestGroups(t *testing.T) {
	const base = "root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\nanna:x:1000:1000::/home/anna:/bin/sh\nann:x:1000:1000::/home/anna:/bin/sh\nbob:x:1001:1001::/home/bob:/bin/sh\n"
	for _, c := range []struct {
		name, passwd, group, nsswitch string
		want                          string // empty: one's own
	}{
		{"private, nobody listed", base, "anna:x:1000:\n", "", ""},
		{"private, oneself listed", base, "anna:x:1000:anna\n", "", ""},
		{"private, under another name", base, "anna:x:1000:ann\n", "", ""},
		{"private, root listed", base, "anna:x:1000:root,toor,anna\n", "", ""},
		{"another listed", base, "anna:x:1000:anna,bob\n", "", "other members (bob)"},
		{"one without an account here", base, "anna:x:1000:carol\n", "", "other members (carol)"},
		{"another's own group", base + "eve:x:1002:1000::/:/bin/sh\n", "anna:x:1000:\n", "", "other members (eve)"},
		{"two names for the number", base, "anna:x:1000:\nalso:x:1000:bob\n", "", "other members (bob)"},
		{"many", base, "anna:x:1000:a,b,c,d\n", "", "other members (a, b, c, and others)"},
		{"not listed", base, "bob:x:1001:\n", "", "not in /etc/group"},
		{"no files", "", "", "", "not in /etc/group"},
		{"account elsewhere", "root:x:0:0::/:/bin/sh\n", "anna:x:1000:\n", "", "not in /etc/passwd"},
		{"damaged lines", base + "x\n:::\nbad:x:y:z::/:/\n", "anna:x:1000:\nanna:x\n:x:a:b\n", "", ""},
		{"files alone", base, "other:x:1000:\n", "passwd: files systemd\ngroup: files [SUCCESS=merge] systemd # sss\n", ""},
		{"other databases", base, "other:x:1000:\n", "hosts: dns ldap\npasswd: files\n", ""},
		{"a directory, own group", base, "anna:x:1000:\n", "passwd: files sss\ngroup: files sss\n", ""},
		{"a directory, another group", base, "staff:x:1000:\n", "passwd: files\ngroup: sss files\n", "accounts elsewhere"},
		{"a directory, another's name", base, "bob:x:1000:\n", "passwd: files ldap\n", "accounts elsewhere"},
		{"NIS", base + "+::::::\n", "staff:x:1000:\n+:::\n", "passwd: compat\ngroup: compat\n", "accounts elsewhere"},
		{"NIS without nsswitch", base, "staff:x:1000:\n+\n", "", "accounts elsewhere"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{"passwd": c.passwd, "group": c.group, "nsswitch.conf": c.nsswitch} {
				if text != "" {
					must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
				}
			}
			want := c.want
			if runtime.GOOS == "darwin" && (want == "" || want == "accounts elsewhere") {
				want = "macOS"
			}
			got := accounts(dir).strangers(1000, 1000)
			if want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// With the umask 002 of a private group, settings and folder are accepted; the
// same modes are refused once somebody else is in the group.
func TestSettingsOfAGroup(t *testing.T) {
	dir := tree(t)
	own := filepath.Join(dir, "above", "own")
	file := filepath.Join(own, "config.toml")
	uid, gid := os.Geteuid(), os.Getegid()
	must(t, os.Chown(own, uid, gid), os.Chown(file, uid, gid), os.Chmod(own, 0o775), os.Chmod(file, 0o664))
	me := "me:x:" + strconv.Itoa(uid) + ":" + strconv.Itoa(gid) + "::/:/bin/sh\n"
	etc := t.TempDir()
	must(t, os.WriteFile(filepath.Join(etc, "passwd"), []byte(me), 0o600))
	for members, want := range map[string]int{"": 0, "me": 0, "me,carol": 2} {
		must(t, os.WriteFile(filepath.Join(etc, "group"), []byte("me:x:"+strconv.Itoa(gid)+":"+members+"\n"), 0o600))
		f, err := os.Open(file)
		must(t, err)
		var doubts []Doubt
		for _, d := range (judge{uid, accounts(etc)}).file(f) {
			if strings.HasPrefix(d.Path, own) {
				doubts = append(doubts, d)
			}
		}
		must(t, f.Close())
		if runtime.GOOS == "darwin" {
			want = 2
		}
		if len(doubts) != want {
			t.Errorf("members %q: %v", members, doubts)
		}
		for _, d := range doubts {
			if !strings.HasPrefix(d.Mend, "chmod g-w ") {
				t.Error(d)
			}
		}
	}
}
