package versions

import (
	"strings"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/ui/listing"
)

// row is a version or a delete marker as it is kept.
type row struct {
	key      string
	id       string
	etag     string
	class    string
	size     int64
	modified int64 // Unix seconds; 0: unknown
	latest   bool
	deleted  bool
	foreign  bool // listed, but not below the folder that was asked for
}

// rowsOf are the versions of a page. Of one object the keys that only begin as it
// does are left away; more is false when there was one: the object's come first.
func (s *Screen) rowsOf(page s3browser.VersionPage) (rows []row, more bool) {
	rows = make([]row, 0, len(page.Versions))
	for i := range page.Versions {
		v := &page.Versions[i]
		if !s.folder && v.Key != s.at.Key {
			return rows, false
		}
		r := row{
			key: v.Key, id: v.ID, etag: v.ETag, class: v.Class, size: v.Size,
			latest: v.Latest, deleted: v.Deleted, foreign: v.Foreign || s.folder && share.Outside(s.at.Key, v.Key),
		}
		if !v.Modified.IsZero() {
			r.modified = v.Modified.Unix()
		}
		rows = append(rows, r)
	}
	return rows, true
}

// content reports a version that holds something to look at: a delete marker does not.
func (r *row) content() bool { return !r.deleted && !r.foreign }

func (r *row) time() time.Time {
	if r.modified == 0 {
		return time.Time{}
	}
	return time.Unix(r.modified, 0)
}

// state is what the row is, in a word or two; empty for a version among others.
func (r *row) state() string {
	switch {
	case r.foreign:
		return "foreign"
	case r.deleted && r.latest:
		return "deleted now"
	case r.deleted:
		return "delete marker"
	case r.latest:
		return "current"
	}
	return ""
}

// name is what tells the row from its neighbours: below a folder the object, else the
// version.
func (s *Screen) name(r *row) string {
	switch {
	case !s.folder:
		return r.id
	case r.foreign:
		return r.key
	}
	return strings.TrimPrefix(r.key, s.at.Key)
}

// text is what the filter searches of a row.
func (s *Screen) text(r *row) string { return s.name(r) + " " + r.state() }

// object is what the list knows of a version, as the share log wants it.
func (r *row) object() share.Object {
	return share.Object{Known: true, Size: r.size, ETag: r.etag, StorageClass: r.class, VersionID: r.id, Versioned: true}
}

// newList is an empty list of versions. A version is known by its key and its id.
func (s *Screen) newList() *listing.List[row] {
	first := "version"
	if s.folder {
		first = "name"
	}
	return listing.New(listing.Spec[row]{
		Columns: []listing.Column{
			{Title: first},
			{Title: "state", Width: 13, From: 34},
			{Title: "size", Width: 8, From: 46, Right: true},
			{Title: "modified", Width: 16, From: 64},
			{Title: "class", Width: 12, From: 78},
		},
		Key:   func(r *row) string { return r.key + "\x00" + r.id },
		Text:  s.text,
		Pack:  pack(s.at.Key, s.text, nil),
		Fixed: func(*row) bool { return true },
		Row:   func(r *row) listing.Row { return s.draw(r) },
	})
}

func (s *Screen) draw(r *row) listing.Row {
	tone, size := listing.Plain, say.Bytes(r.size)
	switch {
	case r.foreign:
		tone = listing.Bad
	case r.deleted:
		tone, size = listing.Quiet, ""
	}
	return listing.Row{Cells: []string{s.name(r), r.state(), size, say.Minute(r.time(), s.env.Now()), r.class}, Tone: tone}
}
