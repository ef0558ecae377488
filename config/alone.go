package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// patience is how long another copy of the program is waited for, pause how long until
// the next try.
const (
	patience = 5 * time.Second
	pause    = 10 * time.Millisecond
)

var errInUse = errors.New("in use")

// Alone runs work on a file while no other copy of the program does the same: between
// reading and replacing it nobody else writes. Work is given the file that is meant where
// the path leads through links. The lock is a file beside that one and ends with the
// process, however that ends.
func Alone(path string, work func(name string) error) error {
	if err := MakeDir(filepath.Dir(path)); err != nil {
		return err
	}
	name := resolved(path)
	if info, err := os.Lstat(LockOf(path)); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no file; remove it", LockOf(path)) // a link would have a file made where it leads
	}
	f, err := os.OpenFile(LockOf(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	for waited := time.Duration(0); ; waited += pause {
		switch err := lock(f); {
		case err == nil:
			return work(name)
		case !errors.Is(err, errInUse):
			return err
		case waited >= patience:
			return fmt.Errorf("%s is held by another program; try again", f.Name())
		}
		time.Sleep(pause)
	}
}

// LockOf is the file that Alone holds: one for all paths that lead to a file.
func LockOf(path string) string { return resolved(path) + ".lock" }

// resolved is the file that a path leads to, also where that is still to be made.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(dir, filepath.Base(path))
	}
	return path
}
