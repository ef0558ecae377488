package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signet/share"
	"signet/share/inspect"
	"signet/share/qr"
	"signet/share/say"
)

// qrFlags say how a code is drawn.
type qrFlags struct {
	style, out string
	overwrite  bool
	invert     bool
	file       codeFile
}

func (a *app) qrCommand() *cobra.Command {
	f := &qrFlags{}
	cmd := &cobra.Command{
		Use:   "qr URL|-",
		Short: "Draw any link as a QR code",
		Long: `Draw a link as a QR code that a phone reads from the screen. With - the link is
read from standard input, which keeps it out of the shell's history and out of
the list of processes.`,
		Example: `  signet share s3://acme/q3.pdf | signet qr -
  signet qr --out q3.png - < link.txt`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := errors.Join(atMostOne(cmd, "style", "out"), atMostOne(cmd, "invert", "out")); err != nil {
				return err
			}
			a.sayHistory(args, "signet qr -")
			return a.qr(cmd.Context(), f, args[0])
		},
	}
	s := cmd.Flags()
	s.StringVar(&f.style, "style", defaultStyle, "how to draw it: "+styleUsage())
	s.StringVar(&f.out, "out", "", "write a .png, .svg, .pdf or .html file instead")
	s.BoolVar(&f.overwrite, "overwrite", false, "let --out replace a file")
	f.file.bind(s)
	s.BoolVar(&f.invert, "invert", false, invertUsage)
	s.SetNormalizeFunc(asShareSpells)
	return cmd
}

// invertUsage describes --invert, which several commands have.
const invertUsage = "draw light and dark the other way round, where the code has no colours and looks inverted"

// asShareSpells takes the flags as signet share has them, too.
func asShareSpells(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	switch name {
	case "qr":
		name = "style"
	case "qr-out":
		name = "out"
	}
	return pflag.NormalizedName(name)
}

// defaultStyle is the way of drawing that the settings name.
const defaultStyle = "default"

// styleNames are the ways of drawing.
func styleNames() []string {
	var names []string
	for _, s := range qr.Styles() {
		names = append(names, s.String())
	}
	return names
}

// styleUsage lists them for a flag.
func styleUsage() string {
	return strings.Join(append(styleNames(), defaultStyle), ", ") + " (the settings')"
}

// checkStyle judges a style as typed; empty means that no code is drawn.
func checkStyle(style string) error {
	if style == "" || style == defaultStyle {
		return nil
	}
	if _, err := qr.ParseStyle(style); err != nil {
		return &usageError{err.Error(), ""}
	}
	return nil
}

// styleFor is the style to draw in. One that was asked for is kept to; that of
// the settings is a preference, for which another is taken where it does not fit.
func (a *app) styleFor(style string) (want qr.Style, firm bool, err error) {
	if style == "" || style == defaultStyle {
		s, err := a.load()
		if err != nil {
			return qr.Auto, false, err
		}
		want, err = qr.ParseStyle(s.QR)
		return want, false, err
	}
	want, err = qr.ParseStyle(style)
	return want, want != qr.Auto, err
}

func (a *app) qr(ctx context.Context, f *qrFlags, arg string) error {
	if err := checkStyle(f.style); err != nil {
		return err
	}
	if err := noFolder("--out", f.out); err != nil {
		return err
	}
	if f.out != "" && !ends(f.out, qr.Formats()) {
		return &usageError{"--out " + clean(f.out) + " has no known ending", "use " + strings.Join(qr.Formats(), ", ")}
	}
	form, err := f.file.form("--out", f.out)
	if err != nil {
		return err
	}
	text, err := a.oneLink(ctx, arg)
	if err != nil {
		return err
	}
	if f.out == "" {
		return a.showQR(ctx, a.Out, text, drawing{f.style, f.invert, "--out"})
	}
	code, err := a.encode(text)
	if err != nil {
		return err
	}
	return a.saveQR(f.out, a.labelOf(text, code), form, f.overwrite)
}

// sayHistory says that a link that was typed stays in the history of the shell;
// where nobody looks, no shell keeps one.
func (a *app) sayHistory(args []string, instead string) {
	if len(args) == 1 && args[0] != "-" && isTerminal(a.Err) {
		fmt.Fprintln(a.Err, "the link stays in the shell's history now; pipe it in instead: "+instead)
	}
}

// oneLink is the argument, or the first line of standard input for -. It is
// not judged: a code may hold any text.
func (a *app) oneLink(ctx context.Context, arg string) (share.Secret, error) {
	if arg != "-" {
		return share.NewSecret(arg), nil
	}
	line, err := bufio.NewReader(io.LimitReader(a.stdin(ctx), 1<<20)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return share.Secret{}, fmt.Errorf("read link: %w", err)
	}
	if line = strings.TrimSpace(line); line == "" {
		return share.Secret{}, &usageError{"there is no link on standard input", "pipe one in: signet share s3://BUCKET/KEY | signet qr -"}
	}
	return share.NewSecret(line), nil
}

// styleError says that the style that was asked for is none of this terminal's.
type styleError struct{ problem string }

func (e *styleError) Error() string { return e.problem }

