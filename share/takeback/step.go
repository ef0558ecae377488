package takeback

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"signet/share"
	"signet/share/address"
	"signet/share/ledger"
	"signet/share/say"
)

// Step is what taking shares back comes to: it is shown, then done by [Taker.Do].
type Step struct {
	Changes []*Change
	Not     []Misfit // shares that nothing of it ends
}

// Ready reports that something of it can be done from here.
func (s Step) Ready() bool { return s.Count() > 0 }

// Word is what is typed to have it done: the number of several shares, or what is done.
func (s Step) Word() string {
	n, word := s.Count(), "revoke"
	for _, c := range s.Changes {
		if c.Way.Name == "object" && c.Problem == nil {
			word = "delete"
		}
	}
	if n > 1 {
		return strconv.Itoa(n)
	}
	return word
}

// Count is how many shares it takes back.
func (s Step) Count() (n int) {
	for _, c := range s.Changes {
		if c.Problem == nil {
			n += len(c.Ends)
		}
	}
	return n
}

// Also says what else a change ends, and whose most of that is.
func (c *Change) Also(clean func(string) string) string { return also(c.Others, clean) }

// Change is one thing that is done at a server, for all the shares that it ends.
type Change struct {
	Way     Way
	Ends    []ledger.Entry // the shares that are taken back by it
	Others  []ledger.Entry // the links that end as well
	Lines   []Line         // what it does, to be shown first
	Problem error          // why it cannot be done from here; nil: it can
	Hand    Hand           // the same, for somebody who may

	own    madeFor                     // what it ends, which was made for its one share; zero: something else
	after  Hand                        // what is to be done besides where the links live on
	detail func(id string) string      // what is done, for the log
	apply  func(context.Context) error // an *untouchedError: nothing was changed
	back   func(context.Context) (words string, err error)
}

// Together is what a step does by one way, shown as one: the keys of many links are
// deleted one after the other, and told in a sentence.
type Together struct {
	Way     Way
	Changes []*Change // that can be done from here
}

// Shown are the changes of a step that can be done from here, as they are shown.
func (s Step) Shown() (all []Together) {
	for _, c := range s.Changes {
		n := len(all) - 1
		switch {
		case c.Problem != nil:
		case c.own != (madeFor{}) && n >= 0 && all[n].Way.Name == c.Way.Name:
			all[n].Changes = append(all[n].Changes, c)
		default:
			all = append(all, Together{c.Way, []*Change{c}})
		}
	}
	return all
}

// Ends are the shares that are taken back so.
func (g Together) Ends() (all []ledger.Entry) {
	for _, c := range g.Changes {
		all = append(all, c.Ends...)
	}
	return all
}

// Also says what else ends, and whose most of that is.
func (g Together) Also(clean func(string) string) string {
	var others []ledger.Entry
	for _, c := range g.Changes {
		others = append(others, c.Others...)
	}
	return also(others, clean)
}

// Lines are what is done, to be shown first. Of many keys the first few are named, or with
// 0 all of them, with what each has signed.
func (g Together) Lines(few int) (lines []Line) {
	if len(g.Changes) == 1 {
		return g.Changes[0].Lines
	}
	for _, kind := range []madeFor{madeOf(false), madeOf(true)} {
		var own []*Change
		for _, c := range g.Changes {
			if c.own == kind {
				own = append(own, c)
			}
		}
		lines = append(lines, kind.lines(own, few)...)
	}
	return lines
}

// Hand is what somebody does by hand; "then: signet log revoked" follows.
type Hand struct {
	Statements []string   // for the policy of a bucket, as they are to stand there
	Commands   [][]string // an argument each
	Does       string     // what that is and does, a clause
}

// Line is a line of what a change does: Sign is + or - of what comes or goes, else 0 for
// a heading and a blank for a remark. Text may quote others and is to be cleaned.
type Line struct {
	Sign rune
	Text string
}

// untouchedError is a failure before which, and by which, nothing was changed.
type untouchedError struct {
	err  error
	hand bool // somebody else may do it by hand
}

func (e *untouchedError) Error() string { return e.err.Error() }

func (e *untouchedError) Unwrap() error { return e.err }

