package ui

import (
	"context"

	"signet/s3browser/fetch"
	"signet/share"
	"signet/ui/download"
	"signet/ui/find"
	"signet/ui/kit"
	"signet/ui/objects"
	"signet/ui/preview"
	"signet/ui/tally"
	"signet/ui/versions"
)

// onward joins a bucket with the screens that look into its objects.
func (w *wiring) onward(p Place) objects.Onward {
	return objects.Onward{
		Preview:  w.preview(p),
		Versions: w.versions(p),
		Download: w.save(p),
		Find: func(t share.Target) kit.Maker {
			exits := find.Exits{Show: within, Share: w.download, Preview: w.preview(p), Download: w.save(p), Renew: w.renew(p)}
			return func(env kit.Env) kit.Screen { return find.New(env, p.Browser, t, exits) }
		},
		Tally:   w.tally(p, within),
		Ask:     w.asking(p),
		HandOff: w.handOffObject(),
	}
}

// within leaves for an object in the bucket's own screen, which is the one below.
func within(t share.Target) kit.Step { return kit.Pop{Then: kit.Show{Key: t.Key}} }

// bucketOf opens the bucket of an object where none is open yet.
func (w *wiring) bucketOf(t share.Target) kit.Step { return kit.Replace{Make: w.browse(t)} }

// tally is the screen that counts what is below a prefix, or in a bucket.
func (w *wiring) tally(p Place, show func(share.Target) kit.Step) func(share.Target) kit.Maker {
	return func(t share.Target) kit.Maker {
		return func(env kit.Env) kit.Screen {
			return tally.New(env, p.Browser, t, tally.Exits{Show: show, Renew: w.renew(p)})
		}
	}
}

// download is the form for a link to an object.
func (w *wiring) download(t share.Target, o share.Object) kit.Maker {
	return w.compose(share.Request{Target: t, Operation: share.Download, Object: o})
}

func (w *wiring) preview(p Place) func(share.Target, share.Object) kit.Maker {
	return func(t share.Target, o share.Object) kit.Maker {
		exits := preview.Exits{
			Share:    func() kit.Maker { return w.download(t, o) },
			Download: func() kit.Maker { return w.save(p)(t, o) },
			Renew:    w.renew(p),
		}
		return func(env kit.Env) kit.Screen {
			return preview.New(env, p.Browser, preview.Subject{Target: t, Object: o}, w.caps, exits)
		}
	}
}

func (w *wiring) versions(p Place) func(share.Target, bool) kit.Maker {
	return func(t share.Target, folder bool) kit.Maker {
		exits := versions.Exits{Compose: w.download, Preview: w.preview(p), Download: w.save(p), Renew: w.renew(p)}
		return func(env kit.Env) kit.Screen { return versions.New(env, p.Browser, t, folder, exits) }
	}
}

// save is the screen that saves an object into a file.
func (w *wiring) save(p Place) func(share.Target, share.Object) kit.Maker {
	run := func(ctx context.Context, j fetch.Job, progress *fetch.Progress) error {
		return w.p.Fetch(ctx, p.Browser, j, progress)
	}
	return func(t share.Target, o share.Object) kit.Maker {
		return func(env kit.Env) kit.Screen { return download.New(env, t, o, w.p.DownloadDir, run) }
	}
}
