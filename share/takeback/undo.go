package takeback

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/policy"
	"signet/share/say"
)

// Undoing takes the statement of a revoked share out of the policy again.
type Undoing struct {
	Share  ledger.Entry
	Others []ledger.Entry // which open again as well
	Lines  []Line
	store  Store
	was    string
	sid    string
	to     policy.Document
	there  bool      // the statement stands in the policy
	until  time.Time // its end
	still  string    // the statement of another share that denies it at least as long; empty: it opens
}

// statementMark is in front of the name of a statement in the details of events.
const statementMark = "statement " + sidMark

// statementOf is the name of the statement that the log says was written for a share, be it
// revoked by it or not proved to be; with is the share that it was revoked together with.
// Both are empty, if it was another way.
func statementOf(e ledger.Entry) (sid, with string) {
	unwritten := false // what was begun before
	for _, ev := range slices.Backward(e.Events) {
		switch ev.Kind {
		case ledger.Restored:
			return "", ""
		case ledger.Revoked, ledger.Aborted:
			if with, ok := strings.CutPrefix(ev.Detail, "with "); ok && strings.HasSuffix(ev.Detail, bySameStatement) {
				with, _, _ = strings.Cut(with, ",")
				return "", with
			}
			if sid := sidIn(ev.Detail); sid != "" {
				return sid, ""
			}
		case ledger.Revoking:
			sid := sidIn(ev.Detail)
			switch {
			case strings.HasPrefix(ev.Detail, nothingChanged) || ev.Detail == letThrough:
				unwritten = true
			case sid != "" && !unwritten:
				return sid, ""
			case sid != "":
				unwritten = false
			}
		}
	}
	return "", ""
}

// otherwise is how a share was ended beside its statement, as the log has it; empty: in no
// other way, or in one that nobody named.
func otherwise(e ledger.Entry) string {
	for _, ev := range slices.Backward(e.Events) {
		if ev.Kind == ledger.Revoked || ev.Kind == ledger.Aborted {
			if sidIn(ev.Detail) != "" || strings.HasSuffix(ev.Detail, bySameStatement) {
				return ""
			}
			return ev.Detail
		}
	}
	return ""
}

// ofSession begins the detail of a statement that denies a session by its name, and no
// other link.
const ofSession = "a Deny of its session"

func byName(e ledger.Entry) bool {
	sid, _ := statementOf(e)
	return strings.HasSuffix(sid, sidSession)
}

// sidIn is the name of the statement that a detail speaks of; empty: of none.
func sidIn(detail string) string {
	i := strings.LastIndex(detail, statementMark)
	if i < 0 {
		return ""
	}
	id := detail[i+len(statementMark):]
	id, rest := id[:min(len(id), share.IDLen)], id[min(len(id), share.IDLen):]
	if strings.HasPrefix(rest, sidSession) {
		return SidOfSession(id)
	}
	return Sid(id)
}

// HasStatement reports a share for which the log says that a statement was written, be it proved
// or not: it may be taken out of the policy again.
func HasStatement(e ledger.Entry) bool {
	sid, _ := statementOf(e)
	return sid != ""
}

// UndoFirstError is a share that opens again with another one.
type UndoFirstError struct {
	Share string // that one
	words string
}

func (e *UndoFirstError) Error() string { return e.words }

// Undo finds out what it comes to that a revoked share opens again. It changes nothing.
func (t *Taker) Undo(ctx context.Context, e ledger.Entry) (Undoing, error) {
	u := Undoing{Share: e}
	sid, with := statementOf(e)
	switch {
	case sid == "" && with == "" && e.StateAt(t.Clock()) != ledger.StateRevoked:
		return u, fmt.Errorf("the link is %s, and there is nothing to undo", e.StateAt(t.Clock()))
	case !e.Terms.Ends.After(t.Clock()):
		return u, errors.New("it would have ended by itself by now\nsignet log sweep takes its statement out of the policy")
	case with != "":
		return u, &UndoFirstError{Share: with, words: "it was revoked with " + with + ", by the same statement: undoing that one opens both"}
	case sid == "":
		return u, errors.New(say.Line("it was not ended by a policy of signet's, and what ended it is not undone here", otherwise(e)))
	}
	u.sid = sid
	var err error
	if u.store, err = t.Store(ctx, e); err != nil {
		return u, err
	}
	if u.was, err = u.store.Policy(ctx, e.Spec.Target.Bucket); err != nil {
		return u, err
	}
	from, err := policy.ReadDocument(u.was)
	if err != nil {
		return u, err
	}
	if err := u.plan(from); err != nil {
		return u, err
	}
	if !u.there && e.StateAt(t.Clock()) != ledger.StateRevoked {
		return u, fmt.Errorf("the link is %s, the statement %s is not in the policy, and there is nothing to undo", e.StateAt(t.Clock()), u.sid)
	}
	if err := u.denied(t); err != nil {
		return u, err
	}
	err = t.reopened(ctx, &u)
	if err == nil && u.still != "" && len(u.Others) > 0 { // it stays closed, and they would not
		err = undoFirst(u.still)
	}
	return u, err
}

