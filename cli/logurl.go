package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"signet/s3browser"
	"signet/share"
	"signet/share/ledger"
)

// logURL prints the link again. A link that has ended is not: it would only
// look like one.
func (a *app) logURL(ctx context.Context, l *ledger.Ledger, e ledger.Entry, f *showFlags) error {
	where, out := &f.where, &outputFlags{handover: f.handover}
	if e.Spec.Operation == share.Grant {
		return fmt.Errorf("show %s: credentials are shown once, and the log has no secret of them\n%s", e.ID, a.anew(ctx, e))
	}
	if s := e.StateAt(a.Clock()); s != ledger.StateOpen && s != ledger.StateLater {
		return fmt.Errorf("show %s: the link is %s\n%s", e.ID, s, a.anew(ctx, e))
	}
	svc, err := a.service()
	if err != nil {
		return err
	}
	rec := e.Record
	if err := svc.MayShow(ctx, rec); err != nil { // whoever signs it this time
		return a.notShown(ctx, e, err)
	}
	by, err := a.signsAgain(ctx, e, where)
	if err != nil {
		return err
	}
	if by != rec.Spec.Endpoint.Place {
		rec.Spec.Endpoint.Place, rec.Spec.Target.Place = by, by
	}
	link, err := svc.Rebuild(ctx, rec)
	if err != nil {
		return a.notAgain(ctx, e, where, err)
	}
	if err := out.check(link.Request); err != nil {
		return err
	}
	if err := l.Append(ctx, e.ID, ledger.Event{Kind: ledger.Shown, Detail: "command line"}); err != nil {
		fmt.Fprintln(a.Err, "warning: "+oneVoice(err))
	}
	list, err := out.list(a, link.Request.Operation)
	if err != nil {
		return err
	}
	if err := list.Add(link); err != nil {
		return err
	}
	a.explain(link)
	return list.Close()
}

// signsAgain is the place whose key is tried: the one that was asked for, the one
// that signed, or, where that is gone, the environment if it has the key.
func (a *app) signsAgain(ctx context.Context, e ledger.Entry, where *placeFlags) (string, error) {
	place := e.Spec.Endpoint.Place
	switch {
	case where.given():
		p, err := a.resolve(where)
		if err != nil {
			return "", err
		}
		return p.name, nil
	case !a.existing(ctx)(place) && a.Env("AWS_ACCESS_KEY_ID") == e.Spec.AccessKeyID:
		return "", nil
	}
	return place, nil
}

// notAgain says why the link cannot be signed again, whose key it was signed
// with, and every way that is left.
func (a *app) notAgain(ctx context.Context, e ledger.Entry, where *placeFlags, err error) error {
	key, place := e.Spec.AccessKeyID, e.Spec.Endpoint.Place
	if e.Spec.Endpoint.Signer != "" {
		return a.signerGone(ctx, e, where, err)
	}
	text := fmt.Sprintf("show %s: signed by access key %s", e.ID, key)
	var gone *share.KeyGoneError
	var failed *s3browser.Error
	switch {
	case errors.As(err, &gone) && where.given():
		text += ", which is not that of " + quoted(where.place+where.profile)
	case errors.As(err, &gone):
		text += ", which is not at hand"
	case !where.given() && !a.existing(ctx)(place):
		text += " of " + quoted(place) + ", which is neither a place nor a profile any more"
	case !where.given() && errors.As(err, &failed) && failed.Kind == s3browser.NoCredentials:
		text += "; " + failed.Sentence
	default: // what it says leads on: a session to renew, a flag that names nobody
		return fmt.Errorf("%s: %w", text, err)
	}
	if _, flags, ok := a.holder(ctx, key); ok {
		text += fmt.Sprintf("\nthat key is in %s: signet log show %s --url %s %s", quoted(flags[1]), e.ID, flags[0], quoted(flags[1]))
	} else {
		text += fmt.Sprintf("\nwhere another place or profile has that key: signet log show %s --url --place NAME, or --profile NAME", e.ID)
	}
	return errors.New(text + "\n" + a.anew(ctx, e))
}

// signerGone says why a link of another signer than a key cannot be signed again.
func (a *app) signerGone(ctx context.Context, e ledger.Entry, where *placeFlags, err error) error {
	var gone *share.KeyGoneError
	switch {
	case !errors.As(err, &gone): // a file that cannot be read: what it says leads on
		return fmt.Errorf("show %s: %w", e.ID, err)
	case gone.Session:
		return fmt.Errorf("show %s: %w\n%s", e.ID, err, a.anew(ctx, e))
	}
	at := e.Spec.Endpoint
	place := cmp.Or(where.place, at.Place)
	return fmt.Errorf("show %s: signed by the key pair %s, which the place %s has under no signer %s with that key by now\n%s", e.ID, e.Spec.AccessKeyID, quoted(place), quoted(at.Signer), a.anew(ctx, e))
}

// holder finds the place or profile that has an access key now, and the flags
// that name it; the standard chain if there is none. Only keys that stand in the
// files of this machine are looked at: for others somebody would have to sign in.
func (a *app) holder(ctx context.Context, key string) (p *place, flags []string, ok bool) {
	profiles, _ := s3browser.Profiles(ctx) // without them, nothing is found
	static := map[string]bool{}
	for _, p := range profiles {
		static[p.Name] = p.Kind == "keys"
	}
	has := func(p *place) bool {
		if !static[p.signs().Profile] {
			return false
		}
		id, err := p.signer().Identity(ctx)
		return err == nil && id.AccessKeyID == key
	}
	for _, c := range a.settings.Places {
		if p := a.places.get(c.Name); has(p) {
			return p, []string{"--place", c.Name}, true
		}
	}
	for _, profile := range profiles {
		if p := a.places.profile(profile.Name); has(p) {
			return p, []string{"--profile", profile.Name}, true
		}
	}
	return a.places.get(""), nil, false
}
