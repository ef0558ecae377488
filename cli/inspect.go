package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/check"
	"signet/share/cloudfront"
	"signet/share/inspect"
	"signet/share/ledger"
	"signet/share/say"
	"signet/share/sign"
	"signet/ui"
)

type inspectFlags struct {
	online, json, repair bool
	publicKey            string
	key                  cloudfront.PublicKey // of that file
}

func (a *app) inspectCommand() *cobra.Command {
	f := &inspectFlags{}
	cmd := &cobra.Command{
		Use:   "inspect [URL|-]",
		Short: "Explain a pasted link: what it is, until when, what is wrong with it",
		Long: `Explain a link without using it: pre-signed URLs of S3 and other stores, upload
forms and policies, redirects of mail gateways around them. Whole mails and chat
messages can be piped in; the link is found and put together again.

Everything is read off the text on this machine, and neither a session token nor
a whole signature is printed. With --online the link is used once, as a stranger
would. A link that is given as an argument stays in the history of the shell;
better pipe it in. With --public-key a signed URL of CloudFront is proved on this
machine: that the key of that file signed it, and that nothing of it was changed;
so is one that a signer of the settings has the key of, without the flag.

Exit codes; of a text with several links they are of all of them:
  0  a signed link, or the form of one, that can be valid now: whole, not ended,
     and nothing that is seen makes a server refuse it. Damage that could be
     undone for certain does not count: the report is on the repaired link
  1  anything else: ended, not open yet, cut off, changed, never accepted by any
     server, a redirect that hides the link, an address without a signature, no
     link at all
  2  the command itself is wrong`,
		Example: `  wl-paste | signet inspect -
  signet inspect --json - < mail.eml
  signet inspect --repair - < mail.eml | signet qr -`,
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.json && f.repair {
				return &usageError{"--json and --repair cannot go together", "use one of them"}
			}
			if err := a.publicKey(cmd.Context(), f); err != nil {
				return err
			}
			a.sayHistory(args, "signet inspect -")
			text, err := a.pasted(cmd.Context(), args)
			if err != nil {
				return err
			}
			return a.inspect(cmd.Context(), f, text)
		},
	}
	s := cmd.Flags()
	s.BoolVar(&f.online, "online", false, "use the link once, for its first byte, and explain the answer")
	s.BoolVar(&f.json, "json", false, "one JSON object")
	s.BoolVar(&f.repair, "repair", false, "print only the repaired link; the rest goes to standard error")
	s.StringVar(&f.publicKey, "public-key", "", "file with the public key (PEM) of a key pair of CloudFront: prove its links")
	return cmd
}

// publicKey reads the key that links are to be proved with.
func (a *app) publicKey(ctx context.Context, f *inspectFlags) error {
	if f.publicKey == "" {
		return nil
	}
	if f.publicKey == "-" {
		return &usageError{"standard input has the link, and not the key too", "write the key into a file: --public-key FILE"}
	}
	in, err := a.input(ctx, f.publicKey)
	if err != nil {
		return &usageError{"--public-key cannot be read: " + clean(err.Error()), ""}
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, maxKeyFile))
	if err != nil {
		return fmt.Errorf("inspect: read the public key: %w", err)
	}
	if f.key, err = cloudfront.ParsePublicKey(content); err != nil {
		return &usageError{"--public-key: " + err.Error(), "the file is the one that was uploaded to CloudFront"}
	}
	return nil
}

// pasted is the text to inspect: the argument, or standard input.
func (a *app) pasted(ctx context.Context, args []string) (string, error) {
	if len(args) == 1 && args[0] != "-" {
		return args[0], nil
	}
	if len(args) == 0 && isTerminal(a.In) {
		fmt.Fprintln(a.Err, "paste the link, then press ctrl+d on a line of its own")
	}
	// One byte more than is looked at, so that the inspector says that it is cut.
	text, err := io.ReadAll(io.LimitReader(a.stdin(ctx), inspect.MaxInput+1))
	if err != nil {
		return "", fmt.Errorf("inspect: read standard input: %w", err)
	}
	if strings.TrimSpace(string(text)) == "" {
		return "", &usageError{"there is nothing to inspect", "signet inspect URL, or pipe a text into signet inspect -"}
	}
	return string(text), nil
}

