package kit

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share/state"
)

// Env is given to a screen at birth.
type Env struct {
	ID    int             // address for replies; unique in the program
	Ctx   context.Context // cancelled when the screen leaves the stack
	Theme *Theme          // one per program; the root replaces its content when the background is known
	Clock func() time.Time
	Keys  Keys          // of all actions
	Soon  time.Duration // what counts as ending soon; 0: state.Usual
}

// Reply carries the answer to work that a screen asked for. The root hands Msg
// to the screen with that id, wherever it is in the stack, or drops it.
type Reply struct {
	To  int
	Msg tea.Msg
}

// Tick is sent to the top screen once a second, for countdowns.
type Tick struct{ Now time.Time }

// Do runs work off the loop with the screen's context and addresses its answer
// to the screen. A nil answer is dropped.
func (e Env) Do(work func(context.Context) tea.Msg) tea.Cmd {
	return e.DoIn(e.Ctx, work)
}

// DoIn is Do with a narrower context, for work that a reload cancels.
func (e Env) DoIn(ctx context.Context, work func(context.Context) tea.Msg) tea.Cmd {
	id := e.ID
	return func() tea.Msg {
		if msg := work(ctx); msg != nil {
			return Reply{To: id, Msg: msg}
		}
		return nil
	}
}

// Now is the clock's time; the wall clock's if the Env has none.
func (e Env) Now() time.Time {
	if e.Clock == nil {
		return time.Now()
	}
	return e.Clock()
}

// Link is the state of a link that works from starts until ends.
func (e Env) Link(starts, ends time.Time) state.State {
	return state.Of(starts, ends, e.Now(), e.Soon)
}

// Renewed is sent to the top screen when a session has been renewed: what failed
// for its sake can be tried again.
type Renewed struct{}

// Added is what a screen leaves with (Pop.Then) when it has made something that belongs
// among the rows of the screen below: that one lists anew, and opens what was made. Says is said as it opens.
type Added struct {
	Make Maker
	Says Notify
}

// Changed is what a screen leaves with (Pop.Then) when it has changed or removed a row
// of the screen below: that one says so, and lists anew.
type Changed struct {
	Kind Kind
	Text string // cleaned
}

// Show is what a screen leaves with (Pop.Then) where the screen below browses a bucket
// and is to go to an object of it, among its neighbours.
type Show struct{ Key string }

// Done is what a screen leaves with (Pop.Then) when it has done what the screen
// below had led to, so that that one leaves too.
type Done struct{}
