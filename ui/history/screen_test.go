package history

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/ledger"
	"signet/ui/kit"
	"signet/ui/uitest"
)

func TestNewestFirstWithCountdown(t *testing.T) {
	w := newWorld(t, 90).start()
	w.sees("61 open", "31 by me, 30 by you", "newest first", "› 1h 00m    acme/Reports/file-0000.pdf", "59m 01s", "open for 1 h")
	if got := w.chosen().Spec.Target.Key; got != "Reports/file-0000.pdf" {
		t.Errorf("the cursor is on %s", got)
	}
	w.tick(time.Second)
	w.sees("› 1h 00m", "59m 00s")
	w.tick(time.Second)
	w.sees("› 59m 59s", "60 open") // one has ended by itself: the summary follows
	w.Press("G")
	w.sees("› ended", "file-0089.pdf", "ended 29 min")
	w.Press("g")
	w.sees("› 59m 59s")
}

func TestColoursByTimeLeft(t *testing.T) {
	w := newWorld(t, 70).start()
	for i, want := range map[int]string{1: "open", 40: "open", 50: "soon", 55: "soon", 65: "over"} {
		th := w.Env.Theme
		text, style := (moment{w.Clock.Now(), 0, th}).left(w.screen().window.rows[i])
		styles := map[string]string{"open": th.Open.Render(text), "soon": th.Soon.Render(text), "over": th.Over.Render(text)}
		if style.Render(text) != styles[want] {
			t.Errorf("row %d, %s left, is not %s", i, text, want)
		}
	}
	hour := moment{w.Clock.Now(), time.Hour, w.Env.Theme} // the setting decides
	if text, style := hour.left(w.screen().window.rows[1]); style.Render(text) != w.Env.Theme.Soon.Render(text) {
		t.Errorf("%s left is not soon, where an hour is", text)
	}
}

func TestFilterAsTyped(t *testing.T) {
	w := newWorld(t, 300).start()
	w.Press("/")
	if !w.Screen.Capturing() || w.Cursor(80, 24) == nil {
		t.Error("the filter does not take the keys")
	}
	w.Type("FILE-0123")
	w.sees("file-0123.pdf")
	w.seesNot("file-0124.pdf")
	w.Press("enter")
	w.sees(`with "FILE-0123"`)
	w.Press("esc")
	w.sees("file-0000.pdf", "file-0001.pdf")
	w.Press("/")
	w.Type("to:person3 state:op since:30m")
	w.Press("enter")
	w.sees("open, to person3, since", "file-0003.pdf", "file-0024.pdf")
	w.seesNot("file-0000.pdf", "file-0031.pdf")
	w.Press("/")
	w.Type(" nothing-like-it")
	w.sees("no share matches", "change the filter")
	w.Press("esc") // leaves the filter and empties it
	w.sees("file-0000.pdf")
	w.Press("esc")
	if _, ok := w.Step().(kit.Pop); !ok {
		t.Errorf("esc did %T", w.Step())
	}
}

func TestParseFilter(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]ledger.Query{
		"":                                   {},
		"two words":                          {Text: "two words"},
		`"two  words" x`:                     {Text: "two  words x"},
		`note:"ticket 12" bucket:b`:          {Note: "ticket 12", Bucket: "b"},
		"http://x":                           {Text: "http://x"},
		`"to:anna"`:                          {Text: "to:anna"},
		"to:Anna op:download key:AK batch:g": {Recipient: "Anna", Operation: "get", Key: "AK", Group: "g"},
		"state:rev since:7d":                 {State: "revoked", Since: now.AddDate(0, 0, -7)},
		"until:2026-03-01 a":                 {Until: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Text: "a"},
		"state: op: since: to:":              {},
	} {
		got, problem := parseFilter(text, now)
		if got != want || problem != "" {
			t.Errorf("%q: %+v %q", text, got, problem)
		}
	}
	for _, text := range []string{"state:x", "op:fly", "since:soon", "until:tomorrow"} {
		if _, problem := parseFilter(text, now); problem == "" {
			t.Errorf("%q is fine", text)
		}
	}
}

