package ledger

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// create begins a log where there is none. It is made under another name and
// put into its place as a whole: an empty file in that place was not left by
// signet, and is told of.
func (l *Ledger) create() error {
	if _, err := os.Lstat(l.path); !errors.Is(err, fs.ErrNotExist) {
		return nil // whatever it is, opening it says
	}
	f, err := os.CreateTemp(filepath.Dir(l.path), filepath.Base(l.path)+".new-*")
	if errors.Is(err, fs.ErrPermission) || kindOf(err) == ReadOnly {
		return nil // opening it says so
	}
	if err != nil {
		return err
	}
	fresh := &Ledger{path: f.Name(), options: l.options}
	defer func() { _ = os.Remove(fresh.path) }()
	if err := f.Close(); err != nil {
		return err
	}
	if err := fresh.connect(); err != nil {
		return err
	}
	fresh.disconnect()
	return publish(fresh.path, l.path)
}

// publish gives the file its name unless another process was faster. Not every
// file system has links.
func publish(fresh, path string) error {
	err := os.Link(fresh, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	if statFile(path) != nil {
		return nil
	}
	return os.Rename(fresh, path)
}
