package objects

import (
	"strings"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/ui/listing"
)

// row is an entry as it is shown and shared. It is kept in another form: see packed.
type row struct {
	key      string
	etag     string
	class    string
	size     int64
	modified int64 // Unix seconds; 0: unknown
	folder   bool
	foreign  bool // listed, but not in this folder: see share.Outside, too
}

// rowsOf are the entries of the folder prefix. One whose dots lead out of it does
// not belong in it, whatever it begins with.
func rowsOf(prefix string, entries []s3browser.Entry) []row {
	rows := make([]row, len(entries))
	for i, e := range entries {
		rows[i] = row{key: e.Key, etag: e.ETag, class: e.Class, size: e.Size, folder: e.Folder, foreign: e.Foreign || share.Outside(prefix, e.Key)}
		if !e.Modified.IsZero() {
			rows[i].modified = e.Modified.Unix()
		}
	}
	return rows
}

// name is the row's name within the folder. The object that stands for the
// folder itself has none of its own. What does not belong here shows its whole key.
func (r *row) name(prefix string) string {
	if r.foreign {
		return "foreign: " + r.key
	}
	if n := strings.TrimPrefix(r.key, prefix); n != "" {
		return n
	}
	return "./"
}

func (r *row) time() time.Time {
	if r.modified == 0 {
		return time.Time{}
	}
	return time.Unix(r.modified, 0)
}

// object is what the listing knows, as the share log wants it.
func (r *row) object() share.Object {
	return share.Object{Known: true, Size: r.size, ETag: r.etag, StorageClass: r.class}
}

// newList is an empty list of the entries below prefix.
func newList(prefix string, table Table, now func() time.Time) *listing.List[row] {
	columns := table.columns()
	return listing.New(listing.Spec[row]{
		Columns: columns,
		Key:     func(r *row) string { return r.key },
		Text:    func(r *row) string { return r.name(prefix) },
		Row:     func(r *row) listing.Row { return r.draw(prefix, columns, now()) },
		Pack:    pack(prefix, nil),
		Orders:  orders(),
		First:   func(r *row) bool { return r.folder },
		Fixed:   func(r *row) bool { return r.foreign },
	})
}

func (r *row) draw(prefix string, columns []listing.Column, now time.Time) listing.Row {
	drawn := listing.Row{Cells: []string{r.name(prefix)}}
	switch {
	case r.foreign:
		drawn.Tone = listing.Bad
		return drawn
	case r.folder:
		drawn.Tone = listing.Folder
		return drawn
	case share.ArchivedClass(r.class):
		drawn.Tone = listing.Quiet
	}
	for _, c := range columns[1:] {
		drawn.Cells = append(drawn.Cells, r.cell(c.Title, now))
	}
	return drawn
}

func (r *row) cell(title string, now time.Time) string {
	switch title {
	case titleSize:
		return say.Bytes(r.size)
	case titleDate:
		return say.Minute(r.time(), now)
	case titleClass:
		return r.class
	case titleETag:
		return r.etag
	}
	return ""
}
