package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"signet/config/bookmarks"
)

func (a *app) bookmarksCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bookmarks",
		Short: "List, add and remove bookmarks",
		Long: `A bookmark is a place, a bucket, a folder or an object that is kept to come back
to: "b" on the screens keeps what is shown, and "ctrl+o" offers it. Bookmarks stand
in a file of their own beside the settings, which only you can read.`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return &usageError{"what is to be done with bookmarks is missing", "list, add or remove; see " + cmd.CommandPath() + " --help"}
		},
	}
	cmd.AddCommand(a.bookmarksListCommand(), a.bookmarksAddCommand(), a.bookmarksRemoveCommand())
	return cmd
}

// store is the files of bookmarks and recents.
func (a *app) store() (*bookmarks.Store, error) {
	s, err := a.load()
	if err != nil {
		return nil, err
	}
	return bookmarks.New(s, a.Clock), nil
}

// bookmarks is the store, and the bookmarks in it.
func (a *app) bookmarks() (*bookmarks.Store, []bookmarks.Bookmark, error) {
	store, err := a.store()
	if err != nil {
		return nil, nil, err
	}
	list, err := store.List()
	return store, list, err
}

func (a *app) bookmarksListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the bookmarks",
		Args:  exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, list, err := a.bookmarks()
			if err != nil {
				return err
			}
			all, err := a.allPlaces(cmd.Context())
			if err != nil {
				return err
			}
			return a.listBookmarks(list, func(b bookmarks.Bookmark) string { return gone(cmd.Context(), b, all) }, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	return cmd
}

// gone says why the place of a bookmark is not the one that it was made at; empty: it
// is, as far as the settings tell.
func gone(ctx context.Context, b bookmarks.Bookmark, all []*place) string {
	i := slices.IndexFunc(all, func(p *place) bool { return p.name == b.Place })
	if i < 0 {
		return b.Gone(false, "")
	}
	return b.Gone(true, all[i].servers(ctx)()[0])
}

func (a *app) listBookmarks(list []bookmarks.Bookmark, gone func(bookmarks.Bookmark) string, asJSON bool) error {
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	for _, b := range list {
		problem := gone(b)
		b.Location, _ = b.Secret() // one that was noted once is not shown
		var err error
		if asJSON {
			err = encodeJSON(a.Out, struct {
				Name    string `json:"name,omitempty"`
				Place   string `json:"place"`
				Server  string `json:"server,omitempty"`
				Address string `json:"address,omitempty"`
				Bucket  string `json:"bucket,omitempty"`
				Key     string `json:"key,omitempty"`
				Added   string `json:"added,omitempty"`
				Problem string `json:"problem,omitempty"`
			}{b.Name, b.Place, b.Server, b.Address(), b.Bucket, b.Key, stamp(b.Added), problem})
		} else {
			_, err = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", clean(cmp.Or(b.Name, "-")), clean(cmp.Or(b.Place, "environment")), clean(cmp.Or(b.Address(), "-")), problem)
		}
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

func (a *app) bookmarksAddCommand() *cobra.Command {
	flags := &placeFlags{}
	name := ""
	cmd := &cobra.Command{
		Use:   "add [s3://BUCKET[/KEY]]",
		Short: "Bookmark a place, a bucket, a folder or an object",
		Long: `Bookmark what an address names at a place, or with --place alone the place. A folder
ends with a slash. Nothing is asked of a server. Adding what is there already gives
it the name.`,
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := a.located(cmd, flags, args)
			if err != nil {
				return err
			}
			store, err := a.store()
			if err != nil {
				return err
			}
			added, err := store.Add(bookmarks.Bookmark{Location: l, Name: name})
			if err != nil {
				return fmt.Errorf("bookmark %s: %w", shownLocation(l), err)
			}
			said := "bookmarked"
			if !added {
				said = "is bookmarked already:"
			}
			fmt.Fprintf(a.Err, "%s %s\n", said, shownLocation(l))
			return nil
		},
	}
	flags.bindName(cmd)
	cmd.Flags().StringVar(&name, "name", "", "what it is called")
	return cmd
}

// bindName binds the flags that name a place, and none that change it: a bookmark is
// opened by the name of its place.
func (f *placeFlags) bindName(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.place, "place", "", "place of the settings that it is at")
	cmd.Flags().StringVar(&f.profile, "profile", "", "AWS profile that it is at")
}

