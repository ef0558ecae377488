package objects

import (
	"slices"
	"testing"

	"signet/ui/kit"
	"signet/ui/uitest"
)

// What was found below is shown where it lies: esc goes up the folders that it lies in,
// as if they had been entered, and ends where the search began.
func TestAnObjectFoundBelowIsShownInItsFolder(t *testing.T) {
	d, s, _ := start(t, newBucket("a/x.pdf", "a/y/b/0.pdf", "a/y/b/z.pdf", "a/y/c.pdf", "k.pdf"), here)
	d.Send(kit.Show{Key: "a/y/b/z.pdf"})
	var way []string
	for range 4 {
		way = append(way, s.top().prefix+": "+s.on())
		d.Press("esc")
	}
	if want := []string{"a/y/b/: z.pdf", "a/y/: b/", "a/: y/", ": a/"}; !slices.Equal(way, want) {
		t.Errorf("it leads %q, not %q", way, want)
	}
	if _, left := d.Step().(kit.Pop); !left {
		t.Error("the bucket is not left at its top")
	}
}

// In a folder that is open the cursor goes to the object, and nothing is lost.
func TestAnObjectOfTheFolderThatIsOpen(t *testing.T) {
	b := newBucket("a/1.pdf", "a/2.pdf", "b.pdf", "c.pdf")
	d, s, _ := start(t, b, here)
	d.Press("down", "space", "/")
	d.Type("c")
	d.Press("enter")
	lists := len(b.lists)
	d.Send(kit.Show{Key: "b.pdf"})
	if s.on() != "b.pdf" || s.count() != 1 || s.top().list.FilterText() != "" || len(s.levels) != 1 || len(b.lists) != lists {
		t.Errorf("the cursor is on %s, %d chosen, %d open", s.on(), s.count(), len(s.levels))
	}
	d.Send(kit.Show{Key: "a/2.pdf"})
	d.Press("space", "h")
	d.Send(kit.Show{Key: "a/1.pdf"})
	if s.on() != "1.pdf" || s.count() != 2 {
		t.Errorf("in a folder that was left with something chosen: on %s, %d chosen", s.on(), s.count())
	}
	uitest.Sizes(t, s)
}
