package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"signet/config"
	"signet/s3browser"
	"signet/s3browser/keychain"
	"signet/s3browser/profile"
)

// keptFor is the mark of keys that signet keeps for a place of these settings.
func (a *app) keptFor(place, at string) s3browser.Kept {
	return s3browser.Kept{Settings: realPath(a.settingsFile()), Place: place, At: at}
}

// forgetKeys removes the keys of a place that is gone or has others now, if they are
// provably signet's own for just this place and nobody else's. Otherwise they stay, and
// left says so in one sentence. Files of the user's own are not spoken of.
func (a *app) forgetKeys(ctx context.Context, s *config.Settings, was config.Place) (left string) {
	k := was.Keys
	if k.Keychain == "" && !a.keptFile(k) {
		return ""
	}
	if other := usedBy(s.Places, k, "", samePath); other != "" {
		return "its keys of before stay: the place " + other + " uses them too"
	}
	if other := a.usedElsewhere(k); other != "" {
		return "its keys of before stay: the settings " + other + " may use them too"
	}
	if k.Keychain != "" {
		return a.forgetEntry(ctx, was.Name, k.Keychain)
	}
	return a.forgetFile(was.Name, profile.Expand(k.File))
}

func (a *app) forgetEntry(ctx context.Context, place, name string) (left string) {
	others, err := keychain.Forget(ctx, a.keptFor(place, name))
	switch {
	case err != nil:
		return "its keys of before are still in the keychain, under the name " + name + ": " + err.Error()
	case others:
		return "the keychain's entry " + name + " stays: it does not say that signet put it there for this place"
	}
	return ""
}

func (a *app) forgetFile(place, path string) (left string) {
	_, ours, err := readKept(path, a.keptFor(place, realPath(path)))
	if err == nil && !ours {
		return "the file " + path + " stays: it does not say that signet wrote it for this place"
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "its keys of before stay: " + err.Error()
	}
	return ""
}

// renameKept has keys that are signet's own for a place be so under its new name. Where
// that fails they only stay when the place goes.
func (a *app) renameKept(ctx context.Context, k config.AccessKeys, from, to string) {
	if k.Keychain != "" {
		_ = keychain.Rename(ctx, a.keptFor(from, k.Keychain), to)
		return
	}
	path := profile.Expand(k.File)
	by := a.keptFor(from, realPath(path))
	text, ours, err := readKept(path, by)
	keys, problem := s3browser.ParseKeys(text)
	if !a.keptFile(k) || err != nil || !ours || problem != "" {
		return
	}
	by.Place = to
	f, err := os.CreateTemp(filepath.Dir(path), ".signet-*") // which only the user can read
	if err != nil {
		return
	}
	_, err = f.Write(s3browser.WriteKeys(keys, by, ""))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
}

// readKept reads a file, and no link to one. ours reports that it says that it is kept so.
func readKept(path string, by s3browser.Kept) (text []byte, ours bool, err error) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, false, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = f.Close() }()
	text, err = io.ReadAll(io.LimitReader(f, 16*maxKeyFile)) // a session has long ones
	return text, s3browser.KeptFor(text, by), err
}

// keptFile reports keys in the folder in which signet writes its own. Whether it wrote
// the file, only the file says.
func (a *app) keptFile(k config.AccessKeys) bool {
	if k.File == "" {
		return false
	}
	return filepath.Dir(filepath.Clean(atHome(k.File))) == a.keyFolder()
}

// used reports keys that are the same: same compares the paths of files. Some keychains
// do not tell capital letters from small ones.
func used(by, k config.AccessKeys, same func(a, b string) bool) bool {
	return k.Keychain != "" && strings.EqualFold(by.Keychain, k.Keychain) || k.File != "" && by.File != "" && same(by.File, k.File)
}

// usedBy is a place that uses the keys, beside one; empty: none does.
func usedBy(list []config.Place, k config.AccessKeys, beside string, same func(a, b string) bool) string {
	for _, p := range list {
		if p.Name != beside && (used(p.Keys, k, same) || p.Sign != nil && used(p.Sign.Keys, k, same)) {
			return p.Name
		}
	}
	return ""
}

// usedElsewhere is another settings file that may use the keys, of those beside this one
// and the usual one; empty: none does.
func (a *app) usedElsewhere(k config.AccessKeys) string {
	own := a.settingsFile()
	usual, _ := config.Options{Env: a.besideConfig, Paths: a.paths}.Path()
	files := []string{usual}
	for _, folder := range []string{filepath.Dir(own), filepath.Dir(realPath(own))} {
		beside, _ := os.ReadDir(folder)
		for _, e := range beside {
			if strings.HasSuffix(e.Name(), ".toml") {
				files = append(files, filepath.Join(folder, e.Name()))
			}
		}
	}
	for _, file := range files {
		if !samePath(file, own) && a.mayUse(file, k) {
			return file
		}
	}
	return ""
}

// besideConfig is the environment without the settings file that it may name.
func (a *app) besideConfig(name string) string {
	if name == "SIGNET_CONFIG" || a.Env == nil {
		return ""
	}
	return a.Env(name)
}

// mayUse reports a file that uses the keys as settings do, or names them if it cannot be
// read as settings.
func (a *app) mayUse(file string, k config.AccessKeys) bool {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return true // who knows what comes out of a pipe
	}
	s, err := config.Load(config.Options{File: file, Env: a.Env, Paths: a.paths, Keyboard: keyboard()})
	if err == nil {
		return usedBy(s.Places, k, "", samePath) != ""
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	setting, name := "access_key_file", filepath.Base(k.File)
	if k.Keychain != "" {
		setting, name = "keychain", k.Keychain
	}
	return bytes.Contains(text, []byte(setting)) && bytes.Contains(bytes.ToLower(text), []byte(strings.ToLower(name)))
}

// sameText compares paths as they are written, which asks nothing of the disk.
func sameText(a, b string) bool { return filepath.Clean(a) == filepath.Clean(b) }

// samePath reports two names of one file.
func samePath(a, b string) bool {
	if realPath(a) == realPath(b) {
		return true
	}
	first, err := os.Stat(profile.Expand(a))
	if err != nil {
		return false
	}
	second, err := os.Stat(profile.Expand(b))
	return err == nil && os.SameFile(first, second)
}

// realPath is a whole path without symbolic links, as far as it is there.
func realPath(path string) string {
	whole, err := filepath.Abs(profile.Expand(path))
	if err != nil {
		return path
	}
	if found, err := filepath.EvalSymlinks(whole); err == nil {
		return found
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(whole)); err == nil {
		return filepath.Join(folder, filepath.Base(whole))
	}
	return whole
}
