package many

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/say"
)

// MaxKinds is how many different things are said of a batch at most: a batch of
// a hundred thousand links must not end in as many lines.
const MaxKinds = 20

// Tally sums up the links of a batch. They differ where a guard rail, a lifecycle
// rule or a session ends some of them earlier, and in their warnings. Each such
// kind is kept once, with the first link that it was met with.
type Tally struct {
	Links            int
	Early            int // links that end earlier than asked for
	Earliest, Latest time.Time
	Kinds            []*Kind
	Beyond           int // times that something was met of which no more is kept
}

// Kind is one thing that is to be said of some links: how they end, or a warning.
type Kind struct {
	Link    share.Link // the first; of it nothing but terms and address is used
	Warning say.Remark // zero: it is about the end
	Links   int

	key kindKey
}

// kindKey tells kinds apart: how a link ends, or what is to be said against it.
type kindKey struct {
	reason       share.Reason
	atMost       bool
	detail, code string
}

// add counts a link and returns what was not met before. Warnings with one of the
// codes are left out, and so is that of the log, which is counted by itself.
func (t *Tally) add(l share.Link, unsaid []string) (news []*Kind) {
	ends := l.Terms.Ends
	if t.Links == 0 || ends.Before(t.Earliest) {
		t.Earliest = ends
	}
	if ends.After(t.Latest) {
		t.Latest = ends
	}
	if l.Terms.Shortened() {
		t.Early++
	}
	t.Links++
	news = t.meet(news, l, kindKey{reason: l.Terms.Reason, atMost: l.Terms.AtMost, detail: l.Terms.Detail}, say.Remark{})
	for _, w := range l.Warnings {
		if w.Code != "log" && !slices.Contains(unsaid, w.Code) {
			news = t.meet(news, l, kindKey{code: w.Code, detail: digitless(w.Text)}, w)
		}
	}
	return news
}

func (t *Tally) meet(news []*Kind, l share.Link, key kindKey, w say.Remark) []*Kind {
	for _, k := range t.Kinds {
		if k.key == key {
			k.Links++
			return news
		}
	}
	if len(t.Kinds) == MaxKinds {
		t.Beyond++
		return news
	}
	l.URL, l.Fields, l.Headers = share.Secret{}, nil, nil
	k := &Kind{key: key, Link: l, Warning: w, Links: 1}
	t.Kinds = append(t.Kinds, k)
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

// IsEnd tells an end from a warning.
func (k *Kind) IsEnd() bool { return k.Warning.Code == "" }

// Alone is the kind as it is said of its first link. Names from outside are
// passed through clean, here and below.
func (k *Kind) Alone(now time.Time, clean func(string) string) string {
	address := clean(k.Link.Request.Target.URI()) + ": "
	if !k.IsEnd() {
		return "warning: " + address + clean(k.Warning.String())
	}
	t := k.Link.Terms
	ends := "ends "
	if t.AtMost {
		ends = "ends, at most, "
	}
	end := say.Moment
	if !k.Link.Request.Lifetime.Until.IsZero() { // as it was typed
		end = say.Exact
	}
	return address + ends + end(t.Ends, now) + " (" + say.Span(t.Ends.Sub(t.Starts)) + "), " + k.asAsked(clean)
}

// together is the kind as it is said of all of its links.
func (k *Kind) together(t *Tally, clean func(string) string) string {
	if !k.IsEnd() {
		return k.of(t, clean) + ": " + clean(k.Warning.String())
	}
	return k.of(t, clean) + ", end " + k.asAsked(clean)
}

func (k *Kind) asAsked(clean func(string) string) string {
	if t := k.Link.Terms; t.Shortened() {
		return "earlier than asked for, because " + clean(t.Because())
	}
	return "as asked for"
}

// of says how many of the links the kind is about.
func (k *Kind) of(t *Tally, clean func(string) string) string {
	address := clean(k.Link.Request.Target.URI())
	switch k.Links {
	case t.Links:
		return "all links"
	case 1:
		return address
	}
	return fmt.Sprintf("%s of %s, the first %s", say.Count(k.Links), say.Things(t.Links, "link"), address)
}

// Warnings are the summed up warnings, a sentence each, without full stop.
func (t *Tally) Warnings(clean func(string) string) (out []string) {
	for _, k := range t.Kinds {
		if !k.IsEnd() {
			out = append(out, k.together(t, clean))
		}
	}
	if t.Beyond > 0 {
		out = append(out, t.rest())
	}
	return out
}

// Span says between which moments the links end, if not all at one.
func (t *Tally) Span(now time.Time) string {
	first, last := say.Moment(t.Earliest, now), say.Moment(t.Latest, now)
	if t.Links == 0 || first == last {
		return ""
	}
	return ", ending between " + first + " and " + last
}

// rest says that there was more than is kept.
func (t *Tally) rest() string {
	return "of other kinds there are more: " + say.Things(t.Beyond, "remark")
}

// Because are the reasons for which links end earlier than asked for, each once:
// "... allows no more".
func (t *Tally) Because() (out []string) {
	for _, k := range t.Kinds {
		if k.IsEnd() && k.Link.Terms.Shortened() {
			out = append(out, k.Link.Terms.Because())
		}
	}
	return out
}

// SumUp is how many links each thing is about that was said of one of them. Of
// what holds for all, or for that one, enough has been said.
func (t *Tally) SumUp(clean func(string) string) (out []string) {
	for i, k := range t.Kinds {
		usual := i == 0 && !k.Link.Terms.Shortened() // as the first, and as asked for
		if k.Links == 1 || k.Links == t.Links || usual {
			continue
		}
		line := k.together(t, clean)
		if !k.IsEnd() {
			line = "warning: " + line
		}
		out = append(out, line)
	}
	if t.Beyond > 0 {
		out = append(out, "warning: "+t.rest())
	}
	return out
}