func FuzzParseFilter(f *testing.F) {
	f.Add(`a:"b c" state:o since:7d "`)
	f.Fuzz(func(_ *testing.T, text string) {
		q, _ := parseFilter(text, time.Unix(0, 0).UTC())
		_ = filterWords(q)
	})
}

func TestOpenOnlySortAndFold(t *testing.T) {
	w := newWorld(t, 100)
	for i := range 5 {
		r := w.sample(i)
		r.Group, r.Spec.Target.Key = "batch", fmt.Sprintf("batch/%d", i)
		w.record(r)
	}
	w.start()
	w.sees("▸ 5 links · acme/batch/0")
	w.seesNot("batch/3")
	for w.chosen().Batch == 0 {
		w.Press("down")
	}
	w.Press("enter")
	w.sees("batch/0", "batch/4", "batch batch")
	w.seesNot("file-0000", "▸")
	w.Press("esc")
	w.sees("▸ 5 links")
	w.Press("z")
	w.sees("batch/3")
	w.seesNot("▸")
	w.Press("z", "/")
	w.Type("is:open")
	w.Press("enter", "G")
	w.seesNot("ended")
	w.Press("esc", ",")
	w.sees("oldest first", "› ended", "file-0099")
	w.Press(",")
	w.sees("what ends next first", "› 1s", "file-0060")
}

func TestEnterShowsTheLinkAgain(t *testing.T) {
	w := newWorld(t, 70).start()
	id := w.chosen().ID
	w.Press("enter")
	if _, ok := w.Step().(kit.Push); !ok || w.exits[0] != "link "+id {
		t.Errorf("%T %v", w.Step(), w.exits)
	}
	w.Press("c")
	c, ok := w.Step().(kit.Copy)
	if !ok || c.Text.Reveal() != "https://x/"+id {
		t.Errorf("c did %T", w.Step())
	}
	e, err := w.log.Get(context.Background(), id)
	if err != nil || len(e.Events) != 2 || e.Events[1].Kind != ledger.Copied {
		t.Errorf("copying was not noted: %+v %v", e.Events, err)
	}
	w.Press("n", "ctrl+o")
	if got := strings.Join(w.exits[1:], ", "); got != "renew "+id+", browse Reports/file-0000.pdf" {
		t.Errorf("exits %s", got)
	}
	w.Press("G")
	steps := len(w.Steps)
	w.Press("c", "enter")
	if len(w.Steps) != steps {
		t.Errorf("an ended link was shown again: %+v", w.Step())
	}
	if view := w.text(80, 24); !strings.Contains(view, "signed by") {
		t.Errorf("enter on an ended link shows no details:\n%s", view)
	}
}

// The address of an upload form alone lets nobody upload.
func TestAFormIsHandedOverInsteadOfCopied(t *testing.T) {
	w := newWorld(t, 3)
	r := w.sample(0)
	r.Spec.Operation, r.Created = share.Form, r.Created.Add(time.Second)
	id := w.record(r)
	w.start()
	if got := w.screen().bindings().copy.Help().Desc; got != "hand over" {
		t.Errorf("y is called %q", got)
	}
	w.Press("y")
	if _, ok := w.Step().(kit.Push); !ok || len(w.exits) != 1 || w.exits[0] != "link "+id {
		t.Errorf("y did %T %v", w.Step(), w.exits)
	}
	if e, err := w.log.Get(context.Background(), id); err != nil || len(e.Events) != 1 {
		t.Errorf("noted %+v, %v", e.Events, err)
	}
	w.Press("down")
	if got := w.screen().bindings().copy.Help().Desc; got != "copy" {
		t.Errorf("y on a download is called %q", got)
	}
}

