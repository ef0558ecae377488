package inspect

import (
	"fmt"
	"strings"
	"time"

	"signet/share/address"
	"signet/share/finding"
	"signet/share/say"
)

// Line is one line of a report for people: a label, what it says, and whether
// that is good or bad.
type Line struct {
	Label string
	Text  string // from the link in part; clean it before a terminal
	Level say.Level
}

// Words puts a report into lines, in the order in which people ask: what is it,
// does it still work, what does it allow, on what, by whom. The findings are
// not repeated here. Times are in the zone of now.
func (r Report) Words(now time.Time) []Line {
	w := writer{now: now}
	w.line("what", r.Name, "")
	if text, level := r.until(now); text != "" {
		w.line("until", text, level)
	}
	w.line("allows", r.Allows+paren(r.Method), "")
	if r.Kind == OtherURL {
		w.line("host", finding.Spelled(r.Target.Host), "")
	} else {
		w.target(r.Target)
	}
	w.signer(r)
	w.line("send with it", strings.Join(r.Headers, ", "), "")
	for _, l := range r.Limits {
		w.line("limited", l, "")
	}
	w.line("saved as", r.Filename, "")
	for _, p := range r.Response {
		w.line("answers with", p.Name+": "+p.Value, "")
	}
	for _, c := range r.Conditions {
		w.line("demands", c.words(), "")
	}
	if r.Guess {
		w.line("would be", Mask(r.URL), say.Bad)
	}
	w.token(r.Token)
	w.line("tracked as", r.TrackID, "")
	if r.Signature.SHA256 != "" {
		w.line("signature", r.Signature.Start+"…, its SHA-256 "+r.Signature.SHA256[:12]+"…", "")
	} else if r.Signature.Start != "" {
		w.line("signature", r.Signature.Start+"…", "")
	}
	return w.lines
}

type writer struct {
	now   time.Time
	lines []Line
}

// line adds one; empty texts are left out.
func (w *writer) line(label, text string, level say.Level) {
	if text = strings.TrimSpace(text); text != "" {
		w.lines = append(w.lines, Line{Label: label, Text: text, Level: level})
	}
}

func paren(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// until says when the link ends, or ended.
func (r Report) until(now time.Time) (string, say.Level) {
	switch r.State {
	case Broken:
		return "never: no server accepts it as it is", say.Bad
	case Altered:
		return "never: it was changed, and no server accepts it so", say.Bad
	case Unknown:
		if r.Kind.Signed() {
			return "its end is not visible in the link", say.Warning
		}
		return "", ""
	case Unchecked:
		return "by its own dates " + say.Moment(r.Ends, now) + ", in " + say.Span(r.Ends.Sub(now)) + "; not checked whether they were changed", say.Warning
	case Expired:
		return say.Moment(r.Ends, now) + ", ended " + say.Span(now.Sub(r.Ends)) + " ago, with " + r.EndsWith, say.Bad
	case NotYet:
		return "opens " + say.Moment(r.Opens, now) + ", ends " + say.Moment(r.Ends, now), say.Warning
	case Open:
		text := say.Moment(r.Ends, now) + ", in " + say.Span(r.Ends.Sub(now))
		if r.AtMost {
			return "at most " + text + "; the session that signed may end sooner", say.Warning
		}
		if r.EndsWith != endLink {
			text += ", with " + r.EndsWith
		}
		if !r.settled {
			text += "; by its own dates"
		}
		return text, say.Good
	}
	return "", ""
}

func (w *writer) target(t Target) {
	switch {
	case t.Bucket != "" && t.Key != "":
		w.line("object", t.Bucket+"/"+t.Key, "")
	default:
		w.line("object", t.Bucket+t.Key, "")
	}
	w.line("version", t.VersionID, "")
	where := t.Store
	if t.Region != "" {
		where += ", " + t.Region
	}
	if t.Style != "" && t.Style != string(address.Name) {
		where += " (" + t.Style + ")"
	}
	if t.Guessed {
		where += "; bucket and key are a guess"
	}
	w.line("store", where, "")
	w.line("host", finding.Spelled(t.Host), "")
}

func (w *writer) signer(r Report) {
	s := r.Signer
	text := s.KeyID
	if s.Detail != "" {
		text += ", " + s.Detail
	}
	if s.Account != "" {
		text += ", AWS account " + s.Account
	}
	w.line("signed by", strings.TrimPrefix(text, ", "), "")
	if !r.SignedAt.IsZero() {
		at := say.Moment(r.SignedAt, w.now)
		if r.Seconds > 0 {
			at += fmt.Sprintf(", for %s", say.Span(seconds(r.Seconds)))
		}
		w.line("signed", at, "")
	}
}

func (w *writer) token(t *Token) {
	if t == nil {
		return
	}
	text := fmt.Sprintf("%d characters", t.Bytes)
	if t.Readable {
		text += ", readable"
	}
	if t.Parent != "" {
		text += ", issued to " + t.Parent
	}
	if !t.Expires.IsZero() {
		text += ", ends " + say.Moment(t.Expires, w.now)
	}
	w.line("session token", text, "")
	for _, p := range t.Policy {
		w.line("session policy", p, "")
	}
}

func (c Condition) words() string {
	switch {
	case c.Match == "between":
		return "size " + sizes(c.Value)
	case c.Match == "starts with" && c.Value == "":
		return c.Field + " may be anything"
	}
	return c.Field + " " + c.Match + " " + c.Value
}
