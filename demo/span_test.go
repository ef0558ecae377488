package demo

import "testing"

// FuzzRange holds every answer inside the body, and every part above nothing.
func FuzzRange(f *testing.F) {
	for _, seed := range []string{"bytes=0-0", "bytes=-1", "bytes=5-", "bytes=9-3", "bytes=1-2,4-5", "bytes=-", "x", "bytes=99999999999999999999-"} {
		f.Add(seed, int64(10))
	}
	f.Fuzz(func(t *testing.T, text string, size int64) {
		if size < 0 {
			return
		}
		s, ok := parseRange(text, size)
		switch {
		case !ok:
		case s.first < 0 || s.length < 0 || s.first > size-s.length:
			t.Errorf("%q of %d bytes: %+v", text, size, s)
		case s.partial && s.length == 0, !s.partial && s.length != size:
			t.Errorf("%q of %d bytes: %+v", text, size, s)
		}
	})
}

// FuzzTags lets what was accepted be kept and read again.
func FuzzTags(f *testing.F) {
	f.Add("a=1&b=%20x")
	f.Add("a=1&a=2")
	f.Add("=")
	f.Fuzz(func(t *testing.T, text string) {
		tags, no := readTags(text)
		if no != nil {
			return
		}
		again := parseTags(formatTags(tags))
		if len(again) != len(tags) {
			t.Fatalf("%q: %v, then %v", text, tags, again)
		}
		for i := range tags {
			if tags[i] != again[i] {
				t.Errorf("%q: %v, then %v", text, tags, again)
			}
		}
	})
}
