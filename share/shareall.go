package share

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"signet/share/say"
)

// batchChunk is how many links are signed before they are recorded in one go. Each costs
// 4 kB until then, and fetching memory costs more than the commits that a longer chunk
// spares: a thousand links take a tenth less processor time in four chunks than in one.
const batchChunk = 250

// firstChunk is how many the first chunk has: recording takes longer than signing, and
// begins sooner.
const firstChunk = 50

// batchPause is how long the first of them waits at most while others come.
const batchPause = 250 * time.Millisecond

// Outcome is one request of a batch and what became of it.
type Outcome struct {
	Request  Request
	Link     Link
	Err      error
	Unlogged error // why the share log does not know the link; nil: it does
}

// Share checks, signs and records one request: a batch of one, in the group that
// it names. A record that fails does not hide a valid link: the link comes back
// with a warning.
func (s *Service) Share(ctx context.Context, r Request) (Link, error) {
	var only Outcome
	b := s.batch(func(o Outcome) error { only = o; return nil })
	b.add(ctx, r)
	b.flush(ctx)
	return only.Link, only.Err
}

// ShareAll shares a stream of requests in one group. Credentials are asked for
// once per place and region, so that all links have one end; memory does not
// grow with the number of requests. Each outcome is emitted after it has been
// recorded, in order, while further requests come or when there are no more; before one
// that may be long in coming (Request.Last) none that is recorded waits; an error of emit, or the context, ends the batch.
func (s *Service) ShareAll(ctx context.Context, requests iter.Seq[Request], emit func(Outcome) error) error {
	b, group := s.batch(emit), s.ids.next(s.clock())
	defer b.leave()
	for r := range requests {
		if err := ctx.Err(); err != nil {
			b.flush(ctx)
			return err
		}
		last := r.Last
		r.Batch, r.Last = true, false // no link keeps that
		if r.Group == "" {
			r.Group = group
		}
		b.add(ctx, r)
		switch {
		case s.clock().Sub(b.since) >= batchPause, last && len(b.out) >= firstChunk:
			b.flush(ctx)
		case last:
			b.settle()
		case len(b.out) >= b.most:
			b.turn(ctx)
			b.most = batchChunk
		}
		if b.err != nil {
			return b.err
		}
	}
	b.flush(ctx)
	return b.err
}

// NewGroup is the id of a group, for links that are signed one after the other and belong together.
func (s *Service) NewGroup() string { return s.ids.next(s.clock()) }

type answer struct {
	id       Identity
	endpoint Endpoint
	err      error
}

// batch is the state of one ShareAll.
type batch struct {
	service *Service
	emit    func(Outcome) error
	known   map[string]answer // identities, by place, region, bucket and signer
	chunk                     // being signed
	most    int               // of it
	since   time.Time         // when the first of it came
	before  chunk             // being recorded meanwhile
	written <-chan written    // what becomes of that; nil: nothing is being recorded
	err     error
}

// chunk is what is recorded in one go.
type chunk struct {
	out     []entered
	records []Record
}

// written is what became of a chunk in the log.
type written struct {
	err      error
	panicked any
}

// entered is an outcome that waits for the log.
type entered struct {
	Outcome
	record int // which of the records is the link's
}

func (s *Service) batch(emit func(Outcome) error) *batch {
	return &batch{service: s, emit: emit, known: map[string]answer{}, most: firstChunk}
}

