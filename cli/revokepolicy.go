package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/address"
	"signet/share/ledger"
	"signet/share/policy"
	"signet/share/say"
	"signet/share/takeback"
)

// denyInPolicy ends a share by a statement in the policy of its bucket. Nothing is written
// that was not shown, and the policy is read once more right before.
func (a *app) denyInPolicy(ctx context.Context, f *revokeFlags, l *ledger.Ledger, e ledger.Entry) error {
	if !f.yes && !isTerminal(a.In) { // before anybody is asked anything
		return a.confirm(ctx, "revoke")
	}
	p, err := a.revoker(ctx, f, e)
	if err != nil {
		return err
	}
	deny, others, err := a.deny(ctx, l, e)
	if err != nil {
		return err
	}
	client, bucket := p.browser(), e.Spec.Target.Bucket
	if p.readOnly() {
		return a.byHand(e, deny, errors.New("the place is read-only, and nothing is changed in it"))
	}
	was, err := client.Policy(ctx, bucket)
	if err != nil {
		return a.byHand(e, deny, err)
	}
	change, err := takeback.Plan(was, deny, a.Clock())
	if err != nil {
		return fmt.Errorf("revoke %s: %w", e.ID, err)
	}
	deny = change.Deny
	a.printChange(e.Record, change, deny)
	a.printReplaced(change)
	if !f.yes {
		if err := a.confirm(ctx, "revoke"); err != nil {
			return err
		}
	}
	detail := "a Deny in the policy of the bucket, statement " + deny.Sid
	if f.reason != "" {
		detail = f.reason + "; " + detail
	}
	if err := l.Append(ctx, e.ID, ledger.Event{Kind: ledger.Revoking, Detail: detail}); err != nil { // a log that cannot be written is found out in time
		return fmt.Errorf("revoke %s: nothing was changed: %w", e.ID, err)
	}
	link, before := a.tryBefore(ctx, e)
	if err := a.writePolicy(ctx, client, e, was, change, deny); err != nil {
		return err
	}
	r := revocation{client, l, e, others, change, detail}
	return a.conclude(ctx, r, a.tryAfter(ctx, e, link, before))
}

// deny is the statement for a share and the others that it ends.
func (a *app) deny(ctx context.Context, l *ledger.Ledger, e ledger.Entry) (policy.Statement, []ledger.Entry, error) {
	way, _ := takeback.Find("policy")
	others, err := a.reached(ctx, l, e, way)
	var records []share.Record
	for _, other := range others {
		records = append(records, other.Record)
	}
	return takeback.Deny(e.Record, records), others, err
}

// printChange shows what the policy becomes, before it does.
func (a *app) printChange(rec share.Record, c takeback.Change, deny policy.Statement) {
	fmt.Fprintf(a.Err, "the policy of %s, %s of at most %s:\n", clean(rec.Spec.Target.Bucket), say.Things(len(c.To.String()), "byte"), say.Count(policy.MaxBucketPolicy))
	for _, gone := range c.Goes {
		fmt.Fprintf(a.Err, "- %s\n", policy.ASCII(gone))
	}
	if len(c.Goes) > 0 {
		fmt.Fprintln(a.Err, "  (of links that have ended: it denies nothing any more)")
	}
	if c.Comes != "" {
		fmt.Fprintf(a.Err, "+ %s\n", policy.ASCII(c.Comes))
		fmt.Fprintf(a.Err, "  new %s are denied by it as well, until %s\n", clean(takeback.Alike(rec)), say.Moment(deny.Until, a.Clock()))
	} else {
		fmt.Fprintln(a.Err, "  the statement of this share stands there already")
	}
}

// printReplaced shows what stood there for the share, where it says something else.
func (a *app) printReplaced(c takeback.Change) {
	if c.Instead != "" {
		fmt.Fprintf(a.Err, "- %s\n  (the statement of this share as it stands there: it says something else)\n", policy.ASCII(c.Instead))
	}
}

// byHand prints the statement, for somebody who may write it.
func (a *app) byHand(e ledger.Entry, deny policy.Statement, why error) error {
	fmt.Fprintf(a.Out, "%s\n", policy.ASCII(deny.String()))
	return fmt.Errorf("revoke %s: %w\nthe statement above, in the policy of the bucket %s, ends the link; then: signet log revoked %s", e.ID, why, clean(e.Spec.Target.Bucket), e.ID)
}

