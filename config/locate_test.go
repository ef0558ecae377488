package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// lines is a format with the numbers below n.
func lines(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// No file takes time with the square of its size. Before there were bounds, most of
// these took from a minute to for ever, or all memory; the deadline bounds only that.
func TestFilesThatNobodyWrites(t *testing.T) {
	long := strings.Repeat("a", 400_000)
	for name, c := range map[string]struct{ text, want string }{
		"a long key":                {long + " = 1\n", "1:1: unknown key"},
		"a long key in quotes":      {`"` + long + "\" = 1\n", "1:1: unknown key"},
		"a long table":              {"[" + long + "]\n", "1:2: unknown key"},
		"a key of many parts":       {strings.Repeat("a.", 200_000) + "a = 1\n", "1:17: unknown key"},
		"a table of many parts":     {"[" + strings.Repeat("a.", 200_000) + "a]\n", "1:18: unknown key"},
		"many parts in a list":      {"x = [{" + strings.Repeat("a.", 200_000) + "a = 1}]\n", ":1:"},
		"lists in lists":            {"x = " + strings.Repeat("[", 50) + strings.Repeat("]", 50), "1:1: lists"},
		"lists without an end":      {"x = " + strings.Repeat("[", 200_000), ":1:"},
		"many keys":                 {lines("k%d = 1\n", 40_000), "1001:1: unknown key"},
		"many tables":               {lines("[t%d]\n", 40_000), "1001:2: unknown key"},
		"many keys in a list":       {"place = [{" + lines("k%d = 1, ", 40_000) + "a = 1}]\n", ":1:"},
		"many keys in many tables":  {lines("[[place]]\nk%d = 1\n", 40_000), "unknown key"},
		"many problems":             {"[[guard]]\noperations = [" + strings.Repeat("'x',", 200_000) + "]\n", "2:15: there is no operation"},
		"many guards":               {strings.Repeat("[[guard]]\nbucket = 'a'\npin_version = true\n", 20_000), ""},
		"many places":               {lines("[[place]]\nname = 'p%d'\nprofile = 'x'\n", 20_000), ""},
		"many places with mistakes": {strings.Repeat("[[place]]\n[[place.x]]\n", 30_000), "2:9: unknown key"},
		"many places in a list":     {"place = [" + lines("{name = 'p%d', profile = 'x'}, ", 20_000) + "]\n", ""},
		"a long value":              {"expiry = '" + long + "'\n", "1:10: expiry"},
		"a long number":             {"x = " + strings.Repeat("1", 400_000) + ".0", ":1:"},
		"a text without an end":     {"x = '" + long, ":1:"},
		"many empty lines":          {strings.Repeat("\n", 400_000) + "x = 1", "400001:1: unknown key"},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Env: none, File: filepath.Join(t.TempDir(), "config.toml")}
			must(t, os.WriteFile(o.File, []byte(c.text), 0o600))
			done := make(chan error, 1)
			go func() {
				s, err := Load(o)
				if err == nil {
					s.Values()
				}
				done <- err
			}()
			select {
			case err := <-done:
				switch {
				case c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
					t.Errorf("%.300v, want %q", err, c.want)
				case err != nil && len(err.Error()) > 4<<10:
					t.Errorf("the message has %d bytes", len(err.Error()))
				}
			case <-time.After(3 * time.Minute):
				t.Fatal("it takes for ever")
			}
		})
	}
}
