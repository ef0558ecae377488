package takeback

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"signet/share/ledger"
)

// Selection says which open links are taken back as one. One field is set.
type Selection struct{ Batch, Recipient, Key string }

// words are what was selected, for a sentence.
func (s Selection) words() string {
	switch {
	case s.Batch != "":
		return "of the batch " + strconv.Quote(s.Batch)
	case s.Recipient != "":
		return "for " + strconv.Quote(s.Recipient)
	}
	return "signed by " + strconv.Quote(s.Key)
}

// Open are the links of a selection that work or will. A recipient is meant by the whole
// name, in any case: "Ito" is not to end the links of Mr Itoh.
func Open(ctx context.Context, l Log, s Selection) (shares []ledger.Entry, err error) {
	var near []string
	err = l.Each(ctx, ledger.Query{State: ledger.StateRunning, Group: s.Batch, Recipient: s.Recipient, Key: s.Key}, func(e ledger.Entry) error {
		switch {
		case s.Recipient == "" || strings.EqualFold(e.Recipient, strings.TrimSpace(s.Recipient)):
			shares = append(shares, e)
		case !slices.Contains(near, e.Recipient) && len(near) < 5:
			near = append(near, e.Recipient)
		}
		return nil
	})
	switch {
	case err != nil || len(shares) > 0:
		return shares, err
	case len(near) > 0:
		return nil, fmt.Errorf("revoke: no open link %s: there are links for %s\nwrite the whole name", s.words(), strings.Join(near, ", "))
	}
	return nil, errors.New("revoke: no open link " + s.words() + "\nsignet log --open lists all")
}