// writePolicy writes what was shown, if the policy is still the one that it was made of,
// and reads it back.
func (a *app) writePolicy(ctx context.Context, client *s3browser.Client, e ledger.Entry, was string, c takeback.Change, deny policy.Statement) error {
	if c.To.String() == c.From.String() {
		return nil
	}
	bucket := e.Spec.Target.Bucket
	now, err := client.Policy(ctx, bucket)
	switch {
	case err != nil:
		return err
	case now != was:
		return fmt.Errorf("revoke %s: somebody else has changed the policy meanwhile, nothing was written; the same command goes by the new one", e.ID)
	}
	if err := client.SetPolicy(ctx, bucket, c.To.String()); err != nil {
		return a.byHand(e, deny, err)
	}
	back, err := client.Policy(ctx, bucket)
	if err == nil {
		err = takeback.Written(back, deny)
	}
	if err != nil {
		return fmt.Errorf("revoke %s: %w", e.ID, err)
	}
	return nil
}

// before is how a link answered before anything was done; why says what keeps it from
// proving anything.
type before struct {
	answer takeback.Answer
	why    string
}

// tryBefore tries the link as its recipient would, if a try does no harm.
func (a *app) tryBefore(ctx context.Context, e ledger.Entry) (share.Link, before) {
	switch {
	case !takeback.Provable(e.Record):
		return share.Link{}, before{why: "a link that writes is never tried"}
	case e.StateAt(a.Clock()) == ledger.StateLater:
		return share.Link{}, before{why: "the link opens later"}
	}
	link, err := a.rebuilt(ctx, e)
	if err != nil {
		return link, before{why: "the link cannot be made again here: " + oneVoice(err)}
	}
	answer, err := a.ask(ctx, link)
	switch {
	case err != nil:
		return link, before{why: err.Error()}
	case !answer.Opens:
		return link, before{why: "the link answered " + answer.String() + " before anything was done"}
	}
	a.note(ctx, e.ID, ledger.Checked, "tried before it was revoked")
	return link, before{answer: answer}
}

func (a *app) rebuilt(ctx context.Context, e ledger.Entry) (share.Link, error) {
	svc, err := a.service()
	if err != nil {
		return share.Link{}, err
	}
	return svc.RebuildToTry(ctx, e.Record)
}

func (a *app) ask(ctx context.Context, link share.Link) (takeback.Answer, error) {
	opens, answer, err := a.checker().Ask(ctx, link)
	return takeback.Answer{Opens: opens, Answer: answer}, err
}

// revocation is a policy that was written for a share.
type revocation struct {
	client *s3browser.Client
	log    *ledger.Ledger
	entry  ledger.Entry
	others []ledger.Entry // which the same statement ends
	change takeback.Change
	detail string // what was done, for the log
}

// outcome is what is known once the policy is written.
type outcome struct {
	dead   bool // the refusal was seen
	opens  bool // the link was tried and lets everybody in
	status int
	words  string // how it answered, or what keeps it from proving anything
}

// tryAfter tries the link until it is refused.
func (a *app) tryAfter(ctx context.Context, e ledger.Entry, link share.Link, was before) outcome {
	if was.why != "" {
		return outcome{words: was.why}
	}
	own := address.OwnServer(e.Spec.Endpoint.URL)
	dead, last, err := a.watch(ctx, link, own)
	o := outcome{dead: dead, opens: last.Opens, status: last.Status}
	switch {
	case dead:
		o.words = fmt.Sprintf("the link answered %s before and %s after", was.answer, last)
	case ctx.Err() != nil:
		return outcome{words: "nobody waited for it to be refused"}
	case err != nil:
		return outcome{words: oneVoice(err)}
	case own:
		o.words = fmt.Sprintf("the link answered %s after the change", last)
	default:
		o.words = fmt.Sprintf("the link still answered %s; AWS says that a policy may take some minutes", last)
	}
	return o
}

