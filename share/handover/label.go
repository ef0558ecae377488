package handover

import (
	"time"

	"signet/share"
	"signet/share/qr"
	"signet/share/say"
)

// Codes refuses a QR code of a link that no phone could use. The link need not be
// signed yet. Errors are of type *share.UsageError.
func Codes(link share.Link) error {
	switch info := link.Request.Operation.Info(); {
	case info.Policy:
		return &share.UsageError{Op: "handover", Problem: "an upload form has no QR code of its own", Hint: "hand it over as a page: --handover html"}
	case len(link.Withheld()) > 0:
		return &share.UsageError{Op: "handover", Problem: "the link has no QR code: whoever uses it must send a key with it, which no phone does", Hint: "hand over a command: --handover curl"}
	case info.Parts:
		return &share.UsageError{Op: "handover", Problem: "a " + info.Name + " is as many links as it has parts, which no QR code holds", Hint: "hand it over as a script: --output upload.py"}
	case !link.Request.Names():
		return &share.UsageError{Op: "handover", Problem: "a link for a folder has no QR code: its address is that of no object", Hint: "share an object of the folder, with --below"}
	case info.Browser && !link.Opens():
		return &share.UsageError{Op: "handover", Problem: "the link has no QR code: " + headersNeeded, Hint: "hand over a command: --handover curl"}
	}
	return nil
}

// Label is the code of a link with what a person must know to whom it is only
// paper: the name, the note and the end.
func Label(link share.Link, code *qr.Code, now time.Time) qr.Label {
	return qr.Label{Code: code, Link: link.URL, Name: Name(link), Note: link.Request.Note, End: EndOnPaper(link.Terms.Ends, link.Terms.AtMost, now)}
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
