package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/many"
	"signet/share/say"
)

// shareFlags are the terms of a share as given on the command line.
type shareFlags struct {
	placeFlags
	op, expires, until, starts string
	signer                     string
	from                       []string
	revocable, below           bool
	versionID                  string
	pin                        bool
	options                    optionFlags
	note, to                   string
	recursive, check, asPage   bool
	title                      string
	filesOf                    int  // upload links of each thing on a page, in the place of forms
	anyName                    bool // the key is a prefix
	several                    bool // objects: what is said must name its own
	bad                        bool // a look found something that keeps a link from working
	out                        outputFlags
}

func (a *app) shareCommand() *cobra.Command {
	f := &shareFlags{}
	cmd := &cobra.Command{
		Use:   "share s3://BUCKET/KEY...",
		Short: "Sign a link to one object or many",
		Long: `Sign links. Standard output carries only the URL, one line per object;
everything for humans goes to standard error.

Signing is local: no request is made, and the object need not exist, unless
--check, --pin-version, --recursive or --as-page asks the server, or a signer
that makes a key or a session first. With - instead of an address, one address
per line is read from standard input.`,
		Example: `  signet share s3://acme/q3.pdf --expires 8h --to "Ms Ito"
  signet share s3://acme/in/photo.jpg --op put --content-type image/jpeg
  signet share s3://acme/in/ --op post --key-prefix --handover html
  signet share s3://acme/2026/ --recursive --json
  signet share s3://acme/manuals/ --recursive --qr-out labels.pdf --per-page 8`,
		Args: between(1, 1<<20),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, names := range [][]string{{"expires", "until"}, {"version-id", "pin-version"}, {"json", "csv", "markdown", "handover"}} {
				if err := atMostOne(cmd, names...); err != nil {
					return err
				}
			}
			return a.share(cmd.Context(), f, args)
		},
	}
	f.bind(cmd)
	return cmd
}

func (f *shareFlags) bind(cmd *cobra.Command) {
	f.placeFlags.bind(cmd)
	s := cmd.Flags()
	s.StringVar(&f.op, "op", "get", "what the holder may do: "+strings.Join(share.OperationNames(), ", "))
	s.StringVar(&f.expires, "expires", "", "how long: 15m, 8h, 1.5h, 3d; at most "+say.Compact(say.Longest)+", by CloudFront longer (default: the settings')")
	s.StringVar(&f.until, "until", "", `until when: "fri 5pm", noon, 1 Dec, 2026-12-24, RFC 3339`)
	s.StringVar(&f.starts, "starts", "", "not before this time (it opens up to 15 minutes earlier)")
	bindOnce(s, &f.signer, "signer", "who signs: a [[place.signer]] of the place, or "+share.DefaultSigner+", its own key")
	s.StringArrayVar(&f.from, "from", nil, "only from this network, as 203.0.113.0/24 (by a signer that can; by some of them repeatable)")
	s.BoolVar(&f.revocable, "revocable", false, "only by a signer whose links are taken back one by one: the one with the shortest")
	s.BoolVar(&f.below, "below", false, "everything in the folder of the object and below it, what is stored there later too (a signer of CloudFront)")
	s.StringVar(&f.versionID, "version-id", "", "this version of the object")
	s.BoolVar(&f.pin, "pin-version", false, "the version that is current now (asks the server)")
	f.options = optionFlags{}
	f.options.bind(s)
	s.StringVar(&f.note, "note", "", "what it is for, kept in the share log")
	s.StringVar(&f.to, "to", "", "who gets it, kept in the share log")
	s.BoolVar(&f.recursive, "recursive", false, "every object below the prefix (asks the server)")
	s.BoolVar(&f.asPage, "as-page", false, "one link to a page with a link to each: stored in the bucket, where whoever may read it can use them (folders with all that is below; asks the server)")
	s.StringVar(&f.title, "title", "", "heads the page of --as-page (default: the folder's name)")
	bindFiles(s, &f.filesOf)
	s.BoolVar(&f.check, "check", false, "look at the object, then try the link as the recipient would (of several objects: look only)")
	f.out.bind(cmd)
}

