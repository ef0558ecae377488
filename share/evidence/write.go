package evidence

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"signet/share/ledger"
)

// Namespace is what a signature of evidence is for: one made for something else is none.
const Namespace = "signet-evidence"

const (
	format = "signet evidence 1"
	says   = "This is what the share log of whoever signed this document says, and the part of its chain that ties it to the head. It proves who says so, not that it is true."
)

// Log is where evidence is taken from; *ledger.Ledger is one.
type Log interface {
	Extract(ctx context.Context, id string, begin func(id string, before, head ledger.Head) error, each func(ledger.Link) error) error
}

// Written is what a document holds.
type Written struct {
	ID     string
	Head   ledger.Head
	Rows   int64 // of the chain
	Events int
}

// Write writes the document of a share, which may be named by the beginning of its id.
// Memory grows with what happened to the share, not with the log.
func Write(ctx context.Context, w io.Writer, log Log, id string, made time.Time) (Written, error) {
	out := bufio.NewWriterSize(w, 64<<10)
	var about told
	var sum Written
	var buf []byte
	put := func(text string) error {
		_, err := out.WriteString(text)
		return err
	}
	err := log.Extract(ctx, id, func(id string, before, head ledger.Head) error {
		about.id, sum.ID, sum.Head = id, id, head
		return put(fmt.Sprintf(`{"before":"%x","chain":[`, before.Hash))
	}, func(x ledger.Link) error {
		r, err := rowOf(x)
		if err == nil && x.Body != nil {
			err = about.take(x)
		}
		if err != nil {
			return err
		}
		buf = buf[:0]
		if sum.Rows++; sum.Rows > 1 {
			buf = append(buf, ',')
		}
		buf = r.append(buf)
		_, err = out.Write(buf)
		return err
	})
	if err != nil {
		return sum, err
	}
	if about.entry == nil {
		return sum, fmt.Errorf("evidence of %s: its first row is not in the chain; signet log verify says more", sum.ID)
	}
	sum.Events = len(about.events)
	buf = about.append(append(buf[:0], "],"...))
	buf = about.tail(buf, sum.Head, made.UTC().Format(time.RFC3339))
	_, err = out.Write(buf)
	return sum, errors.Join(err, out.Flush())
}

// tail writes what stands behind the events.
func (t *told) tail(to []byte, head ledger.Head, made string) []byte {
	for _, f := range []struct{ name, text string }{{"format", format}, {"head", head.String()}, {"id", t.id}, {"made", made}, {"says", says}} {
		to = appendString(append(to, `,"`+f.name+`":`...), f.text)
	}
	return append(to, "}\n"...)
}
