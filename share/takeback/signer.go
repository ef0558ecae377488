package takeback

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// hasOwnKey: a key or a session was made for the link alone, and can be ended.
func hasOwnKey(rec share.Record) error {
	switch m := rec.Spec.Mandate; {
	case m.Kind == share.KindAWSSession:
		return errors.New("AWS ends no session before its time: the way session denies it")
	case m.Key == "" || !m.Kind.Info().Alone:
		return errors.New("no key was made for it alone")
	}
	return nil
}

// isSession: what was made for the link is a session of MinIO, and no access key.
func isSession(rec share.Record) bool { return rec.Spec.Mandate.Kind == share.KindMinIOSession }

// endsNone: the key of a share signs no other link.
func endsNone(share.Record, share.Record) bool { return false }

// keyGone: the refusal of a key that there is not. After a HEAD no server says more than 403.
func (a Answer) keyGone() bool {
	return a.Status == http.StatusForbidden && (a.Code == "" || a.Code == "InvalidAccessKeyId")
}

// keyKnown: the refusal of a request without its token, or with a wrong signature, by a
// key that there is.
func (a Answer) keyKnown() bool {
	return a.Code == "InvalidTokenId" || a.Code == "SignatureDoesNotMatch"
}

// knock asks whether the server knows the key of a share that cannot be tried. Where it
// does not tell, the share is what it was before.
func (r *run) knock(ctx context.Context, e ledger.Entry, untried *try) *try {
	if r.Knock == nil || e.Spec.Mandate.Key == "" {
		return untried
	}
	link, err := r.Knock(ctx, e.Record)
	if err != nil {
		return untried
	}
	answer, err := r.Ask(ctx, link)
	if err != nil || !answer.keyKnown() {
		return untried
	}
	return &try{link: link, before: answer, knocks: true}
}

// ofKeys: the server says that the key is deleted, and without it nothing opens. What it
// says of a session it says of any, whether there is one or not.
func ofKeys(rec share.Record) bool { return !isSession(rec) }

// madeFor is what is made for one link alone, for sentences.
type madeFor struct{ what, happens, log string }

func madeOf(session bool) madeFor {
	if session {
		return madeFor{"session", "ended", "the end of its session "}
	}
	return madeFor{"access key", "deleted", "the deletion of its access key "}
}

// lines are what becomes of several, of which the first few are named, or all with what
// they have signed.
func (m madeFor) lines(changes []*Change, few int) []Line {
	n := len(changes)
	switch {
	case n == 0:
		return nil
	case n == 1:
		return changes[0].Lines
	case few == 0:
		lines := []Line{{0, say.Things(n, m.what) + ", each of which signed one link alone, will be " + m.happens + ":"}}
		for _, c := range changes {
			e := c.Ends[0]
			lines = append(lines, Line{'-', e.Spec.Mandate.Key + ", of " + e.Spec.Target.URI() + " for " + recipient(e)})
		}
		return lines
	}
	var names []string
	for _, c := range changes[:min(few, n)] {
		names = append(names, c.Ends[0].Spec.Mandate.Key)
	}
	text := say.Things(n, m.what) + ", each of which signed one link alone, will be " + m.happens + ": " + strings.Join(names, ", ")
	if n > few {
		text += " and " + say.Count(n-few) + " more"
	}
	return []Line{{0, text}}
}

// ending deletes the key of each share, or ends its session.
func (t *Taker) ending(ctx context.Context, o Offer) ([]*Change, error) {
	var all []*Change
	for _, e := range o.For {
		m := madeOf(isSession(e.Record))
		c := &Change{
			Way: o.Way, Ends: []ledger.Entry{e}, Hand: Hand{Commands: deleteKey(e.Record, "", t.Clock())},
			Lines:  []Line{{0, "the " + m.what + " " + e.Spec.Mandate.Key + ", which signed this link alone, will be " + m.happens}},
			detail: func(string) string { return m.log + e.Spec.Mandate.Key },
			own:    m,
		}
		end, err := t.End(ctx, e)
		c.Problem = err
		c.apply = func(ctx context.Context) error { return asEnded(end(ctx)) }
		all = append(all, c)
	}
	return all, ctx.Err()
}

// asEnded is what deleting a key came to: one that was not there is deleted.
func asEnded(err error) error {
	var refused *share.AnswerError
	switch {
	case !errors.As(err, &refused):
		return err
	case refused.Gone:
		return nil
	}
	return &untouchedError{err: err, hand: true}
}

// deleteKey is for whoever may do it for others, with the name that mc has the server by.
func deleteKey(rec share.Record, _ string, _ time.Time) [][]string {
	if isSession(rec) {
		return nil
	}
	return [][]string{{"mc", "admin", "accesskey", "rm", "SERVER", rec.Spec.Mandate.Key}}
}
