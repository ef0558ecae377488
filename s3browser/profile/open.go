package profile

import (
	"errors"
	"os"
)

// errNoFile is what is there and no file: a folder, a pipe, a device.
var errNoFile = errors.New("it is no file")

// Open opens the file of a path as Expand reads it. What is no file is not even opened:
// a pipe would be waited for, for ever.
func Open(path string) (*os.File, error) {
	path = Expand(path)
	switch info, err := os.Stat(path); {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &os.PathError{Op: "open", Path: path, Err: errNoFile}
	}
	return os.Open(path)
}
