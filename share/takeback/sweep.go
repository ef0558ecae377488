package takeback

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"signet/share/ledger"
	"signet/share/policy"
)

// Sweeping is the policy of a bucket that has statements of signet's which deny nothing
// any more.
type Sweeping struct {
	Bucket  string
	Lines   []Line   // what goes; none: nothing does
	Problem error    // why it cannot be done from here; nil: it can
	Begun   []Intent // of this bucket
	sids    []string
	writing writing
}

// Intent is a share that was to be revoked, and of which the log does not know whether
// anything was done: signet was stopped meanwhile.
type Intent struct {
	Share  ledger.Entry
	At     time.Time
	Detail string
	Stands bool // its statement stands in the policy
}

// Statement is the name of the one that was to be written; empty: it was another way.
func (i Intent) Statement() string { return sidIn(i.Detail) }

// Sweep reads the policies of the buckets that the log knows statements of; begun are the
// shares at which something was done, with their events. It changes nothing.
func (t *Taker) Sweep(ctx context.Context, begun []ledger.Entry) ([]*Sweeping, error) {
	var all []*Sweeping
	for _, group := range alikePlaces(begun) {
		s := &Sweeping{Bucket: group[0].Spec.Target.Bucket, Begun: intents(group, t.Clock())}
		all = append(all, s)
		if !slices.ContainsFunc(group, func(e ledger.Entry) bool { return len(sidsOf(e)) > 0 }) {
			continue
		}
		var err error
		if s.writing, err = t.readable(ctx, group); err == nil {
			err = s.plan(t.Clock())
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s.Problem = err
	}
	return all, nil
}

func intents(group []ledger.Entry, now time.Time) (all []Intent) {
	for _, e := range group {
		if i, ok := intentOf(e, now); ok {
			all = append(all, i)
		}
	}
	return all
}

// readable is the policy of a bucket by the first of the places that may read it: shares
// of one bucket may have been made with several.
func (t *Taker) readable(ctx context.Context, group []ledger.Entry) (w writing, err error) {
	var tried []string
	for _, e := range slices.Backward(group) {
		if slices.Contains(tried, e.Spec.Target.Place) {
			continue
		}
		tried = append(tried, e.Spec.Target.Place)
		store, failed := t.Store(ctx, e)
		was := ""
		if failed == nil {
			was, failed = store.Policy(ctx, e.Spec.Target.Bucket)
		}
		if failed == nil {
			return writing{store: store, bucket: e.Spec.Target.Bucket, was: was}, nil
		}
		err = errors.Join(err, failed)
	}
	return w, err
}

// plan is what goes, and what of the intents stands there.
func (s *Sweeping) plan(now time.Time) error {
	from, err := policy.ReadDocument(s.writing.was)
	if err != nil {
		return err
	}
	for i := range s.Begun {
		e := s.Begun[i].Share
		s.Begun[i].Stands = slices.ContainsFunc(sidsOf(e), func(sid string) bool { return stands(from, sid, e) })
	}
	s.sids = ended(from, now)
	for _, sid := range s.sids {
		s.Lines = append(s.Lines, Line{'-', policy.ASCII(from.Statement(sid))})
	}
	to, err := from.Without(s.sids...)
	s.writing.become = to.String()
	return err
}

// Do takes the statements out.
func (s *Sweeping) Do(ctx context.Context) error {
	return s.writing.do(ctx, func(back string) error {
		d, err := policy.ReadDocument(back)
		if err == nil && slices.ContainsFunc(s.sids, func(sid string) bool { return d.Statement(sid) != "" }) {
			err = errors.New("the policy was written, and read back it has the statements still")
		}
		return err
	})
}

// sidsOf are the names of all statements that the log speaks of with a share.
func sidsOf(e ledger.Entry) (sids []string) {
	for _, ev := range e.Events {
		if sid := sidIn(ev.Detail); sid != "" && (ev.Kind == ledger.Revoking || ev.Kind == ledger.Revoked) {
			sids = append(sids, sid)
		}
	}
	return sids
}

// What begins the outcome of something that did not end a share.
const (
	nothingChanged = "nothing was changed: "
	notKnown       = "whether anything was changed is not known: "
	notUndone      = "not undone: "
	letThrough     = "the server lets the link through whatever the policy says"
)

// intentOf is what was begun with a share that still works, and has no outcome.
func intentOf(e ledger.Entry, now time.Time) (Intent, bool) {
	if s := e.StateAt(now); s != ledger.StateOpen && s != ledger.StateLater {
		return Intent{}, false
	}
	for _, ev := range slices.Backward(e.Events) {
		switch ev.Kind {
		case ledger.Revoked, ledger.Restored:
			return Intent{}, false
		case ledger.Revoking:
			return Intent{Share: e, At: ev.At, Detail: ev.Detail}, !outcome(ev.Detail)
		}
	}
	return Intent{}, false
}

func outcome(detail string) bool {
	begins := []string{nothingChanged, notKnown, notUndone, letThrough}
	for _, w := range Ways() {
		begins = append(begins, w.Done+", and ")
	}
	return slices.ContainsFunc(begins, func(b string) bool { return strings.HasPrefix(detail, b) })
}
