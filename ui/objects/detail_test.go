package objects

import (
	"context"
	"strings"
	"testing"

	"signet/s3browser"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// What is told of one object stays in sight, with no change at all, until the answers
// about the next are there: neighbours are alike, and nothing is emptied to be filled.
func TestThePaneLingersBetweenNeighbours(t *testing.T) {
	d, s, _ := start(t, newBucket("a/one.pdf", "a/two.pdf"), Location{Bucket: "acme-legal", Prefix: "a/"})
	d.View(120, 40)
	d.Send(kit.Tick{})
	before := d.View(120, 40)
	for _, want := range []string{"application/pdf", "matter", "17 b/2026", "SHA256", "until today", "and 3 more, H shows them", "case"} {
		if !strings.Contains(before, want) {
			t.Fatalf("no %q in\n%s", want, before)
		}
	}
	d.Hold = true
	d.Press("down")
	held := d.View(120, 40)
	if !strings.Contains(held, "application/pdf") || strings.Contains(held, "looking") || lines(before)-lines(held) != 0 {
		t.Errorf("the pane was emptied:\n%s", held)
	}
	d.Settle()
	d.Hold = false
	if after := d.View(120, 40); after != held {
		t.Errorf("the same was told, and it was drawn anew:\n%s\n%s", held, after)
	}
	if s.stay.head.parts == nil {
		t.Error("nothing lingers")
	}
}

func lines(view string) (n int) {
	for l := range strings.Lines(view) {
		if _, pane, ok := strings.Cut(l, "│"); ok && strings.Trim(pane, " │\n") != "" {
			n++
		}
	}
	return n
}

// What lingers is of another object: after a moment it goes.
func TestWhatLingersGoesWhenTheAnswerTakesLong(t *testing.T) {
	d, _, _ := start(t, newBucket("a/one.pdf", "a/two.pdf", "a/zzz.pdf"), Location{Bucket: "acme-legal", Prefix: "a/"})
	d.View(120, 40)
	d.Send(kit.Tick{})
	d.Hold = true
	d.Press("down")
	d.Clock.Advance(2 * linger)
	d.Press("down")
	if v := d.View(120, 40); strings.Contains(v, "application/pdf") || !strings.Contains(v, "looking…") {
		t.Errorf("still of the object before:\n%s", v)
	}
}

// Each part is refused in words in its place, and keeps no other from being told.
func TestARefusedPartIsSaidInItsPlace(t *testing.T) {
	b := newBucket("one.pdf")
	b.noTags = &s3browser.Error{Kind: s3browser.AccessDenied, Sentence: "access denied reading the tags of s3://acme-legal/one.pdf", Hint: "needs s3:GetObjectTagging"}
	d, _, _ := start(t, b, here)
	d.View(120, 40)
	d.Send(kit.Tick{})
	v := d.View(120, 40)
	for _, want := range []string{"access denied reading the tags; needs", "s3:GetObjectTagging", "SHA256", "until today"} {
		if !strings.Contains(v, want) {
			t.Errorf("no %q in\n%s", want, v)
		}
	}
	if strings.Contains(v, "tags of s3://") {
		t.Errorf("the address stands there twice:\n%s", v)
	}
}

// Of an object that may not be looked at, only the log is asked.
func TestNothingIsAskedOfAnObjectThatIsRefused(t *testing.T) {
	b := newBucket("one.pdf")
	b.deny = refused()
	d, _, o := start(t, b, here)
	d.View(120, 40)
	d.Send(kit.Tick{})
	if v := d.View(120, 40); len(b.asked) != 0 || o.sharedAsked != 1 || !strings.Contains(v, "access denied") {
		t.Errorf("asked %q, the log %d times\n%s", b.asked, o.sharedAsked, v)
	}
}

// Leaving a row ends what is asked about it, and coming back asks only for the rest.
func TestLeavingARowEndsItsQuestions(t *testing.T) {
	b := newBucket("one.pdf", "two.pdf")
	d, s, _ := start(t, b, here)
	d.View(120, 40)
	d.Send(kit.Tick{})
	d.Press("down", "up", "down")
	if len(b.heads) != 2 || len(b.asked) != 4 {
		t.Errorf("asked %q and %q", b.heads, b.asked)
	}
	s.top().heads["one.pdf"].parts[aspectTags].told = false
	d.Hold = true
	d.Press("up")
	ctx := s.looking.ctx
	d.Press("down")
	if ctx.Err() != context.Canceled {
		t.Error("the question goes on")
	}
	d.Hold = false
	d.Press("up")
	if len(b.heads) != 2 || len(b.asked) != 5 {
		t.Errorf("asked %q and %q", b.heads, b.asked)
	}
}

// Whoever shares an object sees that share when coming back.
func TestASharedObjectIsLookedUpAnew(t *testing.T) {
	d, _, o := start(t, newBucket("one.pdf"), here)
	d.View(120, 40)
	d.Send(kit.Tick{})
	was := o.sharedAsked
	d.Press("s")
	d.Send(kit.Tick{})
	if o.sharedAsked != was+1 {
		t.Errorf("the log was asked %d times more", o.sharedAsked-was)
	}
}

// A pane that has no room for all says so.
func TestAPaneThatIsCutSaysSo(t *testing.T) {
	d, s, _ := start(t, newBucket("one.pdf"), here)
	d.Press("tab")
	if v := d.View(80, 16); !strings.Contains(v, " more lines") {
		t.Error(v)
	}
	uitest.Sizes(t, s)
}
