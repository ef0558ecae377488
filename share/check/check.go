package check

import (
	"context"
	"net/http"
	"time"

	"signet/share"
	"signet/share/say"
)

// Depth says how far a check goes.
type Depth int

// The depths.
const (
	Cheap Depth = iota // look at the object; the link is not used
	Full               // and use a download or metadata link once
)

// Look asks for one object with the user's own credentials. It never fails: what
// went wrong is in the facts.
type Look func(ctx context.Context, r share.Request) Facts

// Checker checks links. The zero Checker judges and uses links, but looks at
// nothing.
type Checker struct {
	Look      Look                     // nil: nobody looks
	Transport func() http.RoundTripper // a new one for each use; nil: fresh
	Clock     func() time.Time         // nil: time.Now
	Timeout   time.Duration            // for one use of a link; 0: 30 seconds
	Asking    func(origin string)      // called before a link is used; nil: nobody is told
}

// Result is what a check found.
type Result struct {
	Findings []say.Remark
	Facts    Facts
	Used     bool // the link was used once
}

// Check looks at the link's object and judges it; at the depth Full it also uses
// the link, if that changes nothing.
func (c *Checker) Check(ctx context.Context, link share.Link, depth Depth) Result {
	var r Result
	if c.Look != nil && looks(link.Request) {
		r.Facts = c.Look(ctx, link.Request)
	}
	r.Findings = Judge(link, r.Facts, c.now())
	if depth == Cheap || link.URL.Empty() {
		return r
	}
	used, findings := c.try(ctx, link)
	r.Used = used
	r.Findings = append(r.Findings, findings...)
	return r
}

// looks reports whether the request names one object: a form with a key prefix
// does not.
func looks(r share.Request) bool {
	return r.Target.Key != "" && !r.Options.KeyPrefix && r.Names()
}

// try uses links that change nothing.
func (c *Checker) try(ctx context.Context, link share.Link) (used bool, out []say.Remark) {
	if c.Early(link) {
		return false, []say.Remark{TooEarly()}
	}
	info := link.Request.Operation.Info()
	switch {
	case !link.Request.Names():
		return false, []say.Remark{NoObject()}
	case info.Op == "" || info.Writes:
		return false, []say.Remark{NotTried()}
	}
	return c.UseLink(ctx, link)
}

// Early reports a link that opens later: trying it now would find it refused.
func (c *Checker) Early(link share.Link) bool {
	return link.Terms.Starts.After(c.now().Add(link.Request.Skew))
}

// TooEarly says that a link was not tried because it opens later.
func TooEarly() say.Remark {
	return say.Remark{
		Code: "not-tried", Level: say.Info,
		Text: "the link itself was not tried: it opens later",
	}
}

// NoObject says that a link was not tried because its address is that of a folder.
func NoObject() say.Remark {
	return say.Remark{
		Code: "not-tried", Level: say.Info,
		Text: "the link itself was not tried: it opens what is in a folder, and names nothing of it",
	}
}

// Missing says that there is nothing to open.
func Missing() say.Remark {
	return say.Remark{
		Code: "missing", Level: say.Bad,
		Text: "there is no such object, or no such version", Next: "check bucket and key; names are compared letter by letter",
	}
}

// NotTried says that a check never uses a link that writes.
func NotTried() say.Remark {
	return say.Remark{
		Code: "not-tried", Level: say.Info,
		Text: "the link itself was not tried: that would change what is stored",
	}
}

func (c *Checker) now() time.Time {
	if c.Clock == nil {
		return time.Now()
	}
	return c.Clock()
}
