package preview

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"signet/s3browser"
	"signet/ui/kit"
	"signet/ui/uitest"
)

func packed(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

func wideText(text string, mark bool) []byte {
	var b []byte
	if mark {
		b = []byte("\xff\xfe")
	}
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

const hostile = "title \x1b]0;owned\x07 link \x1b]8;;http://x\x1b\\here\r\nred \x1b[31mnot\x1b[0m\x1b[2J\nbidi \u202egnp.exe \u200b\ttab\x00\n"

// TestEachContentIsShownAsWhatItIs pins what a screen says of a content, and that it
// is drawn whole at any size.
func TestEachContentIsShownAsWhatItIs(t *testing.T) {
	table := "day;gauge;level_m;remark\n"
	for i := range 30 {
		table += fmt.Sprintf("2026-03-%02d;G%d;%d.%03d;%s\n", i+1, i%3, i/7, i*31%1000, strings.Repeat("Prüfung ", i%3))
	}
	for _, c := range []struct {
		golden, key, kind, encoding string
		body                        []byte
		has                         []string
	}{
		{golden: "text", key: "notes.txt", body: []byte("Weather: 4 Bft\n\n\tset in\nGrüße\n"), has: []string{"UTF-8", "        set in", "Grüße", "all of 32 B"}},
		{golden: "json", key: "a/settings.json", body: []byte(`{"emissivity":0.95,"range":[-10,60],"empty":{},"say":"a \"b\": {c}"}`), has: []string{"JSON", `  "emissivity": 0.95,`, `"empty": {},`}},
		{golden: "jsonl", key: "log", kind: "application/x-ndjson", body: []byte("{\"a\":1}\n{\"a\":2}\n"), has: []string{"{\n  \"a\": 1\n}\n{\n"}},
		{golden: "badjson", key: "x.json", body: []byte(`{"a":1,}`), has: []string{"no valid JSON", `{"a":1,}`}},
		{golden: "table", key: "Messwerte.csv", body: []byte(table), has: []string{"day", "level_m", "30 rows, 4 columns"}},
		{golden: "markdown", key: "README.md", body: []byte("# Head\n\nOne\ntwo **bold** [link](https://x.example/a).\n\n- item\n  goes on\n1. first\n\n```\ncode  **x**\n```\n> said\n\n---\nEnd\n===\n"), has: []string{"Head", "One two bold link (https://x.example/a).", "• item goes on", "    code  **x**", "│ said", "────"}},
		{golden: "utf16", key: "w.txt", body: wideText("Grüße aus Köln\r\n", true), has: []string{"UTF-16", "Grüße aus Köln"}},
		{golden: "utf16bare", key: "w.txt", body: wideText("Grüße aus Köln\r\n", false), has: []string{"UTF-16 without a mark", "Grüße aus Köln"}},
		{golden: "latin1", key: "l.txt", body: []byte("Gr\xfc\xdfe \x80 5\n"), has: []string{"Latin-1", "Grüße € 5"}},
		{golden: "gzip", key: "a.log.gz", body: packed("one\ntwo\n"), has: []string{"unpacked from gzip", "two"}},
		{golden: "gzipped", key: "a.json", kind: "application/json", encoding: "gzip", body: packed(`{"a":1}`), has: []string{"JSON", `  "a": 1`}},
		{golden: "binary", key: "x.pdf", body: []byte("%PDF-1.7\n\x00\x01\x02\xff\xfe binary"), has: []string{"not text", "a PDF document", "00000000  25 50 44 46"}},
		{golden: "empty", key: "none", body: nil, has: []string{"empty", "no content"}},
		{golden: "hostile", key: "evil\x1b[31m.txt", body: []byte(hostile), has: []string{`\x1b]0;owned\x07`, `\u202e`, `\x1b[2J`, `\x00`}},
		{golden: "picture", key: "x.png", body: []byte("\x89PNG\r\n\x1a\n...."), has: []string{"PNG picture"}},
	} {
		d, s := start(t, &shelf{body: c.body, kind: c.kind, encoding: c.encoding}, c.key)
		view := d.View(80, 24)
		for _, want := range c.has {
			if !strings.Contains(view, want) {
				t.Errorf("%s lacks %q:\n%s", c.golden, want, view)
			}
		}
		if raw, _ := s.View(80, 24); strings.Contains(raw, "\x1b]") || strings.Contains(raw, "\x1b[2J") {
			t.Errorf("%s: an escape of the content got through", c.golden)
		}
		if c.golden != "empty" && c.golden != "picture" {
			uitest.Golden(t, c.golden, view)
		}
		if strings.Contains("table hostile markdown", c.golden) {
			d.Goldens("drawn-" + c.golden)
			uitest.Sizes(t, s)
		}
		for range s.page.views {
			d.Press("m")
			d.View(80, 24)
			d.View(120, 40)
		}
	}
}

func TestReadingOnKeepsToTheSameObject(t *testing.T) {
	line := strings.Repeat("x", 63) + "\n"
	o := &shelf{body: []byte(strings.Repeat(line, 3000))}
	d, s := start(t, o, "big.txt")
	if v := d.View(120, 40); !strings.Contains(v, "the first 65.5 kB of 192 kB") || !strings.Contains(v, "of 1,024") {
		t.Errorf("first part:\n%s", v)
	}
	if g := o.gets[0]; len(o.gets) != 1 || g.From != 0 || g.Count != firstPart {
		t.Errorf("asked %+v", o.gets)
	}
	d.Press("G", "enter")
	if g := o.gets[1]; g.From != firstPart || g.Count != firstPart || g.IfMatch != "e1" {
		t.Errorf("asked on %+v", g)
	}
	d.Press("enter")
	d.View(120, 40)
	if v := d.View(120, 40); !strings.Contains(v, "all of 192 kB") || !strings.Contains(v, "of 3,000") || s.bindings().more.Enabled() {
		t.Errorf("all of it:\n%s", v)
	}
	d.Press("r")
	o.etag = "e2"
	d.Press("enter")
	if v := d.View(80, 24); !strings.Contains(v, "changed since") {
		t.Errorf("another object was joined to the first:\n%s", v)
	}
}

func TestNoMoreThanTheMostIsRead(t *testing.T) {
	o := &shelf{body: bytes.Repeat([]byte("0123456\n"), 2*mostText/8)}
	d, s := start(t, o, "big.txt")
	for range 40 {
		d.Press("enter")
	}
	if n := len(s.content.raw); n != mostText {
		t.Errorf("%d bytes are kept", n)
	}
	if v := d.View(120, 40); !strings.Contains(v, "w saves the rest") {
		t.Errorf("at the bound:\n%s", v)
	}
}

func TestABombIsUnpackedToTheBound(t *testing.T) {
	o := &shelf{body: packed(strings.Repeat("0", 50<<20))}
	_, s := start(t, o, "bomb.gz")
	if len(s.page.body) != firstPart || !s.page.more {
		t.Errorf("%d bytes were unpacked", len(s.page.body))
	}
	for _, body := range []string{strings.Repeat("[", firstPart), strings.Repeat(`{"a":`, firstPart/5), strings.Repeat(",", firstPart), strings.Repeat("\n", firstPart), strings.Repeat("\t", firstPart)} {
		for _, key := range []string{"x.json", "x.csv", "x.md", "x"} {
			d, s := start(t, &shelf{body: []byte(body)}, key)
			d.View(80, 24)
			bytes := 0
			for _, l := range s.drawn.lines {
				bytes += len(l.text)
			}
			if bytes > 64*firstPart {
				t.Errorf("%s of %.8q…: %d bytes of lines", key, body, bytes)
			}
		}
	}
}

func TestArchivedObjectsAreNotRead(t *testing.T) {
	o := &shelf{body: []byte("x"), head: s3browser.Head{Class: "GLACIER"}}
	d, _ := start(t, o, "old.txt", "GLACIER")
	if v := d.View(80, 24); len(o.gets) != 0 || !strings.Contains(v, "must be restored") || !strings.Contains(v, "Nothing was read") {
		t.Errorf("%d reads:\n%s", len(o.gets), v)
	}
	d.Goldens("archived")
	o = &shelf{body: []byte("restored"), head: s3browser.Head{Class: "GLACIER", RestoredUntil: d.Clock.Now()}}
	d, _ = start(t, o, "old.txt", "GLACIER")
	if v := d.View(80, 24); !strings.Contains(v, "restored") || o.heads != 1 {
		t.Errorf("a restored copy:\n%s", v)
	}
}

func TestARefusalIsExplained(t *testing.T) {
	o := &shelf{err: &s3browser.Error{Kind: s3browser.AccessDenied, Sentence: "access denied reading s3://acme/x", Hint: "needs s3:GetObject"}}
	d, s := start(t, o, "x")
	if v := d.View(80, 24); !strings.Contains(v, "needs s3:GetObject") {
		t.Errorf("denied:\n%s", v)
	}
	o.err, o.body = nil, []byte("fine")
	d.Press("r")
	if v := d.View(80, 24); !strings.Contains(v, "fine") {
		t.Errorf("again:\n%s", v)
	}
	d.Press("y")
	if c, ok := d.Step().(kit.Copy); !ok || c.Text.Reveal() != "s3://acme/x" {
		t.Error("y does not copy the address")
	}
	for key, want := range map[string]kit.Step{"s": kit.Push{}, "w": kit.Push{}, "esc": kit.Pop{}} {
		d.Press(key)
		if got := d.Step(); fmt.Sprintf("%T", got) != fmt.Sprintf("%T", want) {
			t.Errorf("%s leads to %T", key, got)
		}
	}
	uitest.CheckKeys(t, s.Keys())
}

func TestATableIsMovedSideways(t *testing.T) {
	head := make([]string, 40)
	for i := range head {
		head[i] = fmt.Sprintf("column%02d", i)
	}
	row := strings.Join(head, ",")
	d, _ := start(t, &shelf{body: []byte(row + "\n" + row + "\n")}, "x.csv")
	d.View(80, 24)
	d.Press("right", "right", "right")
	if v := d.View(80, 24); strings.Contains(v, "column02") || !strings.Contains(v, "column03") {
		t.Errorf("moved:\n%s", v)
	}
	d.Press("left")
	if v := d.View(80, 24); !strings.Contains(v, "column02") {
		t.Errorf("moved back:\n%s", v)
	}
}

// Where no more than the beginning is drawn, nothing says that it is all.
func TestABeginningIsNotAll(t *testing.T) {
	d, _ := start(t, &shelf{body: append([]byte("%PDF-1.7\n\x00"), make([]byte, 1300)...)}, "x.pdf")
	if v := d.View(120, 40); !strings.Contains(v, "the first 512 bytes of 1.3 kB") || strings.Contains(v, "all ") {
		t.Errorf("%s", v)
	}
}