func TestKeyThatIsNotAtHand(t *testing.T) {
	w := newWorld(t, 3).start()
	w.keys["AKIAEXAMPLE"] = true
	w.Press("enter")
	n, ok := w.Step().(kit.Notify)
	if !ok || n.Kind != kit.Problem || !strings.Contains(n.Text, "AKIAEXAMPLE") || !strings.Contains(n.Text, "n shares anew") {
		t.Errorf("%+v", w.Step())
	}
}

func TestPlaceThatIsGone(t *testing.T) {
	w := newWorld(t, 3)
	w.gone = &s3browser.Error{Kind: s3browser.BadProfile, Sentence: "profile work does not exist", Hint: "choose another with --profile"}
	w.start()
	w.Press("enter")
	n, ok := w.Step().(kit.Notify)
	if !ok || n.Kind != kit.Problem {
		t.Fatalf("%+v", w.Step())
	}
	for _, want := range []string{"access key AKIAEXAMPLE of the place work, which is gone", "n shares anew", "signet log show " + w.chosen().ID + " --url --place NAME"} {
		if !strings.Contains(n.Text, want) {
			t.Errorf("%q is missing: %s", want, n.Text)
		}
	}
}

// What looks at the object does not know that the link works.
func TestCheckOfOneSaysWhatWasLookedAt(t *testing.T) {
	w := newWorld(t, 80)
	w.start()
	w.Press("t")
	if n, ok := w.Step().(kit.Notify); !ok || n.Text != "the object is there; the link was not used" {
		t.Errorf("%+v", w.Step())
	}
}

func TestCheckAllOpen(t *testing.T) {
	w := newWorld(t, 80)
	w.fails["Reports/file-0001.pdf"] = ledger.ObjectGone
	w.fails["Reports/file-0002.pdf"] = "error"
	w.start()
	w.Press("T")
	n, ok := w.Step().(kit.Notify)
	if !ok || n.Text != "open links checked, none was used: nothing against 59, 1 ended early, 1 not known to work: no network" {
		t.Errorf("%+v", w.Step())
	}
	w.sees("broken", "60 open")
	w.Press("down")
	w.sees("ended early: the object is gone", "what happened", "object-gone")
	if w.screen().Busy() != "" {
		t.Errorf("still %s", w.screen().Busy())
	}
}

func TestCheckIsStopped(t *testing.T) {
	w := newWorld(t, 80).start()
	w.Hold = true
	w.Press("T")
	for range 4 {
		w.Deliver(w.Run(0)...)
	}
	if got := w.screen().Busy(); !strings.Contains(got, "of 61") {
		t.Errorf("busy with %q", got)
	}
	w.Press("x")
	if w.screen().checking != nil {
		t.Error("not stopped")
	}
	w.Hold = false
	w.Settle()
	if n, ok := w.Step().(kit.Notify); !ok || !strings.HasPrefix(n.Text, "checking stopped: ") {
		t.Errorf("%+v", w.Step())
	}
}

// TestAWindowOfALongLog scrolls from end to end and back through more entries
// than are ever held.
func TestAWindowOfALongLog(t *testing.T) {
	const n = 2000
	w := newWorld(t, n).start()
	w.text(80, 24)
	for _, c := range []struct {
		key string
		to  string
	}{{"pgdown", "Reports/file-1999.pdf"}, {"pgup", "Reports/file-0000.pdf"}, {"G", "Reports/file-1999.pdf"}, {"pgup", "Reports/file-0000.pdf"}, {"G", "Reports/file-1999.pdf"}, {"g", "Reports/file-0000.pdf"}} {
		seen := map[string]bool{}
		look := func() {
			for _, line := range strings.Split(w.text(80, 24), "\n")[2:] {
				if _, name, ok := strings.Cut(line, "file-"); ok {
					seen[name[:4]] = true
				}
			}
		}
		look()
		for range n {
			w.Press(c.key)
			if got := w.screen().window.len(); got > windowRows+pageRows {
				t.Fatalf("%d rows held", got)
			}
			look()
			if w.chosen().Spec.Target.Key == c.to {
				break
			}
		}
		if got := w.chosen().Spec.Target.Key; got != c.to {
			t.Fatalf("%s ended on %s, not %s", c.key, got, c.to)
		}
		if strings.HasPrefix(c.key, "pg") && len(seen) != n {
			t.Errorf("%s showed %d of %d shares", c.key, len(seen), n)
		}
	}
}

