package ui

import (
	"signet/share"
	"signet/ui/kit"
	"signet/ui/objects"
	"signet/ui/preview"
)

// onward joins a bucket with the screens that look into its objects.
func (w *wiring) onward(p Place) objects.Onward {
	return objects.Onward{Preview: w.preview(p)}
}

func (w *wiring) preview(p Place) func(share.Target, share.Object) kit.Maker {
	return func(t share.Target, o share.Object) kit.Maker {
		exits := preview.Exits{
			Share: func() kit.Maker {
				return w.compose(share.Request{Target: t, Operation: share.Download, Object: o})
			},
			Renew: w.renew(p),
		}
		return func(env kit.Env) kit.Screen {
			return preview.New(env, p.Browser, preview.Subject{Target: t, Object: o}, exits)
		}
	}
}
