package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// finder looks up the clues of a text, and yields each entry once.
type finder struct {
	ctx    context.Context
	ledger *Ledger
	yield  func(Match) error
	read   *clues
	err    error

	clued  bool
	seen   map[string]bool // entries that were yielded
	asked  map[[sha256.Size]byte]bool
	asks   int                              // how often the log was asked
	known  *known                           // nil: it is asked each time
	calls  map[[sha256.Size]byte]signedCall // of uploads in parts; nil: not read yet
	queued []terms
}

const (
	mostAsks     = 300 // after so many questions, what the log knows is read once
	priceOfTerms = 20
	mostAsked    = 1 << 16 // how many answers are kept, so that nothing is asked twice in a row
)

func newFinder(ctx context.Context, l *Ledger, yield func(Match) error) *finder {
	f := &finder{ctx: ctx, ledger: l, yield: yield, seen: map[string]bool{}, asked: map[[sha256.Size]byte]bool{}}
	f.read = &clues{sum: f.sum, sumOf: f.sumOf, other: f.other, id: f.id, dated: f.dated, terms: f.queue}
	return f
}

// look finds entries by signature and id. What can be told by terms alone waits
// until settle is called: a signature in the same text tells more.
func (f *finder) look(text []byte, low, high int) {
	f.read.read(text, low, high)
}

// settle looks up what was put off.
func (f *finder) settle() error {
	for _, t := range f.queued {
		f.byTerms(t)
	}
	f.queued = f.queued[:0]
	if f.err == nil {
		f.err = f.ctx.Err()
	}
	return f.err
}

// whole takes a text that is nothing but an id.
func (f *finder) whole(text []byte) {
	text = bytes.TrimPrefix(bytes.TrimSpace(text), []byte("\ufeff"))
	if len(text) > 4*idLen {
		return
	}
	if n, ok := parseID(string(text)); ok {
		f.clued = true
		f.byNumber(n, "id")
	}
}

func (f *finder) sum(digits []byte) {
	f.clued = true
	f.bySum(sha256.Sum256(digits))
}

func (f *finder) sumOf(digits []byte) {
	var sum [sha256.Size]byte
	if _, err := hex.Decode(sum[:], digits); err == nil {
		f.bySum(sum)
	}
}

func (f *finder) other(text string) {
	f.clued = true
	f.bySum(sha256.Sum256([]byte(text)))
}

func (f *finder) id(text []byte) {
	if n, ok := parseID(string(text)); ok {
		f.clued = true
		f.byNumber(n, "tracking id")
	}
}

func (f *finder) dated(at time.Time) bool {
	f.clued = true
	return f.err == nil && (f.known == nil || f.known.signed(at.UnixMilli()))
}

func (f *finder) queue(t terms) { f.queued = append(f.queued, t) }

// found yields an entry, once.
func (f *finder) found(e Entry, by string) { f.match(Match{Entry: e, By: by}) }

func (f *finder) match(m Match) {
	if f.err == nil && !f.seen[m.Entry.ID] {
		f.seen[m.Entry.ID] = true
		f.err = f.yield(m)
	}
}

// again reports whether something was asked lately.
func (f *finder) again(sum [sha256.Size]byte) bool {
	if f.asked[sum] {
		return true
	}
	if len(f.asked) == mostAsked {
		clear(f.asked)
	}
	f.asked[sum] = true
	return false
}

// ask reports whether the log can be asked, at a price: terms cost more, since
// every share of two days has to be looked at. Whoever asks often reads all that
// the log knows first, which is 32 bytes a share.
func (f *finder) ask(price int) bool {
	if f.err == nil {
		f.err = f.ctx.Err()
	}
	if f.asks += price; f.asks >= mostAsks && f.known == nil && f.err == nil {
		f.known, f.err = f.ledger.readKnown(f.ctx)
	}
	return f.err == nil
}

// forget makes the next question independent of those before.
func (f *finder) forget() {
	clear(f.seen)
	clear(f.asked)
}

// sumRows is how many entries of one signature are read at a time.
const sumRows = 500

