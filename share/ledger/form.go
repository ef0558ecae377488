package ledger

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"hash"
)

// The two forms of a row's hash. The first covers the body itself, so that a row
// that is gone cannot be computed any more; it is read for ever, and no longer
// written. The second covers the digest of the body: a row that was pruned keeps
// its header and this digest, and the chain is computed across it.
const (
	prefix1 = "signet log 1\n"
	prefix2 = "signet log 2\n"
)

// row is one link of the chain: its header, and its body or what is left of it.
type row struct {
	seq, entry, at int64
	kind           string
	ends           int64 // of a share that was signed: its end, in milliseconds; else 0
	body           []byte
	digest         []byte // of a body that was pruned; nil: there is the body
}

// next is the head after r. The encoding is documented at the package.
func (h Head) next(r row) Head {
	digest := r.digest
	if digest == nil {
		sum := sha256.Sum256(r.body)
		digest = sum[:]
	}
	sum := begin(prefix2, h, r.seq, r.entry, r.at, r.ends, int64(len(r.kind)))
	_, _ = sum.Write([]byte(r.kind))
	_, _ = sum.Write(digest)
	return after(r.seq, sum)
}

// next1 is the head after r in the first form.
func (h Head) next1(r row) Head {
	sum := begin(prefix1, h, r.seq, r.entry, r.at, int64(len(r.kind)))
	_, _ = sum.Write([]byte(r.kind))
	_ = binary.Write(sum, binary.BigEndian, int64(len(r.body)))
	_, _ = sum.Write(r.body)
	return after(r.seq, sum)
}

func begin(prefix string, h Head, numbers ...int64) hash.Hash {
	out := make([]byte, 0, 128)
	out = append(out, prefix...)
	out = append(out, h.Hash[:]...)
	for _, n := range numbers {
		out = binary.BigEndian.AppendUint64(out, uint64(n))
	}
	sum := sha256.New()
	_, _ = sum.Write(out)
	return sum
}

func after(seq int64, sum hash.Hash) Head {
	out := Head{Seq: seq}
	sum.Sum(out.Hash[:0])
	return out
}

// salt is how every body of the second form begins. Without it, whoever has a
// digest could try what the body may have said: a name, an address.
const salt = `{"salt":"`

// salted puts a salt of its own into a body that has none.
func salted(body []byte) []byte {
	if isSalted(body) || len(body) < 2 || body[0] != '{' {
		return body
	}
	out := append(make([]byte, 0, len(body)+len(salt)+32), salt...)
	out = append(append(out, rand.Text()...), '"')
	if body[1] != '}' {
		out = append(out, ',')
	}
	return append(out, body[1:]...)
}

func isSalted(body []byte) bool { return bytes.HasPrefix(body, []byte(salt)) }

// unsalted is what a body says.
func unsalted(body []byte) []byte {
	rest, ok := bytes.CutPrefix(body, []byte(salt))
	if !ok {
		return body
	}
	_, rest, _ = bytes.Cut(rest, []byte{'"'})
	return append([]byte{'{'}, bytes.TrimPrefix(rest, []byte{','})...)
}

// formBody is the body of the row with which the second form begins in a log
// that was begun in the first one.
type formBody struct {
	Form int `json:"form"`
}

func formRow(at int64) (row, error) {
	raw, err := marshal(formBody{2})
	return row{at: at, kind: Form, body: raw}, err
}

// isForm2 reports whether the row is one that formRow has made.
func isForm2(r row) bool {
	var b formBody
	return r.entry == 0 && r.ends == 0 && json.Unmarshal(r.body, &b) == nil && b.Form == 2
}