// sharesOf looks the link up in the share log, if there is one.
func (a *app) sharesOf(ctx context.Context, r inspect.Report, text string) ([]logged, error) {
	if !r.URL.Empty() {
		text = r.URL.Reveal()
	}
	s, err := a.load()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(s.Paths.Ledger()); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	l, err := a.openLog()
	if err != nil {
		return nil, err
	}
	matches, err := l.Find(ctx, text)
	if err != nil {
		return nil, err
	}
	var out []logged
	for _, m := range matches {
		out = append(out, logged{
			ID: m.Entry.ID, By: m.By, State: string(m.Entry.StateAt(a.Clock())), Created: m.Entry.Created,
			Recipient: m.Entry.Recipient, Note: m.Entry.Note, Operation: string(m.Entry.Spec.Operation), summary: strings.TrimPrefix(m.Of+", ", ", ") + a.summary(m.Entry),
		})
		last := &out[len(out)-1]
		last.Compared = compared(ctx, r, m)
		if len(last.Compared) > 0 && (m.By == "signature" || say.Worst(last.Compared) == say.Bad) {
			last.signed = &m.Entry.Spec
		}
	}
	return out, nil
}

// compared says what of the link is not as the log has it.
func compared(ctx context.Context, r inspect.Report, m ledger.Match) []say.Remark {
	spec := m.Entry.Spec
	outline, err := sign.Outline(ctx, spec, m.Of)
	if err != nil {
		return nil // nothing was signed that could be compared
	}
	if m.By == "signature" {
		return r.Against(spec, outline)
	}
	return r.AgainstTwin(spec, outline)
}

// summary says when a share was made, for whom and why.
func (a *app) summary(e ledger.Entry) string {
	text := e.Spec.Operation.Info().Name + ", shared " + say.Moment(e.Created, a.Clock())
	if e.Recipient != "" {
		text += " with " + e.Recipient
	}
	if e.Note != "" {
		text += ": " + e.Note
	}
	return text
}

// online uses a link once, unless that would change something or make no sense.
func (a *app) online(ctx context.Context, r inspect.Report) (used bool, found []say.Remark) {
	method := r.Method
	method = cmp.Or(method, "GET")
	switch {
	case r.Kind == inspect.PostPolicy:
		return false, []say.Remark{check.NotTried()}
	case !r.Kind.Signed() && r.Kind != inspect.PlainS3 || r.URL.Empty() || r.State == inspect.Broken:
		return false, []say.Remark{{Code: "not-tried", Level: say.Info, Text: "there is no whole link to try"}}
	}
	c := check.Checker{Clock: a.Clock, Asking: func(origin string) {
		fmt.Fprintln(a.Err, "trying it once at "+clean(origin)+", without any credentials")
	}}
	return c.Use(ctx, method, r.URL, nil)
}

// noteCheck writes into the log that a link of ours was tried and works.
func (a *app) noteCheck(ctx context.Context, out inspected) {
	if !out.Used || say.Worst(out.Online) == say.Bad || len(out.Log) != 1 {
		return
	}
	if l, err := a.openLog(); err == nil {
		_ = l.Append(ctx, out.Log[0].ID, ledger.Event{Kind: ledger.Checked}) // the report is what matters
	}
}

// inspectSource is what the inspector's screen asks of the rest of the program.
type inspectSource struct{ a *app }

// Find looks in the share log.
func (s inspectSource) Find(ctx context.Context, text share.Secret) ([]ui.Entry, error) {
	list, err := s.a.sharesOf(ctx, inspect.Inspect(text.Reveal(), s.a.Clock()), text.Reveal())
	var out []ui.Entry
	for _, e := range list {
		ended := e.State != string(ledger.StateOpen) && e.State != string(ledger.StateLater)
		out = append(out, ui.Entry{ID: e.ID, By: e.By, State: e.State, Summary: e.summary, Ended: ended, Compared: e.Compared, Signed: e.signed})
	}
	return out, err
}

// Online uses a link once.
func (s inspectSource) Online(ctx context.Context, link share.Secret, method string) []say.Remark {
	c := check.Checker{Clock: s.a.Clock}
	_, found := c.Use(ctx, method, link, nil)
	return found
}