// bySum finds entries by the SHA-256 of their signature: all of them. Who shares
// an object with many people within a second hands them the same link.
func (f *finder) bySum(sum [sha256.Size]byte) {
	number := int64(binary.BigEndian.Uint64(sum[:]))
	f.byCall(sum)
	if f.known != nil && !has(f.known.sums, number) || f.again(sum) || !f.ask(1) {
		return
	}
	text := hex.EncodeToString(sum[:])
	f.each(clause{"entry INDEXED BY entry_sig WHERE sig = ?", []any{number}}, func(e Entry) {
		if strings.EqualFold(e.SignatureSHA256, text) {
			f.found(e, "signature")
		}
	})
}

// each reads the entries that a clause selects, in their order.
func (f *finder) each(from clause, yield func(Entry)) {
	db, err := f.ledger.reader()
	if err != nil {
		f.err = err
		return
	}
	s := f.ledger.search(db, Query{Limit: sumRows})
	for last := int64(-1); f.err == nil; {
		page := clause{from.sql + " AND n > ?", append(slices.Clone(from.args), last)}
		hits, err := s.page(f.ctx, driver{from: page, column: "n"})
		if err != nil {
			f.err = f.ledger.fail("search", err)
			return
		}
		for _, h := range hits {
			last = h.cursor.n
			yield(h.entry)
		}
		if len(hits) <= sumRows {
			return
		}
	}
}

// byNumber finds an entry by the number that its id stands for.
func (f *finder) byNumber(n int64, by string) {
	if f.known != nil && !has(f.known.numbers, n) || f.again(sha256.Sum256([]byte(by+formatID(n)))) || !f.ask(1) {
		return
	}
	e, err := f.ledger.get(f.ctx, n)
	switch {
	case err == nil:
		f.found(e, by)
	case !IsKind(err, NotFound):
		f.err = err
	}
}

// mostSkew is how far the clock that a link was signed by may be from the one
// that its entry was made by: S3 refuses what is further off, and whoever signs
// by a server's clock corrects no more.
const mostSkew = 24 * time.Hour

// byTerms finds entries by what was signed, for texts that leave the signature
// out: the second of signing, the key of the signer and the object. Of several,
// those that live as long as the text says come alone; and none if one of them
// was found by its signature or id: then the text is known already.
func (f *finder) byTerms(t terms) {
	if f.err != nil || f.again(sha256.Sum256(fmt.Append(nil, t))) || !f.ask(priceOfTerms) {
		return
	}
	var exact, others []Entry
	take := func(e Entry) {
		target := e.Spec.Target
		switch {
		case !e.Spec.SignedAt.Equal(t.date) || !t.of(target.Bucket, target.Key) || !t.by(e.Spec.KeyID()):
		case e.Spec.Seconds == t.life:
			exact = append(exact, e)
		default:
			others = append(others, e)
		}
	}
	for _, c := range f.signedAt(t.date) {
		c.and("instr(?, object) > 0", strings.ToLower(strings.Join(append(slices.Clone(t.paths), t.key), "\n")))
		f.each(c, take)
	}
	if len(exact) == 0 {
		exact = others
	}
	if slices.ContainsFunc(exact, func(e Entry) bool { return f.seen[e.ID] }) {
		return
	}
	for _, e := range exact {
		f.found(e, "terms")
	}
}

// signedAt selects the entries that were signed in a second, and few others.
func (f *finder) signedAt(at time.Time) []clause {
	starts := at.UnixMilli()
	if f.known != nil {
		first, last := f.known.signedAt(starts)
		return []clause{{"entry WHERE n >= ? AND n <= ? AND starts = ?", []any{first, last, starts}}}
	}
	return []clause{
		{"entry WHERE n >= ? AND n < ? AND starts = ?", []any{firstAt(at.Add(-mostSkew)), firstAt(at.Add(mostSkew)), starts}},
		{"entry INDEXED BY entry_later WHERE later = 1 AND starts = ?", []any{starts}},
	}
}
