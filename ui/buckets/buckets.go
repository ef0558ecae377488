// Package buckets is the screen with the buckets of a place. Where listing them
// is not allowed, it asks for the name of one.
package buckets

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/listscreen"
)

// Source lists the buckets of a place; *s3browser.Client is one. It must return
// soon after ctx ends.
type Source interface {
	Buckets(ctx context.Context) ([]s3browser.Bucket, error)
	Teller
}

// Exits are the ways out of the screen. Those that are nil are not offered.
type Exits struct {
	// Open browses a bucket.
	Open func(s3browser.Bucket) kit.Maker
	// Tally counts and adds up all that is in a bucket.
	Tally func(share.Target) kit.Maker
	// Ask asks somebody for files, which go into a bucket.
	Ask func(share.Target) kit.Maker
	// Goto asks for the address of a bucket, where they may not be listed; why says so.
	Goto func(why string) kit.Maker
	// Renew renews the session of a place (aws sso login), after which r tries
	// again.
	Renew func(place string) tea.Cmd
}

// Options are what the screen may be told beside its buckets.
type Options struct {
	Place string
	Flags string // name the place on a command line; empty: none does
	// Notice is one plain line of at most w cells about what else is going on,
	// and whether that is pressing; empty: nothing is. It is called while
	// drawing: no IO.
	Notice func(w int) (text string, pressing bool)
}

// New makes the screen for a place. Nothing is read before Init.
func New(env kit.Env, src Source, o Options, exits Exits) *listscreen.Screen[s3browser.Bucket] {
	spec := listscreen.Spec[s3browser.Bucket]{
		Rows: rows(env.Now), One: "bucket", Title: kit.Clean(o.Place), Busy: "listing buckets", Load: src.Buckets,
		At: share.Target{Place: o.Place}, Flags: o.Flags,
		Enter: "open", Back: env.Keys.Bind("back", "back", "above"), Reload: "reload",
		Detail: detail(src),
		Notice: o.Notice, Goto: exits.Goto,
		Loading: listing.Message{Title: of("listing the buckets", o.Place) + " …"}, Empty: none(o.Place),
	}
	if exits.Open != nil {
		spec.Open = func(b s3browser.Bucket) kit.Step { return kit.Push{Make: exits.Open(b)} }
	}
	if exits.Tally != nil {
		spec.OnRow = []listscreen.RowAction[s3browser.Bucket]{{
			Key: env.Keys.Bind("size", "count and size"),
			For: func(s3browser.Bucket) bool { return true },
			Do: func(b s3browser.Bucket) kit.Step {
				return kit.Push{Make: exits.Tally(share.Target{Place: o.Place, Bucket: b.Name, Region: b.Region})}
			},
		}}
	}
	if exits.Ask != nil {
		spec.OnRow = append(spec.OnRow, listscreen.RowAction[s3browser.Bucket]{
			Key: env.Keys.Bind("ask", "ask for files"),
			For: func(s3browser.Bucket) bool { return true },
			Do: func(b s3browser.Bucket) kit.Step {
				return kit.Push{Make: exits.Ask(share.Target{Place: o.Place, Bucket: b.Name, Region: b.Region})}
			},
		})
	}
	if exits.Renew != nil {
		spec.Renew = func() tea.Cmd { return exits.Renew(o.Place) }
	}
	return listscreen.New(env, spec)
}

func rows(now func() time.Time) listing.Spec[s3browser.Bucket] {
	return listing.Spec[s3browser.Bucket]{
		Columns: []listing.Column{
			{Title: "bucket"},
			{Title: "region", Width: 14, From: 44},
			{Title: "created", Width: 16, From: 62},
		},
		Key:  func(b *s3browser.Bucket) string { return b.Name },
		Text: func(b *s3browser.Bucket) string { return b.Name },
		Row: func(b *s3browser.Bucket) listing.Row {
			return listing.Row{Cells: []string{b.Name, b.Region, say.Minute(b.Created, now())}, Tone: listing.Folder}
		},
	}
}

// none says why a place may show no buckets.
func none(place string) listing.Message {
	title := place + " has no buckets"
	if place == "" {
		title = "there are no buckets"
	}
	return listing.Message{
		Title: title,
		Text:  "Or none that these credentials may see. A bucket of somebody else can be opened by its name.",
	}
}

// of names the place that something is of. The one that the environment alone
// describes may have no name.
func of(what, place string) string {
	if place == "" {
		return what
	}
	return what + " of " + place
}
