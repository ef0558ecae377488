package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"signet/config"
	"signet/s3browser"
	"signet/s3browser/keychain"
)

// draft is a place that is not in the settings yet, or is there in another form.
type draft struct {
	config.Place
	was string // the place of the settings that it replaces; empty: it is new
	// typed are keys that are kept nowhere yet, and keep says where they will be.
	typed s3browser.Keys
	keep  keeping
	tried s3browser.Trial // the last trial; without steps: none
}

// keeping is where typed keys are kept.
type keeping int

const (
	keptNowhere keeping = iota
	keptInKeychain
	keptInFile
)

// check judges a draft before anything is asked of a server or written.
func (a *app) checkDraft(d *draft) error {
	if _, err := a.load(); err != nil {
		return err
	}
	if d.Name == "" {
		return &usageError{"a place needs a name", ""}
	}
	if (d.typed.AccessKeyID == "") != (d.typed.SecretKey == "") {
		return &usageError{"the access key or its secret key is missing", "give both, or neither"}
	}
	as := d.Place
	if d.keep == keptInKeychain && !as.Keys.Any() {
		as.Keys.Keychain = d.Name
	}
	if d.keep == keptInFile && !as.Keys.Any() {
		as.Keys.File = a.keyFolder()
	}
	if d.was != "" {
		return config.CheckReplaced(a.settingsFile(), d.was, as)
	}
	return config.CheckPlace(a.settingsFile(), as)
}

// settingsFile is the file that places are written to.
func (a *app) settingsFile() string {
	file, _ := config.Options{File: a.config, Env: a.Env, Paths: a.paths}.Path()
	return file
}

// tryDraft finds out whether the place can be used. What the server wants otherwise
// than it was said, or nobody said, is put into the draft.
func (a *app) tryDraft(ctx context.Context, d *draft, told func(s3browser.Step)) s3browser.Trial {
	conn := connectionOf(d.Place)
	if d.typed.AccessKeyID != "" {
		conn.Source = nil
		conn.AccessKeyID, conn.SecretKey, conn.SessionToken, conn.Expires = d.typed.AccessKeyID, d.typed.SecretKey, d.typed.SessionToken, d.typed.Expires
	}
	conn.Terminal, conn.Timeout = a.places.terminal, a.settings.Timeout
	out := s3browser.Try(ctx, conn, d.Bucket, told)
	d.take(out)
	d.tried = out
	return out
}

// take puts into a draft what a trial has found.
func (d *draft) take(out s3browser.Trial) {
	if out.Region != "" && (d.Profile == "" || d.Region != "") {
		d.Region = out.Region
	}
	if (out.PathStyle || out.HostStyle) && out.PathStyle != out.HostStyle {
		d.PathStyle, d.HostStyle = out.PathStyle, out.HostStyle
	}
}

// save keeps typed keys, writes the place, and has the program know it from now on.
// left says what is not as it should be though the place is written; empty: nothing.
func (a *app) saveDraft(ctx context.Context, d *draft) (p *place, left string, err error) {
	undo, err := a.keepTyped(ctx, d)
	if err != nil {
		return nil, "", err
	}
	file := a.settingsFile()
	before, _ := a.places.now()
	old, _ := before.Place(d.was)
	if d.was != "" {
		err = config.ReplacePlace(file, d.was, d.Place)
	} else {
		err = config.AddPlace(file, d.Place)
	}
	if err != nil {
		undo()
		return nil, "", err
	}
	left = a.afterwards(ctx, old, &d.Place)
	a.noteTrial(d.Name, d.tried)
	return a.places.get(d.Name), left, nil
}

// keepTyped puts keys that were typed where they will be found. undo takes them away
// again.
func (a *app) keepTyped(ctx context.Context, d *draft) (undo func(), err error) {
	undo = func() {}
	switch {
	case d.typed.AccessKeyID == "":
	case d.keep == keptInKeychain:
		name, err := keychain.Free(ctx, d.Name)
		if err == nil {
			err = keychain.Keep(ctx, d.typed, a.keptFor(d.Name, name))
		}
		if err != nil {
			return undo, keepingError(err)
		}
		d.Keys = config.AccessKeys{Keychain: name}
		undo = func() { _, _ = keychain.Forget(context.WithoutCancel(ctx), a.keptFor(d.Name, name)) }
	case d.keep == keptInFile:
		path, err := a.writeKeyFile(d.Name, d.typed)
		if err != nil {
			return undo, err
		}
		d.Keys = config.AccessKeys{File: path}
		undo = func() { _ = os.Remove(path) }
	default:
		return undo, errors.New("the keys were typed, and it was not said where to keep them")
	}
	return undo, nil
}

// keepingError adds what to do to the reason why keys are not kept.
func keepingError(err error) error {
	if e, ok := errors.AsType[*s3browser.SourceError](err); ok && e.Hint != "" {
		return fmt.Errorf("%w; %s", err, e.Hint)
	}
	return err
}

// keyFolder is where files with typed keys are written, beside the settings.
func (a *app) keyFolder() string {
	folder := filepath.Join(filepath.Dir(a.settingsFile()), "keys")
	if whole, err := filepath.Abs(folder); err == nil {
		return whole
	}
	return folder
}

// writeKeyFile writes keys to a file of their own that only the user can read, and
// replaces none.
func (a *app) writeKeyFile(name string, k s3browser.Keys) (string, error) {
	folder := a.keyFolder()
	if err := config.MakeDir(folder); err != nil {
		return "", err
	}
	stem := fileName(name)
	for n := 1; ; n++ {
		path := filepath.Join(folder, stem+".json")
		if n > 1 {
			path = filepath.Join(folder, fmt.Sprintf("%s-%d.json", stem, n))
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(s3browser.WriteKeys(k, a.keptFor(name, realPath(path)), ""))
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			_ = os.Remove(path)
			return "", err
		}
		return path, nil
	}
}

// fileName is the name of a place as that of a file.
func fileName(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, name)
	return cmp.Or(strings.Trim(plain, "-"), "place")
}
