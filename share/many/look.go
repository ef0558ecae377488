package many

import (
	"context"
	"fmt"
	"time"

	"signet/share"
	"signet/share/say"
)

// Look is what a look at one object found out, with the user's own credentials.
// It reads no content and uses no link.
type Look struct {
	Object   share.Object
	Region   string // of the bucket; empty: not found out
	Skew     time.Duration
	SkewOf   string // the endpoint whose clock that is
	Key      string // of a URL with two readings: the one that was taken; empty: there is one reading, or nothing tells
	Older    string // the version that a delete marker hides; empty: there is none, or it is not known
	Findings []say.Remark
	// Judge says what was found means for a request; nil: Findings are all.
	Judge func(share.Request) []say.Remark
}

// Looks are the looks at objects before links to them are signed. None is taken
// unless Check, Pin or a guard rail asks for it.
type Looks struct {
	Rails share.Rails
	Check bool // look, and say what was found
	Pin   bool // sign for the version that is current, and for nothing else
	// Look asks the server. A missing object is a finding; only a failure to ask at
	// all is an error. With pin the version is that of the server that a link would
	// point to.
	Look func(ctx context.Context, r share.Request, pin bool) (Look, error)
	// Read settles which reading of a URL with a + is meant, and says it. It is asked
	// only where there are two.
	Read func(ctx context.Context, r share.Request) (share.Target, []say.Remark)
	// Found is told what Check found.
	Found func(share.Target, []say.Remark)
	Clean func(string) string // for what errors name
}

// Ask is the request with what a look found.
func (l Looks) Ask(ctx context.Context, r share.Request) (share.Request, error) {
	r = l.read(ctx, r)
	must, err := mustPin(l.Rails, r)
	if r.Options.KeyPrefix || !r.Names() || err != nil || !l.Check && !l.Pin && !must {
		return r, err
	}
	pin := l.Pin || must
	look, err := l.Look(ctx, r, pin)
	if ctx.Err() != nil {
		return r, ctx.Err() // whoever interrupts the look wants no link
	}
	if err != nil && pin {
		return r, fmt.Errorf("pin %s: %w", l.Clean(r.Target.URI()), err)
	}
	if l.Check {
		l.Found(r.Target, look.Findings)
	}
	r.Object, r.Skew, r.SkewOf = look.Object, look.Skew, look.SkewOf
	if look.Region != "" && r.Target.Region == "" {
		r.Target.Region = look.Region
	}
	if pin {
		return l.pinned(r, look)
	}
	return r, nil
}

// read settles which of two readings is meant, before anything is found out about it.
func (l Looks) read(ctx context.Context, r share.Request) share.Request {
	if r.Target.Other == "" || l.Read == nil || !l.Check && !l.Pin {
		return r
	}
	var said []say.Remark
	if r.Target, said = l.Read(ctx, r); len(said) > 0 {
		l.Found(r.Target, said)
	}
	return r
}

// mustPin reports whether a guard rail wants a version that the request does not
// name. A request that the rails refuse for another reason is that error: then
// nobody needs to look.
func mustPin(rails share.Rails, r share.Request) (bool, error) {
	rules := rails.For(r.Target)
	if !rules.Pins() || !r.Operation.Info().Versioned || r.Target.VersionID != "" {
		return false, nil
	}
	named := r
	named.Target.VersionID = "some"
	return true, rules.Check(named)
}

// pinned is the request for the version that a look found to be current. Only Pin
// insists that there is one; a guard rail is content with a bucket that keeps none.
func (l Looks) pinned(r share.Request, look Look) (share.Request, error) {
	switch {
	case r.Target.VersionID != "":
	case look.Object.VersionID != "":
		r.Target.VersionID = look.Object.VersionID
	case !look.Object.Known:
		return r, fmt.Errorf("pin %s: %s", l.Clean(r.Target.URI()), why(look.Findings))
	case l.Pin:
		return r, fmt.Errorf("pin %s: the bucket keeps no versions", l.Clean(r.Target.URI()))
	}
	return r, nil
}

// why is the first thing that is wrong.
func why(list []say.Remark) string {
	for _, level := range []say.Level{say.Bad, say.Warning} {
		for _, f := range list {
			if f.Level == level {
				return f.Text
			}
		}
	}
	return "nothing is known of the object"
}
