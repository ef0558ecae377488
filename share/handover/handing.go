package handover

import (
	"strings"
	"unicode/utf8"

	"signet/share"
	"signet/share/address"
	"signet/share/say"
)

// handing is one link on its way out, with what all forms need to know of it.
type handing struct {
	link share.Link
	info share.OperationInfo
	say  wording
	url  string
	name string // of the object, for people: one line, nothing invisible
	file string // of the object, for the recipient's disk
	o    Options
}

func newHanding(link share.Link, o Options) (*handing, error) {
	if o.Now.IsZero() {
		o.Now = link.SignedAt
	}
	if o.Zone != nil {
		o.Now = o.Now.In(o.Zone)
	}
	op := link.Request.Operation
	say, ok := wordingOf(link.Request)
	if !ok {
		return nil, broken("nobody knows how a link for " + string(op) + " is used")
	}
	h := &handing{
		link: link, info: op.Info(), say: say, url: link.URL.Reveal(),
		name: Name(link), file: FileName(link), o: o,
	}
	return h, h.check()
}

// check refuses links that no form could carry unharmed. Signers never make
// such; the error must not quote them.
func (h *handing) check() error {
	if !strings.HasPrefix(h.url, "https://") && !strings.HasPrefix(h.url, "http://") {
		return broken("it is no web address")
	}
	if !harmless(h.url) {
		return broken("the address holds a character that must be escaped")
	}
	if h.info.Parts {
		if _, ok := splitCalls(h.link.Calls); !ok {
			return broken("the links of its parts are not alike")
		}
	}
	for _, f := range h.link.Headers {
		if !token(f.Name) || strings.ContainsAny(f.Value, "\r\n\x00") || !utf8.ValidString(f.Value) {
			return broken("a header cannot be sent as it is")
		}
	}
	for _, f := range h.link.Fields {
		if v := f.Value.Reveal(); !token(f.Name) || strings.ContainsRune(v, 0) || !utf8.ValidString(v) {
			return broken("a form field cannot be sent as it is")
		}
	}
	return nil
}

// harmless reports an address without a character that must be escaped.
func harmless(url string) bool {
	for i := 0; i < len(url); i++ {
		if c := url[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"'<>\\^`{|}", c) >= 0 {
			return false
		}
	}
	return true
}

func broken(problem string) error {
	return &share.UsageError{Op: "handover", Problem: "the link cannot be handed over: " + problem}
}

// token reports whether s can name a header or a form field (RFC 9110, 5.6.2).
func token(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r)
	})
}

// headers are those that a client does not send by itself.
func (h *handing) headers() []share.Header {
	var out []share.Header
	for _, f := range h.link.Headers {
		if !strings.EqualFold(f.Name, "Host") && !strings.EqualFold(f.Name, "Content-Length") {
			out = append(out, f)
		}
	}
	return out
}

// header returns the value of a header that must be sent.
func (h *handing) header(name string) (value string, ok bool) {
	for _, f := range h.link.Headers {
		if strings.EqualFold(f.Name, name) {
			return f.Value, true
		}
	}
	return "", false
}

// dots reports that most clients would rewrite the address.
func (h *handing) dots() bool { return address.DotSegments(h.link.Request.Target.Key) }

// rewritten is the error of a form whose client rewrites addresses with dot
// segments, which breaks the signature.
func rewritten(client string) error {
	return &share.UsageError{
		Op: "handover", Problem: client + " rewrites the . and .. segments of this key and would be refused",
		Hint: "use the curl command or the Python script",
	}
}

// size is the object's size in words, or "".
func (h *handing) size() string {
	if !h.link.Request.Object.Known {
		return ""
	}
	return say.Bytes(h.link.Request.Object.Size)
}

// until is the end in words, on its own clear in any time zone:
// "Friday, 27 November 2026, 17:00 CET (UTC+01:00)".
func (h *handing) until() string { return say.ForeignMoment(h.link.Terms.Ends, h.o.Now) }
