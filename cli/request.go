package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/publish"
	"signet/share/say"
)

// requestFlags say what is asked for.
type requestFlags struct {
	shareFlags
	items []string
}

func (a *app) requestCommand() *cobra.Command {
	f := &requestFlags{}
	cmd := &cobra.Command{
		Use:   "request [s3://BUCKET/PREFIX/]",
		Short: "Ask somebody for files: one link to a page with a row for each",
		Long: `Ask for files. A page is stored in the bucket and shared by one link: it has a row for
each thing that is asked for, and sends what is chosen or photographed straight into
the bucket. It works on a phone, and without scripts one file at a time.

Each thing goes into a folder of its own below the prefix, whose name nobody guesses.
"signet request status" shows what has arrived and what is missing, and "signet request
remind" writes a text for whoever is late. Without an address the place's own bucket and
prefix are taken.`,
		Example: `  signet request --item "passport:image/*,application/pdf:10MB" \
    --item contract:application/pdf \
    --to "Ms Ito" --expires 3d s3://acme/in/
  signet request status 0samzyhyqbkf2
  signet request remind 0samzyhyqbkf2 --with-link`,
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, names := range [][]string{{"expires", "until"}, {"json", "handover"}} {
				if err := atMostOne(cmd, names...); err != nil {
					return err
				}
			}
			return a.request(cmd.Context(), f, args)
		},
	}
	f.bind(cmd)
	cmd.AddCommand(a.requestStatusCommand(), a.requestRemindCommand())
	return cmd
}

func (f *requestFlags) bind(cmd *cobra.Command) {
	f.placeFlags.bind(cmd)
	s := cmd.Flags()
	s.StringArrayVar(&f.items, "item", nil, "what is asked for, as NAME:TYPES:SIZE; types and size may be left out (repeatable)")
	s.StringVar(&f.title, "title", "", "heads the page")
	s.StringVar(&f.expires, "expires", "", "how long: 15m, 8h, 1.5h, 3d; at most "+say.Compact(say.Longest)+" (default: the settings')")
	s.StringVar(&f.until, "until", "", `until when: "fri 5pm", noon, 1 Dec, 2026-12-24, RFC 3339`)
	bindOnce(s, &f.signer, "signer", "who signs: a [[place.signer]] of the place, or "+share.DefaultSigner+", its own key")
	s.BoolVar(&f.revocable, "revocable", false, "only by a signer whose links are taken back one by one: the one with the shortest")
	s.StringVar(&f.note, "note", "", "what it is for, kept in the share log")
	s.StringVar(&f.to, "to", "", "who is asked, kept in the share log")
	bindFiles(s, &f.filesOf)
	f.out.bindOne(cmd)
	f.op = string(share.Form)
}

func (a *app) request(ctx context.Context, f *requestFlags, args []string) error {
	items, err := share.ParseItems(f.items)
	if err != nil {
		return err
	}
	terms, err := a.terms(ctx, &f.shareFlags)
	if err != nil {
		return err
	}
	if err := f.out.check(pageTerms()); err != nil {
		return err
	}
	p, err := a.resolve(&f.placeFlags)
	if err != nil {
		return err
	}
	if err := a.mislaid(&f.shareFlags, p); err != nil {
		return err
	}
	if len(args) == 0 {
		if p.config.Bucket == "" {
			return &usageError{"no bucket named, and the place has none of its own", "write s3://BUCKET/PREFIX/"}
		}
		args = []string{"s3://" + p.config.Bucket + "/" + p.config.Prefix}
	}
	f.anyName = true
	targets, err := parseTargets(args, &f.shareFlags, p.servers(ctx))
	if err != nil {
		return err
	}
	if key := targets[0].Key; key != "" && !strings.HasSuffix(key, "/") {
		return &usageError{"files are sent into a folder, and " + clean(targets[0].URI()) + " is none", "end it in /"}
	}
	svc, err := a.service()
	if err != nil {
		return err
	}
	terms.Target.Place, terms.Target.Region = p.name, f.region
	terms.Target = meant(terms.Target, targets[0])
	return a.ask(ctx, &f.shareFlags, svc, publish.Asking{Terms: terms, Items: items, Title: f.title, Files: f.filesOf})
}

// pageTerms are those of the link to a page, by which flags for it are judged before the page
// is stored.
func pageTerms() share.Request {
	return share.Request{Operation: share.Download, Page: share.PageListing}
}
