package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"
)

// walk goes through the chain in its order, with the entry of each share.
func (v *verifier) walk(ctx context.Context) error {
	return v.links(ctx, func(x *link) (bool, error) {
		var err error
		switch {
		case x.lost != nil:
			v.broken(v.head.Seq+1, 0, "the row cannot be read: "+x.lost.Error())
		case x.hole != nil:
			v.cross(x)
		case x.left != nil:
			v.gone(x.left)
		default:
			err = v.live(ctx, x)
		}
		return v.report.Broken == nil, err
	})
}

const oddValue = "a column holds another kind of value than signet writes: no list would find it"

// live is a row with its body.
func (v *verifier) live(ctx context.Context, x *link) error {
	if x.body == nil {
		v.broken(x.seq, x.row.entry, "its body is larger than any that signet writes")
		return nil
	}
	if !v.follows(x.row, x.hash) {
		return nil
	}
	n := x.row.entry
	switch {
	case !x.plain:
		v.broken(x.seq, n, oddValue)
	case !sameMark(x.mark, markOf(x.kind)):
		v.broken(x.seq, n, "the mark of the row does not belong to "+x.kind)
	case x.uniq == nil && x.kind == Used && x.seq >= v.form2, x.uniq != nil && !tellsApart(x.uniq, x.row):
		v.broken(x.seq, n, "the row is told from others by something else than what it says")
	}
	switch x.kind {
	case Created:
		v.report.Entries++
		v.created(x)
	case Pruned:
		return v.tombstone(ctx, x)
	case Form:
		v.form(x)
	case Salvaged:
		v.salvaged(x)
	default:
		v.report.Events++
	}
	return nil
}

// follows holds a row against the head before it, and moves the head on.
func (v *verifier) follows(r row, hash []byte) bool {
	if r.seq != v.head.Seq+1 {
		v.broken(v.head.Seq+1, 0, "is missing")
		return false
	}
	if r.seq < v.form2 {
		v.head = v.head.next1(r)
		v.report.First = r.seq
	} else {
		v.head = v.head.next(r)
	}
	v.report.Rows++
	v.report.Head = v.head
	if !bytes.Equal(v.head.Hash[:], hash) {
		v.broken(r.seq, r.entry, fmt.Sprintf("its %s row was changed, or one before it was", r.kind))
		return false
	}
	v.order(r)
	v.held(v.head)
	return v.report.Broken == nil
}

// order notes what is earlier than the row before it. That is no break: clocks
// step back, a use carries the time of the use, and what was taken over keeps
// its own.
func (v *verifier) order(r row) {
	if r.at < v.at {
		if v.report.Earlier++; v.report.Earlier == 1 {
			v.report.EarlierAt = r.seq
		}
	}
	v.at = r.at
}

func sameMark(a *int64, b *int) bool {
	return (a == nil) == (b == nil) && (a == nil || *a == int64(*b))
}

// created holds the columns that filters use against the share itself.
func (v *verifier) created(x *link) {
	switch {
	case x.unread:
		v.broken(x.seq, x.row.entry, "its body cannot be read")
	case !x.has:
		v.broken(x.seq, x.row.entry, "is not in the entry table any more, or stands for another row")
	case !x.step.entry.same(x.columns):
		v.broken(x.seq, x.row.entry, "the entry table says something else than what was recorded")
	case x.columns.group == nil && x.first != 1:
		v.broken(x.seq, x.row.entry, "the entry table hides it from lists")
	case x.seq >= v.form2 && x.ends != x.columns.ends:
		v.broken(x.seq, x.row.entry, "its row says another end than the share")
	}
}

// form is the row with which the second form begins, and nothing else is.
func (v *verifier) form(x *link) {
	if x.seq != v.form2 || !isForm2(x.row) {
		v.broken(x.seq, 0, "a second form of the log begins that is none")
	}
}

// gone is what is left of a row that was pruned.
func (v *verifier) gone(g *goneRow) {
	if !g.plain || len(g.digest) != sha256.Size {
		v.broken(g.seq, g.entry, oddValue)
		return
	}
	if !v.follows(g.row, g.hash) {
		return
	}
	switch {
	case g.seq < v.form2:
		v.broken(g.seq, g.entry, "was pruned in a way that its form does not have")
	case g.kind == Pruned || g.kind == Form || g.kind == Salvaged:
		v.broken(g.seq, g.entry, "such a row is never pruned: "+g.kind)
	case g.there:
		v.broken(g.seq, g.entry, "was removed, although its share is there")
	case g.ends > v.now.UnixMilli():
		v.broken(g.seq, g.entry, "was removed, although its link works until "+time.UnixMilli(g.ends).UTC().Format(time.RFC3339))
	}
	if v.under[g.tombstone] == nil {
		v.under[g.tombstone] = &goneSum{}
	}
	v.under[g.tombstone].add(g.row)
	v.report.Pruned++
}

