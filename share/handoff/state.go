package handoff

import (
	"net/netip"
	"time"
)

// Why a hand-off is over.
type Why string

// The reasons.
const (
	Running Why = ""
	Ended   Why = "ended"   // its time is over
	Used    Why = "used"    // as often as it might be
	Stopped Why = "stopped" // by the sender
)

// State is a hand-off at a moment, for whoever shows it.
type State struct {
	Why     Why
	Left    int // presses
	Presses []Press
	Looked  int        // times that the page was opened
	Wrong   int        // requests for addresses that there are not
	From    netip.Addr // where the last of those came from
	Problem string     // why the last press got nothing, not cleaned; empty: it did
	Counts  bool       // that press counts all the same: of its bytes some were out, or it may ask again
	Failed  time.Time  // when that was
	Trouble string     // what keeps everybody from it, not cleaned; empty: nothing that is known
}

// Press is one use.
type Press struct {
	At       time.Time
	From     netip.Addr
	Agent    string   // what the browser calls itself
	ID       string   // of the share that it was; empty: not in the log
	Unlogged string   // what the log does not know of it, and why; empty: it knows all
	Stream   Progress // of a hand-off that streams
	Bytes    int64    // that went through here
}

// Progress is how far a stream is.
type Progress int

// How far it is.
const (
	Led       Progress = iota // to the store, without a stream
	Waiting                   // the browser has not asked for the bytes yet
	Streaming                 // they are on their way
	Broken                    // they broke off: the same browser may resume
	Delivered
	Lost     // they broke off as often as they may
	Returned // the store refused before a byte was sent: the press does not count
)

// open reports that the same browser may still ask for bytes.
func (p Progress) open() bool { return p == Waiting || p == Streaming || p == Broken }
