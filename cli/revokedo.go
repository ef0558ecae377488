package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/ledger"
	"signet/share/publish"
	"signet/share/say"
	"signet/share/takeback"
)

// toRevoke are the shares that the arguments and flags mean.
func (a *app) toRevoke(ctx context.Context, f *revokeFlags, l *ledger.Ledger, args []string) ([]ledger.Entry, error) {
	all := takeback.Selection{Batch: f.batch, Recipient: f.to, Key: f.key}
	switch {
	case all != (takeback.Selection{}) && len(args) > 0:
		return nil, &usageError{"ids and --batch, --to or --key cannot go together", "choose one"}
	case all != (takeback.Selection{}):
		return takeback.Open(ctx, l, all, a.Clock())
	case len(args) == 0:
		return nil, &usageError{"which share is not said", "write its id, or --batch, --to or --key"}
	}
	var shares []ledger.Entry
	seen := map[string]bool{}
	for _, arg := range args { // all are looked up before anything is done
		e, err := l.Get(ctx, arg)
		if now := a.Clock(); err == nil && !e.MayOpen(now) {
			err = fmt.Errorf("revoke %s: the link is %s", e.ID, e.StateAt(now))
		}
		switch {
		case err != nil && len(args) > 1:
			return nil, fmt.Errorf("nothing was changed: %w", err)
		case err != nil:
			return nil, err
		}
		if !seen[e.ID] {
			shares = append(shares, e)
		}
		seen[e.ID] = true
	}
	return shares, nil
}

// taker takes back with the keys of the places, or of the one that was named.
func (a *app) taker(f *revokeFlags, l *ledger.Ledger) *takeback.Taker {
	return &takeback.Taker{
		Log: l, Clock: a.Clock,
		Store: func(ctx context.Context, e ledger.Entry) (takeback.Store, error) {
			p, err := a.revoker(ctx, f, e)
			if err != nil {
				return nil, err
			}
			if p.readOnly() {
				return nil, errors.New("the place is read-only, and nothing is changed in it")
			}
			return storage{p.browser()}, nil
		},
		End: func(ctx context.Context, e ledger.Entry) (func(context.Context) error, error) {
			if err := a.ownEnder(ctx, &f.where, e); err != nil {
				return nil, err
			}
			return a.keyEnder(ctx, e)
		},
		Wait:     pause,
		Heedless: func(ctx context.Context, e ledger.Entry) (bool, error) { return a.heedless(ctx, f, e) },
		Endpoint: a.storeOf,
		Link: func(ctx context.Context, rec share.Record) (share.Link, error) {
			svc, err := a.service()
			if err != nil {
				return share.Link{}, err
			}
			return svc.RebuildToTry(ctx, rec)
		},
		Knock: func(ctx context.Context, rec share.Record) (share.Link, error) {
			svc, err := a.service()
			if err != nil {
				return share.Link{}, err
			}
			return svc.Knock(ctx, rec)
		},
		Ask: func(ctx context.Context, link share.Link) (takeback.Answer, error) {
			opens, answer, err := a.checker().Ask(ctx, link)
			return takeback.Answer{Opens: opens, Answer: answer}, err
		},
	}
}

// heedless asks the server of a share as whoever may change something there reaches it, or
// the place that signed.
func (a *app) heedless(ctx context.Context, f *revokeFlags, e ledger.Entry) (bool, error) {
	p, err := a.revoker(ctx, f, e)
	if err != nil {
		p = a.places.get(e.Spec.Endpoint.Place)
	}
	return p.browser().IsMinIO(ctx, e.Spec.Endpoint.URL, e.Spec.Target.Bucket)
}

