package ledger

import (
	"fmt"
	"slices"
)

// held compares with a head that was kept elsewhere.
func (v *verifier) held(h Head) {
	for _, k := range v.kept {
		switch {
		case k.Seq != h.Seq:
		case k.Hash == h.Hash:
			v.report.Kept++
			v.proved = h.Seq
		default:
			v.unlike(k, h.Seq)
		}
	}
}

// unlike is for a head that the chain contradicts; at is the row that it was held
// against.
func (v *verifier) unlike(k Head, at int64) { v.unlikes = append(v.unlikes, unlike{k, at}) }

type unlike struct {
	Head
	at int64
}

// row is the one that is not what it was; 0: it is not there.
func (u unlike) row() int64 {
	if u.at < u.Seq {
		return 0
	}
	return u.at
}

func (u unlike) words() string {
	if u.at < u.Seq {
		return fmt.Sprintf("the head kept elsewhere stands for row %d, but the log ends at %d: its end was cut off", u.Seq, u.at)
	}
	return "is not the row that the head kept elsewhere stands for: the log was rewritten"
}

// settle judges the heads that were kept elsewhere, and the holes, when all of
// the chain is known. If a salvage has left rows out, that may be why a head
// does not fit, and nothing can be proved by it.
func (v *verifier) settle() {
	for _, u := range v.unlikes {
		if !v.explained(u.Seq) {
			v.broken(u.row(), 0, u.words())
			return
		}
		v.report.Unknown = append(v.report.Unknown, u.Head)
	}
	for _, p := range v.inHoles {
		if p.last && p.tombstone <= v.proved {
			v.report.Kept++
		} else {
			v.report.Unknown = append(v.report.Unknown, p.Head)
		}
	}
	v.report.Lost = v.lost()
	for tombstone, rows := range v.owed {
		if tombstone > v.proved {
			v.report.Unproved += rows
		} else {
			v.report.Pruned += rows
		}
	}
}

// lost reports whether a salvage left rows out, and no head was kept since: who
// keeps one has seen what verify says of it.
func (v *verifier) lost() bool {
	return slices.ContainsFunc(v.report.Salvaged, func(s Salvage) bool {
		return s.seq > v.proved && (s.Lost > 0 || s.Emptied || s.Unfinished)
	})
}

// explained reports whether a salvage may have moved the row.
func (v *verifier) explained(seq int64) bool {
	return slices.ContainsFunc(v.report.Salvaged, func(s Salvage) bool { return s.OldHead.Seq >= seq || s.OldHead.Seq == 0 })
}

// pending is a head that was kept of a row in a hole.
type pending struct {
	Head
	tombstone int64
	last      bool // of the hole: its hash is known
}
