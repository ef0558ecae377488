package cli

import (
	"fmt"
	"io"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
)

// progress is a line on standard error that says how far a batch has come. It is
// drawn only where it is seen and does not get in the way of the links: standard
// error is a terminal, standard output is none.
type progress struct {
	w     io.Writer // nil: not drawn
	now   func() time.Time
	drawn time.Time // zero: no line stands there
}

// redraw is how often the line changes at most.
const redraw = 100 * time.Millisecond

func (a *app) progress() *progress {
	if isTerminal(a.Out) {
		return &progress{now: time.Now}
	}
	return a.progressAlone()
}

// progressAlone is for work that writes nothing to standard output.
func (a *app) progressAlone() *progress {
	p := &progress{now: time.Now}
	if isTerminal(a.Err) && a.Env("TERM") != "dumb" {
		p.w = a.Err
	}
	return p
}

// step says that n links have been signed.
func (p *progress) step(n int) { p.say(say.Things(n, "link") + " signed, ctrl+c stops") }

// listed says that n objects have been listed, and nothing is signed yet.
func (p *progress) listed(n int) { p.say(say.Things(n, "object") + " listed, ctrl+c stops") }

// say puts a text in the place of the last one.
func (p *progress) say(text string) {
	if p.w == nil {
		return
	}
	now := p.now()
	if now.Sub(p.drawn) < redraw {
		return
	}
	p.drawn = now
	_, _ = fmt.Fprintf(p.w, "\r%s\x1b[K", text) // nothing depends on it
}

// clear takes the line away, before something else is written.
func (p *progress) clear() {
	if p.w != nil && !p.drawn.IsZero() {
		_, _ = io.WriteString(p.w, "\r\x1b[K")
		p.drawn = time.Time{}
	}
}

// waysOut says what to do about a link that its session ends too early.
func (a *app) waysOut(link share.Link) {
	t := link.Terms
	if !t.Shortened() || t.Reason != share.ByCredential && t.Reason != share.ByUnknown {
		return
	}
	p := a.signingPlace(link.Request.Target, a.places.get(link.Request.Target.Place))
	way := "renew the session"
	if command := p.signer().Renew(); command != nil {
		way = "renew the session first (" + s3browser.Line(command) + ")"
	}
	if longer := p.signer().Longer(); longer != "" {
		way = longer
	}
	fmt.Fprintln(a.Err, "for a longer one: "+clean(way)+", or sign with a long-lived key ([place.sign] in the settings)")
}
