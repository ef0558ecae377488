package handover

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"io"
	"iter"
	"strings"

	"signet/internal/htmltemplate"
	"signet/share"
	"signet/share/address"
	"signet/share/say"
)

//go:embed style.css
var styleSheet string

//go:embed head.html
var pageHead string

//go:embed form.html
var formPage string

//go:embed script/send.js
var sendScript string

//go:embed page.html
var linkPage string

// policy is the Content-Security-Policy of a page without scripts: nothing from
// elsewhere, only its own style, and forms only to the given origins.
func policy(formsTo ...string) string {
	p := "default-src 'none'; base-uri 'none'; style-src " + hashed(styleSheet) + "; form-action"
	if len(formsTo) == 0 {
		return p + " 'none'"
	}
	return p + " " + strings.Join(formsTo, " ")
}

// pageOf is a page by its text and the head of all pages.
func pageOf(text string) (*htmltemplate.Template, error) {
	return htmltemplate.Parse("page", pageHead+text)
}

// hashed names the only text of its sort that a page runs or wears.
func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// origin is where a form is sent, as a source of a policy. Those cannot name an
// IPv6 address; the scheme must do there.
func origin(link string) string {
	at := address.Origin(link)
	scheme, host, _ := strings.Cut(at, "//")
	switch {
	case at == "":
		return "'none'"
	case strings.HasPrefix(host, "["):
		return scheme
	}
	return at
}

// html writes a file to open in a browser: an upload form, or a page with one
// link.
func (h *handing) html() (string, error) {
	var b strings.Builder
	if h.info.Policy {
		err := Form(&b, h.link, h.o)
		return b.String(), err
	}
	h.o.Title = cmp.Or(h.o.Title, h.name)
	err := Page(&b, func(yield func(share.Link) bool) { yield(h.link) }, h.o)
	return b.String(), err
}

// Page writes a self-contained page of links to download. It needs no script
// and nothing from elsewhere, so it works from a mail attachment.
func Page(w io.Writer, links iter.Seq[share.Link], o Options) error {
	l, err := NewList(w, HTMLPage, o)
	if err != nil {
		return err
	}
	for link := range links {
		if err := l.Add(link); err != nil {
			return err
		}
	}
	return l.Close()
}

// pageList is a page of links.
type pageList struct {
	w *bufio.Writer
	t *htmltemplate.Template
	o Options
}

func newPage(b *bufio.Writer, o Options) (List, error) {
	t, err := pageOf(linkPage)
	if err != nil {
		return nil, err
	}
	title := say.Printable(o.Title)
	title = cmp.Or(title, "Documents for you")
	l := &pageList{b, t, o}
	return l, t.ExecuteTemplate(b, "begin", map[string]any{
		"Policy": policy(), "Title": title, "Style": htmltemplate.CSS(styleSheet),
	})
}

// Add refuses links that do not work by opening them.
func (l *pageList) Add(link share.Link) error {
	h, err := newHanding(link, l.o)
	if err != nil {
		return err
	}
	if err := h.opens(); err != nil {
		return err
	}
	about := strings.TrimPrefix(h.size()+", "+h.untilWord()+" "+h.until(), ", ")
	return l.t.ExecuteTemplate(l.w, "link", map[string]string{"URL": h.url, "Name": h.title(), "About": about})
}

// opens refuses a link that does not work by opening it.
func (h *handing) opens() error {
	switch {
	case h.info.Browser && !h.link.Opens():
		return &share.UsageError{Op: "handover", Problem: headersNeeded, Hint: "use the curl command or the Python script"}
	case !h.info.Browser:
		return &share.UsageError{Op: "handover", Problem: "a page holds links to download; " + h.info.Name + " links do not work in a browser"}
	case h.dots():
		return rewritten("every browser")
	}
	return nil
}

// title is the object's name on a page: with its folders, if it has no name for
// the recipient.
func (h *handing) title() string {
	if h.link.Request.Options.Filename != "" {
		return h.name
	}
	return say.Printable(h.link.Request.Target.Key)
}

func (l *pageList) Close() error {
	if err := l.t.ExecuteTemplate(l.w, "foot", nil); err != nil {
		return err
	}
	return l.w.Flush()
}
