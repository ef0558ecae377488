package share

import (
	"fmt"
	"strings"
	"time"

	"signet/share/say"
)

// Sentence says in plain words what the holder of a link will be able to do,
// until when in the time zone of now, and what limits it. Names from outside
// are passed through clean before they are quoted.
func Sentence(p Plan, now time.Time, clean func(string) string) string {
	r, t, zone := p.Request, p.Terms, now.Location()
	info := r.Operation.Info()
	object := clean(r.Target.Bucket + "/" + r.Target.Key)
	switch below := clean(r.Target.Bucket + "/" + r.Folder()); {
	case r.AnyName():
		object = "any name beginning with " + object
	case r.Below && r.Names():
		object += " and all else that is or will be below " + below
	case r.Below:
		object = "all that is or will be below " + below
	}
	if r.Target.VersionID != "" {
		object += " (this version)"
	}
	end := say.Moment
	if !r.Lifetime.Until.IsZero() { // a time that was typed is echoed as it was understood
		end = say.Exact
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Anyone with this %s can ", info.Noun)
	if from := p.Mandate.Networks(); from != "" {
		b.Reset()
		fmt.Fprintf(&b, "Anyone with this %s who comes from %s can ", info.Noun, from)
	}
	if t.Starts.After(now.Add(r.Skew + time.Minute)) { // signed by the server's clock
		fmt.Fprintf(&b, "from %s%s ", say.Exact(t.Starts, now), p.Mandate.Kind.Info().Earlier())
	}
	often := ", as often as they like,"
	if r.Options.IfNoneMatch {
		info.Rest, often = "", ", once and only if nothing is there yet,"
	}
	if info.Parts {
		info.Rest, often = " in "+partWords(r.Options)+info.Rest, ", once,"
	}
	if page := r.Page.Info(); page.Name != "" {
		info.Does, info.Rest = "open the "+page.Name+" %s and "+strings.TrimPrefix(page.Gives, "can "), ""
	}
	fmt.Fprintf(&b, info.Does+info.Rest, object)
	if info.Policy {
		b.WriteString(clean(formWords(r.Options)))
	}
	until := "until"
	if t.AtMost {
		until = "until, at most,"
	}
	fmt.Fprintf(&b, "%s %s %s (%s).", often, until, end(t.Ends, now), say.Span(t.Ends.Sub(t.Starts)))
	b.WriteString(clockWords(t, zone))
	b.WriteString(limitWords(t))
	b.WriteString(p.SignedBy(clean))
	return b.String()
}

// SignedBy says who signs, where that is no plain key, and how the link is taken back.
func (p Plan) SignedBy(clean func(string) string) string {
	if p.Mandate.Kind == "" {
		return ""
	}
	info := p.Mandate.Kind.Info()
	return " Signed by " + clean(p.Endpoint.Signer) + " (" + info.Name + "); it is taken back by " + p.Mandate.takenBack() + "."
}

// clockWords says that a day of the link is no day of the clock on the wall.
func clockWords(t Terms, zone *time.Location) string {
	_, before := t.Starts.In(zone).Zone()
	_, after := t.Ends.In(zone).Zone()
	by := time.Duration(after-before) * time.Second
	switch {
	case by > 0:
		return " The clocks are put forward by " + say.Span(by) + " before then."
	case by < 0:
		return " The clocks are put back by " + say.Span(-by) + " before then."
	}
	return ""
}

func formWords(o Options) string {
	limit := o.most()
	s := ", at most " + say.Bytes(limit)
	if o.MinSize > 0 {
		s = ", " + say.Bytes(o.MinSize) + " to " + say.Bytes(limit)
	}
	if o.ContentType != "" {
		s += ", of type " + o.ContentType
		if o.ContentTypePrefix {
			s += "*"
		}
	}
	return s
}

func limitWords(t Terms) string {
	if !t.Shortened() {
		if t.AtMost {
			return " The session that signs may end sooner; nobody told signet when."
		}
		return ""
	}
	out := " Asked for " + say.Span(t.Asked.Sub(t.Starts)) + ", but " + t.Because()
	if t.Reason == ByUnknown {
		out += ", and the session may end sooner"
	}
	return out + "."
}
