package evidence

import (
	"encoding/hex"
	"errors"
	"strconv"
	"time"
	"unicode/utf8"

	"signet/share/ledger"
)

// row is a link of the chain as it stands in the document.
type row struct {
	At      int64  `json:"at"`
	Body    string `json:"body"`
	Digest  string `json:"digest"`
	Ends    int64  `json:"ends"`
	Entry   string `json:"entry"`
	Form    int    `json:"form"`
	Hash    string `json:"hash"`
	Kind    string `json:"kind"`
	Seq     int64  `json:"seq"`
	Through int64  `json:"through"`
}

func rowOf(x ledger.Link) (row, error) {
	if !utf8.Valid(x.Body) || !utf8.ValidString(x.Kind) {
		return row{}, errors.New("what row " + strconv.FormatInt(x.Seq, 10) + " of the log says is no text, and cannot be shown")
	}
	r := row{
		At: x.At, Body: string(x.Body), Digest: hex.EncodeToString(x.Digest), Ends: x.Ends, Entry: x.Entry,
		Hash: hex.EncodeToString(x.Hash), Kind: x.Kind, Seq: x.Seq, Through: x.Through,
	}
	if x.First {
		r.Form = 1
	}
	return r, nil
}

// link is the link that the row stands for.
func (r row) link() (ledger.Link, error) {
	x := ledger.Link{Seq: r.Seq, Entry: r.Entry, At: r.At, Ends: r.Ends, Kind: r.Kind, First: r.Form == 1, Through: r.Through}
	if r.Body != "" {
		x.Body = []byte(r.Body)
	}
	for _, b := range []struct {
		text string
		to   *[]byte
	}{{r.Digest, &x.Digest}, {r.Hash, &x.Hash}} {
		raw, err := hex.DecodeString(b.text)
		if err != nil {
			return x, errors.New("row " + strconv.FormatInt(r.Seq, 10) + " has a hash that is none")
		}
		if len(raw) > 0 {
			*b.to = raw
		}
	}
	return x, nil
}

// append writes the row in the canonical form.
func (r row) append(to []byte) []byte {
	to = append(to, '{')
	sep := ""
	number := func(name string, n int64) {
		if n != 0 {
			to = strconv.AppendInt(append(to, sep+`"`+name+`":`...), n, 10)
			sep = ","
		}
	}
	text := func(name, s string) {
		if s != "" {
			to = appendString(append(to, sep+`"`+name+`":`...), s)
			sep = ","
		}
	}
	number("at", r.At)
	text("body", r.Body)
	text("digest", r.Digest)
	number("ends", r.Ends)
	text("entry", r.Entry)
	number("form", int64(r.Form))
	text("hash", r.Hash)
	text("kind", r.Kind)
	number("seq", r.Seq)
	number("through", r.Through)
	return append(to, '}')
}

// told is what the share's own rows say: the bodies without their salts.
type told struct {
	id      string
	created []byte           // the body of the row with which the share begins
	entry   map[string]any   // the same, read
	events  []map[string]any // the others
}

// take reads one of the share's own rows.
func (t *told) take(x ledger.Link) error {
	said, err := object(ledger.Said(x.Body))
	if err != nil {
		return errors.New("row " + strconv.FormatInt(x.Seq, 10) + ": its body is no JSON object")
	}
	if x.Kind == ledger.Created {
		if t.created != nil {
			return errors.New("row " + strconv.FormatInt(x.Seq, 10) + ": the share begins more than once")
		}
		t.created, t.entry = x.Body, said
		return nil
	}
	said["at"], said["kind"] = time.UnixMilli(x.At).UTC().Format(time.RFC3339Nano), x.Kind
	t.events = append(t.events, said)
	return nil
}

// append writes entry and events as they stand in the document.
func (t *told) append(to []byte) []byte {
	events := make([]any, 0, len(t.events))
	for _, e := range t.events {
		events = append(events, e)
	}
	to = appendValue(append(to, `"entry":`...), t.entry)
	return appendValue(append(to, `,"events":`...), events)
}
