package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

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
	s.StringVar(&f.style, "style", "auto", "how to draw it: auto, half, full, kitty, sixel, iterm2")
	s.StringVar(&f.out, "out", "", "write a .png, .svg, .pdf or .html file instead")
	s.BoolVar(&f.overwrite, "overwrite", false, "let --out replace a file")
	cmd.MarkFlagsMutuallyExclusive("style", "out")
	return cmd
}

func (a *app) qr(ctx context.Context, f *qrFlags, arg string) error {
	if _, err := qr.ParseStyle(f.style); err != nil {
		return &usageError{err.Error(), ""}
	}
	if f.out != "" && !slices.Contains(qr.Formats(), strings.ToLower(filepath.Ext(f.out))) {
		return &usageError{"--out " + clean(f.out) + " has no known ending", "use " + strings.Join(qr.Formats(), ", ")}
	}
	text, err := a.oneLink(arg)
	if err != nil {
		return err
	}
	if f.out == "" {
		return a.showQR(ctx, a.Out, text, f.style)
	}
	code, err := qr.Encode(text.Reveal())
	if err != nil {
		return err
	}
	return a.saveQR(f.out, qr.Label{Code: code}, f.overwrite)
}

// oneLink is the argument, or the first line of standard input for -. It is
// not judged: a code may hold any text.
func (a *app) oneLink(arg string) (share.Secret, error) {
	if arg != "-" {
		return share.NewSecret(arg), nil
	}
	line, err := bufio.NewReader(io.LimitReader(a.In, 1<<20)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return share.Secret{}, fmt.Errorf("read link: %w", err)
	}
	if line = strings.TrimSpace(line); line == "" {
		return share.Secret{}, &usageError{"there is no link on standard input", "pipe one in: signet share s3://BUCKET/KEY | signet qr -"}
	}
	return share.NewSecret(line), nil
}

// showQR draws a code on a terminal, or says why it cannot. The terminal is
// asked for pictures only when nothing else fits.
func (a *app) showQR(ctx context.Context, w io.Writer, text share.Secret, style string) error {
	want, err := qr.ParseStyle(style)
	if err != nil {
		return err
	}
	code, err := qr.Encode(text.Reveal())
	if err != nil {
		return err
	}
	t := a.terminal(w)
	plan := qr.Fit(code.Size(), t, want)
	if !plan.Fits() && want == qr.Auto {
		t = a.askGraphics(ctx, w, t)
		plan = qr.Fit(code.Size(), t, want)
	}
	if !plan.Fits() {
		return errors.New("draw qr code: " + plan.Problem() + "; enlarge the window, make the letters smaller, or write a file such as link.png")
	}
	_, err = io.WriteString(w, qr.Print(code, plan, t))
	return err
}

// saveQR writes a code to a file that only the user may read: it opens the
// document to whoever sees it.
func (a *app) saveQR(path string, label qr.Label, overwrite bool) error {
	err := qr.Save(path, label, overwrite)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("write %s: there is such a file already; add --overwrite to replace it", clean(path))
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(a.Err, "wrote "+clean(path)+" (only you can read it; it opens the document until the link ends)")
	return nil
}
