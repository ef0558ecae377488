package preview

import (
	"testing"

	judge "signet/internal/hostile"
)

// FuzzRead: whatever somebody has stored, each way to show it is drawn, and nothing of
// it reaches the terminal as more than a text of one line.
func FuzzRead(f *testing.F) {
	f.Add("a.json", "", []byte(`{"a":[1,{}],"b":"\u202e"}`), true)
	f.Add("a.csv", "text/csv", []byte("a;b\n1;\x1b]0;x\a\n\"2\n"), false)
	f.Add("a.md", "text/markdown", []byte("# a\n* [b](javascript:c)\n```\n\x9b31m\n"), true)
	f.Add("a.png", "image/png", pngHeader(1<<30, 1<<30, 8, 6, 0), true)
	f.Add("a.txt", "", []byte("\xff\xfea\x00\x1b\x00"), false)
	f.Add("a.gz", "", []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"), true)
	f.Fuzz(func(t *testing.T, name, kind string, raw []byte, whole bool) {
		c := &content{name: name, kind: kind, raw: raw, size: -1, limit: 4 << 10, shows: "enter"}
		if whole {
			c.size = int64(len(raw))
		}
		p := c.read()
		if len(p.views) == 0 {
			t.Error("no way to show it")
		}
		for _, fact := range p.facts {
			mustBeSeen(t, fact)
		}
		for _, v := range p.views {
			for _, note := range v.notes {
				mustBeSeen(t, note)
			}
			for _, l := range wrapped(v.lines, 40) {
				mustBeSeen(t, l.text)
			}
			for i := 0; v.table != nil && i < len(v.table.rows); i++ {
				mustBeSeen(t, v.table.row(i, 0, 40))
				mustBeSeen(t, v.table.row(i, len(v.table.widths)-1, 40))
			}
		}
	})
}

func mustBeSeen(t *testing.T, text string) {
	t.Helper()
	if err := judge.All(judge.Seen, judge.OneLine)(text); err != nil {
		t.Errorf("%q: %v", text, err)
	}
}
