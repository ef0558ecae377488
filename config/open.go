package config

import (
	"errors"
	"os"
)

// errNoFile is what is there and no file: a folder, a pipe, a device.
var errNoFile = errors.New("it is no file")

// Open opens a file of signet's own. What is no file is not even opened: a pipe in its
// place would be waited for, for ever.
func Open(name string) (*os.File, error) {
	switch info, err := os.Stat(name); {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &os.PathError{Op: "open", Path: name, Err: errNoFile}
	}
	return os.Open(name)
}
