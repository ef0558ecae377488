package objects

import (
	"strings"

	"signet/ui/listing"
)

// Table is how rows are shown, as the settings have it. What it names and does not
// exist is left out; the settings have said so.
type Table struct {
	Columns      []string // beside the name, from left to right: size, date, class, etag; nil: the first three
	Sort         string   // name, size, date or class; a hyphen before it turns it round
	FoldersFirst bool
}

// The titles of the columns.
const (
	titleName  = "name"
	titleSize  = "size"
	titleDate  = "modified"
	titleClass = "class"
	titleETag  = "etag"
)

// columns are those of the table. The narrowest list that shows one leaves the name
// as much room as it needs beside it.
func (t Table) columns() []listing.Column {
	named := t.Columns
	if named == nil {
		named = []string{"size", "date", "class"}
	}
	columns, from := []listing.Column{{Title: titleName}}, 24
	for _, name := range named {
		c, ok := column(name)
		if !ok {
			continue
		}
		from += c.Width + 2
		c.From = from
		columns = append(columns, c)
	}
	return columns
}

func column(name string) (listing.Column, bool) {
	switch name {
	case "size":
		return listing.Column{Title: titleSize, Width: 8, Right: true, Near: true}, true
	case "date":
		return listing.Column{Title: titleDate, Width: 16}, true
	case "class":
		return listing.Column{Title: titleClass, Width: 12}, true
	case "etag":
		return listing.Column{Title: titleETag, Width: 34}, true
	}
	return listing.Column{}, false
}

// orders are the ways to sort, the one in which S3 lists first.
func orders() []listing.Order[row] {
	return []listing.Order[row]{
		{Column: titleName},
		{Column: titleSize, Rank: func(r *row) uint64 { return uint64(max(r.size, 0)) }},
		{Column: titleDate, Rank: func(r *row) uint64 { return uint64(max(r.modified, 0)) }},
		{Column: titleClass, Rank: func(r *row) uint64 { return letters(r.class) }},
	}
}

// sorting is what the settings say.
func (t Table) sorting() listing.Sorting {
	name, down := strings.CutPrefix(t.Sort, "-")
	by := map[string]int{"size": 1, "date": 2, "class": 3}[name]
	return listing.Sorting{By: by, Down: down, First: t.FoldersFirst}
}

// letters ranks names of capitals, digits and underscores by their first twelve
// letters, in the order of the alphabet: as many as a rank holds. Other letters count
// as none.
func letters(name string) uint64 {
	const all = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
	rank := uint64(0)
	for i := range 12 {
		rank *= uint64(len(all) + 1)
		if i < len(name) {
			rank += uint64(strings.IndexByte(all, name[i]) + 1)
		}
	}
	return rank
}