func TestANewShareAppears(t *testing.T) {
	w := newWorld(t, 50).start()
	w.Press("down", "down", "down")
	at := w.chosen().ID
	r := w.sample(0)
	r.Created = r.Created.Add(time.Second)
	r.Spec.Target.Key = "brand new.pdf"
	w.record(r) // by whichever process
	w.tick(2 * time.Second)
	w.sees("brand new.pdf")
	if w.chosen().ID != at {
		t.Error("the cursor has left its share")
	}
}

func TestLastAskedWins(t *testing.T) {
	w := newWorld(t, 100).start()
	w.Hold = true
	w.Press("/")
	w.Type("1")
	w.Type("2")
	if w.Pending() < 2 {
		t.Fatalf("%d questions asked", w.Pending())
	}
	late := w.Run(0)
	w.Settle()
	want := w.text(120, 30)
	w.Deliver(late...)
	if got := w.text(120, 30); got != want || !strings.Contains(got, "file-0012") {
		t.Errorf("a late answer was shown:\n%s", got)
	}
}

func TestBrokenLog(t *testing.T) {
	w := newWorld(t, 10)
	_ = w.log.Close()
	w.start()
	w.sees("the share log cannot be read", "try again")
	w.Press("G", "down", "enter", "c", "t", "T", "tab", "r")
	w.tick(time.Second)
}

func TestEmptyLog(t *testing.T) {
	w := newWorld(t, 0).start()
	w.sees("nothing was shared yet", "no link is open")
	w.Press("G", "g", "up", "down", "enter", "c", "n", "ctrl+o", "tab", "t", ",", "z", ",")
	w.sees("no link is open")
}

// hostile text goes through a terminal, so nothing of it may act.
func TestSizesAndHostileText(t *testing.T) {
	w := newWorld(t, 30)
	for i, evil := range []string{"\x1b[31mred\x1b]52;c;aGk=\a", "a\nb\rc\td", "\u202etxt.exe", strings.Repeat("長い", 200), "👩‍👩‍👧‍👦é́", "\x00\x9b2J", "", " "} {
		r := w.sample(i)
		r.Spec.Target.Key, r.Spec.Target.Bucket, r.Note, r.Recipient, r.Who.User = evil+"/"+evil, "b"+evil, evil, evil, evil
		if i%2 == 0 {
			r.Group = "g" + evil
			w.record(r)
		}
		id := w.record(r)
		if err := w.log.Append(context.Background(), id, ledger.Event{Kind: ledger.Used, Agent: evil, From: evil, Detail: evil}); err != nil {
			t.Fatal(err)
		}
	}
	w.start()
	for _, state := range []string{"", "down", "tab", "/", "x", "enter", "esc", "z", ",", "T", "down"} {
		if state != "" {
			w.Press(state)
		}
		uitest.Sizes(t, w.Screen)
		for _, view := range []string{w.View(40, 10), w.View(80, 24), w.View(120, 40), w.View(300, 100)} {
			if strings.ContainsAny(view, "\x1b\r\a\x00\u202e\u009b") {
				t.Errorf("after %q: hostile text is on the screen", state)
			}
		}
	}
}

