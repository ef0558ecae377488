package handover

import (
	"time"

	"signet/share"
	"signet/share/qr"
	"signet/share/say"
)

// Label is the code of a link with what a person must know to whom it is only
// paper: the name, the note and the end.
func Label(link share.Link, code *qr.Code, now time.Time) qr.Label {
	return qr.Label{Code: code, Name: Name(link), Note: link.Request.Note, End: EndOnPaper(link.Terms.Ends, link.Terms.AtMost, now)}
}

// EndOnPaper is an end in words, with its year and in now's time zone, because
// on paper "today" means nothing. It is empty for none.
func EndOnPaper(ends time.Time, atMost bool, now time.Time) string {
	if ends.IsZero() {
		return ""
	}
	word := "until "
	if atMost {
		word = "until at most "
	}
	return word + say.DatedMoment(ends.In(now.Location()))
}
