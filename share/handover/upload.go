package handover

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"signet/internal/htmltemplate"
	"signet/share"
	"signet/share/say"
)

// Asked is one thing that is asked for, and the ways in which it may be sent: forms,
// one for each type that is taken, since a policy demands all of its conditions at
// once; or upload links, of which each takes one file.
type Asked struct {
	Name string // in the words of whoever asks; empty: it is all the page is for
	// Types and Most are what a page sees to by itself where the links are upload links,
	// in which nothing of it is signed. A type may end in a star.
	Types []string
	Most  int64 // bytes; 0: no bound
	Ways  []share.Link
}

// Uploads is a page to which files are sent.
type Uploads struct {
	Asked     []Asked
	Reference string // by which both sides find it again; empty: none
	// Script lets the page send by itself: one file after the other, with progress and a
	// receipt. It works where the page comes from the server that takes the files, and
	// is no use in a file, from which no browser lets a script read an answer.
	Script bool
}

// uploadView is what the template of an upload page shows.
type uploadView struct {
	Policy, Title    string
	Style            htmltemplate.CSS
	Script           htmltemplate.JS
	Ends, Reference  string
	Until            string
	Says             []string
	Rows             []uploadRow
	NeedsScript      bool
	After            string
	Forms, Addresses bool
}

// uploadRow is one thing that is asked for.
type uploadRow struct {
	Name        string
	Least, Most int64
	Types       string
	Many        bool
	Limits      []string
	Stored, Own string // under which name a file arrives: sent by the form, and by the script
	Forms       []formView
	Addresses   []uploadAddress
	typed       bool
}

// uploadAddress takes one file.
type uploadAddress struct{ To, Headers string }

// Form writes an upload form as a self-contained page: no script, nothing from
// elsewhere, so it works from a mail attachment on a phone. It fails with a
// *share.UsageError for a link that is no form or that no browser could send.
func Form(w io.Writer, link share.Link, o Options) error {
	if !link.Request.Operation.Info().Policy {
		return &share.UsageError{Op: "handover", Problem: link.Request.Operation.Info().Name + " links are no upload form"}
	}
	return UploadPage(w, Uploads{Asked: []Asked{{Ways: []share.Link{link}}}}, o)
}

// UploadPage writes a page to which files are sent. It fails with a *share.UsageError
// for links that no page could send to.
func UploadPage(w io.Writer, u Uploads, o Options) error {
	v := uploadView{Style: htmltemplate.CSS(styleSheet), Reference: say.Printable(u.Reference)}
	var sends, forms []string
	var first *handing
	for _, asked := range u.Asked {
		row, h, err := newUploadRow(asked, o)
		if err != nil {
			return err
		}
		for _, link := range asked.Ways {
			sends = append(sends, origin(link.URL.Reveal()))
		}
		if first == nil || h.link.Terms.Ends.Before(first.link.Terms.Ends) {
			first = h
		}
		v.Rows = append(v.Rows, row)
	}
	if first == nil {
		return broken("nothing is asked for")
	}
	for _, row := range v.Rows {
		v.Forms, v.Addresses = v.Forms || len(row.Forms) > 0, v.Addresses || len(row.Addresses) > 0
	}
	if v.NeedsScript = v.Addresses; v.NeedsScript && !u.Script {
		return broken("upload links are sent to by a page that comes from the store itself")
	}
	if v.Forms {
		forms = slices.Clone(sends)
		if to := first.link.Request.Options.SuccessRedirect; to != "" {
			forms = append(forms, origin(to))
		}
		v.After = afterwards(first.link.Request.Options)
	}
	slices.Sort(sends)
	v.Policy = policy(unique(forms)...)
	if u.Script {
		v.Policy += "; script-src " + hashed(sendScript) + "; connect-src " + strings.Join(slices.Compact(sends), " ")
		v.Script = htmltemplate.JS(sendScript)
	}
	v.Title, v.Until, v.Ends = first.uploadTitle(u), first.formUntil(), first.link.Terms.Ends.UTC().Format(time.RFC3339)
	v.Says = v.says()
	t, err := pageOf(formPage)
	if err != nil {
		return err
	}
	return t.Execute(w, v)
}

