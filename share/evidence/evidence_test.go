package evidence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// signature is one that may stand nowhere.
const signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"

func open(t *testing.T, path string, now time.Time) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(path, ledger.Options{Clock: func() time.Time { return now }, Busy: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func record(t *testing.T, l *ledger.Ledger, key, recipient string) string {
	t.Helper()
	signed := noon.Truncate(time.Second)
	one := []share.Record{{
		Created: noon, Recipient: recipient, Note: "a \"note\" with\ttabs,   and <b>, see https://x/b/k?X-Amz-Signature=" + signature,
		Spec: share.Spec{
			Target: share.Target{Place: "work", Bucket: "acme", Key: key}, Operation: share.Download,
			Endpoint: share.Endpoint{URL: "http://127.0.0.1:9000", Region: "eu-central-1"}, AccessKeyID: "AKIAEXAMPLE", SignedAt: signed, Seconds: 3600,
		},
		Terms: share.Terms{Starts: signed, Asked: signed.Add(time.Hour), Ends: signed.Add(time.Hour), Reason: share.ByRequest, Seconds: 3600},
		Who:   share.Who{User: "ana", Host: "desk"},
	}}
	if err := l.RecordAll(context.Background(), one); err != nil {
		t.Fatal(err)
	}
	return one[0].ID
}

func happened(t *testing.T, l *ledger.Ledger, id string, e ledger.Event) {
	t.Helper()
	if err := l.Append(context.Background(), id, e); err != nil {
		t.Fatal(err)
	}
}

// filled is a log with a share between those of others, and what happened to all of them.
func filled(t *testing.T) (l *ledger.Ledger, id string) {
	t.Helper()
	l = open(t, filepath.Join(t.TempDir(), "log.db"), noon)
	other := record(t, l, "secret-of-another.pdf", "Mr Other")
	id = record(t, l, "q3/Übersicht.pdf", "Ms Ito")
	happened(t, l, id, ledger.Event{Kind: ledger.Copied})
	happened(t, l, other, ledger.Event{Kind: ledger.Shown, Detail: "to Mr Other alone"})
	happened(t, l, id, ledger.Event{Kind: ledger.Used, At: noon.Add(time.Minute), From: "203.0.113.7", Agent: "curl/8 \x1b[2J", Status: 200, Request: "R1"})
	record(t, l, "later.pdf", "Mr Other")
	return l, id
}

func written(t *testing.T, l *ledger.Ledger, id string) (string, Written) {
	t.Helper()
	var out bytes.Buffer
	w, err := Write(context.Background(), &out, l, id, noon.Add(2*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), w
}

func TestADocumentHoldsTheShareAndNothingOfOthers(t *testing.T) {
	l, id := filled(t)
	before, err := l.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	doc, w := written(t, l, strings.ToUpper(id))
	r, err := Verify(strings.NewReader(doc), before)
	if err != nil {
		t.Fatal(err, doc)
	}
	if w.ID != id || r.ID != id || w.Head != before || r.Head != before || w.Rows != 5 || r.Rows != 5 || w.Events != 2 || r.Kept != 1 || !r.Proved() {
		t.Errorf("wrote %+v, read %+v", w, r)
	}
	if r.Record.Recipient != "Ms Ito" || r.Record.Spec.Target.Key != "q3/Übersicht.pdf" || len(r.Events) != 2 || r.Events[1].From != "203.0.113.7" || !r.Made.Equal(noon.Add(2*time.Minute)) {
		t.Errorf("%+v", r)
	}
	for _, secret := range []string{"Other", "later.pdf", "secret-of", signature, "X-Amz-Signature=a", "\x1b", "\t"} {
		if strings.Contains(doc, secret) {
			t.Errorf("%q stands in the document", secret)
		}
	}
	if again, _ := written(t, l, id); again != doc {
		t.Error("the same document is spelled in another way")
	}
}

// TestEveryFieldIsProved changes, removes and adds each value of a document, wherever it
// stands, spelled as signet spells it. What is left is when it was made, which the signature
// alone covers.
func TestEveryFieldIsProved(t *testing.T) {
	l, id := filled(t)
	doc, _ := written(t, l, id)
	tried := 0
	for _, c := range changes(t, doc) {
		_, err := Verify(strings.NewReader(c.doc))
		var found *TamperedError
		switch {
		case c.what == "another value 2026-03-04T12:03:00Z":
			if err != nil {
				t.Errorf("another time: %v", err)
			}
		case !errors.As(err, &found):
			t.Errorf("%s %s is not found: %v", c.path, c.what, err)
		}
		tried++
	}
	if tried < 150 {
		t.Errorf("%d changes", tried)
	}
}

type change struct{ path, what, doc string }

// changes are all documents that differ in one value.
func changes(t *testing.T, doc string) (all []change) {
	t.Helper()
	root, err := object([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	add := func(path, what string) {
		all = append(all, change{path, what, string(appendValue(nil, root)) + "\n"})
	}
	var walk func(path string, v any, set func(any))
	walk = func(path string, v any, set func(any)) {
		for _, other := range others(path, v) {
			set(other)
			add(path, fmt.Sprintf("another value %v", other))
		}
		set(v)
		switch v := v.(type) {
		case map[string]any:
			for name, x := range v {
				delete(v, name)
				add(path+"."+name, "removed")
				v[name] = x
				walk(path+"."+name, x, func(x any) { v[name] = x })
			}
			for _, name := range []string{"more", "through", "hash", "digest", "body", "form", "at", "Seq"} {
				if _, has := v[name]; !has {
					v[name] = "00"
					add(path+"."+name, "added")
					delete(v, name)
				}
			}
		case []any:
			for i := range v {
				set(append(append([]any{}, v[:i]...), v[i+1:]...))
				add(fmt.Sprintf("%s[%d]", path, i), "removed")
				set(append(append(append([]any{}, v[:i]...), v[i]), v[i:]...))
				add(fmt.Sprintf("%s[%d]", path, i), "doubled")
				set(v)
				walk(fmt.Sprintf("%s[%d]", path, i), v[i], func(x any) { v[i] = x })
			}
		}
	}
	walk("", root, func(any) {})
	return all
}

func others(path string, v any) []any {
	text, isText := v.(string)
	switch {
	case path == ".made":
		return []any{"2026-03-04T12:03:00Z", "then"}
	case isText && len(text) > 0:
		c := byte('0')
		if text[len(text)-1] == c {
			c = '1'
		}
		return []any{text[:len(text)-1] + string(c), text + " ", "", nil, 7}
	case path == "":
		return nil
	}
	return []any{"other", nil}
}

// TestASpellingIsOne: what two readers may read in two ways is refused.
func TestASpellingIsOne(t *testing.T) {
	l, id := filled(t)
	doc, _ := written(t, l, id)
	for name, other := range map[string]string{
		"white space":    strings.Replace(doc, `,"events"`, `, "events"`, 1),
		"a name twice":   strings.Replace(doc, `"kind":"used"`, `"kind":"copied","kind":"used"`, 1),
		"another case":   strings.Replace(doc, `"kind":"used"`, `"Kind":"used"`, 1),
		"an escape":      strings.Replace(doc, "Ms Ito", `Ms\u0020Ito`, 1),
		"a number":       strings.Replace(doc, `"seq":2`, `"seq":2.0`, 1),
		"no last line":   strings.TrimSuffix(doc, "\n"),
		"more":           doc + doc,
		"a byte order":   "\ufeff" + doc,
		"no UTF-8":       strings.Replace(doc, "Ms Ito", "Ms \xffIto", 1),
		"something else": `{"hello":1}`,
		"an array":       "[]\n",
		"nothing":        "",
	} {
		_, err := Verify(strings.NewReader(other))
		var found *TamperedError
		if !errors.As(err, &found) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for n := range len(doc) {
		if _, err := Verify(strings.NewReader(doc[:n])); err == nil {
			t.Fatalf("cut off after %d bytes is not found", n)
		}
	}
}

// TestALogWrittenAnewIsFoundByAHead: whoever writes the whole log anew makes a document that
// holds by itself.
func TestALogWrittenAnewIsFoundByAHead(t *testing.T) {
	l, id := filled(t)
	kept, _ := l.Head(context.Background())
	anew, other := filled(t)
	doc, _ := written(t, anew, other)
	if _, err := Verify(strings.NewReader(doc)); err != nil {
		t.Fatal(err)
	}
	var found *TamperedError
	if _, err := Verify(strings.NewReader(doc), kept); !errors.As(err, &found) || !strings.Contains(err.Error(), "kept elsewhere") {
		t.Errorf("%v", err)
	}
	first, _, _ := l.HeadAt(context.Background(), 1)
	last := kept
	last.Seq += 100
	doc, _ = written(t, l, id)
	if r, err := Verify(strings.NewReader(doc), first, kept, last, ledger.Head{}); err != nil || r.Kept != 2 || len(r.Outside) != 2 || r.Proved() {
		t.Errorf("%+v %v", r, err)
	}
}

// TestPrunedRowsAreHeadersAsOthers: the chain is computed over what was pruned.
func TestPrunedRowsAreHeadersAsOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	l := open(t, path, noon)
	id := record(t, l, "mine.pdf", "Ms Ito")
	failed := []share.Record{{Created: noon.Add(-time.Hour), Failure: "denied", Spec: share.Spec{Target: share.Target{Bucket: "b", Key: "k"}, Operation: share.Download}}}
	if err := l.RecordAll(context.Background(), failed); err != nil {
		t.Fatal(err)
	}
	if p, err := l.Prune(context.Background(), noon.Add(-time.Minute), nil); err != nil || p.Entries != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	doc, _ := written(t, l, id)
	if r, err := Verify(strings.NewReader(doc)); err != nil || r.Rows != 3 || !r.Proved() {
		t.Errorf("%+v %v", r, err)
	}
}

// TestTheFirstFormIsAssertedWhereItIsAnothers: its rows cannot be computed without their
// bodies, which are nobody's business; that is said.
func TestTheFirstFormIsAssertedWhereItIsAnothers(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "ledger", "testdata", "form1", "shares.db"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "log.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	l := open(t, path, time.Date(2026, 11, 28, 13, 0, 0, 0, time.UTC))
	doc, w := written(t, l, "0sc7g2wq9dkxh")
	r, err := Verify(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err, doc)
	}
	if r.Asserted == 0 || r.Proved() || r.Rows != w.Head.Seq-r.Own[0].Seq+1 || r.Record.Recipient != "Ms Ito" {
		t.Errorf("%+v", r)
	}
	for _, c := range changes(t, doc) {
		if r, err := Verify(strings.NewReader(c.doc)); err == nil && r.Proved() {
			t.Errorf("%s %s is called proved", c.path, c.what)
		}
	}
}
