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
// grants access. Without overwrite it never touches a file that exists, and
// fails with an *ExistsError; with it, the old file stays whole until the new
// one is.
func WriteFile(path string, data []byte, overwrite bool) error {
	if err := noFolder(path); err != nil {
		return err
	}
	if overwrite {
		return replace(path, data)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &ExistsError{Path: path}
	}
	if err != nil {
		return fmt.Errorf("save %s: %w", path, cause(err))
	}
	if err := fill(f, data); err != nil {
		_ = os.Remove(path) // half a file is worse than none
		return fmt.Errorf("save %s: %w", path, cause(err))
	}
	return nil
}

// noFolder refuses a folder: it is no file that could be replaced.
func noFolder(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() || path != "" && os.IsPathSeparator(path[len(path)-1]) {
		return fmt.Errorf("save %s: this is a folder; add the name of a file in it", path)
	}
	return nil
}

// replace writes beside the target and renames, so that the mode is ours and a
// link in its place is replaced, not followed.
func replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".signet-*") // mode 0600
	if err != nil {
		return fmt.Errorf("save %s: %w", path, cause(err))
	}
	if err = fill(f, data); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("save %s: %w", path, cause(err))
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
	return err
}