// unique leaves out what was there before, and keeps the order.
func unique(list []string) (out []string) {
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// says is what the page says before anything is sent.
func (v uploadView) says() []string {
	out := []string{"What you send goes straight into the storage of whoever gave you this page; the page itself shows nobody what was sent"}
	if slices.ContainsFunc(v.Rows, func(r uploadRow) bool { return r.typed }) {
		out = append(out, "What kind of file it is, is what your device says it is: nobody looks into it before it is stored")
	}
	if v.Script != "" {
		out = append(out, "Please leave this page open until everything is sent")
	}
	if v.Addresses {
		out = append(out, "Sizes and kinds are held to by this page alone, not by the storage")
	}
	return out
}

func (h *handing) uploadTitle(u Uploads) string {
	if h.o.Title == "" && (len(u.Asked) > 1 || u.Asked[0].Name != "") {
		return "Please send these documents"
	}
	return h.formTitle()
}

// newUploadRow judges the links of one thing that is asked for; the handing is that
// of the link that ends first.
func newUploadRow(asked Asked, o Options) (row uploadRow, first *handing, err error) {
	if len(asked.Ways) == 0 {
		return row, nil, broken("there is no link for " + say.Printable(asked.Name))
	}
	row = uploadRow{Name: say.Printable(asked.Name), Most: asked.Most}
	types := asked.Types
	for i, link := range asked.Ways {
		h, err := newHanding(link, o)
		if err != nil {
			return row, nil, err
		}
		switch op := link.Request.Operation; {
		case op.Info().Policy:
			form, err := h.formView()
			if err != nil {
				return row, nil, err
			}
			if len(asked.Types) == 0 && link.Request.Options.ContentType != "" {
				types = append(types, typed(link.Request.Options))
			}
			row.Forms = append(row.Forms, form)
		case op == share.Upload && len(link.Withheld()) == 0:
			address, err := h.uploadAddress()
			if err != nil {
				return row, nil, err
			}
			row.Addresses = append(row.Addresses, address)
		default:
			return row, nil, &share.UsageError{Op: "handover", Problem: "a page cannot send to " + h.info.Name + " links", Hint: "one of --op post, put"}
		}
		if op := asked.Ways[0].Request; link.Request.Operation != op.Operation || link.Request.Options.KeyPrefix != op.Options.KeyPrefix {
			return row, nil, broken("the links of " + say.Printable(asked.Name) + " are not alike")
		}
		if i == 0 || link.Terms.Ends.Before(first.link.Terms.Ends) {
			first = h
		}
	}
	if len(row.Forms) > 1 {
		for i, form := range row.Forms {
			row.Forms[i].Label = capital(kindsOf([]string{form.typed()}))
		}
	}
	row.bound(first, types)
	return row, first, nil
}

// bound says what is taken.
func (row *uploadRow) bound(h *handing, types []string) {
	o := h.link.Request.Options
	row.Types, row.typed = strings.Join(types, ","), len(types) > 0
	if h.info.Policy {
		row.Least, row.Most = o.MinSize, cmp.Or(o.MaxSize, share.DefaultMaxSize)
		row.Stored, row.Many = h.stored(), o.KeyPrefix
	} else {
		if o.ExactSize != nil {
			row.Least, row.Most = *o.ExactSize, *o.ExactSize
		}
		row.Many = len(row.Addresses) > 1
		row.Own = "Takes " + say.Things(len(row.Addresses), "file") + " in all"
	}
	for _, l := range limits(row.Least, row.Most, types) {
		row.Limits = append(row.Limits, capital(l))
	}
	if sum := o.ChecksumWords(); sum != "" {
		row.Limits = append(row.Limits, "Only the file with "+sum)
	}
}

// typed is the type of a form as it is asked for, with a star for a family.
func typed(o share.Options) string {
	return formView{Type: o.ContentType, Family: o.ContentTypePrefix}.typed()
}

func (v formView) typed() string {
	if v.Family {
		return v.Type + "*"
	}
	return v.Type
}

func (h *handing) uploadAddress() (uploadAddress, error) {
	if h.dots() {
		return uploadAddress{}, rewritten("every browser")
	}
	headers := h.headers()
	if headers == nil {
		headers = []share.Header{}
	}
	text, err := json.Marshal(headers)
	return uploadAddress{To: h.url, Headers: string(text)}, err
}

// checkFields refuses what no browser sends as it is.
func (h *handing) checkFields() error {
	for _, f := range h.link.Fields {
		// Browsers send every line end as CRLF (HTML, 4.10.21.8), and other
		// control characters are no valid HTML.
		if strings.ContainsFunc(f.Value.Reveal(), unicode.IsControl) {
			return &share.UsageError{Op: "handover", Problem: "a browser cannot send this key, which has a control character in it", Hint: "use the curl command or the Python script"}
		}
	}
	return nil
}

// limits lists what is taken, in words.
func limits(least, most int64, types []string) (out []string) {
	switch {
	case least > 0 && least == most:
		out = append(out, "exactly "+say.Exactly(most))
	case least > 0 && most > 0:
		out = append(out, say.Exactly(least)+" to "+say.Exactly(most))
	case least > 0:
		out = append(out, "at least "+say.Exactly(least))
	case most > 0:
		out = append(out, "at most "+say.Exactly(most))
	}
	if kinds := kindsOf(types); kinds != "" {
		out = append(out, kinds)
	}
	return out
}

// kindsOf names types in words: "pictures only", "of type application/x-cad", "pictures or
// PDF files".
func kindsOf(types []string) string {
	var words []string
	for _, t := range types {
		prefix, star := strings.CutSuffix(t, "*")
		switch name := say.Printable(t); {
		case star:
			words = append(words, family(prefix))
		case t != "":
			words = append(words, kindOf(t, name))
		}
	}
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		if strings.HasPrefix(words[0], "of type ") {
			return words[0]
		}
		return words[0] + " only"
	default:
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
}

// kindOf is a type in words, if people have any for it.
func kindOf(contentType, shown string) string {
	name := map[string]string{
		"application/pdf": "PDF files", "text/csv": "CSV files", "text/plain": "plain text", "application/zip": "ZIP files",
		"image/jpeg": "JPEG pictures", "image/png": "PNG pictures",
		"application/msword": "old Word files (.doc)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word files (.docx)",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel files (.xlsx)",
	}[contentType]
	return cmp.Or(name, "of type "+shown)
}
