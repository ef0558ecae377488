package share

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParseItems: what is read is written as it can be read again, and is one line.
func FuzzParseItems(f *testing.F) {
	f.Add("passport:image/*,application/pdf:10MB")
	f.Add("a::1")
	f.Fuzz(func(t *testing.T, text string) {
		items, err := ParseItems([]string{text})
		if err != nil {
			return
		}
		again, err := ParseItems([]string{items[0].String()})
		if err != nil || again[0].String() != items[0].String() {
			t.Errorf("%q is read as %q, and that as %v, %v", text, items[0].String(), again, err)
		}
		if strings.ContainsAny(items[0].Slug(), "/.\\ \n") {
			t.Errorf("%q makes the key %q", text, items[0].Slug())
		}
	})
}

// FuzzParseNetworks: a network that is read bounds something, and reads back.
func FuzzParseNetworks(f *testing.F) {
	for _, s := range []string{"203.0.113.0/24", "::1", "2001:db8::/32", "::ffff:10.0.0.1", "0.0.0.0/0", "10.1.2.3/8", "fe80::1%eth0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ParseNetworks([]string{text})
		if err != nil {
			return
		}
		if len(list) != 1 || list[0].Bits() < 1 || list[0] != list[0].Masked() || list[0].Addr().Zone() != "" {
			t.Errorf("%q is read as %v", text, list)
		}
		if again, err := ParseNetworks([]string{list[0].String()}); err != nil || again[0] != list[0] {
			t.Errorf("%v reads as %v, %v", list[0], again, err)
		}
	})
}

// FuzzGlob: against the slow way, and every text fits itself and a star.
func FuzzGlob(f *testing.F) {
	for _, s := range [][2]string{{"a*b?c", "axxbyc"}, {"**", ""}, {"?", "\xff"}, {"hr/*", "hr/a/b"}, {"*?*", "日"}, {"*\xa0", "日\xa0"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 12 || len(text) > 12 {
			return
		}
		if got, want := Glob(pattern, text), slowGlob(pattern, text); got != want {
			t.Errorf("Glob(%q, %q) = %v", pattern, text, got)
		}
		if !Glob("*", text) {
			t.Errorf("%q is not anything", text)
		}
	})
}

// slowGlob tries everything that a star can stand for.
func slowGlob(pattern, text string) bool {
	if pattern == "" {
		return text == ""
	}
	switch {
	case pattern[0] == '*':
		return slowGlob(pattern[1:], text) || text != "" && slowGlob(pattern, text[width(text):])
	case text == "":
		return false
	case pattern[0] == '?':
		return slowGlob(pattern[1:], text[width(text):])
	default:
		return pattern[0] == text[0] && slowGlob(pattern[1:], text[1:])
	}
}

func width(text string) int {
	_, n := utf8.DecodeRuneInString(text)
	return n
}

// FuzzParseTarget: an address that names an object names it again.
func FuzzParseTarget(f *testing.F) {
	for _, s := range []string{"s3://b/k", "arn:aws:s3:::b/k", "https://b.s3.eu-west-1.amazonaws.com/k?versionId=v", "s3://b//../k", "s3://b/%2e%2e", "https://s3.console.aws.amazon.com/s3/object/b?prefix=k"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		target, err := ParseTarget(text, func() []string { return nil })
		if err != nil || target.Key == "" || target.VersionID != "" {
			return
		}
		if again, err := ParseTarget(target.URI(), func() []string { return nil }); err == nil && (again.Bucket != target.Bucket || again.Key != target.Key) {
			t.Errorf("%q names %q, and that %q", text, target.URI(), again.URI())
		}
	})
}