// Prepare finds out what taking shares back comes to: by the way of that name, or each by
// the finest that destroys nothing. It asks servers and changes nothing. What is too
// large for the policy of a bucket is an error, before anything is done anywhere.
func (t *Taker) Prepare(ctx context.Context, how string, shares []ledger.Entry) (Step, error) {
	var s Step
	by := map[string][]ledger.Entry{}
	ways := t.ways(ctx, how, shares)
	for _, e := range shares {
		w, err := choose(ways, how, e.Record)
		if err != nil {
			s.Not = append(s.Not, Misfit{e, err})
			continue
		}
		by[w.Name] = append(by[w.Name], e)
	}
	for _, w := range ways {
		if len(by[w.Name]) == 0 {
			continue
		}
		o := offer(w, by[w.Name])
		offers := []Offer{o}
		if err := t.complete(ctx, shares, offers); err != nil {
			return s, err
		}
		changes, err := t.changes(ctx, offers[0])
		if err != nil {
			return s, err
		}
		s.Changes = append(s.Changes, changes...)
	}
	return s, t.goesOn(ctx, &s, shares)
}

// UnnamedError is a share that every way ends together with more than links.
type UnnamedError struct{ ways []Way }

func (e *UnnamedError) Error() string {
	names := make([]string, len(e.ways))
	for i, w := range e.ways {
		names[i] = w.Name
		if !w.Here {
			names[i] += " (which signet only describes)"
		}
	}
	return "every way to end it ends more than this link, so that one has to be named: " + strings.Join(names, " or ")
}

// choose is the way of that name, or the finest one that there is for a share. What
// destroys more than links is chosen by its name alone.
func choose(ways []Way, name string, rec share.Record) (Way, error) {
	var problem error
	var named []Way // the ways that are there, and gone only where they are named
	for _, w := range ways {
		if name != "" && w.Name != name {
			continue
		}
		err := w.Fits(rec)
		switch {
		case err == nil && (name != "" || !w.ByName):
			return w, nil
		case err == nil:
			named = append(named, w)
			continue
		}
		problem = errors.Join(problem, fmt.Errorf("%s: %w", w.Name, err))
	}
	if len(named) > 0 {
		return Way{}, &UnnamedError{named}
	}
	return Way{}, problem
}

// changes are those of one way; a way that signet only describes has one that cannot be
// done from here.
func (t *Taker) changes(ctx context.Context, o Offer) ([]*Change, error) {
	if o.Way.prepare != nil {
		return o.Way.prepare(t, ctx, o)
	}
	hand := Hand{Commands: o.Commands, Statements: o.Statements, Does: o.Does}
	if len(hand.Statements) > 0 {
		hand.Does = "in the policy of the bucket, does it"
	}
	return []*Change{{Way: o.Way, Ends: o.For, Others: o.Others, Hand: hand, Problem: o.Undone()}}, nil
}

// Undone says that a way is only described.
func (w Way) Undone() error {
	return errors.New("nothing was done: signet only describes the way " + w.Name + ", and somebody else goes it")
}

// alikePlaces groups shares whose objects one change is about: of one bucket at one server.
func alikePlaces(shares []ledger.Entry) (groups [][]ledger.Entry) {
	for _, e := range shares {
		i := slices.IndexFunc(groups, func(g []ledger.Entry) bool {
			return g[0].Spec.Target.Bucket == e.Spec.Target.Bucket && address.SameServer(g[0].Spec.Endpoint.URL, e.Spec.Endpoint.URL)
		})
		if i < 0 {
			groups = append(groups, []ledger.Entry{e})
		} else {
			groups[i] = append(groups[i], e)
		}
	}
	return groups
}

// ids are those of shares, for a sentence or a command.
func ids(shares []ledger.Entry) string {
	all := make([]string, len(shares))
	for i, e := range shares {
		all[i] = e.ID
	}
	return strings.Join(all, " ")
}

// Name is one share, or how many there are, for a sentence.
func Name(shares []ledger.Entry) string {
	if len(shares) == 1 {
		return shares[0].ID
	}
	return say.Things(len(shares), "share")
}
