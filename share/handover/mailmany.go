package handover

import (
	"strings"

	"signet/share"
	"signet/share/say"
)

// MailMany writes one mail for several links: a subject, and each document with its
// size, its end and its link. A link that must be used by a command has none in here;
// the error says so. Errors are of type *share.UsageError.
func MailMany(links []share.Link, o Options) (share.Secret, error) {
	var b strings.Builder
	b.WriteString("Subject: " + say.Things(len(links), "document") + "\n\nHere are " + say.Things(len(links), "document") + " for you to download:\n\n")
	for _, l := range links {
		if !l.Opens() {
			return share.Secret{}, &share.UsageError{Op: "handover", Problem: headersNeeded + ": one mail cannot hold them", Hint: "hand the links over one by one, or write a file"}
		}
		h, err := newHanding(l, o)
		if err != nil {
			return share.Secret{}, err
		}
		b.WriteString(h.name + h.inBrackets(h.size()) + ", " + h.untilWord() + " " + h.until() + ":\n" + h.url + "\n\n")
	}
	b.WriteString("They need no password: everyone who has a link can download its document, so please do not forward them.\n")
	return share.NewSecret(b.String()), nil
}