// ownEnder refuses another place than that which made the key of a share: nobody else
// deletes it.
func (a *app) ownEnder(ctx context.Context, where *placeFlags, e ledger.Entry) error {
	if !where.given() {
		return nil
	}
	p, err := a.resolve(where)
	switch {
	case err != nil:
		return err
	case p.name != e.Spec.Endpoint.Place:
		return errors.New("the key is deleted at the server that has it, by the place that made it: leave --place, --profile and --endpoint out")
	}
	return share.MayAsk("", e.Record, share.Asker{
		Name: p.spoken(), Endpoint: endpointOf(ctx, p.signer(), p.signs()),
		Next: "restore the place in the settings, and leave --place, --profile and --endpoint out",
	})
}

// keyEnder deletes the key of a share, in the name of who made it.
func (a *app) keyEnder(_ context.Context, e ledger.Entry) (func(context.Context) error, error) {
	if a.places.get(e.Spec.Endpoint.Place).readOnly() {
		return nil, errors.New("the place is read-only, and nothing is changed in it")
	}
	svc, err := a.service()
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) error { return svc.EndKey(ctx, e.Record) }, nil
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// storage is a place whose keys take back.
type storage struct{ *s3browser.Client }

// Look implements takeback.Store.
func (s storage) Look(ctx context.Context, bucket, key, version string) (takeback.Stored, error) {
	h, err := s.Head(ctx, bucket, key, version)
	var known *s3browser.Error
	switch {
	case err == nil:
		return takeback.Stored{There: true, Size: h.Size, Version: h.VersionID}, nil
	case errors.As(err, &known) && known.Kind == s3browser.NotFound:
		return takeback.Stored{}, nil
	case errors.As(err, &known) && known.Kind == s3browser.Encrypted: // with a key of its owner
		return takeback.Stored{There: true}, nil
	}
	return takeback.Stored{}, err
}

