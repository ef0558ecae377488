package qr

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ExistsError says that a file was not to be overwritten.
type ExistsError struct{ Path string }

func (e *ExistsError) Error() string {
	return "save " + e.Path + ": a file of this name exists; choose another name or overwrite it"
}

// Is makes the error match fs.ErrExist.
func (e *ExistsError) Is(target error) bool { return target == fs.ErrExist }

// Save exports a label to a file in the format that its ending names, written
// as WriteFile does.
func Save(path string, l Label, form Form, overwrite bool) error {
	if err := noFolder(path); err != nil {
		return err // before its name is said to lack an ending
	}
	data, err := Export(path, l, form)
	if err != nil {
		return err
	}
	return WriteFile(path, data, overwrite)
}

// WriteFile writes a file that only its owner can read, because what is in it
// grants access. It is there as a whole or not at all, whatever ends the program.
// Without overwrite it never touches a file that exists, and fails with an
// *ExistsError; with it, a link in the place of the file is replaced, not followed.
func WriteFile(path string, data []byte, overwrite bool) error {
	if err := noFolder(path); err != nil {
		return err
	}
	if _, err := os.Lstat(path); err == nil && !overwrite {
		return &ExistsError{Path: path}
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".signet-*") // mode 0600
	if err != nil {
		return fmt.Errorf("save %s: %w", path, cause(err))
	}
	defer os.Remove(f.Name()) //nolint:errcheck // gone already when it has got its name
	if err = fill(f, data); err == nil {
		err = name(f.Name(), path, overwrite)
	}
	if errors.Is(err, fs.ErrExist) {
		return &ExistsError{Path: path}
	}
	if err != nil {
		return fmt.Errorf("save %s: %w", path, cause(err))
	}
	return nil
}

// name gives a file that is written its name. One that has appeared there meanwhile
// stays, unless it may be replaced: a second name for the new one is refused then.
func name(part, path string, overwrite bool) error {
	if !overwrite {
		err := os.Link(part, path)
		if err == nil || errors.Is(err, fs.ErrExist) {
			return err
		}
		if _, there := os.Lstat(path); there == nil { // the file system knows no second names
			return fs.ErrExist
		}
	}
	return os.Rename(part, path)
}

// noFolder refuses a folder: it is no file that could be replaced.
func noFolder(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() || path != "" && os.IsPathSeparator(path[len(path)-1]) {
		return fmt.Errorf("save %s: this is a folder; add the name of a file in it", path)
	}
	return nil
}

func fill(f *os.File, data []byte) error {
	_, err := f.Write(data)
	return errors.Join(err, f.Close())
}

// cause is the error without the path, which the message has already.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	if l, ok := errors.AsType[*os.LinkError](err); ok {
		return l.Err
	}
	return err
}