// located is what an address means at a place.
func (a *app) located(cmd *cobra.Command, flags *placeFlags, args []string) (l bookmarks.Location, err error) {
	if len(args) == 0 && !flags.given() {
		return l, &usageError{"it is not said what is bookmarked", "an address, or --place"}
	}
	p, err := a.resolve(flags)
	if err != nil {
		return l, err
	}
	l.Place, l.Server = p.name, p.servers(cmd.Context())()[0]
	if len(args) == 1 {
		t, err := unsigned(args[0], p.servers(cmd.Context()))
		if err != nil {
			return l, err
		}
		l.Bucket, l.Key = t.Bucket, t.Key
	}
	if bare, secret := l.Secret(); secret { // which does not stand in the error either
		return l, &usageError{"there is a signed link or a secret key in the address, which is not kept", cmp.Or(clean(bare.Address()), "write s3://BUCKET/KEY")}
	}
	return l, nil
}

// shownLocation is a location for a message.
func shownLocation(l bookmarks.Location) string {
	switch {
	case l.Bucket == "":
		return "the place " + clean(l.Place)
	case l.Place == "":
		return clean(l.Shown())
	}
	return clean(l.Shown()) + " at " + clean(l.Place)
}

func (a *app) bookmarksRemoveCommand() *cobra.Command {
	flags := &placeFlags{}
	cmd := &cobra.Command{
		Use:   "remove NAME|s3://BUCKET[/KEY]",
		Short: "Remove a bookmark, by its name or its address",
		Args:  between(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && !flags.given() {
				return &usageError{"it is not said which bookmark is removed", "its name or its address, or --place"}
			}
			store, list, err := a.bookmarks()
			if err != nil {
				return err
			}
			l, err := bookmarkNamed(list, flags, args)
			if err != nil {
				return err
			}
			if _, err := store.Remove(l); err != nil {
				return err
			}
			fmt.Fprintf(a.Err, "removed the bookmark of %s\n", shownLocation(l))
			return nil
		},
		ValidArgsFunction: a.completeBookmarks,
	}
	flags.bindName(cmd)
	return cmd
}

// bookmarkNamed is the bookmark that is named: by its name, its address, or its place alone. A
// place that is gone still names its bookmarks.
func bookmarkNamed(list []bookmarks.Bookmark, flags *placeFlags, args []string) (l bookmarks.Location, err error) {
	at := cmp.Or(flags.place, flags.profile)
	var fits []bookmarks.Bookmark
	for _, b := range list {
		named := len(args) == 0 && b.Bucket == "" || len(args) == 1 && slices.Contains([]string{b.Name, b.Address(), b.Shown()}, args[0])
		if named && (at == "" || b.Place == at) {
			fits = append(fits, b)
		}
	}
	switch {
	case len(fits) == 0:
		return l, &usageError{"there is no such bookmark", "signet bookmarks list shows all"}
	case len(fits) > 1:
		return l, &usageError{"several bookmarks are called so", "say which with --place"}
	}
	return fits[0].Location, nil
}

// completeBookmarks offers names and addresses, but for what a shell cannot say.
func (a *app) completeBookmarks(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var out []string
	if _, list, err := a.bookmarks(); err == nil && len(args) == 0 {
		for _, b := range list {
			if text := cmp.Or(b.Name, b.Shown()); text != "" && !unsayable(text) {
				out = append(out, text)
			}
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
