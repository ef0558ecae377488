package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"signet/config"
	"signet/s3browser/keychain"
	"signet/ui"
)

// leftError is why something of a place is still there, though the settings have it no
// more as it was.
type leftError struct{ err error }

func (e *leftError) Error() string { return "the keys of before are still kept: " + e.err.Error() }
func (e *leftError) Unwrap() error { return e.err }

// leftOf tells what is left from a failure.
func leftOf(err error) (left string, failed error) {
	if l, ok := errors.AsType[*leftError](err); ok {
		return l.Error(), nil
	}
	return "", err
}

// removePlace takes a place out of the settings, and away what signet itself has kept
// of its keys.
func (a *app) removePlace(ctx context.Context, name string) error {
	s, _ := a.places.now()
	c, _ := s.Place(name)
	if err := config.RemovePlace(a.settingsFile(), name); err != nil {
		return err
	}
	err := a.forgetKeys(ctx, c.Keys)
	return errors.Join(a.adoptSettings(), err)
}

// forgetKeys removes keys that no place uses any more and signet has kept.
func (a *app) forgetKeys(ctx context.Context, k config.AccessKeys) error {
	s, err := a.readSettings()
	if err != nil {
		return err
	}
	if usedBy(s.Places, k, "") != "" {
		return nil
	}
	switch {
	case k.Keychain != "":
		if err := keychain.Forget(ctx, k.Keychain); err != nil {
			return &leftError{err}
		}
	case a.keptFile(k):
		if err := os.Remove(k.File); err != nil && !errors.Is(err, os.ErrNotExist) {
			return &leftError{err}
		}
	}
	return nil
}

func used(by, k config.AccessKeys) bool {
	return k.Keychain != "" && by.Keychain == k.Keychain || k.File != "" && by.File == k.File
}

// keptFile reports keys in a file that signet itself has written.
func (a *app) keptFile(k config.AccessKeys) bool {
	return k.File != "" && filepath.Dir(k.File) == a.keyFolder()
}

// usedBy is a place that uses the keys, beside one; empty: none does.
func usedBy(list []config.Place, k config.AccessKeys, beside string) string {
	for _, p := range list {
		if p.Name != beside && (used(p.Keys, k) || p.Sign != nil && used(p.Sign.Keys, k)) {
			return p.Name
		}
	}
	return ""
}

// removal says what removing a place does, in sentences.
func (a *app) removal(name string) ui.Removal {
	s, _ := a.places.now()
	c, _ := s.Place(name)
	r := ui.Removal{Name: name, Goes: []string{"its entry in " + a.settingsFile() + ", with the comment right above it"}}
	r.Stays = []string{"links that were signed with it work until they end, and stand in the share log"}
	other := usedBy(s.Places, c.Keys, name)
	switch k := c.Keys; {
	case k.Keychain != "" && other != "", a.keptFile(k) && other != "":
		r.Stays = append(r.Stays, "its keys: the place "+other+" uses them too")
	case k.Keychain != "":
		r.Goes = append(r.Goes, "its keys in the system's keychain, under the name "+k.Keychain)
	case a.keptFile(k):
		r.Goes = append(r.Goes, "its keys: the file "+k.File+" is deleted")
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
