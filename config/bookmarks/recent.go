package bookmarks

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"
	"unicode/utf8"

	"signet/config"
)

// Recent is a location that was looked at.
type Recent struct {
	Location
	At time.Time
}

// recentLine is a recent as the file has it: one JSON object a line, the newest first.
type recentLine struct {
	Place  string    `json:"place"`
	Server string    `json:"server,omitempty"`
	Bucket string    `json:"bucket,omitempty"`
	Key    string    `json:"key,omitempty"`
	At     time.Time `json:"at"`
}

// Visited are the recents, the newest first. What cannot be read is left out: it comes
// again by itself.
func (s *Store) Visited() ([]Recent, error) {
	if s.Most <= 0 {
		return nil, nil
	}
	data, err := readRecents(s.Recents)
	return parseRecents(data, s.Most), err
}

// readRecents is read, but a file that is too long is begun anew: recents come again by
// themselves, and whatever made it so long is none.
func readRecents(path string) ([]byte, error) {
	data, err := read(path)
	if errors.Is(err, errTooLong) {
		return nil, nil
	}
	return data, err
}

// Visit notes a location as the newest. What was only passed on the way to it is left
// out again; nil: nothing was. A secret is not noted, nor what is not UTF-8, which would
// come back as another key.
func (s *Store) Visit(l Location, passed *Location) error {
	_, secret := l.Secret()
	if secret || s.Most <= 0 || !utf8.ValidString(l.Place+"/"+l.Address()) || len(l.Key) > maxKey || len(l.Place) > maxName {
		return nil
	}
	return s.rewrite(func(list []Recent) []Recent {
		list = slices.DeleteFunc(list, func(r Recent) bool { return r.Same(l) || passed != nil && r.Same(*passed) })
		list = slices.Insert(list, 0, Recent{l, s.Clock().UTC().Truncate(time.Second)})
		return list[:min(len(list), s.Most)]
	})
}

// Forget drops a location from the recents.
func (s *Store) Forget(l Location) error {
	return s.rewrite(func(list []Recent) []Recent {
		return slices.DeleteFunc(list, func(r Recent) bool { return r.Same(l) })
	})
}

// Settle removes the file of recents where none are to be kept.
func (s *Store) Settle() error {
	if s.Most > 0 {
		return nil
	}
	for _, path := range []string{config.LockOf(s.Recents), s.Recents} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (s *Store) rewrite(to func([]Recent) []Recent) error {
	return change(s.Recents, readRecents, func(was []byte) ([]byte, error) {
		var out bytes.Buffer
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		for _, r := range to(parseRecents(was, s.Most)) {
			if err := e.Encode(recentLine{r.Place, r.Server, r.Bucket, r.Key, r.At}); err != nil {
				return nil, err
			}
		}
		return out.Bytes(), nil
	})
}

func parseRecents(data []byte, most int) (list []Recent) {
	for line := range bytes.Lines(data) {
		var l recentLine
		if json.Unmarshal(line, &l) != nil || l.Place == "" && l.Bucket == "" || l.Bucket == "" && l.Key != "" || len(l.Key) > maxKey {
			continue
		}
		at := Location{l.Place, l.Server, l.Bucket, l.Key}
		if _, secret := at.Secret(); secret { // of an earlier version; it goes with the next visit
			continue
		}
		if list = append(list, Recent{at, l.At}); len(list) >= most {
			break
		}
	}
	return list
}