// drawing is how a code is wanted on a terminal; save is the flag that writes it
// to a file.
type drawing struct {
	style  string
	invert bool
	save   string
}

// showQR draws a code on a terminal, or says why it cannot, and what would help.
func (a *app) showQR(ctx context.Context, w io.Writer, text share.Secret, d drawing) error {
	want, firm, err := a.styleFor(d.style)
	if err != nil {
		return err
	}
	code, err := a.encode(text)
	if err != nil {
		return err
	}
	t := a.askTerminal(ctx, w, a.terminal(w))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	t.DarkBackground = t.DarkBackground != d.invert
	plan := qr.Fit(code.Size(), t, want)
	if !plan.Fits() && !firm {
		plan = qr.Fit(code.Size(), t, qr.Auto)
	}
	if !plan.Fits() {
		problem := "draw qr code: " + plan.Problem() + "; " + waysOut(text, code.Size(), firm && plan.Why != "", t, d.save)
		if firm && plan.Why != "" {
			return &styleError{problem}
		}
		return errors.New(problem)
	}
	if _, err = io.WriteString(w, qr.Print(code, plan, t)); err == nil {
		a.saySeen(plan, t, d)
	}
	return err
}

// encode is the code of a text; of a link that has ended, crossed out.
func (a *app) encode(text share.Secret) (*qr.Code, error) {
	code, err := qr.Encode(text.Reveal())
	if err != nil {
		return nil, err
	}
	now := a.Clock()
	if ends := inspect.Inspect(text.Reveal(), now).Ends; !ends.IsZero() && !ends.After(now) {
		fmt.Fprintln(a.Err, "the link ended "+say.Moment(ends, now)+": its code is crossed out, and no phone reads it")
		code = code.Struck()
	}
	return code, nil
}

// saySeen says what may be wrong with a code that is drawn without colours: it
// may be read by nobody.
func (a *app) saySeen(plan qr.Plan, t qr.Terminal, d drawing) {
	if plan.Unsure {
		fmt.Fprintf(a.Err, "if you see boxes, gaps or question marks instead of a code, this terminal does not draw octants: save it with %s FILE.png\n", d.save)
	}
	switch {
	case t.Colors || plan.Style.Graphics():
		if d.invert {
			fmt.Fprintln(a.Err, "--invert changed nothing: the code has colours of its own")
		}
		return
	case plan.Seams:
		fmt.Fprintf(a.Err, "the code is drawn without colours: if no phone reads it, save it with %s FILE.png\n", d.save)
	}
	if !t.Background {
		fmt.Fprintln(a.Err, "it is drawn for a "+background(t)+" background, which could not be asked: if it looks inverted, "+otherWay(d.invert)+" --invert")
	}
}

func background(t qr.Terminal) string {
	if t.DarkBackground {
		return "dark"
	}
	return "light"
}

func otherWay(inverted bool) string {
	if inverted {
		return "leave out"
	}
	return "add"
}

// waysOut are what can be done about a code that does not fit, or whose style is
// none of this terminal's.
func waysOut(text share.Secret, size int, style bool, t qr.Terminal, save string) string {
	var ways []string
	if style {
		ways = append(ways, "let signet choose the style (auto)")
	} else {
		ways = append(ways, t.Enlarge())
		if qr.Finer(size, t) {
			ways = append(ways, "try the style octants, which newer terminals draw")
		}
		if !t.UTF8 && t.BlockWidth == 0 {
			ways = append(ways, "set LANG to a UTF-8 locale (C.UTF-8), which the terminal could not be asked about, for a code half as large")
		}
		if t.Closed {
			ways = append(ways, "set tmux's option allow-passthrough to on, for a picture")
		}
		if n := (share.Link{URL: text}).TokenBytes(); n > 0 {
			ways = append(ways, "sign with a long-lived key (the session token takes "+say.Count(n)+" of "+say.Things(text.Len(), "byte")+")")
		}
	}
	return strings.Join(append(ways, "or save it with "+save+" FILE.png"), ", ")
}

// saveQR writes a code to a file that only the user may read: it opens the
// document to whoever sees it.
func (a *app) saveQR(path string, label qr.Label, form qr.Form, overwrite bool) error {
	return a.wrote(path, qr.Save(path, label, form, overwrite))
}

// noFolder refuses a folder where a file is named.
func noFolder(flag, path string) error {
	if info, err := os.Stat(path); path == "" || (err != nil || !info.IsDir()) && !os.IsPathSeparator(path[len(path)-1]) {
		return nil
	}
	name := "code.png"
	if flag == "--output" { // of a text
		name = "FILE"
	}
	return &usageError{flag + " " + clean(path) + " is a folder", "add the name of a file in it: " + clean(filepath.Join(path, name))}
}

// wrote says how writing a file with codes went.
func (a *app) wrote(path string, err error) error {
	if errors.Is(err, fs.ErrExist) {
		return existsAlready(path)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(a.Err, "wrote "+clean(path)+" (only you can read it; it opens the documents until the links end)")
	return nil
}

func existsAlready(path string) error {
	return fmt.Errorf("write %s: there is such a file already; add --overwrite to replace it", clean(path))
}
