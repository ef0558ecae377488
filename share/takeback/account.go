package takeback

import (
	"signet/share/ledger"
	"signet/share/say"
)

// Account is what became of shares that were to be taken back: nothing counts as revoked
// that is not known to be.
type Account struct {
	Outcomes []Outcome
	Problems []Problem // what went wrong, once for all the shares that it befell
	Notes    []string  // what else was done at the server: that a policy was put back
}

// Outcome is what became of one share.
type Outcome struct {
	Entry ledger.Entry
	State State
	Words string // how it was proved, or what keeps it from proving anything; empty: a problem says what there is to say

	way Way
}

// Undoable reports that a statement in a policy was written for it.
func (o Outcome) Undoable() bool { return o.way.denies != nil }

// Problem is one for some shares.
type Problem struct {
	Shares []ledger.Entry
	Err    error
	Hand   Hand // what somebody else may do; zero: nothing
}

// State is what is known of a share in the end.
type State int

// The states.
const (
	Untouched State = iota // nothing was done for it
	Proved                 // it opened before and is refused now
	Believed               // done, and not seen; who runs the server says that it counts
	Unproved               // done, and nobody knows whether it counts: the log has it as open
	LivesOn                // done, and it was seen to open all the same
	Unknown                // whether anything was done is not known
)

// Revoked reports a share that the log has as revoked.
func (s State) Revoked() bool { return s == Proved || s == Believed }

// Failed reports that some were not taken back.
func (a Account) Failed() bool { return a.Left() > 0 || len(a.Problems) > 0 }

// Left counts those that were not taken back.
func (a Account) Left() (n int) {
	for _, o := range a.Outcomes {
		if !o.State.Revoked() {
			n++
		}
	}
	return n
}

// Sum is the account of several in a sentence.
func (a Account) Sum() string {
	count := map[State]int{}
	for _, o := range a.Outcomes {
		count[o.State]++
	}
	text := say.Count(len(a.Outcomes)-a.Left()) + " of " + say.Things(len(a.Outcomes), "share") + " revoked, " + say.Count(count[Proved]) + " of them proved"
	for _, rest := range []struct {
		state State
		words string
	}{{Unproved, "not proved and open in the log"}, {LivesOn, "living on"}, {Unknown, "of which nobody knows"}, {Untouched, "untouched"}} {
		if n := count[rest.state]; n > 0 {
			text += "; " + say.Count(n) + " " + rest.words
		}
	}
	return text
}

// Unfit are the shares that a step is not for, once for all of which the same is said.
func Unfit(not []Misfit) (all []Problem) {
	at := map[string]int{}
	for _, m := range not {
		why := m.Why.Error()
		i, known := at[why]
		if !known {
			i, at[why] = len(all), len(all)
			all = append(all, Problem{Err: m.Why})
		}
		all[i].Shares = append(all[i].Shares, m.Entry)
	}
	return all
}
