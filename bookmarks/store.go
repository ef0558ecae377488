package bookmarks

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"signet/config"
)

// Store is the files of bookmarks and recents. The methods read and write files, and
// may be called from several goroutines.
type Store struct {
	Bookmarks string // the file of bookmarks
	Recents   string // the file of recents
	Most      int    // recents that are kept; 0: none
	Clock     func() time.Time
}

// New is the store of the settings.
func New(s *config.Settings, clock func() time.Time) *Store {
	return &Store{Bookmarks: s.Paths.Bookmarks(), Recents: s.Paths.Recents(), Most: s.Recents, Clock: clock}
}

// maxFile bounds what is read of a file, in bytes.
const maxFile = 4 << 20

// patience is how long another copy of the program is waited for.
const patience = 5 * time.Second

// read is what a file says; nothing if there is none.
func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if doubts := config.FileDoubts(f); len(doubts) > 0 {
		return nil, fmt.Errorf("%s", doubts[0])
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%s is longer than the 4 MB that signet reads; make it shorter", path)
	}
	return data, err
}

// change makes what a file says into something else while no other copy of the program
// does the same. Where nothing changes, nothing is written.
func change(path string, to func(was []byte) ([]byte, error)) error {
	if err := config.MakeDir(filepath.Dir(path)); err != nil {
		return err
	}
	name := path
	if target, err := filepath.EvalSymlinks(path); err == nil {
		name = target
	}
	return alone(path+".lock", func() error {
		was, err := read(name)
		if err != nil {
			return err
		}
		now, err := to(was)
		if err != nil || string(now) == string(was) {
			return err
		}
		return config.Replace(name, now, 0o600)
	})
}

// alone runs work while it holds the lock, which ends with the process, however that ends.
func alone(path string, work func() error) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	for waited := time.Duration(0); ; waited += pause {
		switch err := lock(f); {
		case err == nil:
			return work()
		case !errors.Is(err, errInUse):
			return err
		case waited >= patience:
			return fmt.Errorf("%s is held by another program; try again", path)
		}
		time.Sleep(pause)
	}
}

const pause = 10 * time.Millisecond

var errInUse = errors.New("in use")
