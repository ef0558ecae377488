package qr

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
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
func Save(path string, l Label, overwrite bool) error {
	data, err := Export(path, l)
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
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// maxName bounds a proposed name, in bytes; file systems allow 255.
const maxName = 100

// FileName proposes the name of a file for an object: the last part of its key,
// made harmless for every file system and shell, with an ending such as
// ".qr.png".
func FileName(key, ending string) string {
	name := strings.TrimRight(strings.ReplaceAll(key, `\`, "/"), "/")
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError || hidden(r) || strings.ContainsRune("<>:\"|?*$`'&;!#%\u00a0", r):
			return '_'
		case r == ' ':
			return '-'
		}
		return r
	}, name)
	name = strings.TrimLeft(name, ".-~ ")
	for len(name) > maxName {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	name = strings.TrimRight(name, ". ")
	if name == "" {
		name = "link"
	}
	if reserved(name) {
		name = "_" + name
	}
	return name + ending
}

// reserved reports the names that Windows keeps for devices, whatever follows
// the first full stop.
// https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
func reserved(name string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch base {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")) && base[3] >= '0' && base[3] <= '9'
}
