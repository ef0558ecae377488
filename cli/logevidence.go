package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"signet/share/evidence"
	"signet/share/ledger"
	"signet/share/qr"
	"signet/share/say"
)

// evidenceFlags say of what a document is made, where it goes and who signs it.
type evidenceFlags struct {
	id, file, key, who string
	overwrite          bool
}

func (a *app) logExportCommand() *cobra.Command {
	f := &evidenceFlags{}
	cmd := &cobra.Command{
		Use:   "export --evidence ID",
		Short: "A signed document of one share, to show to others",
		Long: `Write what the log says of one share to a file, with what ties it to the head of the
log: the entry, its events, and of every row since the header and a hash. Nothing else
of another share is in it, and no link. Your SSH key signs it: --key, evidence_key of
the settings, the first Ed25519 key of your ssh-agent, or the first one in ~/.ssh.
ssh-keygen does that, and asks for a passphrase or a touch.

Standard output gets two lines for whoever is shown it: the line for their file of
allowed signers, which they should get from you and not beside the document, and the
command that checks the signature. "signet log verify --evidence FILE" checks the rest,
anywhere and offline.

It proves who says so, not that it is true: whoever can write the log can write
another one. A head that somebody else kept shows that this was not done since.

The whole log goes out by "signet log --json" or "signet log --csv".`,
		Example: `  signet log export --evidence 0samzyhyqbkf2
  signet log export --evidence 0samzyhyqbkf2 -o case-7.json \
    --key ~/.ssh/id_ed25519 --principal ana@acme.example`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.logExport(cmd.Context(), f) },
	}
	s := cmd.Flags()
	s.StringVar(&f.id, "evidence", "", "of this share")
	s.StringVarP(&f.file, "output", "o", "", "the file, which only you can read; the signature goes beside it as FILE.sig (default: evidence-ID.json here)")
	s.StringVar(&f.key, "key", "", "SSH key that signs: a private key, or the .pub of one that your agent has")
	s.StringVar(&f.who, "principal", "", "who you are to whoever checks it, as ana@acme.example (default: your login and host)")
	s.BoolVar(&f.overwrite, "overwrite", false, "replace the files without asking")
	return cmd
}

func (f *evidenceFlags) check() error {
	switch {
	case f.id == "":
		return &usageError{"--evidence is missing, and with it the share", `signet log lists the ids; the whole log goes out by "signet log --json" or "signet log --csv"`}
	case f.file == "-":
		return &usageError{"--output - cannot be: a signature stands beside its document", "name a file"}
	case f.who != "" && evidence.Principal(f.who) != f.who:
		return &usageError{"--principal " + clean(f.who) + " has letters that a file of allowed signers reads in another way", "write it as ana@acme.example"}
	}
	return noFolder("--output", f.file)
}

func (a *app) logExport(ctx context.Context, f *evidenceFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	e, err := l.Get(ctx, f.id)
	if err != nil {
		return err
	}
	if f.file == "" {
		f.file = "evidence-" + e.ID + ".json"
	}
	key, err := a.evidenceKey(ctx, f.key)
	if err != nil {
		return err
	}
	if err := a.mayReplace(ctx, &f.overwrite, f.file, f.file+".sig"); err != nil {
		return err
	}
	lines, err := a.makeEvidence(ctx, l, f, e.ID, key, a.Err)
	if err != nil {
		return a.taken(err)
	}
	_, err = fmt.Fprintln(a.Out, strings.Join(lines, "\n"))
	return err
}

// saveEvidence makes a document for the screens, which have left the terminal meanwhile.
func (a *app) saveEvidence(ctx context.Context, id, path string, replace bool, says io.Writer) error {
	l, err := a.openLog()
	if err != nil {
		return err
	}
	key, err := a.evidenceKey(ctx, "")
	if err != nil {
		return err
	}
	lines, err := a.makeEvidence(ctx, l, &evidenceFlags{file: path, overwrite: replace}, id, key, says)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(says, "\n"+strings.Join(lines, "\n\n"))
	return err
}

