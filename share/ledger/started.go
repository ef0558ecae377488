package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"signet/share"
)

// The log is what share.Service tells the outcome of an intent.
var _ share.Diary = (*Ledger)(nil)

// startedBody is what the log keeps of what was begun: what its links can be signed with
// again, and what they can be recognised by.
type startedBody struct {
	Key       string         `json:"access_key,omitempty"` // that was made for it
	UploadID  string         `json:"upload_id,omitempty"`
	Headers   []share.Header `json:"headers,omitempty"`
	Signature string         `json:"signature_sha256"`
	Calls     string         `json:"calls_sha256,omitempty"` // of each of share.Spec.Calls, one after the other
}

// Became appends the outcome of a share that was recorded as an intent.
func (l *Ledger) Became(ctx context.Context, rec share.Record) error {
	n, err := l.resolve(ctx, "append to", rec.ID)
	if err != nil {
		return err
	}
	r := row{entry: n, at: millis(l.options.Clock()), kind: Started}
	if rec.Failure != "" {
		r.kind = NotStarted
		r.body, err = marshal(eventBody{Detail: share.Scrub(rec.Failure)})
	} else {
		r.body, err = marshal(startedBody{rec.Spec.Mandate.Key, rec.Spec.Options.UploadID, rec.Headers, rec.SignatureSHA256, strings.Join(rec.CallsSHA256, "")})
	}
	if err != nil {
		return err
	}
	if err := l.current(); err != nil {
		return err
	}
	return l.write(ctx, "append to", func(ctx context.Context, tx *sql.Tx) error {
		return appendOne(ctx, tx, r, nil)
	})
}

// sums are the digests of a body, one for each call; of a single link its own.
func (b startedBody) sums() (out []string) {
	const digits = 2 * sha256.Size
	if b.Calls == "" {
		return []string{b.Signature}
	}
	for text := b.Calls; len(text) >= digits; text = text[digits:] {
		out = append(out, text[:digits])
	}
	return out
}

// addOutcome completes an entry that was an intent, or that nobody got, by what the log
// says of it later.
func addOutcome(ctx context.Context, db *sql.DB, e *Entry) error {
	if e.Record.Failure != "" {
		return nil
	}
	n, _ := parseID(e.ID)
	if e.State == StateFailed {
		never, err := collect(ctx, db, func(r *row) []any { return []any{&r.kind, &r.body} },
			"SELECT kind, body FROM log INDEXED BY log_mark WHERE mark = ? AND entry = ? ORDER BY seq DESC LIMIT 1", markNever, n)
		if err != nil {
			return err
		}
		for _, r := range never {
			if e.Record.Failure = eventOf(r).Detail; r.kind == NeverHandedOver {
				e.Record.Failure = "never handed over: " + e.Record.Failure
			}
		}
	}
	if !e.Spec.Begins() {
		return nil
	}
	return addStarted(ctx, db, n, e)
}

// addStarted adds what was made at the server, which is there though nobody may have got it.
func addStarted(ctx context.Context, db *sql.DB, n int64, e *Entry) error {
	var body []byte
	err := db.QueryRowContext(ctx, "SELECT body FROM log INDEXED BY log_mark WHERE mark = ? AND entry = ? ORDER BY seq DESC LIMIT 1", markStarted, n).Scan(&body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	b, err := startedIn(body)
	if err != nil {
		e.Record.Failure = err.Error() // edited by hand: Verify names it, the page goes on
		return nil
	}
	e.Spec.Mandate.Key, e.Spec.Options.UploadID, e.SignatureSHA256 = b.Key, b.UploadID, b.Signature
	if e.Spec.Operation.Info().Parts {
		e.CallsSHA256 = b.sums()
	} else {
		e.Headers = b.Headers
	}
	return nil
}

func startedIn(body []byte) (b startedBody, err error) {
	if err = json.Unmarshal(body, &b); err != nil {
		err = fmt.Errorf("the outcome cannot be read: %w", err)
	}
	return b, err
}

// signedCall is which entry, and which of its calls, a signature belongs to.
type signedCall struct {
	entry int64
	call  int
}

// readCalls are the signatures of all that was begun, by their SHA-256: 32 bytes and
// a few for each. Entries have theirs in an index of their own.
func (l *Ledger) readCalls(ctx context.Context) (map[[sha256.Size]byte]signedCall, error) {
	db, err := l.reader()
	if err != nil {
		return nil, err
	}
	out := map[[sha256.Size]byte]signedCall{}
	err = each(ctx, db, func(rows *sql.Rows) error {
		var n int64
		var body []byte
		if err := rows.Scan(&n, &body); err != nil {
			return err
		}
		b, _ := startedIn(body) // what cannot be read is Verify's to name
		for i, text := range b.sums() {
			var sum [sha256.Size]byte
			if _, err := hex.Decode(sum[:], []byte(text)); err == nil {
				out[sum] = signedCall{n, i}
			}
		}
		return nil
	}, "SELECT entry, body FROM log INDEXED BY log_mark WHERE mark = ?", markStarted)
	return out, l.fail("search", err)
}

// byCall finds what was begun by the signature of its link, or of one request of an upload.
func (f *finder) byCall(sum [sha256.Size]byte) {
	if f.calls == nil && f.err == nil {
		f.calls, f.err = f.ledger.readCalls(f.ctx)
	}
	at, ok := f.calls[sum]
	if !ok || f.err != nil {
		return
	}
	e, err := f.ledger.get(f.ctx, at.entry)
	if err != nil {
		f.err = err
		return
	}
	of := ""
	if calls := e.Spec.Calls(); at.call < len(calls) {
		of = calls[at.call].Name
	}
	f.match(Match{Entry: e, By: "signature", Of: of})
}
