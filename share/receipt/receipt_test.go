package receipt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"signet/share"
	"signet/share/ledger"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// berlin is a zone that does not depend on what this machine knows.
var berlin = time.FixedZone("CET", 3600)

func open(t *testing.T, now *time.Time) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(filepath.Join(t.TempDir(), "log.db"), ledger.Options{Clock: func() time.Time { return *now }, Busy: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func sample(key, recipient, group string) share.Record {
	return share.Record{
		Created: noon, Recipient: recipient, Note: "case 7", Group: group,
		Spec: share.Spec{
			Target: share.Target{Place: "work", Bucket: "acme", Key: key}, Operation: share.Download,
			Endpoint: share.Endpoint{URL: "http://127.0.0.1:9000"}, AccessKeyID: "AKIAEXAMPLE", SignedAt: noon, Seconds: 3600,
		},
		Terms:  share.Terms{Starts: noon, Asked: noon.Add(time.Hour), Ends: noon.Add(time.Hour), Reason: share.ByRequest, Seconds: 3600},
		Who:    share.Who{User: "ana", Host: "desk"},
		Object: share.Object{Known: true, Size: 160485, ContentType: "application/pdf", ETag: `"abc"`},
	}
}

func recorded(t *testing.T, l *ledger.Ledger, records ...share.Record) []share.Record {
	t.Helper()
	if err := l.RecordAll(context.Background(), records); err != nil {
		t.Fatal(err)
	}
	return records
}

func happened(t *testing.T, l *ledger.Ledger, id string, e ledger.Event) {
	t.Helper()
	if err := l.Append(context.Background(), id, e); err != nil {
		t.Fatal(err)
	}
}

// written is a receipt, each line of which is short enough and holds nothing that draws.
func written(t *testing.T, l *ledger.Ledger, id string, now time.Time) (string, Written) {
	t.Helper()
	var out bytes.Buffer
	w, err := Write(context.Background(), &out, l, id, now.In(berlin), share.Who{User: "ana", Host: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		line = strings.TrimSuffix(line, "\n")
		if n := cells(line); n > Width || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x202e }) || !utf8.ValidString(line) || strings.TrimRight(line, " ") != line {
			t.Errorf("%d cells: %q", n, line)
		}
	}
	return out.String(), w
}

func TestAUsedShare(t *testing.T) {
	now := noon
	l := open(t, &now)
	id := recorded(t, l, sample("q3.pdf", "Ms Ito", ""))[0].ID
	happened(t, l, id, ledger.Event{Kind: ledger.Used, At: noon.Add(time.Minute), From: "203.0.113.7", Agent: "curl/8.5.0", Status: 200, Request: "4442587FB7D0A2F9"})
	happened(t, l, id, ledger.Event{Kind: ledger.Used, At: noon.Add(2 * time.Minute), From: "192.0.2.1", Agent: "Mozilla/5.0", Detail: "hand-off: opened for 60 s"})
	now = noon.Add(3 * time.Hour)
	got, w := written(t, l, id, now)
	want := `RECEIPT: share ` + id + `
written Wed 4 Mar 2026 16:00:00 CET by ana on desk, from the share log of
signet
time zone: CET (UTC+01:00), as each time says

What     download: s3://acme/q3.pdf
Object   160 kB (160,485 bytes), application/pdf, ETag "abc"
For      Ms Ito
Note     case 7
Signed   Wed 4 Mar 2026 13:00:00 CET by ana on desk
Works    until Wed 4 Mar 2026 14:00:00 CET; it has ended

What was noted of its use:
   1  Wed 4 Mar 2026 13:01:00 CET
      from     203.0.113.7
      with     curl/8.5.0
      request  4442587FB7D0A2F9
      status   200
   2  Wed 4 Mar 2026 13:02:00 CET
      from     192.0.2.1
      with     Mozilla/5.0
      as       hand-off: opened for 60 s

What is known, and what is not
- A use stands here because an access log said so that was read, or a hand-off
  saw it. There may have been more: access logs come late, and not every store
  keeps them.
- An address is that of a machine or a network, and what a client calls itself
  is its own word: neither is a person.
- That a store or a hand-off has answered does not prove that all of it
  arrived.
- A link can be passed on: the recipient named here is who it was made for.
- Times are those of the machines that noted them.
- Anybody can change this text. What can be checked is made by: signet log
  export --evidence ` + id + `
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if w != (Written{id, 1, 2}) {
		t.Errorf("%+v", w)
	}
}

func TestNoUseIsNoProof(t *testing.T) {
	now := noon
	l := open(t, &now)
	id := recorded(t, l, sample("q3.pdf", "Ms Ito", ""))[0].ID
	got, _ := written(t, l, id, now)
	for _, want := range []string{"The log knows of no use.\n", "no use does not prove that there was none", "until Wed 4 Mar 2026 14:00:00 CET\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing:\n%s", want, got)
		}
	}
	if strings.Contains(got, "An address") {
		t.Errorf("there is no address:\n%s", got)
	}
}

func TestWhatBecameOfAShareIsSaid(t *testing.T) {
	later, failed, never := sample("k", "", ""), sample("k", "", ""), sample("k", "", "")
	later.Terms.Starts = noon.Add(30 * time.Minute)
	failed.Failure, failed.Spec.Seconds = "denied", 0
	for name, c := range map[string]struct {
		share.Record
		event ledger.Event
		want  string
	}{
		"later":   {later, ledger.Event{Kind: ledger.Copied}, "Works    from Wed 4 Mar 2026 13:30:00 CET until Wed 4 Mar 2026 14:00:00 CET\n"},
		"failed":  {failed, ledger.Event{Kind: ledger.Copied}, "Works    never: it could not be signed\n"},
		"never":   {never, ledger.Event{Kind: ledger.NeverHandedOver, At: noon, Detail: "the page was refused"}, "never handed over"},
		"revoked": {sample("k", "", ""), ledger.Event{Kind: ledger.Revoked, At: noon, Detail: "deleted the key"}, "taken back Wed 4 Mar"},
		"gone":    {sample("k", "", ""), ledger.Event{Kind: ledger.ObjectGone, At: noon}, "found ended Wed"},
	} {
		now := noon
		l := open(t, &now)
		id := recorded(t, l, c.Record)[0].ID
		happened(t, l, id, c.event)
		if got, _ := written(t, l, id, now); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q is missing:\n%s", name, c.want, got)
		}
	}
}

func TestAGroupIsOneReceipt(t *testing.T) {
	now := noon
	l := open(t, &now)
	group := share.FormatID(1 << 50)
	page := sample("signet-pages/x.html", "Ms Ito", group)
	page.Page = share.PageRequest
	asked := sample("in/1", "Ms Ito", group)
	asked.Item = "passport"
	all := recorded(t, l, asked, page, sample("q3.pdf", "Ms Ito", group))
	recorded(t, l, sample("other.pdf", "Mr Other", ""))
	happened(t, l, all[2].ID, ledger.Event{Kind: ledger.Used, At: noon, From: "203.0.113.7"})
	got, w := written(t, l, group, now)
	if w != (Written{group, 3, 1}) {
		t.Errorf("%+v", w)
	}
	for _, want := range []string{
		"RECEIPT: request page " + group + ", 3 shares\n", "For      Ms Ito\n", "   2  request page: s3://acme/signet-pages/x.html (" + all[1].ID + ")\n",
		"      Item     passport\n", "   3  download: s3://acme/q3.pdf", "      What was noted of its use:\n         1  Wed 4 Mar 2026 13:00:00 CET\n            from     203.0.113.7\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing:\n%s", want, got)
		}
	}
	if strings.Contains(got, "Other") {
		t.Errorf("another share is in it:\n%s", got)
	}
	if byPage, _ := written(t, l, all[1].ID, now); byPage != got {
		t.Errorf("by the id of the page:\n%s", byPage)
	}
	single, _ := written(t, l, all[2].ID, now)
	if !strings.Contains(single, "3 links that were made together: signet receipt "+group) {
		t.Errorf("%s", single)
	}
}

func TestWhatArrivedStandsFirst(t *testing.T) {
	now := noon
	l := open(t, &now)
	group := share.FormatID(1 << 50)
	page := sample("signet-pages/x.html", "Ms Ito", group)
	page.Page = share.PageRequest
	recorded(t, l, page)
	var out bytes.Buffer
	_, err := Write(context.Background(), &out, l, group, now.In(berlin), share.Who{}, Asked{Name: "passport", Arrived: []Arrival{{"image.jpg", 160485, noon}, {"a\nb", 2, noon}}},
		Asked{Name: "contract"}, Asked{Name: "photo", Err: errors.New("access denied")}, Asked{Name: "many", Arrived: make([]Arrival, 1), More: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\nWhat has arrived, as the bucket had it when this was written:\n  passport: 2 files\n     1  Wed 4 Mar 2026 13:00:00 CET, 160 kB (160,485 bytes)\n        image.jpg\n     2  ",
		"\n        a_b\n", "\n  contract: missing\n", "\n  photo: not known, access denied\n", "\n  many: 1+ files\n", "its sender's\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing:\n%s", want, out.String())
		}
	}
}

// TestHostileTextStaysInItsLine: names, notes and agents are text from outside.
func TestHostileTextStaysInItsLine(t *testing.T) {
	now := noon
	l := open(t, &now)
	r := sample(strings.Repeat("很长的名字", 40)+"\u202efdp.exe", "Ms\nFor      Mr Other\x1b[2J", "")
	r.Note = strings.Repeat("x", 400) + " \xff \u2028- point"
	id := recorded(t, l, r)[0].ID
	happened(t, l, id, ledger.Event{Kind: ledger.Used, At: noon, From: "\r\n   2  forged", Agent: "a\x1b]8;;http://x\x07"})
	got, _ := written(t, l, id, now)
	if strings.Count(got, "\nFor ") != 1 || strings.Contains(got, "\n   2  ") {
		t.Errorf("a line is forged:\n%s", got)
	}
	if _, err := Write(context.Background(), &bytes.Buffer{}, l, "nosuchshare", now, share.Who{}); err == nil {
		t.Error("a share that is not there has a receipt")
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"", 10, `[""]`},
		{"a b  c", 3, `["a b" "c"]`},
		{"abcdefgh", 3, `["abc" "def" "gh"]`},
		{"ab cdefgh i", 3, `["ab" "cde" "fgh" "i"]`},
		{"日本語です", 4, `["日本" "語で" "す"]`},
	} {
		if got := fmt.Sprintf("%q", fold(c.text, c.width)); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

// A press that was given back is noted, and nobody is said to have got anything; and in a
// batch what went through a hand-off stands there also where no use is counted.
func TestAPressThatWasGivenBack(t *testing.T) {
	now := noon
	l := open(t, &now)
	all := recorded(t, l, sample("q3.pdf", "Ms Ito", "group"), sample("q4.pdf", "Ms Ito", "group"))
	happened(t, l, all[0].ID, ledger.Event{Kind: ledger.Used, At: noon.Add(time.Minute), From: "192.0.2.1", Detail: "hand-off: press 1 of 1, sent through signet"})
	happened(t, l, all[0].ID, ledger.Event{Kind: ledger.NeverHandedOver, At: noon.Add(time.Minute), Detail: "hand-off: the store is gone"})
	happened(t, l, all[1].ID, ledger.Event{Kind: ledger.Sent, At: noon.Add(2 * time.Minute), From: "192.0.2.1", Detail: "hand-off: delivered, 27 bytes"})
	for _, id := range []string{all[0].ID, "group"} {
		got, _ := written(t, l, id, now)
		if !strings.Contains(got, "Nobody got anything by it. What was noted before that was known:") || !strings.Contains(got, "(hand-off: the") {
			t.Error(got)
		}
		if id == "group" && !strings.Contains(got, "hand-off: delivered, 27 bytes") {
			t.Error(got)
		}
	}
}

// What of a press went through signet stands beside it, and makes no second use of it.
func TestAStreamedPress(t *testing.T) {
	now := noon
	l := open(t, &now)
	id := recorded(t, l, sample("q3.pdf", "Ms Ito", ""))[0].ID
	happened(t, l, id, ledger.Event{Kind: ledger.Used, At: noon.Add(time.Minute), From: "192.0.2.1", Detail: "hand-off: press 1 of 1, sent through signet"})
	happened(t, l, id, ledger.Event{Kind: ledger.Sent, At: noon.Add(2 * time.Minute), From: "192.0.2.1", Detail: "hand-off: delivered, 27 bytes"})
	got, w := written(t, l, id, now)
	if w.Uses != 1 || !strings.Contains(got, "   1  ") || !strings.Contains(got, "      as       hand-off: delivered, 27 bytes") {
		t.Errorf("%+v\n%s", w, got)
	}
}