// conclude says what became of the link. Only what was seen counts, except at AWS, whose
// word is that policies count: a server of one's own may take them and heed none.
func (a *app) conclude(ctx context.Context, r revocation, o outcome) error {
	switch own := address.OwnServer(r.entry.Spec.Endpoint.URL); {
	case own && o.opens:
		return a.heedless(ctx, r)
	case own && !o.dead:
		return a.unproved(ctx, r.entry.ID, o)
	}
	words := map[bool]string{true: "proved: ", false: "done, not proved: "}[o.dead] + o.words
	if err := r.note(context.WithoutCancel(ctx), ledger.Event{Kind: ledger.Revoked, Status: o.status, Detail: r.detail + "; " + words}); err != nil {
		return err
	}
	fmt.Fprintf(a.Out, "%s is revoked; %s\n", r.entry.ID, words)
	return ctx.Err()
}

// unproved is a server of one's own that took the policy, while nothing shows that it
// heeds it: the statement stays, and the log keeps the link as it is.
func (a *app) unproved(ctx context.Context, id string, o outcome) error {
	a.note(ctx, id, ledger.Revoking, "the policy is written, and it is not proved that the server heeds it: "+o.words)
	fmt.Fprintf(a.Out, "%s: the policy is written; whether this server heeds it is not proved: %s\nsignet log revoked %s notes it once you know\n", id, o.words, id)
	if err := ctx.Err(); err != nil {
		return err
	}
	return &exitError{exitFailed}
}

// note writes it into the log, for the other links as well that the statement ends.
func (r revocation) note(ctx context.Context, event ledger.Event) (err error) {
	var missing []string
	for i, e := range append([]ledger.Entry{r.entry}, r.others...) {
		if i > 0 {
			event = ledger.Event{Kind: ledger.Revoked, Detail: "with " + r.entry.ID + ", by the same statement in the policy of the bucket"}
		}
		if failed := r.log.Append(ctx, e.ID, event); failed != nil {
			err, missing = failed, append(missing, e.ID)
		}
	}
	if err != nil {
		return fmt.Errorf("the policy is written, and the log does not know it: %w\nonce it can be written: signet log revoked %s", err, strings.Join(missing, " "))
	}
	return nil
}

// watch tries the link until it is refused, or nobody would wait longer.
func (a *app) watch(ctx context.Context, link share.Link, own bool) (dead bool, last takeback.Answer, err error) {
	return takeback.Proof{
		Ask: func(ctx context.Context) (takeback.Answer, error) { return a.ask(ctx, link) },
		Wait: func(ctx context.Context, d time.Duration) error {
			t := time.NewTimer(d)
			defer t.Stop()
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-t.C:
				return nil
			}
		},
		Tell: func(answer takeback.Answer) {
			fmt.Fprintf(a.Err, "the link still answers %s; waiting, ctrl+c stops that\n", answer)
		},
	}.Watch(ctx, takeback.Pauses(own))
}

// heedless is a server that takes the policy and lets the link through all the same, as
// MinIO does: the change is undone, and nothing is said to be revoked.
func (a *app) heedless(ctx context.Context, r revocation) error {
	e, c := r.entry, r.change
	err := fmt.Errorf("revoke %s: this server takes the policy and lets the link through all the same; the link lives on\nother ways: signet revoke %s --list", e.ID, e.ID)
	if c.To.String() == c.From.String() {
		return err
	}
	a.note(ctx, e.ID, ledger.Revoking, "the server lets the link through whatever the policy says")
	words, undone := undo(context.WithoutCancel(ctx), r.client, e.Spec.Target.Bucket, c)
	if undone != nil {
		return errors.Join(err, fmt.Errorf("the policy could not be put back as it was: %w", undone))
	}
	fmt.Fprintln(a.Err, words)
	return err
}

// undo takes a change back, and nothing that somebody else has written since.
func undo(ctx context.Context, client *s3browser.Client, bucket string, c takeback.Change) (words string, err error) {
	now, err := client.Policy(ctx, bucket)
	if err != nil {
		return "", err
	}
	to, whole, err := c.Back(now)
	switch {
	case err != nil:
		return "", err
	case to.String() == now:
		return "somebody else has taken the statement out already", nil
	case whole:
		words = "the policy is as it was before"
	default:
		words = "somebody else has changed the policy since: the statement of this share is taken out, all else stays"
	}
	return words, client.SetPolicy(ctx, bucket, to.String())
}