// Sum implements takeback.Store. What is larger than any page has the sum of none.
func (s storage) Sum(ctx context.Context, bucket, key, version string) (sum string, there bool, err error) {
	content, err := s.Get(ctx, s3browser.GetRequest{Bucket: bucket, Key: key, VersionID: version})
	var known *s3browser.Error
	if errors.As(err, &known) && known.Kind == s3browser.NotFound {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	defer func() { _ = content.Body.Close() }()
	hash := sha256.New()
	n, err := io.Copy(hash, io.LimitReader(content.Body, publish.MostStored+1))
	if err != nil || n > publish.MostStored {
		return "", true, err
	}
	return hex.EncodeToString(hash.Sum(nil)), true, nil
}

// storeOf is the endpoint of the server that has the object, which is not where the link
// of a front leads; empty: AWS.
func (a *app) storeOf(ctx context.Context, e ledger.Entry) string {
	if !e.Spec.Mandate.Kind.Info().Bare {
		return e.Spec.Endpoint.URL
	}
	p := a.places.get(e.Spec.Target.Place)
	return endpointOf(ctx, p.browser(), p.conn)
}

// revoker is the place whose keys change what is at the server: the one that was named,
// or that of the share, at the server that its link points to.
func (a *app) revoker(ctx context.Context, f *revokeFlags, e ledger.Entry) (*place, error) {
	p := a.places.get(e.Spec.Target.Place)
	if f.where.given() {
		var err error
		if p, err = a.resolve(&f.where); err != nil {
			return nil, err
		}
	} else if !a.existing(ctx)(e.Spec.Target.Place) {
		return nil, fmt.Errorf("there is no place %s any more\nadd --place NAME or --profile NAME, of whoever may", quoted(e.Spec.Target.Place))
	}
	front := e.Spec.Mandate.Kind.Info().Bare // which leads to no server of S3
	if front {
		return p, nil
	}
	return p, share.MayAsk("", e.Record, share.Asker{
		Name: p.named(&f.where), Endpoint: endpointOf(ctx, p.browser(), p.conn), Next: elsewhereNext,
	})
}

// elsewhereNext is the way on where the place of a share leads to another server than its
// link, for commands that take the flags of a place.
const elsewhereNext = "restore the place in the settings, or add --place NAME, --profile NAME or --endpoint URL, of whoever may there"

// named is how a sentence names a place that flags have found, if any were given.
func (p *place) named(where *placeFlags) string {
	if p.name == "" && where.given() {
		return "the address that is named"
	}
	return p.spoken()
}

// spoken is how a sentence names a place.
func (p *place) spoken() string {
	if p.name == "" {
		return "the AWS default"
	}
	return quoted(p.name)
}

// takeBack shows what is to be done, has it confirmed, does it, and says what became of
// each share.
func (a *app) takeBack(ctx context.Context, t *takeback.Taker, f *revokeFlags, shares []ledger.Entry) error {
	step, err := t.Prepare(ctx, f.how, shares)
	if err != nil {
		return err
	}
	if a.showStep(step, len(shares)); step.Ready() && !f.yes {
		if err := a.confirm(ctx, step.Word()); err != nil {
			return err
		}
	}
	line := a.progressAlone()
	account := t.Do(ctx, step, f.reason, func(n takeback.News) {
		if n.Words != "" && len(shares) == 1 {
			fmt.Fprintln(a.Err, clean(n.Words)+"; waiting, ctrl+c stops that")
			return
		}
		line.say(fmt.Sprintf("%s: %s of %s, ctrl+c stops", n.Doing, say.Count(n.Done), say.Count(n.All)))
	})
	line.clear()
	return a.account(ctx, account)
}

// showStep shows what the changes do.
func (a *app) showStep(s takeback.Step, shares int) {
	for _, g := range s.Shown() {
		a.printLines(g.Lines(fewKeys))
		if shares > 1 {
			fmt.Fprintf(a.Err, "for %s; %s\n", say.Things(len(g.Ends()), "share"), g.Also(clean))
		}
	}
}

// fewKeys is how many keys are named before they are deleted; --list has all.
const fewKeys = 3

// account says what became of each share. Exit code 1, if any was not taken back.
func (a *app) account(ctx context.Context, account takeback.Account) error {
	for _, note := range account.Notes {
		fmt.Fprintln(a.Err, note)
	}
	for _, o := range account.Outcomes {
		if o.Words == "" { // its problem says it
			continue
		}
		fmt.Fprintln(a.Out, oneVoice(errors.New(o.Says())))
		if o.State == takeback.Unproved {
			fmt.Fprintf(a.Out, "signet log revoked %s notes it once you know", o.Entry.ID)
			if o.Undoable() {
				fmt.Fprintf(a.Out, "; signet revoke %s --undo takes the statement out again", o.Entry.ID)
			}
			fmt.Fprintln(a.Out)
		}
	}
	several := len(account.Outcomes) > 1
	for _, p := range account.Problems {
		err := a.problem(p)
		if !several && ctx.Err() == nil {
			return err
		}
		fmt.Fprintln(a.Err, "signet: "+oneVoice(err))
	}
	if several {
		fmt.Fprintln(a.Err, account.Sum())
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case account.Left() > 0 || len(account.Problems) > 0:
		return &exitError{exitFailed}
	}
	return nil
}

// problem prints what somebody else may do about some shares, and says why.
func (a *app) problem(p takeback.Problem) error {
	for _, statement := range p.Hand.Statements {
		fmt.Fprintln(a.Out, statement)
	}
	for _, command := range p.Hand.Commands {
		fmt.Fprintln(a.Out, shellLine(command))
	}
	err := fmt.Errorf("revoke %s: %w", takeback.Name(p.Shares), p.Err)
	switch {
	case len(p.Hand.Statements) > 0:
		return fmt.Errorf("%w\nthe statement above, %s; then: signet log revoked %s", err, clean(p.Hand.Does), idsOf(p.Shares))
	case len(p.Hand.Commands) > 0:
		return fmt.Errorf("%w\nthe command above does it; then: signet log revoked %s", err, idsOf(p.Shares))
	}
	return err
}
