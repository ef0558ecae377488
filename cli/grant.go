package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/share/qr"
	"signet/share/say"
	"signet/share/sign"
)

// grantFlags say which temporary credentials are wanted, and how they are written.
type grantFlags struct {
	placeFlags
	allow, expires, until string
	from                  []string
	to, note              string
	signer, role, account string
	as, file              string
	overwrite             bool
}

func (a *app) grantCommand() *cobra.Command {
	f := &grantFlags{}
	cmd := &cobra.Command{
		Use:   "grant s3://BUCKET/PREFIX",
		Short: "Temporary credentials for all below a prefix, instead of a link",
		Long: `Get temporary credentials that may do what --allow says with everything that begins
with the prefix, until they end, and nothing else. They are a secret as a link is, for
rclone, mc, the AWS command line or a program of its own.

The server is asked for them: by the place's [[place.signer]] of a session, by --role on
AWS, or as MinIO is. They live 15 minutes at least at the server, and what --expires
says by their own policy; at most ` + say.Compact(say.Longest) + ` on MinIO, 12h on AWS as the role has it, 1h where
the place's own credentials are a session, and never longer than these. Guard rails
of every object below the prefix hold for them.

Standard output, or --output, gets the credentials; the share log gets everything
but them, and can never show them again.`,
		Example: `  signet grant s3://acme/2026/ --allow list,get --expires 1h --to "Ms Ito"
  signet grant s3://acme/in/ --allow put --expires 2h --from 203.0.113.0/24 \
    --as rclone -o rclone.conf
  signet grant s3://acme/2026/ --allow list,get --as profile \
    --role arn:aws:iam::123456789012:role/share`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := atMostOne(cmd, "expires", "until"); err != nil {
				return err
			}
			return a.grant(cmd.Context(), f, args[0])
		},
	}
	f.bind(cmd)
	_ = cmd.RegisterFlagCompletionFunc("as", cobra.FixedCompletions(formNames(), cobra.ShellCompDirectiveNoFileComp)) // fails only when it is done twice
	return cmd
}

func (f *grantFlags) bind(cmd *cobra.Command) {
	f.placeFlags.bind(cmd)
	s := cmd.Flags()
	bindOnce(s, &f.allow, "allow", "what they may do, apart by commas: "+strings.Join(share.AccessNames(), ", "))
	s.StringVar(&f.expires, "expires", "", "how long: 30m, 8h (default: the settings')")
	s.StringVar(&f.until, "until", "", `until when: "fri 5pm", RFC 3339`)
	s.StringArrayVar(&f.from, "from", nil, "only from this network, as 203.0.113.0/24 (repeatable)")
	s.StringVar(&f.to, "to", "", "who gets them, kept in the share log")
	s.StringVar(&f.note, "note", "", "what they are for, kept in the share log")
	bindOnce(s, &f.signer, "signer", "who gets them: a [[place.signer]] of a session")
	bindOnce(s, &f.role, "role", "ARN of the role that they are of")
	bindOnce(s, &f.account, "access-grants", "by the S3 Access Grants of this account of AWS, 12 digits")
	s.StringVar(&f.as, "as", formNames()[0], "how they are written: "+strings.Join(formNames(), ", "))
	s.StringVarP(&f.file, "output", "o", "", "write them to a file that only you can read, instead of standard output")
	s.BoolVar(&f.overwrite, "overwrite", false, "let --output replace a file")
}

func formNames() (names []string) {
	for _, form := range handover.CredentialsForms() {
		names = append(names, form.Name)
	}
	return names
}

// request reads the flags.
func (a *app) grantRequest(f *grantFlags) (g share.GrantRequest, err error) {
	if strings.TrimSpace(f.allow) == "" {
		return g, &usageError{"--allow says nothing, and is needed", "write some of " + strings.Join(share.AccessNames(), ",")}
	}
	if g.Allow, err = share.ParseAccess(f.allow); err != nil {
		return g, err
	}
	if text := f.expires + f.until; text != "" {
		if g.Lifetime, err = share.ParseLifetime(text, a.Clock()); err != nil {
			return g, f.ofEnd(err)
		}
	}
	if g.From, err = share.ParseNetworks(f.from); err != nil {
		return g, err
	}
	g.Note, g.Recipient, g.Signer, g.Role, g.Instance = f.note, f.to, f.signer, f.role, f.account
	return g, f.checkOutput()
}

// ofEnd is what is wrong with the end, said of the flag, and without what links can be.
func (f *grantFlags) ofEnd(err error) error {
	var usage *share.UsageError
	if !errors.As(err, &usage) {
		return err
	}
	out := *usage
	out.Op, out.Hint = "--expires", "write 30m, or 8h"
	if f.until != "" {
		out.Op, out.Hint = "--until", `write "fri 5pm", or 2026-12-24T17:00:00Z`
	}
	return &out
}