// plan takes the object of the share out of the statement, and the statement, if it is
// about nothing else.
func (u *Undoing) plan(from policy.Document) (err error) {
	standing := from.Statement(u.sid)
	u.to = from
	if standing == "" {
		return nil
	}
	own, ok := from.Own(u.sid)
	switch {
	case !ok:
		return changedByOthers(u.sid, standing)
	case !stands(from, u.sid, u.Share):
		return nil
	}
	u.there, u.until = true, own.Until
	if u.to, err = from.Without(u.sid); err != nil {
		return err
	}
	u.Lines = []Line{{0, "the policy of " + u.Share.Spec.Target.Bucket + ":"}, {'-', policy.ASCII(standing)}}
	own.Resources = slices.DeleteFunc(own.Resources, func(r string) bool { return slices.Contains(resources(u.Share.Record), r) })
	if len(own.Resources) == 0 {
		return nil
	}
	u.Lines = append(u.Lines, Line{'+', policy.ASCII(own.String())})
	u.to, err = u.to.With(own)
	return err
}

// denied is about what another statement of signet's denies as well. Its own may go where
// the other one lasts as long, and the link stays closed: two statements about one object
// would otherwise each wait for the other. One that ends sooner is undone first, or what
// the log calls revoked would open by itself.
func (u *Undoing) denied(t *Taker) error {
	sid, until := deniedBy(u.to, u.Share, t)
	if u.there && sid != "" && !until.Before(u.until) {
		u.still = sid
		return nil
	}
	if sid != "" {
		return undoFirst(sid)
	}
	return nil
}

func undoFirst(sid string) error {
	return &UndoFirstError{Share: shareOf(sid), words: "the statement of another share, " + shareOf(sid) + ", denies it as well: undo that one first"}
}

// deniedBy is the statement of signet's that denies what a share does, of several the one
// that lasts longest; empty: none does.
func deniedBy(d policy.Document, e ledger.Entry, t *Taker) (sid string, until time.Time) {
	var wanted []policy.Statement
	for _, w := range Ways() {
		if w.denies != nil && w.Fits(e.Record) == nil {
			wanted = append(wanted, w.denies(e.Record, nil))
		}
	}
	for _, name := range ownSids(d) {
		own, ok := d.Own(name)
		if ok && own.Until.After(t.Clock()) && own.Until.After(until) && slices.ContainsFunc(wanted, func(s policy.Statement) bool { return alike(own, s) && touches(own, s) }) {
			sid, until = name, own.Until
		}
	}
	return sid, until
}

// shut reports what a statement of signet's denies.
func shut(d policy.Document, e ledger.Entry, t *Taker) bool {
	sid, _ := deniedBy(d, e, t)
	return sid != ""
}

// touches: one statement is about something that another one is about.
func touches(own, s policy.Statement) bool {
	return slices.ContainsFunc(own.Resources, func(pattern string) bool {
		return slices.ContainsFunc(s.Resources, func(name string) bool { return about(pattern, name) })
	})
}

// about: one resource of signet's own is another one, or all below a prefix that it begins
// with. A star of a key's own is written otherwise.
func about(pattern, name string) bool {
	below, ok := strings.CutSuffix(pattern, "*")
	return pattern == name || ok && strings.HasPrefix(name, below)
}

// stands: the statement of that name is about the object of a share.
func stands(d policy.Document, sid string, e ledger.Entry) bool {
	own, ok := d.Own(sid)
	return ok && slices.ContainsFunc(own.Resources, func(r string) bool { return slices.Contains(resources(e.Record), r) })
}

// reopened finds the other links that open again: those that were revoked by policies, and
// that no statement denies any more.
func (t *Taker) reopened(ctx context.Context, u *Undoing) error {
	way, _ := Find("policy")
	if byName(u.Share) {
		return nil // no other link was denied with it
	}
	return t.Log.Each(ctx, ledger.Query{State: ledger.StateRevoked, Bucket: u.Share.Spec.Target.Bucket}, func(other ledger.Entry) error {
		if !way.Reaches(u.Share.Record, other.Record) || !other.Terms.Ends.After(t.Clock()) || shut(u.to, other, t) {
			return nil
		}
		whole, err := t.Log.Get(ctx, other.ID)
		sid, with := statementOf(whole)
		if err == nil && !byName(whole) && (with != "" || sid != "" && !stands(u.to, sid, other)) {
			u.Others = append(u.Others, whole)
		}
		return err
	})
}

