//go:build unix

package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzAccounts: whatever else stands in the account files, who is added to a group is no
// longer taken for nobody.
func FuzzAccounts(f *testing.F) {
	f.Add("root:x:0:0::/root:/bin/sh\nana:x:1000:1000::/home/ana:/bin/sh\n", "ana:x:1000:\n", "passwd: files systemd\ngroup: files [SUCCESS=merge] systemd # sss\n")
	f.Add("ana:x:1000:1000:::\r\nbo:x:1001:1001:::", "ana:x:1000:ana,,root\nstaff:x:1000:bo", "passwd: files sss")
	f.Add("+::::::\n#ana:x:1000:1000\n:::\n", "+:::\n-1:x:99999999999999999999:\n", "\x00:")
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, passwd, group, nsswitch string) {
		strangers := func(passwd, group string) string {
			for name, text := range map[string]string{"passwd": passwd, "group": group, "nsswitch.conf": nsswitch} {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			return accounts(folder).strangers(1000, 1000)
		}
		strangers(passwd, group)
		if why := strangers(passwd+"\nmallory:x:1001:1000::/:/bin/sh\n", group); why == "" {
			t.Errorf("passwd %q, group %q: whose own group it is counts as nobody", passwd, group)
		}
		if strings.Contains(passwd, "mallory") {
			return
		}
		if why := strangers(passwd, group+"\nmates:x:1000:mallory\n"); why == "" {
			t.Errorf("passwd %q, group %q: a member counts as nobody", passwd, group)
		}
	})
}
