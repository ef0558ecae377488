package handoff

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"signet/internal/htmltemplate"
	"signet/share/say"
)

//go:embed style.css
var styleSheet string

//go:embed page.html
var pageText string

// page is an answer to look at.
type page struct {
	body   []byte
	policy string
}

// send answers with a page; to HEAD without it.
func (p page) send(w http.ResponseWriter, r *http.Request, status int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(p.body)))
	w.Header().Set("Content-Security-Policy", p.policy)
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(p.body)
	}
}

// pages are all that a visitor may see.
type pages struct {
	terms  Terms
	name   string // of the document, as a file
	text   *htmltemplate.Template
	policy string // of the page with the button

	nothing page // for whatever is not to be told apart
	gone    page
	failed  page // before anything was had
	later   page // of a press that goes on
}

// newPages makes them.
func newPages(t Terms) (pages, error) {
	text, err := htmltemplate.Parse("", pageText)
	if err != nil {
		return pages{}, err
	}
	name, noun := say.FileName(cmp.Or(t.Request.Options.Filename, say.LastPart(t.Request.Target.Key)), "document"), t.noun()
	if offers := t.Request.Page.Info().Offers; offers != "" {
		name = strings.ToUpper(offers[:1]) + offers[1:]
	}
	p := pages{terms: t, name: name, text: text, policy: policy(formsTo(t)...)}
	for _, of := range []struct {
		to    *page
		title string
		says  []string
	}{
		{&p.nothing, "Nothing here", []string{
			"The address is mistyped, its time is over, or it was used as often as it might be.",
			"Ask whoever gave it to you for a new one.",
		}},
		{&p.gone, "Not to be had any more", []string{"The " + noun + " is not where it was, or is not handed out any more. Tell whoever gave you this address: their screen says why."}},
		{&p.failed, "Not just now", []string{
			"The " + noun + " could not be opened, and this press does not count. Go back to the page with the button, and press it again in a moment.",
			"If that does not help, tell whoever gave you this address: their screen says why.",
		}},
		{&p.later, "Not just now", []string{"The " + noun + " could not be had from the store just now. Ask whoever gave you this address: their screen says why, and whether this press goes on."}},
	} {
		if *of.to, err = p.words(of.title, of.says); err != nil {
			return p, err
		}
	}
	_, err = p.write("offer", p.fill(t.Uses, time.Time{}))
	return p, err
}

// policy is the Content-Security-Policy: no scripts, nothing from elsewhere but an icon
// that is none, only the page's own style. Browsers hold what a form leads on to against
// it as well.
func policy(formsTo ...string) string {
	sum := sha256.Sum256([]byte(styleSheet))
	p := "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; img-src data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; form-action"
	for _, to := range formsTo {
		p += " " + to
	}
	return p
}

// formsTo are the origins that the button may lead to: ours, and the store's.
func formsTo(t Terms) []string {
	switch {
	case t.Stream:
		return []string{"'self'"}
	case t.Store == "":
		return []string{"'self'", "https:", "http:"}
	}
	return []string{"'self'", t.Store}
}

// words are a page without a button.
func (p pages) words(title string, says []string) (page, error) {
	body, err := p.write("words", map[string]any{"Title": title, "Style": htmltemplate.CSS(styleSheet), "Says": says})
	return page{body, policy("'none'")}, err
}

func (p pages) write(name string, with map[string]any) ([]byte, error) {
	var b bytes.Buffer
	err := p.text.ExecuteTemplate(&b, name, with)
	return b.Bytes(), err
}

// offer is the page with the button. It was written once when the pages were made, so
// that it is known to succeed.
func (p pages) offer(left int, now time.Time) page {
	body, err := p.write("offer", p.fill(left, now))
	if err != nil {
		return p.failed
	}
	return page{body, p.policy}
}

func (p pages) fill(left int, now time.Time) map[string]any {
	t := p.terms
	with := map[string]any{
		"Title": p.name, "Style": htmltemplate.CSS(styleSheet), "Note": say.Printable(t.Request.Note),
		"Until": say.ForeignMoment(t.Ends, now), "Button": "Open the " + t.noun(), "Action": "", "Fingerprint": t.Fingerprint, "Says": p.says(left),
	}
	if t.Stream {
		with["Button"] = "Download the document"
	}
	if t.Request.Object.Known && t.Request.Page == "" {
		with["Size"] = say.Exactly(t.Request.Object.Size)
	}
	return with
}

// says are the sentences below the button.
func (p pages) says(left int) (out []string) {
	presses := "The button can be pressed " + say.Things(left, "more time") + "."
	if left == 1 {
		presses = "The button can be pressed once."
	}
	if left == 0 {
		presses = "Somebody is pressing the button at this moment: it can be pressed again if nothing comes of that."
	}
	if p.terms.Stream {
		out = append(out, presses+" The document comes through the sender's computer. If it breaks off, resume the download in this browser: that is no new press.")
	} else {
		out = append(out, presses+" Each press opens the "+p.terms.noun()+" for "+p.terms.opensFor()+": whoever has the address that it leads to can open it in that time.")
	}
	if !p.terms.Encrypted() {
		out = append(out, "This page is not encrypted: others on this network can read along.")
	}
	return out
}
