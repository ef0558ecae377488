package share

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"
)

// batchChunk is how many links are signed before they are recorded in one go.
const batchChunk = 1000

// batchPause is how long the first of them waits at most while others come.
const batchPause = 250 * time.Millisecond

// BatchRecorder is a Recorder that writes many records in one transaction.
type BatchRecorder interface {
	RecordAll(ctx context.Context, records []Record) error
}

// Outcome is one request of a batch and what became of it.
type Outcome struct {
	Request Request
	Link    Link
	Err     error
}

// ShareAll shares a stream of requests in one group. Credentials are asked for
// once per place and region, so that all links have one end; memory does not
// grow with the number of requests. Each outcome is emitted after it has been
// recorded, in order; an error of emit, or the context, ends the batch.
func (s *Service) ShareAll(ctx context.Context, requests iter.Seq[Request], emit func(Outcome) error) error {
	b := &batch{service: s, emit: emit, known: map[string]answer{}, group: s.ids.next(s.clock())}
	for r := range requests {
		if err := ctx.Err(); err != nil {
			b.flush(ctx)
			return err
		}
		if r.Group == "" {
			r.Group = b.group
		}
		b.add(ctx, r)
		if len(b.out) >= batchChunk || s.clock().Sub(b.since) >= batchPause {
			if b.flush(ctx); b.err != nil {
				return b.err
			}
		}
	}
	b.flush(ctx)
	return b.err
}

type answer struct {
	id       Identity
	endpoint Endpoint
	err      error
}

// batch is the state of one ShareAll.
type batch struct {
	service *Service
	emit    func(Outcome) error
	group   string
	known   map[string]answer // identities, by place, region and bucket
	out     []Outcome
	since   time.Time // when the first of out came
	records []Record
	err     error
}

// identify asks the signer once for every place, region and bucket.
func (b *batch) identify(ctx context.Context, t Target) (Identity, Endpoint, error) {
	k := t.Place + "\x00" + t.Region + "\x00" + t.Bucket
	a, ok := b.known[k]
	if !ok {
		a.id, a.endpoint, a.err = b.service.Signer.Identity(ctx, t)
		b.known[k] = a
	}
	return a.id, a.endpoint, a.err
}

func (b *batch) add(ctx context.Context, r Request) {
	if len(b.out) == 0 {
		b.since = b.service.clock()
	}
	o, rec := b.share(ctx, r)
	var gone *KeyGoneError
	if errors.As(o.Err, &gone) { // a session was renewed under way: ask again who signs
		clear(b.known)
		o, rec = b.share(ctx, r)
	}
	if len(b.out) == cap(b.out) && len(b.out) >= 16 { // many are coming: take the room at once
		b.out, b.records = slices.Grow(b.out, batchChunk), slices.Grow(b.records, batchChunk)
	}
	b.out = append(b.out, o)
	if o.Err == nil {
		b.records = append(b.records, rec)
	}
}

func (b *batch) share(ctx context.Context, r Request) (Outcome, Record) {
	r, rules, err := b.service.check(ctx, r)
	if err != nil {
		return Outcome{Request: r, Err: err}, Record{}
	}
	p, err := b.service.plan(ctx, r, rules, b.identify)
	if err != nil {
		return Outcome{Request: r, Err: err}, Record{}
	}
	link, rec, err := b.service.sign(ctx, p)
	return Outcome{Request: p.Request, Link: link, Err: err}, rec
}

// flush records the chunk and then lets go of it.
func (b *batch) flush(ctx context.Context) {
	ids, warning := b.service.recordAll(ctx, b.records)
	for _, o := range b.out {
		if o.Err == nil {
			if warning != nil {
				o.Link.Warnings = append(o.Link.Warnings, *warning)
			} else {
				o.Link.ID, ids = ids[0], ids[1:]
			}
		}
		if b.err == nil {
			b.err = b.emit(o)
		}
	}
	b.out, b.records = b.out[:0], b.records[:0]
}

func (s *Service) recordAll(ctx context.Context, records []Record) (ids []string, warning *Warning) {
	if len(records) == 0 {
		return nil, nil // nothing signed leaves no trace
	}
	if s.Recorder == nil {
		return nil, &Warning{Code: "log", Text: "not recorded: there is no share log"}
	}
	ctx = context.WithoutCancel(ctx)
	failed := func(err error) *Warning {
		return &Warning{Code: "log", Text: "the link is good, but it is not in the share log: " + err.Error()}
	}
	if many, ok := s.Recorder.(BatchRecorder); ok {
		for _, r := range records {
			ids = append(ids, r.ID)
		}
		if err := many.RecordAll(ctx, records); err != nil {
			return nil, failed(err)
		}
		return ids, nil
	}
	for _, r := range records {
		id, err := s.Recorder.Record(ctx, r)
		if err != nil {
			return nil, failed(err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}