// A folded row speaks for all links of its batch, not for the first alone.
func TestAFoldedBatchSpeaksForAllItsLinks(t *testing.T) {
	w := newWorld(t, 3)
	var ids []string
	for i := range 4 {
		r := w.sample(10 + i) // each ends a minute before the one before it
		r.Group, r.Spec.Target.Key = "batch", fmt.Sprintf("batch/%d", i)
		ids = append(ids, w.record(r))
	}
	revoke := func(id string) {
		t.Helper()
		if err := w.log.Append(context.Background(), id, ledger.Event{Kind: ledger.Revoked}); err != nil {
			t.Fatal(err)
		}
	}
	revoke(ids[0])
	w.start()
	w.sees("47m 01s   ▸ 4 links · 3 open · acme/batch/0")
	for w.chosen().Batch == 0 {
		w.Press("down")
	}
	w.sees("4 links · 3 open, the first ends in 47m 01s")
	revoke(ids[3]) // by whichever process
	w.tick(time.Second)
	w.sees("48m 00s   ▸ 4 links · 2 open")
	w.tick(48 * time.Minute)
	w.sees("1m 00s    ▸ 4 links · 1 open")
	w.tick(2 * time.Minute)
	w.sees("revoked   ▸ 4 links · 0 open")
	w.Press("enter")
	w.sees("batch/1", "batch/3")
}

// A folded row of an upload page leads to what has arrived: its first link alone does not
// say that it stands on a page.
func TestAFoldedPageLeadsToWhatHasArrived(t *testing.T) {
	w := newWorld(t, 0)
	for i := range 2 {
		r := w.sample(1)
		r.Group, r.Spec.Target.Key, r.Spec.Operation = "asked", "in/", share.Form
		if i == 1 {
			r.Spec.Target.Key, r.Spec.Operation, r.Page = "signet-pages/x.html", share.Download, share.PageUpload
		}
		w.record(r)
		other := w.sample(1)
		other.Group, other.Spec.Target.Key = "plain", fmt.Sprintf("doc/%d", i)
		w.record(other)
	}
	w.start()
	for _, c := range []struct {
		group string
		leads bool
	}{{"plain", false}, {"asked", true}} {
		w.Press("home")
		if w.chosen().Group != c.group {
			w.Press("down")
		}
		w.exits = nil
		w.Press("L")
		if w.chosen().Group != c.group || (len(w.exits) > 0) != c.leads {
			t.Errorf("%s: L leads to %v", c.group, w.exits)
		}
	}
}

func TestABatchThatIsTooLargeToCount(t *testing.T) {
	w := newWorld(t, 0)
	for i := range weighRows + 20 {
		r := w.sample(1)
		r.Group, r.Spec.Target.Key = "batch", fmt.Sprintf("batch/%d", i)
		w.record(r)
	}
	w.start()
	w.sees("59m 01s   ▸ 320 links · 300+ open")
}

// Beside the details, too, each row says for whom it is.
func TestEveryRowSaysForWhom(t *testing.T) {
	w := newWorld(t, 3).start()
	for _, size := range [][2]int{{80, 24}, {119, 40}, {120, 24}, {120, 40}, {160, 30}, {200, 50}} {
		for i, line := range strings.Split(w.text(size[0], size[1]), "\n")[3:6] {
			if !strings.Contains(line, fmt.Sprintf("person%d@exam", i)) {
				t.Errorf("%v: %s", size, line)
			}
		}
	}
}

func TestKeys(t *testing.T) {
	w := newWorld(t, 3).start()
	uitest.CheckKeys(t, w.Screen.Keys())
	w.Press("/")
	uitest.CheckKeys(t, w.Screen.Keys())
}

func TestGolden(t *testing.T) {
	w := newWorld(t, 70)
	r := w.sample(3)
	r.Group = "g"
	w.record(r)
	w.record(r)
	failed := w.sample(5)
	failed.Failure = "no credentials"
	w.record(failed)
	w.start()
	w.Goldens("history", func(view string) string { return hideIDs(w, view) })
}

// hideIDs leaves out what is random.
func hideIDs(w *world, view string) string {
	return strings.ReplaceAll(view, w.chosen().ID, "0123456789abc")
}

