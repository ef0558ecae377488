package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"signet/share/evidence"
	"signet/share/ledger"
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
  signet log export --evidence 0samzyhyqbkf2 -o case-7.json --key ~/.ssh/id_ed25519 --principal ana@acme.example`,
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
	if f.who == "" {
		w := a.who()
		f.who = evidence.Principal(w.User + "@" + w.Host)
	}
	key, err := a.evidenceKey(ctx, f.key)
	if err != nil {
		return err
	}
	if err := a.mayReplace(ctx, &f.overwrite, f.file, f.file+".sig"); err != nil {
		return err
	}
	doc, signature, err := a.writeEvidence(ctx, l, f, e.ID, key)
	if err != nil {
		return err
	}
	a.note(ctx, e.ID, ledger.Exported, "evidence")
	fmt.Fprintf(a.Err, "wrote %s and %s.sig: the entry, %s and %s of the chain, without the link\n", clean(f.file), clean(f.file), say.Things(doc.Events, "event"), say.Things(doc.Rows, "row"))
	fmt.Fprintf(a.Err, "signed with %s; it proves who says so, not that it is true\n", clean(key.from))
	fmt.Fprintln(a.Err, "for whoever is shown it, the line of their allowed_signers, and the command that checks it:")
	fmt.Fprintln(a.Out, signature.AllowedSigner(f.who))
	fmt.Fprintf(a.Out, "%s -Y verify -f allowed_signers -I %s -n %s -s %s < %s\n", sshKeygen, f.who, evidence.Namespace, quoted(f.file+".sig"), quoted(f.file))
	return nil
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
func (a *app) writeEvidence(ctx context.Context, l *ledger.Ledger, f *evidenceFlags, id string, key sshKey) (doc evidence.Written, s evidence.Signature, err error) {
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
	armored, s, err := a.sshSign(ctx, key, out.File, a.Err)
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
		return nil, existsAlready(path)
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
