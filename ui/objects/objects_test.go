package objects

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

func TestPagesStreamInWhileTheUserMoves(t *testing.T) {
	b := newBucket(numbered(3500)...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	if v := d.View(80, 24); !strings.Contains(v, "listing s3://acme-legal/logs/ …") {
		t.Errorf("before the first page:\n%s", v)
	}
	d.Deliver(d.Run(0)...)
	if v := d.View(80, 24); !strings.Contains(v, "000000.json") || !strings.Contains(v, "1,000 so far…") || s.Busy() == "" {
		t.Errorf("after the first page:\n%s", v)
	}
	d.Press("G", "up")
	d.Deliver(d.Run(0)...)
	if s.on() != "000998.json" || !strings.Contains(d.View(80, 24), "2,000 so far…") {
		t.Errorf("the second page moved the cursor to %s", s.on())
	}
	d.Settle()
	if v := d.View(80, 24); !strings.Contains(v, "3,500 objects") || !strings.Contains(v, "999 of 3,500") || s.Busy() != "" {
		t.Errorf("at the end:\n%s", v)
	}
	if len(b.lists) != 4 || b.lists[3].Token != "3000" || b.lists[3].Prefix != "logs/" || b.lists[0].Recursive {
		t.Errorf("asked %+v", b.lists)
	}
}

func TestReloadIgnoresTheAnswerToTheLoadBefore(t *testing.T) {
	b := newBucket(numbered(10)...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	late := d.Run(0)
	b.entries = b.entries[:3]
	d.Press("R")
	d.Deliver(late...)
	if n := s.top().list.Total(); n != 0 {
		t.Errorf("%d rows: a stale page was taken while the reload was under way", n)
	}
	d.Settle()
	d.Deliver(late...)
	if n := s.top().list.Total(); n != 3 {
		t.Errorf("%d rows: the load asked for first won", n)
	}
}

func TestReloadAndLeavingCancelTheRequest(t *testing.T) {
	b := newBucket(numbered(10)...)
	d, _, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Run(0)
	d.Press("R")
	if b.ctxs[0].Err() == nil {
		t.Error("the reload left the request before it running")
	}
	d.Run(0)
	if b.ctxs[1].Err() != nil {
		t.Error("the reload's own request is cancelled")
	}
	d.Leave()
	if b.ctxs[1].Err() == nil {
		t.Error("leaving left a request running")
	}
}

func TestAnswerToAFolderThatWasLeftIsDropped(t *testing.T) {
	b := documents()
	d, s, _ := start(t, b, here)
	d.Hold = true
	d.Press("g", "down", "down") // contracts/
	if s.on() != "contracts/" {
		t.Fatalf("on %s", s.on())
	}
	d.Press("enter")
	late := d.Run(0)
	d.Press("h")
	d.Deliver(late...)
	d.Settle()
	if s.Title() != "acme-legal/" || s.on() != "contracts/" {
		t.Errorf("in %s on %s", s.Title(), s.on())
	}
}

func TestFailedPageKeepsTheRowsAndRetriesFromThere(t *testing.T) {
	b := newBucket(numbered(2500)...)
	b.fail[1] = errors.New("connection reset")
	d, s, _ := start(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	v := d.View(80, 24)
	if !strings.Contains(v, "listing stopped at 1,000: connection reset") || !strings.Contains(v, "r loads on") || !strings.Contains(v, "000000.json") {
		t.Errorf("after the failure:\n%s", v)
	}
	d.Goldens("partial")
	uitest.Sizes(t, s)
	d.Press("r")
	if s.top().list.Total() != 2500 || b.lists[2].Token != "1000" {
		t.Errorf("%d rows, retried with token %q", s.top().list.Total(), b.lists[2].Token)
	}
}

// A reload that fails or is stopped says what is in sight: the rows from before.
func TestAFailedReloadSaysWhatIsShown(t *testing.T) {
	b := newBucket(numbered(30)...)
	d, _, _ := start(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	b.fail[1] = errors.New("connection reset")
	d.Press("r")
	v := d.View(100, 24)
	if strings.Contains(v, "stopped at 0") || !strings.Contains(v, "reloading failed, what is shown is from before: connection reset") || !strings.Contains(v, "000000.json") || !strings.Contains(v, "r goes on with it") {
		t.Errorf("after the failure:\n%s", v)
	}
	d.Press("r")
	if v := d.View(100, 24); strings.Contains(v, "reloading") || !strings.Contains(v, "30 objects") {
		t.Errorf("after another:\n%s", v)
	}
	d.Hold = true
	d.Press("r")
	d.Press("x")
	d.Settle()
	if v := d.View(100, 24); strings.Contains(v, "stopped at 0") || !strings.Contains(v, "reloading stopped, what is shown is from before") {
		t.Errorf("after a stop:\n%s", v)
	}
}

// Why a listing stopped can be read to its end, whatever the width.
func TestAFailedPageSaysAllOfWhy(t *testing.T) {
	why := &s3browser.Error{
		Kind: s3browser.ExpiredSession, Sentence: "the session behind the signature has ended: listing s3://acme-legal/logs/ was refused",
		Why: "credentials of a session last 15 minutes to 36 hours, and these were over before the last page", Hint: "renew it (ctrl+r), or sign in again and press r",
	}
	for _, w := range []int{40, 80, 140} {
		b := newBucket(numbered(2500)...)
		b.fail[1] = why
		d, s, _ := start(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
		words := strings.Join(strings.Fields(d.View(w, 22)), " ")
		for _, want := range []string{why.Sentence, "r loads on from there; " + why.Why + "; " + why.Hint, " 1 of 1,000", "000000.json"} {
			if !strings.Contains(words, want) {
				t.Errorf("%d wide: %q is missing in\n%s", w, want, d.View(w, 22))
			}
		}
		uitest.Sizes(t, s)
		if v := d.View(40, 8); !strings.Contains(v, "000002.json") || !strings.Contains(v, "…\n") && !strings.HasSuffix(v, "…") {
			t.Errorf("a small screen:\n%s", v)
		}
	}
}

func TestStopAndLoadOn(t *testing.T) {
	b := newBucket(numbered(2500)...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Deliver(d.Run(0)...)
	d.Press("x")
	d.Settle()
	if s.top().list.Total() != 1000 || !strings.Contains(d.View(80, 24), "stopped at 1,000, r loads on") {
		t.Errorf("%d rows\n%s", s.top().list.Total(), d.View(80, 24))
	}
	d.Press("r")
	d.Settle()
	if s.top().list.Total() != 2500 {
		t.Errorf("%d rows after r", s.top().list.Total())
	}
}

func TestLoadingPausesBeforeMemoryIsGone(t *testing.T) {
	b := newBucket(numbered(5000)...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	s.enough = 2000
	s.top().load.until = 2000
	d.Settle()
	if s.top().list.Total() != 2000 || s.Busy() != "" {
		t.Errorf("%d rows", s.top().list.Total())
	}
	d.Press("r")
	d.Settle()
	if s.top().list.Total() != 4000 {
		t.Errorf("%d rows after r", s.top().list.Total())
	}
}

func TestServerThatRepeatsItselfIsNotBelieved(t *testing.T) {
	b := newBucket(numbered(2500)...)
	b.stuck = true
	d, s, _ := start(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	if s.top().load.err == nil || len(b.lists) > 3 || d.Pending() > 0 {
		t.Errorf("asked %d times, err %v", len(b.lists), s.top().load.err)
	}
}

func TestGoingBackFindsTheFolderAsItWasLeft(t *testing.T) {
	b := newBucket(append(numbered(2500), "logs/sub/one.txt", "logs/sub/two.txt", "above/x", "zoo/y")...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Settle()
	d.Press("G")
	d.Hold = false
	d.Press("enter")
	if s.Title() != "acme-legal/logs/sub/" || s.on() != "one.txt" {
		t.Fatalf("in %s on %s", s.Title(), s.on())
	}
	asked := len(b.lists)
	d.Press("backspace")
	if s.on() != "sub/" || len(b.lists) != asked {
		t.Errorf("on %s, listed again %d times", s.on(), len(b.lists)-asked)
	}
	d.Press("h")
	if s.Title() != "acme-legal/" || s.on() != "logs/" {
		t.Errorf("above the first folder: in %s on %s", s.Title(), s.on())
	}
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Error("esc at the bucket's root did not leave")
	}
}

func TestGoingBackLoadsOnWhatLeavingInterrupted(t *testing.T) {
	keys := append(numbered(2500), "logs/000/one.txt")
	b := newBucket(keys...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Deliver(d.Run(0)...)
	d.Press("enter") // the folder 000/ is first
	if b.ctxs[0].Err() == nil {
		t.Error("leaving the folder left its listing running")
	}
	d.Settle()
	d.Press("h")
	d.Settle()
	if s.top().list.Total() != 2501 || s.on() != "000/" {
		t.Errorf("%d rows on %s", s.top().list.Total(), s.on())
	}
}

func TestEnterSharesTheObjectWithWhatIsKnown(t *testing.T) {
	d, s, o := start(t, documents(), here)
	d.View(140, 30) // the detail pane is in sight
	d.Press("G", "up", "k", "j")
	for s.on() != "report Q3.pdf" {
		d.Press("up")
	}
	d.Press("enter")
	if _, ok := d.Step().(kit.Push); !ok {
		t.Fatal("no step")
	}
	want := share.Target{Place: "work", Region: "eu-central-1", Bucket: "acme-legal", Key: "report Q3.pdf"}
	if o.target != want {
		t.Errorf("target %+v", o.target)
	}
	if ob := o.object; !ob.Known || ob.Size == 0 || ob.ETag == "" || ob.ContentType != "application/pdf" || !ob.Versioned {
		t.Errorf("object %+v", ob)
	}
}

func TestMarksMakeABatch(t *testing.T) {
	d, s, o := start(t, documents(), here)
	d.Press("g", "space", "space", "space")
	if v := d.View(80, 24); !strings.Contains(v, "3 chosen") {
		t.Errorf("no count:\n%s", v)
	}
	for i, k := range []string{"S", "s"} {
		o.chosen = nil
		d.Press(k)
		if _, ok := d.Step().(kit.Push); !ok || len(o.chosen) != 3 {
			t.Errorf("%d: chosen %+v", i, o.chosen)
		}
	}
	folders := 0
	for _, c := range o.chosen {
		if c.Folder {
			folders++
		}
	}
	if folders != 1 || o.chosen[0].Target.Place != "work" {
		t.Errorf("chosen %+v", o.chosen)
	}
	d.Press("esc")
	if n, ok := d.Step().(kit.Notify); !ok || s.count() != 3 || !strings.Contains(n.Text, "esc again drops what is chosen, 3 chosen") {
		t.Errorf("the first esc: %+v", d.Step())
	}
	d.Press("esc")
	if s.count() != 0 || d.Step() != nil {
		t.Error("the second esc did not choose none")
	}
}

func TestShareAFolder(t *testing.T) {
	d, s, o := start(t, documents(), here)
	d.Press("g")
	if d.Press("S"); s.on() == "contracts/" {
		t.Fatal("the test wants an object first")
	}
	if len(o.chosen) != 0 || o.target.Key == "" {
		t.Errorf("S on an object chose %+v and %+v, not that object alone", o.chosen, o.target)
	}
	d.Press("down", "down", "S")
	if _, ok := d.Step().(kit.Push); !ok || len(o.chosen) != 1 || !o.chosen[0].Folder || o.chosen[0].Target.Key != "contracts/" {
		t.Errorf("chosen %+v", o.chosen)
	}
}

func TestUploadAsksForAKey(t *testing.T) {
	d, s, o := start(t, documents(), Location{Bucket: "acme-legal", Prefix: "contracts/"})
	d.Press("u")
	if !s.Capturing() {
		t.Fatal("not capturing")
	}
	d.Goldens("upload")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	d.Press("q", "?", "space")
	d.Type("ü.pdf")
	d.Press("enter")
	if _, ok := d.Step().(kit.Push); !ok || o.upload.Key != "contracts/q? ü.pdf" || s.Capturing() {
		t.Errorf("upload to %q", o.upload.Key)
	}
	d.Press("u", "ctrl+u", "enter")
	if d.Step() != nil || !strings.Contains(d.View(80, 24), "no object named") {
		t.Errorf("an empty key:\n%s", d.View(80, 24))
	}
	d.Press("esc")
	if s.Capturing() || d.Step() != nil {
		t.Error("esc did not close the question alone")
	}
}

// What a bookmark keeps is the folder, or the object whose details are shown.
func TestWhatABookmarkKeeps(t *testing.T) {
	d, s, _ := start(t, documents(), here)
	d.View(80, 24)
	d.Press("G")
	folder, ok := s.Keeps()
	d.Press("tab")
	d.View(80, 24)
	object, shown := s.Keeps()
	r, _ := s.top().selected()
	if !ok || !shown || folder.Key != here.Prefix || object.Key != r.key || r.folder || !s.Arrived() {
		t.Errorf("%+v, then %+v", folder, object)
	}
}

func TestCopyTheAddress(t *testing.T) {
	d, _, _ := start(t, documents(), here)
	d.Press("g", "down", "down", "y")
	c, ok := d.Step().(kit.Copy)
	if !ok || c.Text.Reveal() != "s3://acme-legal/contracts/" {
		t.Errorf("copied %v", c)
	}
}

func TestDetailAsksForTheRowOnWhichTheCursorRests(t *testing.T) {
	b := documents()
	d, s, _ := start(t, b, here)
	d.View(80, 24)
	d.Press("down")
	if len(b.heads) != 0 {
		t.Errorf("asked about %q though the pane is not in sight", b.heads)
	}
	d.View(120, 40)
	d.Hold = true
	d.Press("g")
	first := d.Run(0)
	d.Press("down")
	if b.hctxs[0].Err() == nil {
		t.Error("moving on left the question running")
	}
	d.Deliver(first...)
	d.Settle()
	if len(s.top().heads) != 1 || s.looking.cancel != nil {
		t.Errorf("%d answers kept: the one about the row left counts too", len(s.top().heads))
	}
	asked := len(b.heads)
	d.Press("up", "down")
	d.Settle()
	d.Press("up", "down")
	d.Settle()
	if len(b.heads) > asked+2 {
		t.Errorf("asked again about what is known: %q", b.heads)
	}
}

func TestDetailsAreAKeyAwayOnANarrowTerminal(t *testing.T) {
	b := documents()
	d, s, _ := start(t, b, here)
	d.View(80, 24)
	d.Press("G", "up", "tab")
	d.Goldens("details")
	uitest.Sizes(t, s)
	d.View(80, 24)
	uitest.CheckKeys(t, s.Keys())
	if v := d.View(80, 24); s.on() != "report Q3.pdf" || !strings.Contains(v, "application/pdf") {
		t.Errorf("on %s:\n%s", s.on(), v)
	}
	d.Press("G")
	if v := d.View(80, 24); s.on() != "report Q3.pdf" || !strings.Contains(v, "reviewed") {
		t.Errorf("the details do not scroll to their end, on %s:\n%s", s.on(), v)
	}
	for _, back := range []string{"esc", "tab"} {
		d.Press(back)
		if v := d.View(80, 24); !strings.Contains(v, "archive.tar") || s.on() != "report Q3.pdf" {
			t.Errorf("%s is no way back to the list:\n%s", back, v)
		}
		d.Press("tab")
	}
}

// On a card beside the list the keys are the list's, until they are given to the details,
// which is offered where those are taller than the card.
func TestDetailsScrollBesideTheList(t *testing.T) {
	d, s, _ := start(t, documents(), here)
	d.View(120, 60)
	d.Press("G", "up")
	if d.View(120, 60); s.bindings().details.Enabled() {
		t.Error("it is offered to scroll what is in sight")
	}
	if v := d.View(120, 24); strings.Contains(v, "reviewed") || !s.bindings().details.Enabled() {
		t.Errorf("all of it is in sight:\n%s", v)
	}
	d.Press("tab")
	d.View(120, 24)
	d.Press("G")
	if v := d.View(120, 24); s.on() != "report Q3.pdf" || !strings.Contains(v, "reviewed") || !strings.Contains(v, "details, ↑/k and ↓/j scroll") {
		t.Errorf("on %s:\n%s", s.on(), v)
	}
	uitest.Sizes(t, s)
	d.View(120, 24)
	d.Press("esc", "down")
	if v := d.View(120, 24); s.on() != "日本語の文書.pdf" || !strings.Contains(v, "╭─ details ─") {
		t.Errorf("esc does not give the keys back, on %s:\n%s", s.on(), v)
	}
}

func TestOpensOnTheKeyThatWasAskedFor(t *testing.T) {
	b := newBucket(numbered(2500)...)
	_, s, _ := start(t, b, Location{Bucket: "acme-legal", Prefix: "logs/", Select: "logs/001700.json"})
	if s.on() != "001700.json" {
		t.Errorf("on %s", s.on())
	}
}

func TestReloadFiltersWhatIsNewAndAsksTheServerAgain(t *testing.T) {
	b := newBucket(numbered(6000)...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Settle()
	d.Press("/")
	d.Type("0059")
	d.Settle()
	d.Press("enter", "R")
	for range 4 { // the reload passes the cursor and shows its rows
		d.Deliver(d.Run(0)...)
	}
	d.Press("x")
	d.Settle()
	if last := b.lists[len(b.lists)-1]; last.Prefix != "logs/0059" {
		t.Errorf("the server was not asked about the filter: %+v", last)
	}
	if n := s.top().list.Len(); n == 0 || s.top().list.Reloading() {
		t.Errorf("%d rows, reloading %v", n, s.top().list.Reloading())
	}
	d.Press("r")
	d.Settle()
	if n := s.top().list.Len(); n != 111 {
		t.Errorf("%d rows in the end", n)
	}
}

func TestScreensAsDrawn(t *testing.T) {
	d, s, _ := start(t, documents(), here)
	d.Press("g", "down", "down")
	d.View(120, 40)
	for s.on() != "report Q3.pdf" {
		d.Press("down")
	}
	d.Press("space", "up")
	d.Goldens("folder")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	if v := d.View(120, 40); strings.ContainsAny(v, "\x1b\u202e") {
		t.Error("a hostile key reached the terminal")
	}

	empty, es, _ := start(t, newBucket(), here)
	empty.Goldens("empty")
	uitest.Sizes(t, es)

	b := newBucket()
	b.fail[0] = refused()
	denied, ds, _ := start(t, b, here)
	denied.Goldens("denied")
	uitest.Sizes(t, ds)
	uitest.CheckKeys(t, ds.Keys())
	if v := denied.View(80, 24); !strings.Contains(v, "ctrl+o") || !strings.Contains(v, "s3:ListBucket") {
		t.Errorf("no way out of a refusal:\n%s", v)
	}
	denied.Press("r")
	if v := denied.View(80, 24); !strings.Contains(v, "is empty") {
		t.Errorf("r did not try again:\n%s", v)
	}
}

// What r does is called the same in the middle of the screen and below it.
func TestRetryingHasOneName(t *testing.T) {
	denied := newBucket()
	denied.fail[0] = refused()
	for want, b := range map[string]*bucket{"try again": denied, "look again": newBucket()} {
		d, s, _ := start(t, b, here)
		if got := s.bindings().retry.Help().Desc; got != want || !strings.Contains(d.View(80, 24), "r  "+want) {
			t.Errorf("r is to %s, want %s:\n%s", got, want, d.View(80, 24))
		}
	}
	d, s, _ := startHeld(t, documents(), here)
	d.Press("x")
	if got := s.bindings().retry.Help().Desc; got != "load on" || !strings.Contains(d.View(80, 24), "r  load on") {
		t.Errorf("stopped: r is to %s:\n%s", got, d.View(80, 24))
	}
	d.Press("r")
	d.Settle()
	if got := s.bindings().retry.Help().Desc; got != "reload" {
		t.Errorf("loaded: r is to %s", got)
	}
}

func TestExpiredSessionCanBeRenewed(t *testing.T) {
	b := newBucket("a.txt")
	b.fail[0] = &s3browser.Error{Kind: s3browser.ExpiredSession, Sentence: "the session of profile work is over"}
	d, s, _ := start(t, b, here)
	d.Press("ctrl+r")
	if d.Step() != nil || strings.Contains(d.View(80, 24), "ctrl+r") {
		t.Error("renewing is offered though it cannot be done")
	}
	renewed := ""
	s.exits.Renew = func(place string) tea.Cmd { renewed = place; return nil }
	if !strings.Contains(d.View(80, 24), "ctrl+r  renew the session") {
		t.Errorf("no way to renew:\n%s", d.View(80, 24))
	}
	d.Press("ctrl+r", "r")
	if renewed != "work" || s.on() != "a.txt" {
		t.Errorf("renewed %q, on %q", renewed, s.on())
	}
	d.Press("ctrl+r")
}

func TestDetailSaysWhyAnObjectCannotBeLookedAt(t *testing.T) {
	b := documents()
	b.deny = refused()
	d, s, _ := start(t, b, here)
	d.View(120, 40)
	d.Press("down")
	if v := d.View(120, 40); !strings.Contains(v, "access denied") {
		t.Errorf("%s on:\n%s", s.on(), v)
	}
}

func TestViewNeedsNoAnswerAndNoSize(t *testing.T) {
	d, s, _ := startHeld(t, documents(), here)
	uitest.Sizes(t, s)
	d.Press("down", "G", "enter", "space", "S", "s", "y", "/", "x", "esc", "u", "esc", "r")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
}

var _ Source = (*s3browser.Client)(nil)

// BenchmarkKeyToView is a key in a bucket of n loaded objects until the frame is
// drawn, the detail pane included.
func BenchmarkKeyToView(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			_, s, _ := startHeld(b, newBucket(), Location{Bucket: "acme-legal", Prefix: "logs/"})
			rows := make([]row, 0, 1000)
			for i := range n {
				rows = append(rows, row{key: fmt.Sprintf("logs/%09d.json", i), size: int64(i), class: "STANDARD"})
				if len(rows) == cap(rows) {
					s.listed(listed{level: s.top().id, seq: s.top().load.seq, rows: rows, packed: pack("logs/", nil)(rows), page: s3browser.Page{Next: fmt.Sprint(i), Entries: []s3browser.Entry{{Key: fmt.Sprint(i)}}}})
					rows = rows[:0]
				}
			}
			keys := []string{"down", "pgdown", "G", "up", "pgup", "g"}
			for i := 0; b.Loop(); i++ {
				msg, _ := uitest.Key(keys[i%len(keys)])
				s.Update(msg)
				s.View(120, 40)
			}
		})
	}
}

// BenchmarkMemory is what a loaded object costs: the row, its key of 44 bytes
// and its ETag of 32, and the list around them.
func BenchmarkMemory(b *testing.B) {
	const n = 200_000
	for b.Loop() {
		before := uitest.Heap()
		_, s, _ := startHeld(b, newBucket(), Location{Bucket: "acme-legal", Prefix: "logs/"})
		for i := 0; i < n; i += 1000 {
			page := make([]row, 1000)
			for j := range page {
				page[j] = row{key: fmt.Sprintf("logs/2026/03/04/service-name-%015d", i+j), etag: fmt.Sprintf("%032x", i+j), class: "STANDARD"}
			}
			s.listed(listed{level: s.top().id, seq: s.top().load.seq, rows: page, packed: pack("logs/", nil)(page), page: s3browser.Page{Next: fmt.Sprint(i), Entries: []s3browser.Entry{{Key: fmt.Sprint(i)}}}})
		}
		b.ReportMetric(float64(uitest.Heap()-before)/n, "B/object")
		runtime.KeepAlive(s)
	}
}

func TestRowIsSmall(t *testing.T) {
	if n := sizeOfRow(); n > 80 {
		t.Errorf("a row takes %d bytes", n)
	}
}
