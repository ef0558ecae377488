package handover

import (
	"errors"
	"strings"

	"signet/share"
	"signet/share/say"
)

// Letter is a mail for one recipient.
type Letter struct {
	To    string // the recipient; empty: the log does not name them
	Text  share.Secret
	Links []share.Link // that are in it
}

// Letters writes a mail for each recipient of links that stand for others which the
// recipient has by now, in the order in which they come.
// What names no recipient gets a mail of its own, since two links may be two people's.
// Alone are links that no mail holds: they are handed over by themselves.
func Letters(links []share.Link, o Options) (letters []Letter, alone []share.Link, err error) {
	at := map[string]int{}
	for _, l := range links {
		if i := l.Request.Operation.Info(); i.Policy || i.Parts {
			alone = append(alone, l)
			continue
		}
		to := strings.TrimSpace(l.Request.Recipient)
		n, ok := at[to]
		if !ok || to == "" {
			n = len(letters)
			at[to] = n
			letters = append(letters, Letter{To: to})
		}
		letters[n].Links = append(letters[n].Links, l)
	}
	for i := range letters {
		text, failed := letter(letters[i].Links, o)
		err = errors.Join(err, failed)
		if to := letters[i].To; to != "" && failed == nil {
			text = share.NewSecret("To: " + inHead(say.Printable(to)) + "\n" + text.Reveal())
		}
		letters[i].Text = text
	}
	return letters, alone, err
}

// letter is the mail of one recipient.
func letter(links []share.Link, o Options) (share.Secret, error) {
	instead := "This link takes the place of the one that you have: please use it from now on."
	text, err := Text(links[0], Mail, o)
	if len(links) > 1 {
		instead = "These links take the place of those that you have: please use them from now on."
		text, err = MailMany(links, o)
	}
	subject, body, _ := strings.Cut(text.Reveal(), "\n\n")
	return share.NewSecret(subject + "\n\n" + instead + "\n\n" + body), err
}
