package cli

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"signet/config"
	"signet/share/say"
)

// settingsThere says which file the settings are read from.
func (d *doctor) settingsThere(context.Context) []say.Remark {
	s := d.settings
	info, err := os.Stat(s.File)
	switch {
	case err != nil && d.broken != nil:
		return nil // the mistake says it
	case os.IsNotExist(err):
		return one(say.Good, "none; everything has its default ("+s.File+" would be read)", "")
	case err != nil:
		return failed(say.Bad, err)
	case runtime.GOOS == "windows":
		return one(say.Good, s.File, "")
	}
	return one(say.Good, s.File+", mode "+modeWords(info.Mode()), "")
}

func modeWords(m os.FileMode) string {
	const digits = "01234567"
	p := m.Perm()
	return "0" + string(digits[p>>6&7]) + string(digits[p>>3&7]) + string(digits[p&7])
}

// mistakes are those of the settings, a line each.
func (d *doctor) mistakes(context.Context) (out []say.Remark) {
	if d.broken == nil {
		if d.object != "" {
			return nil
		}
		return one(say.Good, "none", "")
	}
	for _, err := range unjoined(d.broken) {
		e, ok := errors.AsType[*config.Error](err)
		if !ok {
			out = append(out, failed(say.Bad, err)...)
			continue
		}
		short := *e
		short.Hint = ""
		out = append(out, say.Remark{Level: say.Bad, Text: strings.TrimPrefix(short.Error(), "settings "), Next: e.Hint})
	}
	return append(out, say.Remark{Level: say.Info, Text: "nothing can be signed by them; the rest of this report goes by the defaults"})
}

// unjoined are the errors that were joined to one.
func unjoined(err error) []error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	return []error{err}
}

func (d *doctor) placesSet(context.Context) []say.Remark {
	if d.broken != nil {
		return nil
	}
	if len(d.settings.Places) == 0 {
		return one(say.Good, "none; profiles of the AWS files are there without being added", "")
	}
	var names []string
	for _, p := range d.settings.Places {
		names = append(names, p.Name)
	}
	text := say.Things(len(names), "place") + ": " + strings.Join(names, ", ")
	if d.settings.DefaultPlace != "" {
		text += "; the default is " + d.settings.DefaultPlace
	}
	return one(say.Good, text, "")
}

func (d *doctor) railsSet(context.Context) []say.Remark {
	if d.broken != nil {
		return nil
	}
	var names []string
	for _, g := range d.settings.Guards {
		names = append(names, g.Name)
	}
	if len(names) == 0 {
		return one(say.Good, "no guard rails", "")
	}
	return one(say.Good, say.Things(len(names), "guard rail")+": "+strings.Join(names, ", "), "")
}

func (d *doctor) readOnlySet(context.Context) []say.Remark {
	if d.broken != nil || d.settings.ReadOnlySource("") == "" {
		return nil
	}
	return one(say.Info, "everything is read-only, by "+d.settings.ReadOnlySource(""), "")
}

// signersSet says of each signer of the settings whether it can sign. Those of another
// place are not asked.
func (d *doctor) signersSet(ctx context.Context) (out []say.Remark) {
	for _, p := range d.settings.Places {
		for _, w := range p.Signers {
			info := w.Kind.Info()
			text := p.Name + ", " + w.Name + ", " + info.Name + ": "
			if d.place == nil || p.Name != d.place.name {
				out = append(out, say.Remark{Level: say.Info, Text: text + "not asked", Next: "signet doctor --place " + quoted(p.Name)})
				continue
			}
			if failed := failedStep(d.trial()); info.Prepares && failed != "" { // which would be told once more
				out = append(out, say.Remark{Level: say.Info, Text: text + "not reached: the step before it failed: " + failed})
				continue
			}
			err := d.usable(ctx, p.Name, w)
			if err != nil {
				out = append(out, say.Remark{Level: say.Warning, Text: text + oneVoice(err)})
				continue
			}
			asked := "it signs here"
			if info.Prepares {
				asked += ", as the server says"
			}
			out = append(out, say.Remark{Level: say.Good, Text: text + asked})
		}
	}
	return out
}

// evidence says which key would sign evidence.
func (d *doctor) evidence(ctx context.Context) []say.Remark {
	ctx, cancel := context.WithTimeout(ctx, d.Timeout)
	defer cancel()
	key, err := d.evidenceKey(ctx, "")
	switch {
	case err != nil && d.settings.EvidenceKey != "":
		return failed(say.Warning, err)
	case err != nil:
		return one(say.Info, "no SSH key that would sign evidence was found", "ssh-keygen -t ed25519, or evidence_key in the settings")
	}
	if _, err := exec.LookPath(sshKeygen); err != nil {
		return one(say.Warning, key.from+" would sign, but there is no ssh-keygen", "install OpenSSH, 8.1 or later")
	}
	return one(say.Good, key.from+" signs evidence", "")
}

// prices says how old the prices are that uses of links are estimated with.
func (d *doctor) prices(context.Context) []say.Remark {
	p := d.settings.Prices
	_, err := time.Parse(time.DateOnly, p.AsOf)
	switch {
	case err != nil:
		return one(say.Info, "those of your settings, without a date", "as_of below [prices] says when they were read")
	case stale(p, d.Clock()) != "":
		return one(say.Warning, "those of "+p.AsOf+", older than a year", "write newer ones below [prices] of the settings")
	}
	return one(say.Good, "those of "+p.AsOf, "")
}
