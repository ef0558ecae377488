package objects

import (
	"context"
	"strings"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/share/state"
	"signet/ui/failure"
	"signet/ui/kit"
)

// Teller tells more of one object than its HEAD does. Each method takes a right of
// its own, and may be refused alone.
type Teller interface {
	Tags(ctx context.Context, bucket, key string) ([]s3browser.Tag, error)
	Checksums(ctx context.Context, bucket, key string) ([]s3browser.Checksum, error)
}

// Earlier is with whom an object was shared before.
type Earlier struct {
	Shares []EarlierShare // the newest first, a few
	More   int            // that many older ones
	Capped bool           // there may be more still
}

// EarlierShare is one share of an object.
type EarlierShare struct {
	Whom string // empty: nobody was named
	What string // "download", "upload", ...
	Ends time.Time
	Over string // why it is over before its end; empty: it is not
}

// aspect is something about an object that is asked for by itself.
type aspect struct {
	title string
	there bool // only where the object itself could be looked at
	ask   func(ctx context.Context, t share.Target) part
}

// part is what was told of an aspect.
type part struct {
	told   bool
	facts  []fact
	shares Earlier
	why    string // there is nothing, in words; empty: nothing was refused
}

// fact is a name and what is to be said of it. Neither is clean.
type fact struct{ name, value string }

// The places of the aspects, in the order in which they are drawn.
const (
	aspectShares = iota
	aspectTags
	aspectChecksums
)

// aspects are all of them.
func (s *Screen) aspects() []aspect {
	all := []aspect{
		aspectShares:    {title: "shared before"},
		aspectTags:      {title: "tags", there: true, ask: s.tags},
		aspectChecksums: {title: "checksums", there: true, ask: s.checksums},
	}
	if s.exits.Shared != nil {
		all[aspectShares].ask = s.shares
	}
	return all
}

func (s *Screen) shares(ctx context.Context, t share.Target) part {
	found, err := s.exits.Shared(ctx, t)
	return part{shares: found, why: untold(err, t)}
}

func (s *Screen) tags(ctx context.Context, t share.Target) (p part) {
	tags, err := s.source.Tags(ctx, t.Bucket, t.Key)
	for _, tag := range tags {
		p.facts = append(p.facts, fact{tag.Key, tag.Value})
	}
	p.why = untold(err, t)
	return p
}

func (s *Screen) checksums(ctx context.Context, t share.Target) (p part) {
	sums, err := s.source.Checksums(ctx, t.Bucket, t.Key)
	for _, c := range sums {
		value := c.Value
		if c.Composite {
			value += " (of its parts)"
		}
		p.facts = append(p.facts, fact{c.Algorithm, value})
	}
	p.why = untold(err, t)
	return p
}

// untold is why something was not told, without the object's address: it stands
// above, and the same words may stay where the next object is told as little.
func untold(err error, t share.Target) string {
	if err == nil {
		return ""
	}
	sentence, hint := failure.Explain(err)
	return say.Line(strings.Replace(sentence, " of "+t.URI(), "", 1), hint)
}

// aspect adds an aspect to the pane; nothing where there is nothing to say.
func (p *pane) aspect(a aspect, told part, env kit.Env) {
	if len(told.facts) == 0 && len(told.shares.Shares) == 0 && told.why == "" {
		return
	}
	p.heading(a.title)
	for _, f := range told.facts {
		p.fact(f.name, f.value)
	}
	p.earlier(told.shares, env)
	p.note(told.why)
}

func (p *pane) heading(text string) {
	p.Lines = append(p.Lines, "", p.Theme.Title.Render(text))
}

// earlier adds the shares, and how many there are more.
func (p *pane) earlier(e Earlier, env kit.Env) {
	now := env.Now()
	for _, one := range e.Shares {
		p.line(one.text(now), p.Theme.State(one.state(env)))
	}
	if e.More > 0 {
		p.note("and " + say.From(e.More, e.Capped) + " more, " + kit.Named(env.Keys.Bind("log", "")) + " shows them")
	}
}

// state is what has become of the link. Whatever ended it early, it is over.
func (e EarlierShare) state(env kit.Env) state.State {
	if e.Over != "" {
		return state.Over
	}
	return env.Link(time.Time{}, e.Ends)
}

// text says until when, and for whom.
func (e EarlierShare) text(now time.Time) string {
	var until string
	switch {
	case e.Over != "":
		until = e.Over
	case now.Before(e.Ends):
		until = "until " + say.Moment(e.Ends, now)
	default:
		until = "ended " + say.Short(e.Ends, now)
	}
	if e.What != "" {
		until = e.What + " " + until
	}
	if e.Whom != "" {
		until += " · " + e.Whom
	}
	return until
}
