package handover

import (
	"cmp"
	"strings"

	"signet/share"
	"signet/share/say"
)

func (h *handing) bare() (string, error) { return h.url, nil }

// markdown writes a link with what it is and until when.
func (h *handing) markdown() (string, error) {
	about := "until " + h.until()
	if s := h.size(); s != "" {
		about = s + ", " + about
	}
	return "[" + markdown(h.name) + "](<" + h.url + ">) (" + markdown(about) + ")", nil
}

// chat writes one line: what, until when, the link last.
func (h *handing) chat() (string, error) {
	about := ""
	if s := h.size(); s != "" {
		about = " (" + s + ")"
	}
	return h.name + about + ", " + h.untilWord() + " " + h.until() + ": " + h.url, nil
}

func (h *handing) untilWord() string {
	if h.link.Terms.AtMost {
		return "at most until"
	}
	return "until"
}

// mail writes a subject, an empty line and the text of a mail.
func (h *handing) mail() (string, error) {
	offer, err := h.mailOffer()
	if err != nil {
		return "", err
	}
	parts := []string{"Subject: " + h.subject(), offer, h.mailTerms()}
	if c := h.o.Checksum; c.Value != "" {
		parts = append(parts, say.Printable(c.Algorithm)+" checksum of the content:\n"+say.Printable(c.Value))
	}
	return strings.Join(parts, "\n\n") + "\n", nil
}

func (h *handing) subject() string {
	if h.o.Title != "" {
		return inHead(say.Printable(h.o.Title))
	}
	return inHead(strings.ReplaceAll(h.say.subject, "%s", h.name))
}

// inHead cuts what stands in the head of a mail, where a line has an end: RFC 5322, 2.1.1.
func inHead(text string) string {
	if r := []rune(text); len(r) > mostInHead {
		return string(r[:mostInHead-1]) + "…"
	}
	return text
}

// mostInHead is in characters, of which none has more than four of the 998 bytes.
const mostInHead = 200

// mailOffer says what the link is for and holds it, or the command to use it.
func (h *handing) mailOffer() (string, error) {
	name := h.name + h.inBrackets(h.size())
	switch {
	case h.link.Request.Page != "" && h.link.Opens() && !h.dots():
		return "Here is " + h.name + ":\n\n" + h.url, nil
	case h.info.Policy:
		return "Please open the attached page in your browser to upload your file" + h.formLimits() + ".", nil
	case h.link.Opens() && !h.dots():
		return "Here is " + name + " for you to download:\n\n" + h.url, nil
	case !h.info.Browser:
		name = h.name + h.uploadLimits()
	}
	command, err := h.curl()
	if err != nil {
		return "", err
	}
	offer := strings.ReplaceAll(h.say.offer, "%s", name)
	return offer + " This takes a command in a terminal; it does not work in a browser.\n\n" + command, nil
}

func (h *handing) inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// uploadLimits says what the signed headers demand of the file.
func (h *handing) uploadLimits() string {
	s := ""
	if v, ok := h.header("Content-Length"); ok {
		s += "; the file must have exactly " + v + " bytes"
	}
	if sum := h.link.Request.Options.ChecksumWords(); sum != "" {
		s += "; only the file with " + sum + " is taken"
	}
	if _, ok := h.header("If-None-Match"); ok {
		s += "; it works only once, as long as no such file is there yet"
	}
	return s
}

// mailTerms says until when and that the link is a key.
func (h *handing) mailTerms() string {
	t := h.link.Terms
	text := "The " + h.say.thing + " works"
	if t.Starts.After(h.o.Now) {
		text += " from " + say.ForeignMoment(t.Starts, h.o.Now)
	}
	text += " " + h.untilWord() + " " + h.until() // and not how long that is: nobody knows when a mail is read
	return text + ".\nIt needs no password: everyone who has it can " + h.say.may + ", so please do not forward it."
}

// formLimits are a form's bounds in words: ", at most 2 MB, pictures only".
func (h *handing) formLimits() string {
	s := ""
	for _, l := range h.limits() {
		s += ", " + l
	}
	return s
}

// limits lists what a form accepts.
func (h *handing) limits() []string {
	o := h.link.Request.Options
	out := limits(o.MinSize, cmp.Or(o.MaxSize, share.DefaultMaxSize), []string{typed(o)})
	if sum := o.ChecksumWords(); sum != "" {
		out = append(out, "only the file with "+sum)
	}
	return out
}

// family names the types that begin with prefix.
func family(prefix string) string {
	switch prefix {
	case "image/":
		return "pictures"
	case "video/":
		return "videos"
	case "audio/":
		return "sound"
	case "text/":
		return "text files"
	}
	return "types beginning with " + say.Printable(prefix)
}
