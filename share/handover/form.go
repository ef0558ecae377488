package handover

import (
	"strings"

	"signet/share"
	"signet/share/say"
)

// formView is one form of an upload page.
type formView struct {
	Action string
	Type   string // that the policy demands, or what it begins with; empty: any
	Family bool
	Label  string
	Fields []formField
	Accept string
}

// formField is a hidden field, or a choice if it has choices.
type formField struct {
	Name, Value string
	Choices     []formChoice
}

type formChoice struct{ Type, Name string }

func (h *handing) formView() (formView, error) {
	o := h.link.Request.Options
	v := formView{Action: h.url, Type: o.ContentType, Family: o.ContentTypePrefix, Label: "Your file", Accept: accept(o)}
	for _, f := range h.link.Fields {
		field := formField{Name: f.Name, Value: f.Value.Reveal()}
		if o.ContentTypePrefix && strings.EqualFold(f.Name, "Content-Type") {
			field.Choices = choices(o.ContentType)
		}
		v.Fields = append(v.Fields, field)
	}
	return v, h.checkFields()
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