// Opens reports that the link opens again, as far as the policy goes.
func (u Undoing) Opens() bool { return u.still == "" }

// Also says what else opens again; clean makes the names of recipients harmless.
func (u Undoing) Also(clean func(string) string) string {
	if u.still != "" {
		return "the link stays closed: the statement of another share, " + shareOf(u.still) + ", denies it as well: undo that one next"
	}
	if len(u.Others) == 0 {
		return "no other link of the log opens again"
	}
	if len(u.Others) == 1 {
		return say.Things(1, "other link") + " opens again, which " + clean(recipient(u.Others[0])) + " has: " + u.Others[0].ID
	}
	return say.Things(len(u.Others), "other link") + " open again, the first for " + clean(recipient(u.Others[0])) + ": " + ids(u.Others)
}

func recipient(e ledger.Entry) string {
	if e.Recipient == "" {
		return "nobody named"
	}
	return e.Recipient
}

// Do opens the share again, tries its link, and writes it into the log: what was revoked
// never turns open without that. The words say how it was found out.
func (u Undoing) Do(ctx context.Context, t *Taker, reason string) (words string, err error) {
	e := u.Share
	detail := "the statement " + u.sid + " is to be taken out of the policy again"
	if reason != "" {
		detail = reason + "; " + detail
	}
	if err := t.Log.Append(ctx, e.ID, ledger.Event{Kind: ledger.Revoking, Detail: detail}); err != nil {
		return "", fmt.Errorf(nothingChanged+"%w", err)
	}
	err = writing{u.store, e.Spec.Target.Bucket, u.was, u.to.String()}.do(ctx, func(back string) error {
		d, err := policy.ReadDocument(back)
		if err == nil && (stands(d, u.sid, e) || u.still == "" && shut(d, e, t)) {
			err = errors.New("the policy was written, and read back it denies the link still")
		}
		return err
	})
	if err != nil {
		_ = t.Log.Append(context.WithoutCancel(ctx), e.ID, ledger.Event{Kind: ledger.Revoking, Detail: notUndone + err.Error()}) // it is said in any case
		return "", err
	}
	if u.still != "" {
		_ = t.Log.Append(context.WithoutCancel(ctx), e.ID, ledger.Event{Kind: ledger.Revoking, Detail: notUndone + "the statement " + u.sid + " is taken out, and that of " + shareOf(u.still) + " denies the link as well"})
		return "", &UndoFirstError{Share: shareOf(u.still), words: "its statement is taken out of the policy, and the link stays closed: the statement of another share, " + shareOf(u.still) + ", denies it as well: undo that one too"}
	}
	opens, words := t.opensAgain(ctx, e)
	if !u.there && !opens {
		err := fmt.Errorf("the policy has no such statement any more, and %s: it stays revoked in the log", words)
		_ = t.Log.Append(context.WithoutCancel(ctx), e.ID, ledger.Event{Kind: ledger.Revoking, Detail: notUndone + err.Error()})
		return "", err
	}
	if how := otherwise(e); how != "" && !opens {
		_ = t.Log.Append(context.WithoutCancel(ctx), e.ID, ledger.Event{Kind: ledger.Revoking, Detail: notUndone + "the statement " + u.sid + " is taken out, and the link was ended in another way too"})
		return "", fmt.Errorf("the statement is taken out of the policy, and the link stays revoked: it was ended in another way too: %s", how)
	}
	for i, one := range append([]ledger.Entry{e}, u.Others...) {
		event := ledger.Event{Kind: ledger.Restored, Detail: "the statement " + u.sid + " is taken out of the policy; " + words}
		if i > 0 {
			event.Detail = "with " + e.ID + ", " + bySameStatement
		}
		if failed := t.Log.Append(context.WithoutCancel(ctx), one.ID, event); failed != nil {
			err = errors.Join(err, fmt.Errorf("%s may open again, and the log has it as revoked: %w", one.ID, failed))
		}
	}
	return words, err
}

// opensAgain tries the link until it opens.
func (t *Taker) opensAgain(ctx context.Context, e ledger.Entry) (opens bool, words string) {
	if why := untried(e.Record); why != "" {
		return false, why
	}
	link, err := t.Link(ctx, e.Record)
	if err != nil {
		return false, "the link cannot be made again here: " + err.Error()
	}
	waits := pauses(!atAWS(e.Record))
	for round := 0; ; round++ {
		answer, err := t.Ask(ctx, link)
		switch {
		case err != nil:
			return false, err.Error()
		case answer.Opens:
			return true, "proved: the link answers " + answer.String()
		case round >= len(waits) || t.Wait(ctx, waits[round]) != nil:
			return false, "the link still answers " + answer.String()
		}
	}
}
