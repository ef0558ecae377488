package handover

import (
	"time"

	"signet/share"
	"signet/share/qr"
)

// Label is the code of a link with what a person must know to whom it is only
// paper: the name, the note, and the end with its year and time zone, because
// on paper "today" means nothing.
func Label(link share.Link, code *qr.Code, now time.Time) qr.Label {
	l := qr.Label{Code: code, Name: Name(link), Note: link.Request.Note}
	if ends := link.Terms.Ends; !ends.IsZero() {
		word := "until "
		if link.Terms.AtMost {
			word = "until at most "
		}
		l.End = word + ends.In(now.Location()).Format("Mon 2 Jan 2006 15:04 MST")
	}
	return l
}
