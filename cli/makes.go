package cli

import (
	"context"
	"fmt"

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
	out, err := m.draftOf(d)
	if err != nil {
		return s3browser.Trial{}, err
	}
	trial := m.app.tryDraft(ctx, out, nil)
	return trial, ctx.Err()
}

// Save writes it as the trial has found it.
func (m makes) Save(ctx context.Context, d ui.Draft, found s3browser.Trial) (ui.Place, string, error) {
	out, err := m.draftOf(d)
	if err != nil {
		return ui.Place{}, "", err
	}
	out.take(found)
	out.tried = found
	p, left, err := m.app.saveDraft(ctx, out)
	if err != nil {
		return ui.Place{}, "", err
	}
	return m.app.view(p), left, nil
}

// Removal says what Remove does.
func (m makes) Removal(name string) ui.Removal { return m.app.removal(name) }

// Remove takes a place out of the settings.
func (m makes) Remove(ctx context.Context, name string) (string, error) {
	return m.app.removePlace(ctx, name)
}

// Draft is a place of the settings as the form has it. Keys that signet keeps itself are
// those that were typed.
func (m makes) Draft(name string) ui.Draft {
	s, _ := m.app.places.now()
	c, _ := s.Place(name)
	d := ui.Draft{
		Was: name, Name: name, Endpoint: c.Endpoint, Region: c.Region, PathStyle: c.PathStyle, HostStyle: c.HostStyle, ReadOnly: c.ReadOnly,
		Bucket: c.Bucket, Keys: ui.KeysEnvironment,
	}
	if c.Prefix != "" {
		d.Bucket = startOf(c)
	}
	switch k := c.Keys; {
	case k.Keychain != "":
		d.Keys, d.Kept = ui.KeysTyped, true
	case m.app.keptFile(k):
		d.Keys, d.Kept, d.InFile = ui.KeysTyped, true, true
	case k.File != "":
		d.Keys, d.Source = ui.KeysFile, k.File
	case len(k.Command) > 0:
		d.Keys, d.Source = ui.KeysProgram, s3browser.Line(k.Command)
	case c.Profile != "":
		d.Keys, d.Source = ui.KeysProfile, c.Profile
	}
	return d
}

// draftOf is what the form says, as the settings have it, if it can be written.
func (m makes) draftOf(d ui.Draft) (*draft, error) {
	said, err := saidBy(d)
	if err != nil {
		return nil, err
	}
	if d.Was != "" {
		s, _ := m.app.places.now()
		was, ok := s.Place(d.Was)
		if !ok {
			return nil, fmt.Errorf("the place %s is not in the settings any more", d.Was)
		}
		said = said.over(was, d.Kept)
	}
	return said, m.app.checkDraft(said)
}

// over is a place of the settings with what the form says put into it. What the form has
// no field for stays.
func (d *draft) over(was config.Place, kept bool) *draft {
	out := &draft{Place: was, was: was.Name, typed: d.typed, keep: d.keep}
	out.Name, out.Endpoint, out.Region, out.Bucket, out.Prefix = d.Name, d.Endpoint, d.Region, d.Bucket, d.Prefix
	out.PathStyle, out.HostStyle, out.ReadOnly = d.PathStyle, d.HostStyle, d.ReadOnly
	if kept {
		out.keep = keptNowhere
		return out
	}
	out.Profile, out.Keys = d.Profile, d.Keys
	return out
}

// saidBy is what the form says alone.
func saidBy(d ui.Draft) (*draft, error) {
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
