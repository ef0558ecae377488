package link_test

import (
	"strings"
	"testing"

	"signet/share"
	"signet/ui/uitest"
)

// The end and the recipient are in sight however far the words are scrolled, and at no
// size is a word of theirs broken.
func TestEndAndRecipientStayInSight(t *testing.T) {
	l := signed(share.Download, 1464)
	l.Identity = share.Identity{Temporary: true}
	l.Request.Recipient, l.Request.Note = "Mr Okafor", "for the auditors of the second quarter"
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}, {80, 14}} {
		r := newRig(t, l, withCaps(size[0], size[1]))
		for _, keys := range []string{"", "down", "pgdown", "pgdown", "pgdown", "pgup"} {
			if keys != "" {
				r.Press(keys)
			}
			got := r.View(size[0], size[1]-2)
			head := strings.Join(strings.Split(got, "\n")[:2], "\n")
			if !strings.Contains(head, "ends in 1 h, today 16:04 UTC") || !strings.Contains(head, "for Mr Okafor · for the auditors of the second quarter") {
				t.Errorf("%v after %q:\n%s", size, keys, got)
			}
		}
	}
}

// Beside a code the sentence stands in a narrow column, and breaks between words alone.
func TestNoWordIsBroken(t *testing.T) {
	l := signed(share.Download, 384)
	for _, size := range [][2]int{{80, 24}, {120, 40}, {160, 50}, {200, 60}} {
		r := newRig(t, l, withCaps(size[0], size[1]))
		room := size[0]
		if rows := r.Screen.(interface{ CodeRows(w, h int) int }).CodeRows(size[0], size[1]-2); rows > 0 {
			room = 84
		}
		words := map[string]bool{}
		for _, line := range strings.Split(uitest.Plain(r.View(size[0], size[1]-2)), "\n") {
			for _, w := range strings.Fields(string([]rune(line)[:min(len([]rune(line)), room)])) {
				words[w] = true
			}
		}
		for _, w := range strings.Fields("Anyone with this link can download acme-field-documents/manuals/pump-7.pdf, as often as they like, until today 16:04") {
			if !words[w] {
				t.Errorf("%v: %q is broken or missing", size, w)
			}
		}
	}
}
