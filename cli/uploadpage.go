package cli

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"signet/share"
	"signet/share/handover"
	"signet/share/publish"
	"signet/share/say"
)

// bindFiles binds what says how many upload links stand in for a form.
func bindFiles(s *pflag.FlagSet, n *int) {
	s.IntVar(n, "files", 0, "of a page that asks for files: so many upload links for each thing in the place of a form (default: "+say.Count(publish.StandInFiles)+" where the store takes no forms, as R2, and else forms)")
}

// checkUploadPage judges the flags for a page to which files are sent.
func (f *shareFlags) checkUploadPage(args []string) error {
	switch {
	case len(args) != 1 || args[0] == "-" || f.recursive:
		return &usageError{"an upload page sends to one folder, and these are several", "name one, as s3://BUCKET/in/"}
	case !f.anyName:
		return &usageError{"an upload page gives each file a name of its own", "add --key-prefix, and name the folder: s3://BUCKET/in/"}
	case f.out.csv || f.out.markdown:
		return &usageError{"--as-page gives one link, and --csv and --markdown are lists", "leave one out, or take --json"}
	case f.check:
		return &usageError{"--check tries a link as its recipient would, and nobody tries an upload", "leave it out"}
	}
	return nil
}

// shareUploadPage shares one link to a page to which files are sent.
func (a *app) shareUploadPage(ctx context.Context, f *shareFlags, svc *share.Service, terms share.Request) error {
	return a.ask(ctx, f, svc, publish.Asking{Terms: terms, Title: f.title, Files: f.filesOf})
}

// ask stores a page that asks for files, and hands over its link.
func (a *app) ask(ctx context.Context, f *shareFlags, svc *share.Service, asking publish.Asking) error {
	pub, err := a.publisher(svc)
	if err != nil {
		return err
	}
	asking.Told = func(means []string) {
		for _, text := range means {
			fmt.Fprintln(a.Err, clean(text))
		}
	}
	done, err := pub.Ask(ctx, asking, handover.Options{Now: a.Clock()})
	if err != nil {
		return err
	}
	if err := a.hand(ctx, f, done.Link); err != nil {
		return err
	}
	for _, text := range sends(done) {
		fmt.Fprintln(a.Err, clean(text))
	}
	what := "form"
	if done.Files > 0 {
		what = "upload link"
	}
	fmt.Fprintf(a.Err, "%s with %s; in the share log as %s, its batch is %s\n", done.Kind.Info().Name, say.Things(done.Links, what), done.Link.ID, done.Group)
	fmt.Fprintln(a.Err, "what has arrived: signet request status "+done.Link.ID)
	return nil
}

// sends says what a page can and cannot do that asks for files.
func sends(done publish.Asked) []string {
	all := []string{"the store holds to sizes; of types it takes the sender's word"}
	if done.Files > 0 {
		all = []string{"with upload links the page alone holds to sizes and types, and it needs a browser with scripts"}
	}
	for _, w := range warnings(done) {
		all = append(all, "warning: "+w)
	}
	return all
}

// warnings are what is to be known of a page beside what was asked for.
func warnings(done publish.Asked) (all []string) {
	if done.Formless != "" {
		all = append(all, done.Formless+" takes no upload forms: the page has "+say.Things(done.Files, "upload link")+" for each thing in their place")
	}
	if done.Apart {
		all = append(all, "the page comes from another address than the files go to: its script cannot see what becomes of them, and files are sent one by one")
	}
	return all
}