// makeEvidence writes a document and its signature, and notes that in the log. lines are for
// whoever is shown it: the line of allowed signers, and the command that checks.
func (a *app) makeEvidence(ctx context.Context, l *ledger.Ledger, f *evidenceFlags, id string, key sshKey, says io.Writer) (lines []string, err error) {
	fmt.Fprintf(says, "signing with %s; ssh-keygen asks if it needs a passphrase or a touch\n", clean(key.from))
	doc, signature, err := a.writeEvidence(ctx, l, f, id, key, says)
	if err != nil {
		return nil, err
	}
	a.note(ctx, doc.ID, ledger.Exported, "evidence")
	fmt.Fprintf(says, "wrote %s and %s.sig: the entry, %s and %s of the chain, without the link\n", clean(f.file), clean(f.file), say.Things(doc.Events, "event"), say.Things(doc.Rows, "row"))
	fmt.Fprintln(says, "it proves who says so, not that it is true")
	fmt.Fprintln(says, "for whoever is shown it, the line of their allowed_signers, and the command that checks it:")
	who := f.who
	if who == "" {
		w := a.who()
		who = evidence.Principal(w.User + "@" + w.Host)
	}
	return []string{
		signature.AllowedSigner(who),
		fmt.Sprintf("%s -Y verify -f allowed_signers -I %s -n %s -s %s < %s", sshKeygen, who, evidence.Namespace, quoted(f.file+".sig"), quoted(f.file)),
	}, nil
}

// taken says of a file that is there how it is replaced.
func (a *app) taken(err error) error {
	var there *qr.ExistsError
	if errors.As(err, &there) {
		return existsAlready(there.Path)
	}
	return err
}

// mayReplace asks before a file is replaced, once for all of them; without a terminal it
// refuses. What was answered is kept in overwrite.
func (a *app) mayReplace(ctx context.Context, overwrite *bool, paths ...string) error {
	for _, path := range paths {
		if _, err := os.Lstat(path); err != nil || *overwrite {
			continue
		}
		if !isTerminal(a.In) {
			return existsAlready(path)
		}
		fmt.Fprintln(a.Err, clean(path)+" is there already")
		if err := a.confirm(ctx, "overwrite"); err != nil {
			return err
		}
		*overwrite = true
	}
	return nil
}

// writeEvidence writes both files, or none.
func (a *app) writeEvidence(ctx context.Context, l *ledger.Ledger, f *evidenceFlags, id string, key sshKey, says io.Writer) (doc evidence.Written, s evidence.Signature, err error) {
	out, err := newFile(f.file, f.overwrite)
	if err != nil {
		return doc, s, err
	}
	sig, err := newFile(f.file+".sig", f.overwrite)
	if err != nil {
		out.discard()
		return doc, s, err
	}
	defer func() {
		if err != nil {
			out.discard()
			sig.discard()
		}
	}()
	if doc, err = evidence.Write(ctx, out, l, id, a.Clock()); err != nil {
		return doc, s, err
	}
	if _, err = out.Seek(0, io.SeekStart); err != nil {
		return doc, s, err
	}
	armored, s, err := a.sshSign(ctx, key, out.File, says)
	if err != nil {
		return doc, s, err
	}
	if _, err = sig.Write(armored); err != nil {
		return doc, s, err
	}
	return doc, s, errors.Join(out.keep(), sig.keep())
}

// pending is a file that is there for good only once it is whole. Only the user can read it.
type pending struct {
	*os.File
	path string
}

// newFile begins a file that must not be there, or one that will replace another.
func newFile(path string, overwrite bool) (*pending, error) {
	if overwrite {
		f, err := os.CreateTemp(filepath.Dir(path), ".signet-*") // mode 0600
		return &pending{f, path}, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, &qr.ExistsError{Path: path}
	}
	return &pending{f, path}, err
}

func (p *pending) discard() {
	_ = p.Close()
	_ = os.Remove(p.Name())
}

func (p *pending) keep() error {
	if err := p.Close(); err != nil || p.Name() == p.path {
		return err
	}
	return os.Rename(p.Name(), p.path)
}
