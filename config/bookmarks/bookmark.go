package bookmarks

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxBookmarks is how many there may be.
const maxBookmarks = 1000

// The bounds of a bookmark, in bytes. S3 stores no longer key.
const (
	maxName = 200
	maxKey  = 1024
)

// Bookmark is a location that is kept on purpose.
type Bookmark struct {
	Location
	Name  string // what it is called; empty: it has no name
	Added time.Time
}

// List is the bookmarks in the order of the file. An error that says what is wrong
// with the file is a *damagedError.
func (s *Store) List() ([]Bookmark, error) {
	data, err := read(s.Bookmarks)
	if err != nil {
		return nil, err
	}
	return parse(s.Bookmarks, data)
}

// Add keeps a location. One that is kept already gets the name, if there is one, and
// added is false.
func (s *Store) Add(b Bookmark) (added bool, err error) {
	if b.Added.IsZero() {
		b.Added = s.Clock().UTC().Truncate(time.Second)
	}
	if _, secret := b.Secret(); secret { // one that the file has already can still be read, and removed
		return false, errors.New("there is a signed link or a secret key in it, which is not kept")
	}
	if err := b.check(); err != nil {
		return false, err
	}
	err = change(s.Bookmarks, read, func(was []byte) ([]byte, error) {
		list, err := parse(s.Bookmarks, was)
		if err != nil {
			return nil, err
		}
		if b.Name != "" && slices.ContainsFunc(list, func(o Bookmark) bool { return o.Name == b.Name && !o.Same(b.Location) }) {
			return nil, fmt.Errorf("another bookmark is called %q", b.Name)
		}
		i := slices.IndexFunc(list, func(o Bookmark) bool { return o.Same(b.Location) })
		added = i < 0
		switch {
		case added && len(list) >= maxBookmarks:
			return nil, errors.New("there are 1,000 bookmarks already; remove one first")
		case added:
			return appended(s.Bookmarks, was, list, b)
		case b.Name == "" || b.Name == list[i].Name:
			return was, nil
		}
		return named(s.Bookmarks, was, list, i, b.Name)
	})
	return added, err
}

// Remove drops the bookmark of a location; gone: there was none.
func (s *Store) Remove(l Location) (gone bool, err error) {
	err = change(s.Bookmarks, read, func(was []byte) ([]byte, error) {
		list, err := parse(s.Bookmarks, was)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(list, func(o Bookmark) bool { return o.Same(l) })
		if gone = i < 0; gone {
			return was, nil
		}
		return removed(s.Bookmarks, was, list, i)
	})
	return gone, err
}

// check says why a bookmark could not be kept.
func (b Bookmark) check() error {
	switch {
	case b.Place == "" && b.Bucket == "":
		return errors.New("there is neither a place nor a bucket to bookmark")
	case b.Bucket == "" && b.Key != "", strings.Contains(b.Bucket, "/"):
		return errors.New("an address is s3://BUCKET/KEY")
	case !utf8.ValidString(b.Address()), !utf8.ValidString(b.Name), !utf8.ValidString(b.Place):
		return errors.New("it is not UTF-8 text, and a bookmark can be nothing else")
	case len(b.Key) > maxKey:
		return errors.New("the key is longer than the 1,024 bytes that S3 stores")
	case len(b.Name) > maxName, len(b.Place) > maxName:
		return errors.New("the name is longer than 200 bytes")
	}
	return nil
}