// cross goes over a hole that pruning has left among rows of the first form.
func (v *verifier) cross(x *link) {
	h := x.hole
	if h.low != v.head.Seq+1 || h.high >= v.form2 || x.own <= h.high || !bytes.Equal(h.before, v.head.Hash[:]) || len(h.after) != sha256.Size {
		v.broken(v.head.Seq+1, 0, "is missing")
		return
	}
	v.owed[x.own] += h.high - h.low + 1
	v.head = Head{Seq: h.high, Hash: [sha256.Size]byte(h.after)}
	v.report.Head, v.report.First = v.head, h.high
	for _, k := range v.kept {
		switch {
		case k.Seq < h.low || k.Seq > h.high:
		case k.Seq == h.high && k.Hash != v.head.Hash:
			v.unlike(k, h.high)
		default: // what the hole says of itself proves nothing
			v.inHoles = append(v.inHoles, pending{k, x.own, k.Seq == h.high})
		}
	}
}

// tombstone checks that the rows under it are the ones it was written for, and
// that they had ended.
func (v *verifier) tombstone(ctx context.Context, x *link) error {
	t, err := decodeTombstone(x.body)
	if err != nil {
		v.broken(x.seq, 0, "the tombstone cannot be read")
		return nil
	}
	holes, err := readHoles(ctx, v.tx, x.seq)
	if err != nil {
		return err
	}
	gone := v.under[x.seq]
	if gone == nil {
		gone = &goneSum{}
	}
	delete(v.under, x.seq)
	sum, rows := holesDigest(holes)
	switch {
	case sum != t.Holes:
		v.broken(x.seq, 0, "the holes in the chain are not those that its tombstone was written for")
	case gone.digest() != t.Gone, rows+gone.rows != t.Rows:
		v.broken(x.seq, 0, "the rows that were removed are not those that the tombstone was written for")
	case gone.ends > x.at:
		v.broken(x.seq, 0, "it removes links that still worked when it was written, until "+time.UnixMilli(gone.ends).UTC().Format(time.RFC3339))
	}
	return nil
}

// salvaged remembers what was taken over, and lost.
func (v *verifier) salvaged(x *link) {
	var s Salvage
	if err := json.Unmarshal(x.body, &s); err != nil {
		v.broken(x.seq, 0, "what it says of a salvage cannot be read")
		return
	}
	s.At, s.seq = time.UnixMilli(x.at).UTC(), x.seq
	v.report.Salvaged = withSalvage(v.report.Salvaged, s)
}

// ending checks what a walk cannot see: rows cut off at the end, entries that
// were never recorded, heads beyond the end.
func (v *verifier) ending(ctx context.Context) error {
	head, err := readHead(ctx, v.tx)
	if err != nil && kindOf(err) != Damaged { // without a head, it is not the end
		return err
	}
	orphans, entries, odd, err := v.counts(ctx)
	if err != nil {
		return err
	}
	switch {
	case odd > 0:
		v.broken(0, 0, oddValue)
	case head != v.head:
		v.broken(0, 0, fmt.Sprintf("the chain ends at row %d, the head says %d: the end was cut off or changed", v.head.Seq, head.Seq))
	case orphans > 0:
		v.broken(0, 0, "the chain has holes that no tombstone accounts for")
	case len(v.under) > 0:
		v.broken(0, 0, "rows were removed that no tombstone accounts for")
	case entries != v.report.Entries:
		v.broken(0, 0, fmt.Sprintf("%d entries, but only %d were recorded", entries, v.report.Entries))
	}
	for _, k := range v.kept {
		if k.Seq > v.head.Seq {
			v.unlike(k, v.head.Seq)
		}
	}
	v.settle()
	return nil
}

// counts are of holes without a tombstone, of the entry table, and of odd values
// in the tables that the walk does not read.
func (v *verifier) counts(ctx context.Context) (orphans, entries, odd int64, err error) {
	err = v.tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM hole WHERE NOT EXISTS (SELECT 1 FROM log WHERE seq = hole.tombstone AND kind = 'pruned')),
		(SELECT count(*) FROM entry),
		(SELECT count(*) FROM head WHERE typeof(seq) || typeof(hash) <> 'integerblob') + (SELECT count(*) FROM indexed WHERE typeof(seq) <> 'integer')
		+ (SELECT count(*) FROM batch WHERE typeof(grp) || typeof(entries) <> 'textinteger')
		+ (SELECT count(*) FROM hole WHERE typeof(high) || typeof(before) || typeof(after) || typeof(tombstone) <> 'integerblobblobinteger')`).Scan(&orphans, &entries, &odd)
	return orphans, entries, odd, err
}
