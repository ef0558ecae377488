package ledger

import (
	"strings"
	"time"

	"signet/share"
)

// State is what has become of a share. It is computed when asked for, from the
// entry, its events and the time; nothing in the file says it.
type State string

// The states. The values are stable: they stand in exports.
const (
	StateOpen    State = "open"
	StateLater   State = "opens-later" // signed for a start in the future
	StateEnded   State = "ended"
	StateEarly   State = "ended-early" // the credential or the object is gone, or the object changed: a check said so
	StateRevoked State = "revoked"
	StateFailed  State = "failed" // was never signed, or never handed over
	// StateStarting is an intent without an outcome: signet was stopped while it started
	// an upload or made a key, or the server did not answer. Nobody has a link.
	StateStarting State = "starting"
)

// StateOver stands, in queries alone, for every link that works no more: ended,
// ended early or revoked.
const StateOver State = "over"

// StateRunning stands, in queries alone, for every link that works or will: what
// dies with its access key.
const StateRunning State = "running"

// States lists them in the order in which they are offered.
func States() []State {
	return []State{StateOpen, StateLater, StateEnded, StateEarly, StateRevoked, StateFailed, StateStarting}
}

// started are the entries that are an intent until an event says more: uploads in parts,
// and shares of signers that make something first. Those have no signature in their entry,
// and name their kind in it; in a JSON text no value has these quotes unescaped.
//
//nolint:gochecknoglobals // immutable
var started = func() string {
	var ops, kinds []string
	for _, info := range share.Operations() {
		if info.Parts {
			ops = append(ops, "'"+string(info.Op)+"'")
		}
	}
	for _, info := range share.SignerKinds() {
		if info.Prepares {
			kinds = append(kinds, `instr(b.body, '"mandate":{"kind":"`+string(info.Kind)+`"') > 0`)
		}
	}
	return "(e.op IN (" + strings.Join(ops, ", ") + ") OR e.sig IS NULL AND EXISTS (SELECT 1 FROM log b WHERE b.seq = e.seq AND (" + strings.Join(kinds, " OR ") + ")))"
}()

// stateSQL is the state of entry e; ?1 is now in milliseconds.
//
//nolint:gochecknoglobals // immutable
var stateSQL = `CASE
	WHEN e.failed THEN 'failed'
	WHEN EXISTS (SELECT 1 FROM log WHERE mark = 6 AND entry = e.n) THEN 'failed'
	WHEN ` + started + ` AND NOT EXISTS (SELECT 1 FROM log WHERE mark = 5 AND entry = e.n) THEN 'starting'
	WHEN (SELECT max(seq) FROM log WHERE mark = 1 AND entry = e.n) > coalesce((SELECT max(seq) FROM log WHERE mark = 7 AND entry = e.n), 0) THEN 'revoked'
	WHEN (SELECT max(seq) FROM log WHERE mark = 2 AND entry = e.n) > coalesce((SELECT max(seq) FROM log WHERE mark = 3 AND entry = e.n), 0) THEN 'ended-early'
	WHEN e.ends <= ?1 THEN 'ended'
	WHEN e.later AND e.starts > ?1 THEN 'opens-later'
	ELSE 'open' END`

// Entry is one share of the log.
type Entry struct {
	share.Record
	State   State // at the time of asking
	Seq     int64 // its place in the chain
	Batch   int   // entries in its group, or as many of them as match a query that folds; 0 if it is alone
	Uses    int   // how often access logs show it used; needs Usage
	LastUse Event // the latest of them; zero if none
	Events  []Event
}

// Left is how long the link still works, 0 if it does not.
func (e Entry) Left(now time.Time) time.Duration {
	if e.StateAt(now) != StateOpen {
		return 0
	}
	return e.Terms.Ends.Sub(now)
}

// MayOpen reports a share that works, will, or may again before its end: one that ended
// early opens whatever is stored there by then.
func (e Entry) MayOpen(now time.Time) bool {
	switch e.StateAt(now) {
	case StateOpen, StateLater:
		return true
	case StateEarly:
		return e.Terms.Ends.After(now)
	case StateEnded, StateRevoked, StateFailed, StateStarting:
	}
	return false
}

// StateAt moves the state on to now without asking the log again: an open link
// ends by itself, and one that opens later opens.
func (e Entry) StateAt(now time.Time) State {
	if e.State != StateOpen && e.State != StateLater {
		return e.State
	}
	switch {
	case !e.Terms.Ends.After(now):
		return StateEnded
	case e.State == StateLater && !e.Terms.Starts.After(now):
		return StateOpen
	}
	return e.State
}
