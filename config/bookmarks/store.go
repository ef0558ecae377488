package bookmarks

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
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

var errTooLong = errors.New("is longer than the 4 MB that signet reads")

// read is what a file says; nothing if there is none.
func read(path string) ([]byte, error) {
	f, err := config.Open(path)
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
		data, err = nil, fmt.Errorf("%s %w; make it shorter", path, errTooLong)
	}
	return data, err
}

// change makes what a file says into something else while no other copy of the program
// does the same. Where nothing changes, nothing is written.
func change(path string, read func(string) ([]byte, error), to func(was []byte) ([]byte, error)) error {
	return config.Alone(path, func(name string) error {
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
