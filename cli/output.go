package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/share/many"
	"signet/share/qr"
)

// outputFlags say how links are written.
type outputFlags struct {
	json, csv, markdown bool
	qr, qrOut, handover string
	files               []string // of hand-over texts
	perPage             int
	file                codeFile
	form                qr.Form // of the file, once the flags were judged
	overwrite, invert   bool
	sha256              string
}

func (o *outputFlags) bind(cmd *cobra.Command) {
	o.bindOne(cmd)
	s := cmd.Flags()
	s.BoolVar(&o.csv, "csv", false, "CSV with a header")
	s.BoolVar(&o.markdown, "markdown", false, "a Markdown list")
	s.IntVar(&o.perPage, "per-page", 0, "labels on a page of the sheet, 1 to 24 (default: 12, or fewer where codes would be too fine)")
	s.StringArrayVarP(&o.files, "output", "o", nil, "write the hand-over text to a file that only you can read, instead of standard output; its ending says which: .py, .sh, .html (repeatable)")
	s.StringVar(&o.sha256, "sha256", "", "checksum of the content, in hex as sha256sum prints it, for --handover mail")
}

// bindOne binds what there is for a command that gives one link.
func (o *outputFlags) bindOne(cmd *cobra.Command) {
	s := cmd.Flags()
	s.BoolVar(&o.json, "json", false, "one JSON object per line")
	s.StringVar(&o.qr, "qr", "", "draw a QR code on standard error: "+styleUsage())
	s.Lookup("qr").NoOptDefVal = defaultStyle
	s.BoolVar(&o.invert, "invert", false, "with --qr: "+invertUsage)
	s.StringVar(&o.qrOut, "qr-out", "", "write the QR code to a .png, .svg, .pdf or .html file; of several objects a .pdf or .html sheet to print")
	s.BoolVar(&o.overwrite, "overwrite", false, "let --qr-out replace a file")
	o.file.bind(s)
	s.StringVar(&o.handover, "handover", "", "print a text for the recipient instead of the URL: "+kindNames())
}

func kindNames() string {
	return strings.Join(handover.Names(), ", ")
}

// check judges the output flags before anything is signed.
func (o *outputFlags) check(terms share.Request) error {
	if err := checkStyle(o.qr); err != nil {
		return err
	}
	if o.invert && o.qr == "" {
		return &usageError{"--invert is about a code on the screen", "add --qr"}
	}
	if o.qr != "" || o.qrOut != "" {
		if err := handover.Codes(share.Link{Request: terms}); err != nil {
			return err
		}
	}
	if err := o.checkTables(terms.Operation); err != nil {
		return err
	}
	if err := o.checkFile(); err != nil {
		return err
	}
	if err := o.checkFiles(terms); err != nil {
		return err
	}
	if err := o.checkSum(); err != nil {
		return err
	}
	if o.handover != "" {
		kind, err := handover.ParseKind(o.handover)
		if err != nil {
			return err
		}
		return handover.Fits(share.Link{Request: terms}, kind)
	}
	return nil
}

// checkTables refuses a row of a table for what is many links.
func (o *outputFlags) checkTables(op share.Operation) error {
	if info := op.Info(); (o.csv || o.markdown) && info.Parts {
		return &usageError{"a " + info.Name + " is no one link for a row of a table", "hand it over as a script: --output upload.py, or take --json"}
	}
	return nil
}

// checkFile judges --qr-out and what belongs to it.
func (o *outputFlags) checkFile() (err error) {
	if o.form, err = o.file.form("--qr-out", o.qrOut); err != nil {
		return err
	}
	switch {
	case o.qrOut == "" && o.perPage != 0:
		return &usageError{"--per-page needs a sheet", "add --qr-out sheet.pdf"}
	case o.perPage < 0 || o.perPage > qr.MaxPerPage:
		return &usageError{fmt.Sprintf("--per-page %d is out of bounds", o.perPage), fmt.Sprintf("1 to %d", qr.MaxPerPage)}
	case o.qrOut == "":
		return nil
	case noFolder("--qr-out", o.qrOut) != nil:
		return noFolder("--qr-out", o.qrOut)
	case !ends(o.qrOut, qr.Formats()):
		return &usageError{"--qr-out " + clean(o.qrOut) + " has no known ending", "use " + strings.Join(qr.Formats(), ", ")}
	case o.perPage != 0 && !ends(o.qrOut, qr.SheetFormats()):
		return &usageError{"--per-page needs a sheet", "let --qr-out end in " + strings.Join(qr.SheetFormats(), " or ")}
	}
	if _, err := os.Lstat(o.qrOut); err == nil && !o.overwrite {
		return existsAlready(o.qrOut)
	}
	return writable("--qr-out", o.qrOut)
}

// checkSum judges --sha256. It is what the user says of the content: nobody
// reads an object to find out.
func (o *outputFlags) checkSum() error {
	switch sum, err := hex.DecodeString(o.sha256); {
	case o.sha256 == "":
		return nil
	case err != nil || len(sum) != sha256.Size:
		return &usageError{"--sha256 is no such checksum", "64 hexadecimal digits, as sha256sum prints them"}
	case o.handover != string(handover.Mail):
		return &usageError{"--sha256 stands in the mail text only", "add --handover mail"}
	}
	return nil
}

// checkMany judges the flags for several objects.
func (o *outputFlags) checkMany() error {
	switch {
	case len(o.files) > 0:
		return &usageError{"--output holds one text, and these are several objects", "let standard output lead to a file"}
	case o.sha256 != "":
		return &usageError{"--sha256 is of one object, and these are several", "share them one by one"}
	case o.qr != "":
		return &usageError{"--qr draws one code, and these are several objects", "write a sheet to print: --qr-out sheet.pdf"}
	case o.qrOut != "" && !ends(o.qrOut, qr.SheetFormats()):
		return &usageError{"--qr-out " + clean(o.qrOut) + " holds one code, and these are several objects", "let it end in " + strings.Join(qr.SheetFormats(), " or ") + " for a sheet"}
	}
	return nil
}

