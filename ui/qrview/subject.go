package qrview

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/handover"
	"signet/share/qr"
	"signet/share/say"
	"signet/share/state"
	"signet/ui/kit"
)

// Subject is what a code is of: the link and what people need to know of it.
type Subject struct {
	URL    share.Secret
	Code   *qr.Code // of the URL, if somebody has encoded it; nil: not yet
	Name   string   // of the object, as it is
	Key    string   // of the object, with its folders: two may have the same name
	Ends   time.Time
	AtMost bool // the end is an upper bound
	Note   string
	// Revoked says that it was taken back before its end: the code is crossed out.
	Revoked bool
	// Shorter says what would make the link, and with it the code, smaller.
	Shorter []string
	// Beside is a sentence on how it reaches a phone where the code has no room; empty:
	// there is no other way.
	Beside string
	// Page is the code of the next link of several, or by -1 of the one before, and At
	// of Pages is which of them this is, from 1; nil: it is the only one.
	Page      func(by int) kit.Maker
	At, Pages int
	// Saved notes that the code was saved to a file; nil: nobody wants to know.
	Saved func() tea.Cmd
}

// Of takes the subject from a link.
func Of(l share.Link) Subject {
	s := Subject{URL: l.URL, Name: l.Request.Target.Key, Key: l.Request.Target.Key, Ends: l.Terms.Ends, AtMost: l.Terms.AtMost, Note: l.Request.Note}
	s.Name = s.Name[strings.LastIndexByte(strings.TrimRight(s.Name, "/"), '/')+1:]
	if n := l.TokenBytes(); n > 0 {
		s.Shorter = append(s.Shorter, "sign with a long-lived key: the session token takes "+say.Count(n)+" of "+say.Things(l.URL.Len(), "byte"))
	}
	if l.Request.Options.Filename != "" {
		s.Shorter = append(s.Shorter, "share without a file name of its own")
	}
	return s
}

// title is the name, and of several which one it is, with its folders.
func (s Subject) title() string {
	if s.Page == nil {
		return kit.Clean(s.Name)
	}
	return say.Count(s.At) + " of " + say.Count(s.Pages) + ": " + kit.Clean(s.Key)
}

// end says until when, in words.
func (s Subject) end(now time.Time) string {
	if s.Ends.IsZero() {
		return ""
	}
	word := "until "
	if s.AtMost {
		word = "until at most "
	}
	return word + say.Moment(s.Ends, now)
}

// state is that of the link.
func (s Subject) state(now time.Time, soon time.Duration) state.State {
	if s.Revoked {
		return state.Over
	}
	return state.Of(time.Time{}, s.Ends, now, soon)
}

// left says for how long still.
func (s Subject) left(now time.Time) string {
	switch {
	case s.Revoked:
		return "revoked: by the share log this code opens nothing any more"
	case s.Ends.IsZero():
		return ""
	case !s.Ends.After(now):
		return "ended: this code opens nothing any more"
	}
	return say.Span(s.Ends.Sub(now)) + " left"
}

func (s Subject) label(c *qr.Code, now time.Time) qr.Label {
	return qr.Label{Code: c, Link: s.URL, Name: s.Name, End: handover.EndOnPaper(s.Ends, s.AtMost, now), Note: s.Note}
}
