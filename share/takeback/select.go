package takeback

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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

// Open are the links of a selection that work, will, or may again before their end. A recipient is meant by the whole
// name, in any case: "Ito" is not to end the links of Mr Itoh.
func Open(ctx context.Context, l Log, s Selection, now time.Time) (shares []ledger.Entry, err error) {
	var near []string
	take := func(e ledger.Entry) error {
		switch {
		case !e.MayOpen(now):
		case s.Recipient == "" || strings.EqualFold(e.Recipient, strings.TrimSpace(s.Recipient)):
			shares = append(shares, e)
		case !slices.Contains(near, e.Recipient) && len(near) < 5:
			near = append(near, e.Recipient)
		}
		return nil
	}
	query := ledger.Query{Group: s.Batch, Recipient: s.Recipient, Key: s.Key}
	each := func(take func(ledger.Entry) error) error {
		for _, state := range []ledger.State{ledger.StateRunning, ledger.StateEarly} {
			query.State = state
			if err := l.Each(ctx, query, take); err != nil {
				return err
			}
		}
		return nil
	}
	err = each(take)
	if query.Key = ""; s.Key != "" && err == nil && len(shares) == 0 { // it may have been made for one link, as that has it
		err = each(func(e ledger.Entry) error {
			if e.Spec.Mandate.Key != s.Key {
				return nil
			}
			return take(e)
		})
	}
	if err != nil {
		return nil, err
	}
	switch {
	case len(shares) > 0:
		return shares, nil
	case len(near) > 0:
		return nil, fmt.Errorf("revoke: no open link %s: there are links for %s\nwrite the whole name", s.words(), strings.Join(near, ", "))
	}
	return nil, errors.New("revoke: no open link " + s.words() + "\nthe share log has the open ones")
}
