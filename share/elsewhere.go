package share

import (
	"cmp"
	"errors"

	"signet/share/address"
)

// Asker is a place whose keys would sign what the server of a record is asked.
type Asker struct {
	Name     string // how the sentence names it; empty: it is the place of the record
	Endpoint string // where it leads, as Endpoint.URL
	Next     string // the way on where it leads elsewhere
}

// MayAsk refuses, with an *AnswerError, to ask the server of a record for something in the
// name of a place that leads to another one: a log may come from anybody, and what it says
// of a server or of a key is no reason to send a stranger what one's own key signs. doing
// is what was to be done, as "look into"; empty: the caller says it, and of which record.
func MayAsk(doing string, rec Record, by Asker) error {
	if address.SameServer(by.Endpoint, rec.Spec.Endpoint.URL) {
		return nil
	}
	text := cmp.Or(by.Name, "its place") + " leads to another server than the link, to which nothing goes that its key signs; " + by.Next
	if doing == "" {
		return errors.New(text)
	}
	return &AnswerError{Doing: doing + " " + rec.ID, Text: text}
}