// ends reports whether a file's name has one of the endings.
func ends(path string, endings []string) bool {
	return slices.Contains(endings, strings.ToLower(filepath.Ext(path)))
}

// hand writes one link: the answer to standard output, the rest to standard
// error.
func (a *app) hand(ctx context.Context, f *shareFlags, link share.Link) error {
	if err := a.handText(ctx, &f.out, link); err != nil {
		return err
	}
	a.explain(link)
	if f.out.qr != "" {
		var lacks *styleError
		switch err := a.showQR(ctx, a.Err, link.URL, drawing{f.out.qr, f.out.invert, "--qr-out"}); {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &lacks):
			return err // nothing was seen of what was asked for
		case err != nil:
			fmt.Fprintln(a.Err, oneVoice(err))
		}
	}
	if f.out.qrOut == "" {
		return nil
	}
	if err := a.exportQR(&f.out, link); err != nil {
		return err
	}
	a.note(ctx, link.ID, ledger.Exported, "QR code")
	return nil
}

// handText writes the link, or the text that it is handed over with.
func (a *app) handText(ctx context.Context, o *outputFlags, link share.Link) error {
	if len(o.files) > 0 && !o.json && !o.csv && !o.markdown {
		return a.saveTexts(ctx, o, link)
	}
	list, err := o.list(a, link.Request.Operation)
	if err != nil {
		return err
	}
	if err := list.Add(link); err != nil {
		return err
	}
	if err := list.Close(); err != nil {
		return err
	}
	a.noteHandOver(ctx, o, link)
	return a.saveTexts(ctx, o, link)
}

// explain says on standard error what the link is and what to know about it.
func (a *app) explain(link share.Link) {
	fmt.Fprintln(a.Err, share.Sentence(link.Plan(), a.Clock(), clean))
	a.waysOut(link)
	for _, h := range link.Headers {
		fmt.Fprintf(a.Err, "the %s must send  %s: %s\n", link.Request.Operation.Info().Holder(), clean(h.Name), clean(h.Value))
	}
	for _, name := range link.Withheld() {
		fmt.Fprintf(a.Err, "the %s must send  %s: the key, which stands in no text\n", link.Request.Operation.Info().Holder(), name)
	}
	for _, w := range link.Warnings {
		fmt.Fprintln(a.Err, "warning: "+clean(w.String()))
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
		return &texts{a, kind, o.sha256}, err
	case op.Info().Policy:
		format = handover.JSONLines
	case op.Info().Parts:
		return &texts{a, handover.Python, o.sha256}, nil
	}
	return handover.NewList(a.data(), format, handover.Options{Now: a.Clock()})
}

// listOf is list for several objects: as HTML they become one page of links, and
// with --qr-out their codes a sheet beside the list.
func (o *outputFlags) listOf(a *app, op share.Operation) (list handover.List, codes *many.Sheet, err error) {
	if op.Info().Browser && o.handover == string(handover.HTML) {
		list, err = handover.NewList(a.Out, handover.HTMLPage, handover.Options{Now: a.Clock()})
	} else {
		list, err = o.list(a, op)
	}
	if err != nil || o.qrOut == "" {
		return list, nil, err
	}
	codes = &many.Sheet{Ending: filepath.Ext(o.qrOut), PerPage: o.perPage, On: o.form.Paper, Now: a.Clock()}
	codes.Save = func(data []byte) error {
		if err := a.wrote(o.qrOut, qr.WriteFile(o.qrOut, data, o.overwrite)); err != nil {
			return err
		}
		paper := codes.Paper()
		for _, w := range paper.Warnings() {
			fmt.Fprintln(a.Err, "warning: "+w)
		}
		fmt.Fprintln(a.Err, paper.Words())
		return nil
	}
	return list, codes, nil
}

// texts writes links in one of the hand-over forms.
type texts struct {
	a      *app
	kind   handover.Kind
	sha256 string
}

// Add writes one link.
func (t *texts) Add(l share.Link) error {
	o := outputFlags{sha256: t.sha256}
	text, err := handover.Text(l, t.kind, o.textOptions(t.a))
	if err != nil {
		return err
	}
	out := t.a.Out
	if t.kind == handover.JSON {
		out = t.a.data()
	}
	_, err = fmt.Fprintln(out, strings.TrimSuffix(text.Reveal(), "\n"))
	return err
}

// textOptions are what a text needs to know beside the link.
func (o *outputFlags) textOptions(a *app) handover.Options {
	out := handover.Options{Now: a.Clock()}
	if o.sha256 != "" {
		out.Checksum = handover.Checksum{Algorithm: "SHA-256", Value: o.sha256}
	}
	return out
}

// Close has nothing left to write.
func (t *texts) Close() error { return nil }

// exportQR writes the code of a link, with its name and its end, to a file.
func (a *app) exportQR(o *outputFlags, link share.Link) error {
	code, err := qr.Encode(link.URL.Reveal())
	if err != nil {
		return err
	}
	label := handover.Label(link, code, a.Clock())
	if o.perPage == 0 {
		return a.saveQR(o.qrOut, label, o.form, o.overwrite)
	}
	data, err := qr.ExportSheet(o.qrOut, qr.Sheet{Title: label.Name, Labels: []qr.Label{label}, PerPage: o.perPage, Paper: o.form.Paper})
	if err != nil {
		return err
	}
	return a.wrote(o.qrOut, qr.WriteFile(o.qrOut, data, o.overwrite))
}