func (f *grantFlags) checkOutput() error {
	if !slices.Contains(formNames(), f.as) {
		return &usageError{"there is no form " + quoted(f.as), "one of " + strings.Join(formNames(), ", ")}
	}
	if f.file == "" {
		return nil
	}
	if err := noFolder("--output", f.file); err != nil {
		return err
	}
	if _, err := os.Lstat(f.file); err == nil && !f.overwrite {
		return existsAlready(f.file)
	}
	return writable("--output", f.file)
}

func (a *app) grant(ctx context.Context, f *grantFlags, arg string) error {
	g, err := a.grantRequest(f)
	if err != nil {
		return err
	}
	p, err := a.resolve(&f.placeFlags)
	if err != nil {
		return err
	}
	t, err := unsigned(arg, p.servers(ctx))
	if err != nil {
		return err
	}
	g.Target = meant(share.Target{Place: p.name, Region: f.region}, t)
	svc, err := a.service()
	if err != nil {
		return err
	}
	granter, ok := svc.Signer.(*sign.Signer)
	if !ok {
		return fmt.Errorf("grant %s: nobody asks for credentials", clean(g.Target.URI()))
	}
	done := a.waiting("asking for credentials")
	got, err := svc.Grant(ctx, g, granter)
	done()
	if err != nil {
		return err
	}
	return a.handCredentials(ctx, f, got)
}

// handCredentials writes credentials where they were asked for, and says what they are.
func (a *app) handCredentials(ctx context.Context, f *grantFlags, got share.Granted) error {
	spec := got.Record.Spec
	text, err := handover.CredentialsText(handover.Credentials{
		Credentials: got.Credentials, Name: "signet-" + got.Record.ID, Server: spec.Endpoint.URL, Region: spec.Endpoint.Region,
		Path: spec.Endpoint.PathStyle, Bucket: spec.Target.Bucket, Prefix: spec.Target.Key,
		Allow: spec.Mandate.Allow,
	}, f.as)
	if err != nil {
		return unhanded(got.Record.ID, err)
	}
	if f.file == "" {
		if _, err = io.WriteString(a.Out, text.Reveal()); err != nil {
			err = &unwrittenError{cause: err}
		}
	} else {
		err = qr.WriteFile(f.file, []byte(text.Reveal()), f.overwrite)
	}
	if err != nil {
		return unhanded(got.Record.ID, err)
	}
	a.note(ctx, got.Record.ID, ledger.Exported, f.as)
	if f.file != "" {
		fmt.Fprintln(a.Err, "wrote "+clean(f.file)+" (only you can read it; whoever has it can use what is in it until it ends)")
	}
	a.explainGrant(got)
	return nil
}

// unhanded is why credentials that were given reached nobody, and how they are ended.
func unhanded(id string, err error) error {
	return fmt.Errorf("%w\nthe credentials were given, and nobody has them: signet revoke %s ends them", err, id)
}

// explainGrant says what the credentials are, and what to know about them.
func (a *app) explainGrant(got share.Granted) {
	now, rec := a.Clock(), got.Record
	fmt.Fprintln(a.Err, share.GrantSentence(rec, now, clean))
	if t := rec.Spec.Target; t.Key != "" && !strings.HasSuffix(t.Key, "/") {
		fmt.Fprintf(a.Err, "warning: %s takes every key that begins so, not only a folder of that name; end it in / for the folder\n", clean(t.URI()))
	}
	for _, w := range got.Warnings {
		fmt.Fprintln(a.Err, "warning: "+clean(w.String()))
	}
	fmt.Fprintf(a.Err, "they are share %s, and are shown this once: the log has no secret of them\n", rec.ID)
}

// grantAgain is the command line that gets such credentials anew, for a shell.
func (a *app) grantAgain(ctx context.Context, e ledger.Entry) string {
	spec := e.Spec
	allow := make([]string, len(spec.Mandate.Allow))
	for i, one := range spec.Mandate.Allow {
		allow[i] = string(one)
	}
	args := []string{"signet", "grant", spec.Target.URI(), "--allow", strings.Join(allow, ","), "--expires", say.Compact(time.Duration(spec.Seconds) * time.Second)}
	_, where := a.whose(ctx, e)
	args = append(args, where...)
	for _, n := range spec.Mandate.From {
		args = append(args, "--from", n.String())
	}
	account := ""
	if spec.Mandate.Kind == share.KindAccessGrants {
		account = spec.Mandate.Account
	}
	for _, f := range []struct{ flag, value string }{{"--access-grants", account}, {"--signer", spec.Endpoint.Signer}, {"--role", spec.Mandate.Role}, {"--to", e.Recipient}, {"--note", e.Note}} {
		if f.value != "" {
			args = append(args, f.flag, f.value)
		}
	}
	for i := range args {
		args[i] = quoted(args[i])
	}
	return strings.Join(args, " ")
}
