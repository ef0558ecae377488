package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signet/share"
	"signet/share/qr"
)

// qrFlags say how a code is drawn.
type qrFlags struct {
	style, out string
	overwrite  bool
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
		RunE: func(cmd *cobra.Command, args []string) error { return a.qr(cmd.Context(), f, args[0]) },
	}
	s := cmd.Flags()
	s.StringVar(&f.style, "style", defaultStyle, "how to draw it: auto, half, full, kitty, sixel, iterm2, default (the settings')")
	s.StringVar(&f.out, "out", "", "write a .png, .svg, .pdf or .html file instead")
	s.BoolVar(&f.overwrite, "overwrite", false, "let --out replace a file")
	s.SetNormalizeFunc(asShareSpells)
	cmd.MarkFlagsMutuallyExclusive("style", "out")
	return cmd
}

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
	if f.out != "" && !ends(f.out, qr.Formats()) {
		return &usageError{"--out " + clean(f.out) + " has no known ending", "use " + strings.Join(qr.Formats(), ", ")}
	}
	text, err := a.oneLink(ctx, arg)
	if err != nil {
		return err
	}
	if f.out == "" {
		return a.showQR(ctx, a.Out, text, f.style, "--out")
	}
	code, err := qr.Encode(text.Reveal())
	if err != nil {
		return err
	}
	return a.saveQR(f.out, qr.Label{Code: code}, f.overwrite)
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

// showQR draws a code on a terminal, or says why it cannot, and what would help;
// save is the flag that writes it to a file.
func (a *app) showQR(ctx context.Context, w io.Writer, text share.Secret, style, save string) error {
	want, firm, err := a.styleFor(style)
	if err != nil {
		return err
	}
	code, err := qr.Encode(text.Reveal())
	if err != nil {
		return err
	}
	t := a.askTerminal(ctx, w, a.terminal(w))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	plan := qr.Fit(code.Size(), t, want)
	if !plan.Fits() && !firm {
		plan = qr.Fit(code.Size(), t, qr.Auto)
	}
	if !plan.Fits() {
		return errors.New("draw qr code: " + plan.Problem() + "; " + waysOut(text, t, save))
	}
	if _, err = io.WriteString(w, qr.Print(code, plan, t)); err == nil && plan.Seams {
		fmt.Fprintf(a.Err, "the code is drawn without colours: if no phone reads it, save it with %s FILE.png\n", save)
	}
	return err
}

// waysOut are what can be done about a code that does not fit.
func waysOut(text share.Secret, t qr.Terminal, save string) string {
	ways := []string{"enlarge the window or make the letters smaller"}
	if t.Tmux && !t.Passthrough {
		ways = append(ways, "set tmux's option allow-passthrough to on, for a picture")
	}
	if t.Untold() {
		ways = append(ways, "try a picture, as sixel or kitty")
	}
	if n := (share.Link{URL: text}).TokenBytes(); n > 0 {
		ways = append(ways, fmt.Sprintf("sign with a long-lived key (the session token takes %d of %d bytes)", n, text.Len()))
	}
	return strings.Join(append(ways, "or save it with "+save+" FILE.png"), ", ")
}

// saveQR writes a code to a file that only the user may read: it opens the
// document to whoever sees it.
func (a *app) saveQR(path string, label qr.Label, overwrite bool) error {
	return a.wrote(path, qr.Save(path, label, overwrite))
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
