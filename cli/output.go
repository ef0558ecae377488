package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/handover"
	"signet/share/qr"
)

// outputFlags say how links are written.
type outputFlags struct {
	json, csv, markdown bool
	qr, qrOut, handover string
	overwrite           bool
}

func (o *outputFlags) bind(cmd *cobra.Command) {
	s := cmd.Flags()
	s.BoolVar(&o.json, "json", false, "one JSON object per line")
	s.BoolVar(&o.csv, "csv", false, "CSV with a header")
	s.BoolVar(&o.markdown, "markdown", false, "a Markdown list")
	s.StringVar(&o.qr, "qr", "", "draw a QR code on standard error: auto, half, full, kitty, sixel, iterm2")
	s.Lookup("qr").NoOptDefVal = "auto"
	s.StringVar(&o.qrOut, "qr-out", "", "write the QR code to a .png, .svg, .pdf or .html file")
	s.BoolVar(&o.overwrite, "overwrite", false, "let --qr-out replace a file")
	s.StringVar(&o.handover, "handover", "", "print a text for the recipient instead of the URL: "+kindNames())
}

func kindNames() string {
	var names []string
	for _, op := range []share.Operation{share.Download, share.Form} {
		for _, k := range handover.Kinds(op) {
			if !strings.Contains(strings.Join(names, " ")+" ", string(k.Kind)+" ") {
				names = append(names, string(k.Kind))
			}
		}
	}
	return strings.Join(names, ", ")
}

// check judges the output flags before anything is signed.
func (o *outputFlags) check(op share.Operation) error {
	if o.qr != "" {
		if _, err := qr.ParseStyle(o.qr); err != nil {
			return &usageError{err.Error(), ""}
		}
	}
	if o.qrOut != "" {
		switch strings.ToLower(filepath.Ext(o.qrOut)) {
		case ".png", ".svg", ".pdf", ".html":
		default:
			return &usageError{"--qr-out " + clean(o.qrOut) + " has no known ending", "use .png, .svg, .pdf or .html"}
		}
	}
	if (o.qr != "" || o.qrOut != "") && op == share.Form {
		return &usageError{"an upload form has no QR code of its own", "hand it over as a page: --handover html"}
	}
	if o.handover != "" {
		kind, err := handover.ParseKind(o.handover)
		if err != nil {
			return err
		}
		for _, k := range handover.Kinds(op) {
			if k.Kind == kind {
				return nil
			}
		}
		return &usageError{fmt.Sprintf("--handover %s does not fit %s", kind, op.Info().Name), "one of " + kindsOf(op)}
	}
	return nil
}

func kindsOf(op share.Operation) string {
	var names []string
	for _, k := range handover.Kinds(op) {
		names = append(names, string(k.Kind))
	}
	return strings.Join(names, ", ")
}

// hand writes one link: the answer to standard output, the rest to standard
// error.
func (a *app) hand(ctx context.Context, f *shareFlags, link share.Link) error {
	list, err := f.out.list(a, link.Request.Operation)
	if err != nil {
		return err
	}
	if err := list.Add(link); err != nil {
		return err
	}
	if err := list.Close(); err != nil {
		return err
	}
	a.explain(link)
	if f.out.qr != "" {
		if err := a.showQR(ctx, a.Err, link.URL, f.out.qr); err != nil {
			fmt.Fprintln(a.Err, oneVoice(err))
		}
	}
	if f.out.qrOut != "" {
		return a.exportQR(ctx, f.out.qrOut, link, f.out.overwrite)
	}
	return nil
}

// explain says on standard error what the link is and what to know about it.
func (a *app) explain(link share.Link) {
	p := share.Plan{Request: link.Request, Terms: link.Terms, Identity: link.Identity, Endpoint: link.Endpoint}
	fmt.Fprintln(a.Err, share.Sentence(p, a.Clock(), clean))
	for _, h := range link.Headers {
		fmt.Fprintf(a.Err, "the sender must send  %s: %s\n", clean(h.Name), clean(h.Value))
	}
	for _, w := range link.Warnings {
		line := "warning: " + clean(w.Text)
		if w.Hint != "" {
			line += "; " + clean(w.Hint)
		}
		fmt.Fprintln(a.Err, line)
	}
}

// list writes links to standard output, one after the other. A form is more
// than its URL, so that without other wishes it is written as JSON.
func (o *outputFlags) list(a *app, op share.Operation) (handover.List, error) {
	format := handover.Lines
	switch {
	case o.json:
		format = handover.JSONLines
	case o.csv:
		format = handover.CSV
	case o.markdown:
		format = handover.MarkdownTable
	case o.handover != "":
		kind, err := handover.ParseKind(o.handover)
		return &texts{a, kind}, err
	case op == share.Form:
		format = handover.JSONLines
	}
	return handover.NewList(a.Out, format, handover.Options{Now: a.Clock()})
}

// listOf is list for several objects: as HTML they become one page of links.
func (o *outputFlags) listOf(a *app, op share.Operation) (handover.List, error) {
	if op == share.Download && o.handover == string(handover.HTML) {
		return handover.NewList(a.Out, handover.HTMLPage, handover.Options{Now: a.Clock()})
	}
	return o.list(a, op)
}

// texts writes links in one of the hand-over forms.
type texts struct {
	a    *app
	kind handover.Kind
}

// Add writes one link.
func (t *texts) Add(l share.Link) error {
	text, err := handover.Text(l, t.kind, handover.Options{Now: t.a.Clock()})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(t.a.Out, strings.TrimSuffix(text.Reveal(), "\n"))
	return err
}

// Close has nothing left to write.
func (t *texts) Close() error { return nil }

// exportQR writes the code of a link, with its name and its end, to a file.
func (a *app) exportQR(_ context.Context, path string, link share.Link, overwrite bool) error {
	code, err := qr.Encode(link.URL.Reveal())
	if err != nil {
		return err
	}
	label := qr.Label{Code: code, Name: handover.Name(link), End: share.Moment(link.Terms.Ends, a.Clock()), Note: link.Request.Note}
	return a.saveQR(path, label, overwrite)
}
