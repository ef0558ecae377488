package s3browser

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"signet/s3browser/profile"
)

// keyFile is a file in which keys stand.
type keyFile struct{ path string }

// FromFile is a file with keys, in any of the forms that ParseKeys reads. A leading ~/
// is the home folder.
func FromFile(path string) KeySource { return keyFile{path} }

// Whence names it.
func (keyFile) Whence() string { return "key file" }

// Standing reports that it is only read.
func (keyFile) Standing() bool { return true }

// Keys reads the file.
func (f keyFile) Keys(ctx context.Context, _ *Terminal) (Keys, error) {
	if err := ctx.Err(); err != nil {
		return Keys{}, err
	}
	file, err := profile.Open(f.path)
	if err != nil {
		return Keys{}, f.unread(err)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, processOutput))
	if err != nil {
		return Keys{}, f.unread(err)
	}
	keys, problem := ParseKeys(text)
	if problem != "" {
		return Keys{}, &SourceError{Sentence: "the key file " + printable(f.path) + " " + problem, Hint: KeyForms(), Cause: errNoKeys}
	}
	return keys, nil
}

func (f keyFile) unread(err error) error {
	why := innermost(err).Error()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		why = "is not there"
	case errors.Is(err, fs.ErrPermission):
		why = "may not be read"
	default:
		why = "cannot be read: " + printable(why)
	}
	return &SourceError{Sentence: "the key file " + printable(f.path) + " " + why, Hint: "check access_key_file of the place", Cause: err}
}
