package handover

import (
	"html/template"
	"io"
	"strings"
	"unicode"

	"signet/share"
	"signet/share/say"
)

// formView is what the template of an upload form shows.
type formView struct {
	Policy, Title string
	Style         template.CSS
	Limits        []string
	Until, Stored string
	Action        string
	Fields        []formField
	Accept        string
	After         string
}

// formField is a hidden field, or a choice if it has choices.
type formField struct {
	Name, Value string
	Choices     []formChoice
}

type formChoice struct{ Type, Name string }

// Form writes an upload form as a self-contained page: no script, nothing from
// elsewhere, so it works from a mail attachment on a phone. It fails with a
// *share.UsageError for a link that is no form or that no browser could send.
func Form(w io.Writer, link share.Link, o Options) error {
	if !link.Request.Operation.Info().Policy {
		return &share.UsageError{Op: "handover", Problem: link.Request.Operation.Info().Name + " links are no upload form"}
	}
	h, err := newHanding(link, o)
	if err != nil {
		return err
	}
	for _, f := range link.Fields {
		// Browsers send every line end as CRLF (HTML, 4.10.21.8), and other
		// control characters are no valid HTML.
		if strings.ContainsFunc(f.Value.Reveal(), unicode.IsControl) {
			return &share.UsageError{Op: "handover", Problem: "a browser cannot send this key, which has a control character in it", Hint: "use the curl command or the Python script"}
		}
	}
	t, err := template.New("form").Parse(formPage)
	if err != nil {
		return err
	}
	return t.Execute(w, h.formView())
}

func (h *handing) formView() formView {
	o := h.link.Request.Options
	v := formView{
		Title: h.formTitle(), Style: template.CSS(styleSheet), //nolint:gosec // our own style sheet
		Action: h.url, Accept: accept(o), After: afterwards(o), Stored: h.stored(),
		Until: h.formUntil(),
	}
	formsTo := []string{origin(h.url)}
	if o.SuccessRedirect != "" {
		formsTo = append(formsTo, origin(o.SuccessRedirect))
	}
	v.Policy = policy(formsTo...)
	for _, l := range h.limits() {
		v.Limits = append(v.Limits, capital(l))
	}
	for _, f := range h.link.Fields {
		field := formField{Name: f.Name, Value: f.Value.Reveal()}
		if o.ContentTypePrefix && strings.EqualFold(f.Name, "Content-Type") {
			field.Choices = choices(o.ContentType)
		}
		v.Fields = append(v.Fields, field)
	}
	return v
}

func (h *handing) formTitle() string {
	switch {
	case h.o.Title != "":
		return say.Printable(h.o.Title)
	case h.link.Request.Options.KeyPrefix:
		return "Upload a file"
	}
	return "Upload " + h.name
}

func (h *handing) formUntil() string {
	s := "Works " + h.untilWord() + " " + h.until()
	if start := h.link.Terms.Starts; start.After(h.o.Now) {
		s += ", and not before " + say.ForeignMoment(start, h.o.Now)
	}
	return s
}

// stored says under which name the file arrives.
func (h *handing) stored() string {
	if h.link.Request.Options.KeyPrefix {
		return "The file keeps its name; a file of the same name is replaced"
	}
	return "It arrives as " + h.name + ", whatever your file is called; a later upload replaces an earlier one"
}

// afterwards says what the browser shows when the upload was accepted.
func afterwards(o share.Options) string {
	switch {
	case o.SuccessRedirect != "":
		return "When the file has arrived, another page opens."
	case o.SuccessStatus == 201:
		return "When the file has arrived, the browser shows a few lines of code that begin with PostResponse."
	case o.SuccessStatus == 200:
		return "When the file has arrived, the browser shows an empty page."
	}
	return "When the file has arrived, the browser stops loading and this page stays as it is."
}

// accept is what the browser's file dialog offers.
func accept(o share.Options) string {
	if o.ContentType == "" || !o.ContentTypePrefix {
		return o.ContentType
	}
	if family, rest, ok := strings.Cut(o.ContentType, "/"); ok && rest == "" && family != "" {
		return family + "/*"
	}
	return ""
}

// choices are the usual types of a family: a form without scripts cannot tell
// which one the file has, so the sender says.
func choices(prefix string) []formChoice {
	switch prefix {
	case "image/":
		return []formChoice{{"image/jpeg", "Photo (JPEG)"}, {"image/png", "PNG"}, {"image/heic", "HEIC"}, {"image/webp", "WebP"}, {"image/gif", "GIF"}, {"image/tiff", "TIFF"}}
	case "video/":
		return []formChoice{{"video/mp4", "MP4"}, {"video/quicktime", "QuickTime"}, {"video/webm", "WebM"}}
	case "audio/":
		return []formChoice{{"audio/mpeg", "MP3"}, {"audio/mp4", "M4A"}, {"audio/wav", "WAV"}, {"audio/ogg", "Ogg"}}
	case "text/":
		return []formChoice{{"text/plain", "Plain text"}, {"text/csv", "CSV"}, {"text/html", "HTML"}, {"text/markdown", "Markdown"}}
	}
	return nil
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