// identify asks the signer once for every place, region and bucket.
func (b *batch) identify(ctx context.Context, t Target, signer string) (Identity, Endpoint, error) {
	k := t.Place + "\x00" + t.Region + "\x00" + t.Bucket + "\x00" + signer
	a, ok := b.known[k]
	if !ok {
		a.id, a.endpoint, a.err = b.service.Signer.Identity(ctx, t, signer)
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
	b.out = append(b.out, entered{o, len(b.records)})
	if rec.ID != "" {
		b.records = append(b.records, rec)
	}
}

// share is one request as far as the log. What cannot be signed is recorded too,
// unless it asked for what makes no sense: then the record has no id.
func (b *batch) share(ctx context.Context, r Request) (Outcome, Record) {
	r, rules, err := b.service.check(ctx, r)
	if err != nil {
		return Outcome{Request: r, Err: err}, Record{}
	}
	p, err := b.service.plan(ctx, r, rules, b.identify)
	if err != nil {
		return Outcome{Request: r, Err: err}, b.service.failure(r, err)
	}
	link, rec, err := b.service.sign(ctx, p)
	switch {
	case err != nil && p.spec().Begins(): // the log knows it already
		return Outcome{Request: p.Request, Err: err}, Record{}
	case err != nil:
		return Outcome{Request: p.Request, Err: err}, b.service.failure(r, err)
	}
	return Outcome{Request: p.Request, Link: link}, rec
}

// turn has the chunk recorded beside the signing of the next. It is one and no more, so
// that memory does not grow, and an end takes back nothing that anybody has.
func (b *batch) turn(ctx context.Context) {
	if b.settle(); b.err != nil {
		return // nobody takes it any more
	}
	b.before, b.chunk = b.chunk, chunk{b.before.out[:0], b.before.records[:0]}
	done, records := make(chan written, 1), b.before.records
	b.written = done
	go func() {
		w := written{err: errLeft}
		defer func() {
			w.panicked = recover() // whoever signs panics with it, where the terminal is restored
			done <- w
		}()
		w.err = b.service.record(ctx, records)
	}()
}

// errLeft is of a log that ended the goroutine, and never said what became of the records.
var errLeft = errors.New("the share log gave no answer")

// leave waits for what is being recorded where a panic has left the rest behind.
func (b *batch) leave() {
	if b.written != nil {
		<-b.written
	}
}

// settle waits for what is being recorded, and emits it.
func (b *batch) settle() {
	if b.written == nil {
		return
	}
	w := <-b.written
	b.written = nil
	if w.panicked != nil {
		panic(w.panicked)
	}
	b.told(b.before, w.err)
}

// flush records the chunk, after what is being recorded, and then lets go of it.
func (b *batch) flush(ctx context.Context) {
	if b.settle(); b.err != nil {
		return // nobody takes it any more
	}
	b.told(b.chunk, b.service.record(ctx, b.records))
	b.out, b.records = b.out[:0], b.records[:0]
}

// told emits what has been recorded, or could not be.
func (b *batch) told(c chunk, err error) {
	for _, e := range c.out {
		o := e.Outcome
		switch {
		case o.Err != nil: // a log that fails too is beside the point
		case err != nil:
			o.Unlogged = err
			o.Link.Warnings = append(o.Link.Warnings, unlogged(err))
		case o.Link.ID != "": // recorded before it was signed
		default:
			o.Link.ID = c.records[e.record].ID
		}
		if b.err == nil {
			b.err = b.emit(o)
		}
	}
}

var errNoLog = errors.New("there is no share log")

// record writes the entries, whoever has lost interest meanwhile.
func (s *Service) record(ctx context.Context, records []Record) error {
	switch {
	case len(records) == 0: // nothing signed leaves no trace
		return nil
	case s.Recorder == nil:
		return errNoLog
	}
	return s.Recorder.RecordAll(context.WithoutCancel(ctx), records)
}

func unlogged(err error) say.Remark {
	text := "the link is good, but it is not in the share log: "
	if errors.Is(err, errNoLog) {
		text = "not recorded: "
	}
	return say.Remark{Code: "log", Level: say.Warning, Text: text + err.Error()}
}

// failure is the record of what could not be signed; without an id it is not kept.
func (s *Service) failure(r Request, cause error) Record {
	var refused *RefusedError
	if errors.Is(cause, context.Canceled) || errors.As(cause, &refused) {
		return Record{}
	}
	now := s.clock()
	return Record{
		ID: s.ids.next(now), Group: r.Group, Created: now.UTC(),
		Spec: Spec{Target: r.Target, Operation: r.Operation, Options: r.Options},
		Page: r.Page, PageSum: r.PageSum, Item: r.Item, Note: r.Note, Recipient: r.Recipient, Who: s.Who, Object: r.Object, Failure: cause.Error(),
	}
}
