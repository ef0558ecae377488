package fetch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// create opens a file beside the one that is wanted, which only its owner can read.
func create(j Job) (*os.File, error) {
	info, err := os.Lstat(j.Path)
	switch folder := isFolder(j.Path); {
	case folder || j.Path != "" && os.IsPathSeparator(j.Path[len(j.Path)-1]):
		return nil, fmt.Errorf("save %s: this is a folder; add the name of a file in it", j.Path)
	case err == nil && !j.Overwrite:
		return nil, fmt.Errorf("save %s: %w", j.Path, fs.ErrExist)
	case err == nil && !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0:
		return nil, fmt.Errorf("save %s: this is no file", j.Path)
	}
	f, err := os.CreateTemp(filepath.Dir(j.Path), ".signet-*.part") // mode 0600
	if err != nil {
		return nil, fmt.Errorf("save %s: %w", j.Path, cause(err))
	}
	return f, nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// place gives the file its name. A file that has appeared there meanwhile stays, unless
// it may be replaced: a second name for the new one is refused then.
func place(part string, j Job) error {
	if !j.Overwrite {
		switch err := os.Link(part, j.Path); {
		case err == nil:
			return discard(part)
		case errors.Is(err, fs.ErrExist):
			return errors.Join(fmt.Errorf("save %s: %w", j.Path, fs.ErrExist), discard(part))
		}
		if _, err := os.Lstat(j.Path); err == nil { // the file system knows no second names
			return errors.Join(fmt.Errorf("save %s: %w", j.Path, fs.ErrExist), discard(part))
		}
	}
	if err := os.Rename(part, j.Path); err != nil {
		return errors.Join(fmt.Errorf("save %s: %w", j.Path, cause(err)), discard(part))
	}
	return nil
}

// discard removes what is not wanted, or says that it is still there.
func discard(part string) error {
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("left behind: %s: %w", part, cause(err))
	}
	return nil
}

// cause is the error without the path, which the message has already.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
