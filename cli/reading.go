package cli

import (
	"context"
	"net/http"

	"signet/share"
	"signet/share/check"
	"signet/share/many"
	"signet/share/say"
)

// reading settles which of the two readings of a URL with a + is meant: the server is
// asked for both.
func (a *app) reading(ctx context.Context, p *place, r share.Request) (share.Target, []say.Remark) {
	other := r
	other.Target.Key = r.Target.Other
	t, said := r.Target.Read(presence(a.facts(ctx, p, r)), presence(a.facts(ctx, p, other)))
	if said.Code == "" {
		return t, nil
	}
	return t, []say.Remark{said}
}

func presence(f check.Facts) share.Presence {
	switch {
	case f.Found():
		return share.There
	case f.DeleteMarker || f.Status == http.StatusNotFound && f.Code != "NoSuchBucket":
		return share.Missing
	}
	return share.Untold
}

// lookFor is a look of the screens, at the reading that is meant.
func (a *app) lookFor(ctx context.Context, r share.Request, pins func(share.Target) bool) (many.Look, error) {
	p := a.places.get(r.Target.Place)
	if r.Target.Other == "" {
		return a.lookAt(ctx, p, r, pins(r.Target))
	}
	var said []say.Remark
	r.Target, said = a.reading(ctx, p, r)
	look, err := a.lookAt(ctx, p, r, pins(r.Target))
	if len(said) == 0 {
		return look, err
	}
	judge := look.Judge
	look.Key, look.Findings = r.Target.Key, append(said, look.Findings...)
	look.Judge = func(r share.Request) []say.Remark { return append(said[:1:1], judge(r)...) }
	return look, err
}