func TestRecent(t *testing.T) {
	w := newWorld(t, 70)
	r := NewRecent(kit.Env{Theme: w.startTheme(), Clock: func() time.Time { return w.clock() }}, w.log)
	if text, _ := r.Headline(80); text != "" || !strings.Contains(uitest.Plain(r.View(60, 5)), "…") {
		t.Error("something is shown before anything is known")
	}
	refresh := func() RecentMsg {
		msg := r.Refresh(context.Background())().(RecentMsg)
		r.Update(msg)
		return msg
	}
	refresh()
	view := uitest.Plain(r.View(60, 5))
	if lines := strings.Split(view, "\n"); len(lines) != 5 || !strings.Contains(view, "61 open") || !strings.Contains(lines[1], "1h 00m    acme/Reports/file-0000.pdf") {
		t.Errorf("\n%s", view)
	}
	if refresh().changed {
		t.Error("the log was read again though nothing was added")
	}
	sample := w.sample(0)
	sample.Created = sample.Created.Add(time.Minute)
	sample.Spec.Target.Key = "new.pdf"
	w.record(sample)
	refresh()
	if !strings.Contains(uitest.Plain(r.View(60, 5)), "new.pdf") {
		t.Error("the new share is missing")
	}
	for _, size := range [][2]int{{0, 0}, {1, 1}, {0, 5}, {5, 0}, {40, 10}, {300, 100}} {
		view := r.View(size[0], size[1])
		if err := uitest.Fits(view, nil, size[0], size[1]); err != nil {
			t.Errorf("%v: %v", size, err)
		}
	}
	if first := r.Refresh(context.Background()); first == nil || r.Refresh(context.Background()) != nil {
		t.Error("it asks twice at once")
	}
}

// The foot of the first screen takes plain text, as much as there is room for.
func TestHeadline(t *testing.T) {
	r := &Recent{}
	for _, c := range []struct {
		sum  ledger.Summary
		w    int
		want string
	}{
		{ledger.Summary{}, 80, ""},
		{ledger.Summary{Open: 33, Soon: 2, Today: 5, Later: 4}, 80, "33 links open · 2 end within 15 min · 4 open later · H"},
		{ledger.Summary{Open: 33, Soon: 2, Today: 5, Later: 4}, 50, "33 links open · 2 end within 15 min · H"},
		{ledger.Summary{Open: 33, Soon: 2, Today: 5, Later: 4}, 20, "33 links open · H"},
		{ledger.Summary{Open: 33, Soon: 2, Today: 5, Later: 4}, 5, ""},
		{ledger.Summary{Open: 3, Soon: 1, Within: 2 * time.Hour}, 80, "3 links open · 1 ends within 2 h · H"},
		{ledger.Summary{Open: 1, Today: 1}, 80, "1 link open · 1 ends today · H"},
		{ledger.Summary{Later: 1}, 80, "1 link to open later · H"},
		{ledger.Summary{Open: 20_000, Soon: 1, Capped: true}, 80, "20,000+ links open · 1+ end within 15 min · H"},
	} {
		r.summary = &c.sum
		if got, soon := r.Headline(c.w); got != c.want || soon != (c.sum.Soon > 0) {
			t.Errorf("%+v in %d cells: %q %v, want %q", c.sum, c.w, got, soon, c.want)
		}
	}
}

// Time alone brings a link among those that end soon: nothing is added to the log then.
func TestWhatEndsSoonIsCountedAnew(t *testing.T) {
	w := newWorld(t, 0)
	r := w.sample(0)
	r.Terms.Ends = r.Created.Add(16 * time.Minute)
	w.record(r)
	w.start()
	recent := NewRecent(kit.Env{Theme: w.startTheme(), Clock: w.clock}, w.log)
	glance := func() string {
		recent.Update(recent.Refresh(context.Background())())
		text, _ := recent.Headline(80)
		return text
	}
	if got := glance(); strings.Contains(got, "within 15 min") {
		t.Errorf("too early: %s", got)
	}
	w.tick(2 * time.Minute)
	w.sees("1 ends within 15 min")
	if got := glance(); got != "1 link open · 1 ends within 15 min · H" {
		t.Error(got)
	}
}

func (w *world) startTheme() *kit.Theme {
	th := kit.NewTheme(true)
	return &th
}
