package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"runtime"
	"sync"
)

// link is one step along the chain: a row, what is left of one, or a hole.
type link struct {
	step
	left *goneRow // the row was pruned
	hole *hole    // the rows were
	own  int64    // of a hole: its tombstone
	lost error    // nothing behind the row before can be read

	columns columns // what the body says
	unread  bool    // the body says nothing
}

// A load is full when it has so many links, or so many bytes of bodies.
const (
	linksAtOnce = 256
	bytesAtOnce = 1 << 20
)

// load is some links, and whether they have been read closely.
type load struct {
	links []*link
	bytes int
	done  chan struct{}
}

// links reads the chain in its order. What takes long, reading the bodies, is
// done on all processors; take gets the links one by one, in their order, and
// ends the reading by returning false.
func (v *verifier) links(ctx context.Context, take func(*link) (bool, error)) error {
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	ordered, work := make(chan *load, 8), make(chan *load, 8)
	r := &linkReader{verifier: v, ctx: ctx, send: func(l *load) bool {
		for _, to := range []chan *load{ordered, work} {
			select {
			case to <- l:
			case <-ctx.Done():
				return false
			}
		}
		return true
	}}
	var failed error
	all.Go(func() {
		failed = r.read()
		close(work)
		close(ordered)
	})
	parts := make([]*postings, max(2, runtime.GOMAXPROCS(0)))
	for i := range parts {
		parts[i] = newPostings(v.postings.mixer, v.postings.keyed)
		all.Go(func() {
			for l := range work {
				v.readClosely(l, parts[i])
				close(l.done)
			}
		})
	}
	if more, err := takeInOrder(ctx, ordered, take); err != nil || !more {
		return err
	}
	all.Wait()
	for _, p := range parts {
		v.postings.merge(p)
	}
	return failed
}

// takeInOrder hands the links of each load over when they have been read closely.
// more is false if take wants no more.
func takeInOrder(ctx context.Context, loads <-chan *load, take func(*link) (bool, error)) (more bool, err error) {
	for l := range loads {
		select {
		case <-l.done:
		case <-ctx.Done():
			return false, ctx.Err()
		}
		for _, x := range l.links {
			if more, err := take(x); err != nil || !more {
				return false, err
			}
		}
	}
	return true, nil
}

// readClosely does what needs no other row.
func (v *verifier) readClosely(l *load, p *postings) {
	for _, x := range l.links {
		if x.hole != nil || x.left != nil || x.lost != nil {
			continue
		}
		if x.seq >= v.form2 {
			sum := sha256.Sum256(x.body)
			x.digest = sum[:]
		}
		if x.kind != Created {
			continue
		}
		var err error
		x.columns, err = columnsIn(x.body)
		x.unread = err != nil
		if !x.unread && x.seq <= v.indexed {
			p.add(x.row.entry, x.columns.text())
		}
	}
}

// linkReader puts together rows, what is left of rows, and holes.
type linkReader struct {
	*verifier
	ctx  context.Context
	send func(*load) bool
	next int64 // the row that must come
	part *load
	left []goneRow // read ahead
}

func (r *linkReader) read() error {
	r.next, r.part = 1, newLoad()
	rows, err := r.tx.QueryContext(r.ctx, stepQuery(r.version))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var values stepValues
	for rows.Next() {
		x := &link{}
		if err := rows.Scan(values.scan()...); err != nil {
			r.add(&link{lost: err})
			break
		}
		x.step = values.step()
		if more, err := r.bridge(x.seq); err != nil || !more {
			return err
		}
		r.next = x.seq + 1
		if !r.add(x) {
			return r.ctx.Err()
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if _, err := r.bridge(1<<63 - 1); err != nil {
		return err
	}
	r.send(r.part)
	return nil
}

func newLoad() *load {
	return &load{links: make([]*link, 0, linksAtOnce), done: make(chan struct{})}
}

func (r *linkReader) add(x *link) bool {
	r.part.links = append(r.part.links, x)
	r.part.bytes += len(x.body)
	if len(r.part.links) < linksAtOnce && r.part.bytes < bytesAtOnce {
		return true
	}
	full := r.part
	r.part = newLoad()
	return r.send(full)
}

// bridge adds what is between the row before and the one at seq, as far as
// anything is.
func (r *linkReader) bridge(seq int64) (bool, error) {
	for r.next < seq {
		x, err := r.missing()
		if err != nil || x == nil {
			return true, err
		}
		if !r.add(x) {
			return false, r.ctx.Err()
		}
	}
	return true, nil
}

// missing is what stands for the row that must come; nil: nothing does.
func (r *linkReader) missing() (*link, error) {
	if g, err := r.gone(); err != nil || g != nil {
		if g != nil {
			r.next = g.seq + 1
			return &link{left: g}, nil
		}
		return nil, err
	}
	var h hole
	x := &link{hole: &h}
	err := r.tx.QueryRowContext(r.ctx, "SELECT low, high, before, after, tombstone FROM hole WHERE low = ?", r.next).Scan(&h.low, &h.high, &h.before, &h.after, &x.own)
	if errors.Is(err, sql.ErrNoRows) || err == nil && h.high < h.low {
		return nil, nil //nolint:nilnil // nothing is there, and nothing went wrong
	}
	r.next = h.high + 1
	return x, err
}

// goneAtOnce are read together.
const goneAtOnce = 1000

// gone is what is left of the row that must come, nil if nothing is.
func (r *linkReader) gone() (*goneRow, error) {
	if r.version < len(steps()) {
		return nil, nil //nolint:nilnil // as above
	}
	if len(r.left) == 0 || r.left[0].seq != r.next {
		if err := r.readGone(); err != nil {
			return nil, err
		}
	}
	if len(r.left) == 0 || r.left[0].seq != r.next {
		return nil, nil //nolint:nilnil // as above
	}
	g := &r.left[0]
	r.left = r.left[1:]
	return g, nil
}

func (r *linkReader) readGone() (err error) {
	r.left, err = collect(r.ctx, r.tx, func(g *goneRow) []any {
		return []any{&g.seq, &g.entry, &g.at, &g.kind, &g.ends, &g.digest, &g.hash, &g.tombstone, &g.there, &g.plain}
	}, "SELECT seq, entry, at, kind, ends, digest, hash, tombstone, EXISTS (SELECT 1 FROM entry e WHERE e.n = gone.entry AND e.seq < gone.tombstone), "+plainGone+" FROM gone WHERE seq >= ? ORDER BY seq LIMIT ?", r.next, goneAtOnce)
	return err
}
