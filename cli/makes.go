package cli

import (
	"context"

	"signet/config"
	"signet/s3browser"
	"signet/ui"
)

// makes adds places from the screens; nil: there are no settings to add them to, as in
// the demo.
func (a *app) makes() ui.Makes {
	if a.paths != (config.Paths{}) {
		return nil
	}
	return makes{a}
}

type makes struct{ app *app }

// Try tries a draft of the form.
func (m makes) Try(ctx context.Context, d ui.Draft) (s3browser.Trial, error) {
	out, err := draftOf(d)
	if err == nil {
		err = m.app.checkDraft(out)
	}
	if err != nil {
		return s3browser.Trial{}, err
	}
	trial := m.app.tryDraft(ctx, out, nil)
	return trial, ctx.Err()
}

// Save writes it as the trial has found it.
func (m makes) Save(ctx context.Context, d ui.Draft, found s3browser.Trial) (ui.Place, error) {
	out, err := draftOf(d)
	if err == nil {
		err = m.app.checkDraft(out)
	}
	if err != nil {
		return ui.Place{}, err
	}
	out.take(found)
	p, err := m.app.saveDraft(ctx, out)
	if err != nil {
		return ui.Place{}, err
	}
	return view(p), nil
}

// draftOf is what the form says, as the settings have it.
func draftOf(d ui.Draft) (*draft, error) {
	f := addFlags{at: placeFlags{endpoint: d.Endpoint, region: d.Region, pathStyle: d.PathStyle, hostStyle: d.HostStyle}, bucket: d.Bucket}
	out := &draft{}
	switch d.Keys {
	case ui.KeysProfile:
		f.at.profile = d.Source
	case ui.KeysProgram:
		f.command = d.Source
	case ui.KeysFile:
		f.named = d.Source
	case ui.KeysTyped:
		f.keychain = true
		out.typed, out.keep = d.Typed, keptInKeychain
		if d.InFile {
			out.keep = keptInFile
		}
	case ui.KeysEnvironment:
		f.environment = true
	}
	said, err := f.draft(d.Name)
	if err != nil {
		return nil, err
	}
	said.typed, said.keep, said.ReadOnly = out.typed, out.keep, d.ReadOnly
	return said, nil
}
