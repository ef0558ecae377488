package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"signet/share"
)

// What happened to a share. The values are stable: they stand in the log and in
// exports.
const (
	Created        = "created"
	Copied         = "copied"
	Shown          = "shown"
	Checked        = "checked" // nothing was found against the link; Detail is what was looked at
	Exported       = "exported"
	Renewed        = "renewed"  // Detail is the id of the new share
	Revoking       = "revoking" // something is done at the server to end it; Detail is what, or how that went
	Revoked        = "revoked"
	Restored       = "restored" // what was done to end it is undone: undoes Revoked
	Used           = "used"
	Sent           = "sent" // bytes of a hand-off that went through signet; the press that they are of is Used
	ObjectChanged  = "object-changed"
	ObjectGone     = "object-gone"
	CredentialGone = "credential-gone"
	Imported       = "imported"

	// Of what is started at the server before it is signed: the entry is the intent.
	Started    = "started"     // it is there; the body holds what was signed
	NotStarted = "not-started" // Detail is why
	Completed  = "completed"
	Aborted    = "aborted"
	UploadGone = "upload-gone" // the server knows no such upload any more

	// Of a page that is stored in a bucket and shared by one link.
	Published       = "published"         // Detail is the version that was stored, or empty where the bucket keeps none
	Withdrawn       = "withdrawn"         // the page was removed; its links go on
	NeverHandedOver = "never-handed-over" // signed, and nobody got it: its page could not be stored, or its press came to nothing; Detail is why
)

// Rows of the chain that belong to no entry.
const (
	Pruned   = "pruned"   // a tombstone
	Form     = "form"     // from here on the rows have the second form
	Salvaged = "salvaged" // what was taken over from another file, and what was lost
)

// The marks of kinds that decide on the state of an entry, or count. NULL for
// all others, which keeps them out of the index.
const (
	markRevoked = 1
	markGone    = 2 // the link stopped working before its end
	markFine    = 3 // it was found working: undoes markGone
	markUsed    = 4
	markStarted = 5
	markNever   = 6 // it was never signed, or nobody ever got it
	markBack    = 7 // it was revoked and is not any more: undoes markRevoked
)

func markOf(kind string) *int {
	m := 0
	switch kind {
	case Revoked, Aborted:
		m = markRevoked
	case ObjectChanged, ObjectGone, CredentialGone, Completed, UploadGone:
		m = markGone
	case Restored:
		m = markBack
	case Started:
		m = markStarted
	case NotStarted, NeverHandedOver:
		m = markNever
	case Checked:
		m = markFine
	case Used:
		m = markUsed
	default:
		return nil
	}
	return &m
}

// Event is one thing that happened to a share. Events are appended and never
// changed.
type Event struct {
	Kind    string    `json:"kind"`
	At      time.Time `json:"at"`                // when it happened; zero: now
	Detail  string    `json:"detail,omitempty"`  // a sentence, an id; never a URL
	From    string    `json:"from,omitempty"`    // used: the address it came from
	Agent   string    `json:"agent,omitempty"`   // used: what the client calls itself
	Status  int       `json:"status,omitempty"`  // used, checked: the HTTP status
	Request string    `json:"request,omitempty"` // used: the server's id of the request
}

// eventBody is what the log keeps of an event beside its kind and time.
type eventBody struct {
	Detail  string `json:"detail,omitempty"`
	From    string `json:"from,omitempty"`
	Agent   string `json:"agent,omitempty"`
	Status  int    `json:"status,omitempty"`
	Request string `json:"request,omitempty"`
}

func (e Event) row(n int64) (row, error) {
	raw, err := marshal(eventBody{share.Scrub(e.Detail), share.Scrub(e.From), share.Scrub(e.Agent), e.Status, share.Scrub(e.Request)})
	return row{entry: n, at: millis(e.At), kind: e.Kind, body: raw}, err
}

func eventOf(r row) Event {
	var b eventBody
	_ = json.Unmarshal(r.body, &b) // a body that is no JSON is an event without details
	return Event{Kind: r.kind, At: time.UnixMilli(r.at).UTC(), Detail: b.Detail, From: b.From, Agent: b.Agent, Status: b.Status, Request: b.Request}
}

// Append adds an event to the entry. It is on the disk when Append returns.
func (l *Ledger) Append(ctx context.Context, id string, e Event) error {
	n, err := l.resolve(ctx, "append to", id)
	if err != nil {
		return err
	}
	if e.At.IsZero() {
		e.At = l.options.Clock()
	}
	if err := l.current(); err != nil {
		return err
	}
	return l.write(ctx, "append to", func(ctx context.Context, tx *sql.Tx) error {
		r, err := e.row(n)
		if err != nil {
			return err
		}
		return appendOne(ctx, tx, r, uniqueness(r))
	})
}
