package ui

import (
	"context"
	"strings"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/refusal"
	"signet/share/takeback"
)

// worldTaker takes shares back as the program does, at a bucket whose policy is heeded.
type worldTaker struct {
	*takeback.Taker
	w *world
}

func (w *world) taker(clock func() time.Time) worldTaker {
	bucket := &bucket{w: w}
	return worldTaker{&takeback.Taker{
		Log: w.log, Clock: clock,
		Store:    func(context.Context, ledger.Entry) (takeback.Store, error) { return bucket, nil },
		Endpoint: func(context.Context, ledger.Entry) string { return "" },
		Link:     func(context.Context, share.Record) (share.Link, error) { return share.Link{}, nil },
		Ask: func(context.Context, share.Link) (takeback.Answer, error) {
			if bucket.policy == "" {
				return takeback.Answer{Opens: true, Answer: refusal.Answer{Status: 206}}, nil
			}
			return takeback.Answer{Answer: refusal.Answer{Status: 403, Code: "AccessDenied"}}, nil
		},
	}, w}
}

func (t worldTaker) Get(ctx context.Context, id string) (ledger.Entry, error) {
	return t.w.log.Get(ctx, id)
}

func (t worldTaker) Open(ctx context.Context, s takeback.Selection) ([]ledger.Entry, error) {
	return takeback.Open(ctx, t.w.log, s, t.Clock())
}

func (t worldTaker) Mend(ctx context.Context, e ledger.Entry) (Mend, error) {
	u, err := t.Undo(ctx, e)
	return Mend{Does: "open the link again", Lines: u.Lines, Word: "undo", Do: func(ctx context.Context, reason string) (string, error) { return u.Do(ctx, t.Taker, reason) }}, err
}

func (worldTaker) Shell(command []string) string { return strings.Join(command, " ") }

// bucket is one whose policy can be written.
type bucket struct {
	w      *world
	policy string
}

func (b *bucket) Policy(context.Context, string) (string, error) {
	b.w.reads++
	return b.policy, nil
}

func (b *bucket) SetPolicy(_ context.Context, _, text string) error {
	b.w.note("wrote a policy")
	b.policy = text
	return nil
}

func (b *bucket) Look(context.Context, string, string, string) (takeback.Stored, error) {
	b.w.reads++
	return takeback.Stored{}, nil
}

func (b *bucket) Sum(context.Context, string, string, string) (sum string, there bool, err error) {
	return "", false, nil
}

func (b *bucket) Delete(_ context.Context, _, key, _ string) error {
	b.w.note("deleted %s", key)
	return nil
}