func (a *app) share(ctx context.Context, f *shareFlags, args []string) error {
	terms, err := a.terms(ctx, f)
	if err != nil {
		return err
	}
	if f.pin && !terms.Operation.Info().Versioned {
		pinned := share.OperationsThat(func(i share.OperationInfo) bool { return i.Versioned })
		return &usageError{"--pin-version has no meaning for " + terms.Operation.Info().Name + " links", "it belongs to --op " + strings.Join(pinned, " or ")}
	}
	if f.pin && f.below {
		return &usageError{"--pin-version is of one object, and --below of all in its folder", "leave one out"}
	}
	if f.options.fromStdin() && args[0] == "-" {
		return &usageError{"standard input has either the key or the objects", "write the key into a file: --sse-c-key-file FILE"}
	}
	handed := terms
	if f.asPage {
		handed = pageTerms() // the link is one to a page
	}
	if err := f.out.check(handed); err != nil {
		return err
	}
	if f.filesOf != 0 && (!f.asPage || !terms.Operation.Info().Policy) {
		return &usageError{"--files is about a page that asks for files", "add --op post --key-prefix --as-page"}
	}
	if f.title != "" && !f.asPage {
		return &usageError{"--title heads a page", "add --as-page"}
	}
	if f.asPage {
		if err := f.checkPage(terms.Operation, args); err != nil {
			return err
		}
	}
	p, err := a.resolve(&f.placeFlags)
	if err != nil {
		return err
	}
	if err := a.mislaid(f, p); err != nil {
		return err
	}
	targets, err := parseTargets(args, f, p.servers(ctx))
	if err != nil {
		return err
	}
	if f.asPage && args[0] == "-" {
		if targets, err = a.lines(ctx, p); err != nil {
			return err
		}
	}
	one := len(targets) == 1 && !f.recursive && args[0] != "-" && (!f.asPage || !isFolder(targets[0]))
	if f.several = !one; f.several {
		if err := f.checkMany(args); err != nil {
			return err
		}
	}
	svc, err := a.service()
	if err != nil {
		return err
	}
	terms.Target.Place, terms.Target.Region = p.name, f.region
	if err := svc.CheckEnd(terms); !terms.Lifetime.IsZero() && err != nil {
		return err
	}
	if f.asPage && terms.Operation.Info().Policy {
		terms.Target = meant(terms.Target, targets[0])
		return a.shareUploadPage(ctx, f, svc, terms)
	}
	if f.asPage {
		return a.sharePage(ctx, f, svc, p, terms, targets)
	}
	if one {
		terms.Target = meant(terms.Target, targets[0])
		return a.shareOne(ctx, f, svc, p, terms)
	}
	return a.shareMany(ctx, f, svc, p, terms, targets, args[0] == "-")
}

// meant is an object as it was named, with what the flags say of it first.
func meant(flags, t share.Target) share.Target {
	flags.Bucket, flags.Key, flags.Other = t.Bucket, t.Key, t.Other
	flags.Region, flags.VersionID = cmp.Or(flags.Region, t.Region), cmp.Or(flags.VersionID, t.VersionID)
	return flags
}

// checkMany judges the flags for several objects.
func (f *shareFlags) checkMany(args []string) error {
	op, _ := share.ParseOperation(f.op)
	switch {
	case op.Info().Parts:
		return &usageError{"a " + op.Info().Name + " is of one file, and these are several objects", "share them one by one"}
	case f.below:
		return &usageError{"--below is of one folder, and these are several objects", "share them one by one"}
	case f.versionID != "":
		return &usageError{"--version-id is of one object, and these are several", "--pin-version names the current one of each"}
	case f.recursive && args[0] == "-":
		return &usageError{"--recursive and - cannot go together", "standard input names objects; list them with signet ls --recursive"}
	}
	if f.asPage { // which is one link
		return nil
	}
	return f.out.checkMany()
}

// terms reads the flags into a request without a target.
func (a *app) terms(ctx context.Context, f *shareFlags) (r share.Request, err error) {
	now := a.Clock()
	if r.Operation, err = share.ParseOperation(f.op); err != nil {
		return r, err
	}
	text := f.expires
	if f.until != "" {
		text = f.until
	}
	if text != "" {
		if r.Lifetime, err = share.ParseLifetime(text, now); err != nil {
			return r, err
		}
	}
	if f.starts != "" {
		if r.Starts, err = share.ParseStart(f.starts, now); err != nil {
			return r, err
		}
	}
	r.Signer, r.Revocable, r.Below = f.signer, f.revocable, f.below
	if r.From, err = share.ParseNetworks(f.from); err != nil {
		return r, err
	}
	r.Target.VersionID, r.Note, r.Recipient = f.versionID, f.note, f.to
	r.Options, err = f.options.read(r.Operation, func(path string) (string, error) { return a.keyFile(ctx, path) })
	if err != nil {
		return r, err
	}
	f.anyName = r.Options.KeyPrefix
	return r, r.Options.Check(r.Operation)
}

// parseTargets reads all addresses before anything is done with the first.
func parseTargets(args []string, f *shareFlags, servers func() []string) ([]share.Target, error) {
	if len(args) == 1 && args[0] == "-" {
		return nil, nil
	}
	out := make([]share.Target, 0, len(args))
	for _, arg := range args {
		t, err := unsigned(arg, servers)
		if err != nil {
			return nil, err
		}
		if t.Key == "" && !f.recursive && !f.anyName && !f.below && !f.asPage {
			return nil, &share.UsageError{Op: "key", Problem: "no object named in " + clean(arg), Hint: "write s3://" + t.Bucket + "/KEY, or add --recursive"}
		}
		if t.VersionID != "" && f.recursive { // no other object has it
			return nil, &share.UsageError{Op: "object", Problem: "a version is of one object, and --recursive takes many", Hint: "leave versionId out of the address"}
		}
		if err := many.CheckTarget(t); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func (a *app) shareOne(ctx context.Context, f *shareFlags, svc *share.Service, p *place, r share.Request) error {
	r, err := a.looks(f, svc, p).Ask(ctx, r)
	if err != nil {
		return err
	}
	svc.Waits = a.waiting
	link, err := svc.Share(ctx, r)
	if err != nil {
		return err
	}
	if err := a.hand(ctx, f, link); err != nil {
		return err
	}
	if !f.check {
		return nil
	}
	if err := a.tryLink(ctx, link); err != nil {
		return err
	}
	if f.bad {
		return fmt.Errorf("check %s: the link is signed, but see above", clean(r.Target.URI()))
	}
	return nil
}

// subject is what a finding begins with: of several objects, the address of its
// own.
func (f *shareFlags) subject(t share.Target) string {
	if !f.several {
		return ""
	}
	return clean(t.URI()) + ": "
}
