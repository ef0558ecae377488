package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// settings are what a data folder remembers beside the objects: the keys and
// the port, so that a link signed yesterday still points here and still opens.
type settings struct {
	Port      int      `json:"port"`
	FrontPort int      `json:"front_port,omitzero"` // of a distribution
	Owner     keyPair  `json:"owner"`
	Guest     keyPair  `json:"guest"`
	Made      keptKeys `json:"made,omitzero"`
}

// keyPair is a long-term access key as it is written to the settings. Each
// folder has keys of its own: known keys would open every demo on a network.
type keyPair struct {
	ID     string `json:"access_key_id"`
	Secret string `json:"secret_access_key"`
}

func (k keyPair) credentials() Credentials {
	return Credentials{AccessKeyID: k.ID, SecretKey: k.Secret}
}

func newSettings(random io.Reader) (settings, error) {
	owner, err := newKey(random)
	if err != nil {
		return settings{}, err
	}
	guest, err := newKey(random)
	if err != nil {
		return settings{}, err
	}
	return settings{
		Owner: keyPair{owner.AccessKeyID, owner.SecretKey},
		Guest: keyPair{guest.AccessKeyID, guest.SecretKey},
	}, nil
}

// folder is an open data folder. Only one server may have it.
type folder struct {
	dir      string
	settings settings
	lock     *os.File
}

// errInUse is what a lock says that somebody else holds.
var errInUse = errors.New("another signet is using it; stop that one or choose another folder")

const settingsName = "demo.json"

func openFolder(dir string, random io.Reader) (*folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open demo folder: %w", err)
	}
	if err := OwnFolder(dir); err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open demo folder: %w", err)
	}
	if err := lockFile(lock); err != nil {
		return nil, errors.Join(fmt.Errorf("open demo folder %s: %w", dir, err), lock.Close())
	}
	f := &folder{dir: dir, lock: lock}
	if err := f.load(random); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return f, nil
}

// OwnFolder refuses a folder that everybody may write: a link in the place of a file would
// have the demo write over something else, and keys and settings could be anybody's. One
// that is not there is nobody's yet.
func OwnFolder(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o002 != 0:
		err = fmt.Errorf("%s can be written by everyone; choose another folder, or mend it with chmod o-w", dir)
	}
	if err != nil {
		return fmt.Errorf("open demo folder: %w", err)
	}
	return nil
}

func (f *folder) load(random io.Reader) error {
	path := filepath.Join(f.dir, settingsName)
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if f.settings, err = newSettings(random); err != nil {
			return err
		}
		return f.save()
	case err != nil:
		return fmt.Errorf("read demo settings: %w", err)
	}
	if err := json.Unmarshal(text, &f.settings); err != nil {
		return fmt.Errorf("read demo settings %s: %w", path, err)
	}
	if f.settings.Owner.Secret == "" || f.settings.Guest.Secret == "" {
		return fmt.Errorf("read demo settings %s: keys are missing; remove the file to get new ones", path)
	}
	return nil
}

// save replaces the settings in one step.
func (f *folder) save() error {
	text, err := json.MarshalIndent(f.settings, "", "  ")
	if err != nil {
		return fmt.Errorf("write demo settings: %w", err)
	}
	path := filepath.Join(f.dir, settingsName)
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("write demo settings: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("write demo settings: %w", err)
	}
	return nil
}

func (f *folder) close() error {
	if err := f.lock.Close(); err != nil {
		return fmt.Errorf("close demo folder: %w", err)
	}
	return nil
}
