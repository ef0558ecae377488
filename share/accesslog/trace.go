package accesslog

import (
	"strings"

	"signet/share/address"
)

// trace is a request as mc admin trace -v prints it: over several lines, each behind
// the name of the server.
type trace struct {
	open     bool
	answered bool // the answer's lines have begun
	r        Request
	first    int64 // line
}

// line takes a line that belongs to a trace.
func (t *trace) line(l *lineLog, text string) (taken bool, err error) {
	_, rest, _ := strings.Cut(text, " ")
	switch {
	case strings.HasPrefix(rest, "[REQUEST "):
		err = t.end(l)
		*t = trace{open: true, first: l.n, r: opened(rest)}
		return true, err
	case !t.open:
		return false, nil
	case strings.HasPrefix(rest, "[RESPONSE]"):
		t.answered = true
	case !t.answered && isRequest(rest):
		t.r.target(rest)
	default:
		t.header(rest)
	}
	return true, nil
}

func (t *trace) header(text string) {
	name, value, _ := strings.Cut(text, ": ")
	switch code, _, _ := strings.Cut(text, " "); {
	case t.answered && t.r.Status == 0 && status([]string{code}, 0) != 0:
		t.r.Status = status([]string{code}, 0)
	case !t.answered && strings.EqualFold(name, "User-Agent"):
		t.r.Agent = value
	case t.answered && strings.EqualFold(name, "X-Amz-Request-Id"):
		t.r.ID = value
	}
}

// opened reads the first line of a trace, whose parts stand in brackets: the call,
// the time, the address of the client.
func opened(text string) Request {
	r := Request{Format: "mc admin trace -v"}
	for part := range strings.SplitSeq(text, "[") {
		part = strings.TrimRight(part, "] ")
		if at, ok := when(part); ok && r.At.IsZero() && !strings.ContainsAny(part, "Z+") {
			r.At, _ = local("2006-01-02T15:04:05", part)
		} else if ok {
			r.At = at
		}
		if client, ok := strings.CutPrefix(part, "Client IP: "); ok {
			r.From = address.Hostname(client)
		}
	}
	return r
}

// end gives the request that the lines until here were of.
func (t *trace) end(l *lineLog) error {
	if !t.open {
		return nil
	}
	r, n := t.r, t.first
	*t = trace{}
	switch {
	case r.Text == "":
		l.unread(n, whyNoLog)
	case r.At.IsZero() || !writable(r.At):
		l.unread(n, whyNoTime)
	case r.Status == 0:
		l.unread(n, whyOutcome)
	default:
		return l.yield(r)
	}
	return nil
}
