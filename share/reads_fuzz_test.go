package share

import (
	"strings"
	"testing"
	"time"
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

// FuzzOptions: a value of any option that is taken is read again as it is told, and
// nobody has to know how it was typed.
func FuzzOptions(f *testing.F) {
	for i, s := range []string{"report.pdf", "10MB", "7", "true", `a=b, c=d\, e\\`, "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "2026-12-24T17:00:00Z", "image/*", "x-amz-meta-a=b", "crc64nvme:AAAAAAAAAAA="} {
		f.Add(i, s)
	}
	f.Fuzz(func(t *testing.T, row int, text string) {
		all := AllOptions()
		x := all[uint(row)%uint(len(all))]
		if x.Kind == Key {
			return
		}
		var o, again Options
		if x.SetText(&o, text) != nil {
			return
		}
		told := x.Text(o)
		if strings.TrimSpace(told) == "" {
			return
		}
		if err := x.SetText(&again, told); err != nil || x.Text(again) != told {
			t.Errorf("%s: %q is told as %q, and that as %q, %v", x.ID, text, told, x.Text(again), err)
		}
	})
}

// FuzzParseStart: a time that is read is one that can be written, and read again.
func FuzzParseStart(f *testing.F) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for _, s := range []string{"tomorrow 9:00", "2h", "2026-12-24T17:00:00Z", "fri 17:00", "24.12. 17:00", "9999-12-31", "-1h", "now"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, err := ParseStart(text, now)
		if err != nil || at.IsZero() {
			return
		}
		written := at.UTC().Format(time.RFC3339)
		again, err := ParseStart(written, now)
		if err != nil || !again.Equal(at.Truncate(time.Second)) {
			t.Errorf("%q is %s, and that %v, %v", text, written, again, err)
		}
	})
}
