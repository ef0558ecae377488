package cli

import (
	"fmt"
	"strings"
	"time"

	"signet/share"
	"signet/share/say"
)

// maxKinds is how many different things are said of a batch at most: a batch of
// a hundred thousand links must not end in as many lines.
const maxKinds = 20

// tally sums up the links of a batch. They differ where a guard rail, a lifecycle
// rule or a session ends some of them earlier, and in their warnings. Each such
// kind is kept once, with the first link that it was met with.
type tally struct {
	links            int
	early            int // links that end earlier than asked for
	earliest, latest time.Time
	kinds            []*kind
	beyond           int // times that something was met of which no more is kept
}

// kind is one thing that was said of some links.
type kind struct {
	key     kindKey
	link    share.Link // the first; of it nothing but terms and address is used
	warning share.Warning
	links   int
}

// kindKey tells kinds apart: how a link ends, or what is to be said against it.
type kindKey struct {
	reason       share.Reason
	atMost       bool
	detail, code string
}

// add counts a link and returns what was not met before. That of the log is left
// out: unlogged counts it.
func (t *tally) add(l share.Link) (news []*kind) {
	ends := l.Terms.Ends
	if t.links == 0 || ends.Before(t.earliest) {
		t.earliest = ends
	}
	if ends.After(t.latest) {
		t.latest = ends
	}
	if l.Terms.Shortened() {
		t.early++
	}
	t.links++
	news = t.meet(news, l, kindKey{reason: l.Terms.Reason, atMost: l.Terms.AtMost, detail: l.Terms.Detail}, share.Warning{})
	for _, w := range l.Warnings {
		if w.Code != "log" {
			news = t.meet(news, l, kindKey{code: w.Code, detail: digitless(w.Text)}, w)
		}
	}
	return news
}

func (t *tally) meet(news []*kind, l share.Link, key kindKey, w share.Warning) []*kind {
	for _, k := range t.kinds {
		if k.key == key {
			k.links++
			return news
		}
	}
	if len(t.kinds) == maxKinds {
		t.beyond++
		return news
	}
	l.URL, l.Fields, l.Headers = share.Secret{}, nil, nil
	k := &kind{key: key, link: l, warning: w, links: 1}
	t.kinds = append(t.kinds, k)
	return append(news, k)
}

// digitless makes warnings equal that differ in a number, such as a length.
func digitless(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, text)
}

// isEnd tells an end from a warning.
func (k *kind) isEnd() bool { return k.key.code == "" }

// alone is the kind as it is said of its first link.
func (k *kind) alone(now time.Time) string {
	address := clean(k.link.Request.Target.URI()) + ": "
	if !k.isEnd() {
		return "warning: " + address + warningText(k.warning)
	}
	t := k.link.Terms
	ends := "ends "
	if t.AtMost {
		ends = "ends, at most, "
	}
	return address + ends + say.Moment(t.Ends, now) + " (" + say.Span(t.Ends.Sub(t.Starts)) + "), " + k.asAsked()
}

// together is the kind as it is said of all of its links.
func (k *kind) together(t *tally) string {
	if !k.isEnd() {
		return k.of(t) + ": " + warningText(k.warning)
	}
	return k.of(t) + ", end " + k.asAsked()
}

func (k *kind) asAsked() string {
	if t := k.link.Terms; t.Shortened() {
		return "earlier than asked for, because " + clean(t.Because())
	}
	return "as asked for"
}

func warningText(w share.Warning) string {
	if w.Hint == "" {
		return clean(w.Text)
	}
	return clean(w.Text) + "; " + clean(w.Hint)
}

// of says how many of the links the kind is about.
func (k *kind) of(t *tally) string {
	switch k.links {
	case t.links:
		return "all links"
	case 1:
		return clean(k.link.Request.Target.URI())
	}
	return fmt.Sprintf("%s of %s, the first %s", say.Count(k.links), say.Things(t.links, "link"), clean(k.link.Request.Target.URI()))
}

// warnings are the summed up warnings, a sentence each.
func (t *tally) warnings() (out []string) {
	for _, k := range t.kinds {
		if !k.isEnd() {
			out = append(out, k.together(t))
		}
	}
	if t.beyond > 0 {
		out = append(out, t.rest())
	}
	return out
}

// span says between which moments the links end, if not all at one.
func (t *tally) span(now time.Time) string {
	first, last := say.Moment(t.earliest, now), say.Moment(t.latest, now)
	if t.links == 0 || first == last {
		return ""
	}
	return ", ending between " + first + " and " + last
}

// rest says that there was more than is kept.
func (t *tally) rest() string {
	return "of other kinds there are more: " + say.Things(t.beyond, "remark")
}

// because are the reasons for which links end earlier than asked for.
func (t *tally) because() (out []string) {
	for _, k := range t.kinds {
		if k.isEnd() && k.link.Terms.Shortened() {
			out = append(out, k.link.Terms.Because())
		}
	}
	return out
}

// differs says what sets a link of a batch apart from those before it.
func (a *app) differs(news []*kind) {
	for _, k := range news {
		fmt.Fprintln(a.Err, k.alone(a.Clock()))
		if k.isEnd() {
			a.waysOut(k.link)
		}
	}
}

// sumUp says how many links each thing is about that was said of one of them. Of
// what holds for all, or for that one, enough has been said.
func (a *app) sumUp(t *tally) {
	for i, k := range t.kinds {
		usual := i == 0 && !k.link.Terms.Shortened() // as the first, and as asked for
		if k.links == 1 || k.links == t.links || usual {
			continue
		}
		line := k.together(t)
		if !k.isEnd() {
			line = "warning: " + line
		}
		fmt.Fprintln(a.Err, line)
	}
	if t.beyond > 0 {
		fmt.Fprintln(a.Err, "warning: "+t.rest())
	}
}
