package cli

import (
	"context"
	"fmt"
	"slices"

	"signet/config"
	"signet/ui"
)

// removePlace takes a place out of the settings, and away what signet itself has kept
// of its keys. left says what is not as it should be though the place is gone; empty:
// nothing.
func (a *app) removePlace(ctx context.Context, name string) (left string, err error) {
	s, _ := a.places.now()
	c, _ := s.Place(name)
	if err := config.RemovePlace(a.settingsFile(), name); err != nil {
		return "", err
	}
	return a.afterwards(ctx, c, nil), nil
}

// afterwards is what follows once the settings are written: the program knows them, and
// the keys of before go. Nothing that fails here undoes what is written, so it is told
// and is no error. is is what the place became; nil: it is gone.
func (a *app) afterwards(ctx context.Context, was config.Place, is *config.Place) string {
	s, err := a.readSettings()
	if err != nil { // somebody has broken the file meanwhile
		before, _ := a.places.now()
		a.places.adopt(instead(before, was.Name, is))
		return "the settings cannot be read again, and keys of before stay: " + err.Error()
	}
	a.places.adopt(s)
	if is != nil && used(is.Keys, was.Keys, samePath) {
		if is.Name != was.Name {
			a.renameKept(ctx, is.Keys, was.Name, is.Name)
		}
		return ""
	}
	return a.forgetKeys(ctx, s, was)
}

// instead are settings with one place in the stead of another; nil: with none.
func instead(s *config.Settings, name string, is *config.Place) *config.Settings {
	out := *s
	out.Places = slices.Clone(s.Places)
	i := slices.IndexFunc(out.Places, func(p config.Place) bool { return p.Name == name })
	switch {
	case i >= 0 && is != nil:
		out.Places[i] = *is
	case i >= 0:
		out.Places = slices.Delete(out.Places, i, i+1)
	case is != nil:
		out.Places = append(out.Places, *is)
	}
	return &out
}

// keysGo says which keys go with a place, as far as that is known without asking
// anything; empty: none that signet could have kept.
func (a *app) keysGo(k config.AccessKeys) string {
	switch {
	case k.Keychain != "":
		return "its keys in the system's keychain, under the name " + k.Keychain + ", if signet put them there for this place and no other one uses them"
	case a.keptFile(k):
		return "its keys: the file " + k.File + ", if signet wrote it for this place and no other one uses it"
	}
	return ""
}

// removal says what removing a place does, in sentences.
func (a *app) removal(name string) ui.Removal {
	s, _ := a.places.now()
	c, _ := s.Place(name)
	r := ui.Removal{Name: name, Goes: []string{"its entry in " + a.settingsFile() + ", with the comment right above it"}}
	r.Stays = []string{"links that were signed with it work until they end, and stand in the share log"}
	other, goes := usedBy(s.Places, c.Keys, name, sameText), a.keysGo(c.Keys)
	switch k := c.Keys; {
	case goes != "" && other != "":
		r.Stays = append(r.Stays, "its keys: the place "+other+" uses them too")
	case goes != "":
		r.Goes = append(r.Goes, goes)
	case k.File != "":
		r.Stays = append(r.Stays, "the file "+k.File+" with its keys, which is yours")
	case len(k.Command) > 0:
		r.Stays = append(r.Stays, "the program that gives its keys")
	case c.Profile != "":
		r.Stays = append(r.Stays, "the profile "+c.Profile+" of the AWS files")
	}
	if c.Sign != nil {
		r.Goes = append(r.Goes, fmt.Sprintf("how its links are signed ([place.sign], by %s)", signerWords(c)))
	}
	r.Stays = append(r.Stays, "every bucket and object: nothing is asked of the server")
	return r
}

// printRemoval says it on the terminal.
func (a *app) printRemoval(r ui.Removal) {
	for _, what := range r.Goes {
		fmt.Fprintln(a.Err, "goes:  "+clean(what))
	}
	for _, what := range r.Stays {
		fmt.Fprintln(a.Err, "stays: "+clean(what))
	}
}

// sayWhatGoes says which keys go when a place gets others, before they go.
func (a *app) sayWhatGoes(d *draft) {
	s, _ := a.places.now()
	if was, ok := s.Place(d.was); ok && !used(d.Keys, was.Keys, samePath) && usedBy(s.Places, was.Keys, d.was, samePath) == "" {
		if goes := a.keysGo(was.Keys); goes != "" {
			fmt.Fprintln(a.Err, "goes:  "+clean(goes))
		}
	}
}

// sayLeft says what is not as it should be though the settings are written.
func (a *app) sayLeft(left string) {
	if left != "" {
		fmt.Fprintln(a.Err, "signet: "+clean(left))
	}
}
