package handover

import (
	"bytes"
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"time"

	"signet/internal/htmltemplate"
	"signet/share"
	"signet/share/say"
)

//go:embed listing.html
var listingPage string

// The bounds of one page: a phone on a train still opens it.
const (
	MostLinks = 500
	MostBytes = 1 << 20
)

// Listing is a page of links that is stored where its links lead, or the index of such
// pages. It is made when all of its links are known, so that it says what they have in
// common once.
type Listing struct {
	o     Options
	rows  []listingRow
	size  int   // about, in bytes of HTML
	known int   // documents whose size is known
	total int64 // bytes of those
	ends  time.Time
	atMost,
	apart bool // they do not end at one time
	opens time.Time
	index bool // the rows are pages
	docs  int
}

type listingRow struct {
	URL, Name, About, Sum string
	ends                  time.Time
}

// NewListing begins a page, or with index the page of pages.
func NewListing(o Options, index bool) *Listing { return &Listing{o: o, index: index} }

// Add adds a link, and refuses what does not work by opening it.
func (l *Listing) Add(link share.Link) error {
	h, err := newHanding(link, l.o)
	if err == nil {
		err = h.opens()
	}
	if err != nil {
		return err
	}
	object := link.Request.Object
	row := listingRow{URL: h.url, Name: h.title(), Sum: say.Printable(object.Checksum)}
	if object.Known {
		l.known, l.total = l.known+1, l.total+object.Size
	}
	row.About = strings.TrimPrefix(h.size()+", "+say.Printable(object.ContentType), ", ")
	l.add(row, link)
	l.docs++
	return nil
}

// AddPage adds a page of the same share to its index.
func (l *Listing) AddPage(link share.Link, name string, of *Listing) {
	l.known, l.total, l.docs = l.known+of.known, l.total+of.total, l.docs+of.docs
	l.apart = l.apart || of.apart
	l.add(listingRow{URL: link.URL.Reveal(), Name: say.Printable(name), About: of.sum()}, link)
}

func (l *Listing) add(row listingRow, link share.Link) {
	row.About = strings.TrimSuffix(row.About, ", ")
	row.ends = link.Terms.Ends
	if len(l.rows) > 0 && !row.ends.Equal(l.ends) {
		l.apart = true
	}
	if l.ends.IsZero() || row.ends.Before(l.ends) {
		l.ends = row.ends
	}
	if link.Terms.Starts.After(l.opens) {
		l.opens = link.Terms.Starts
	}
	l.atMost = l.atMost || link.Terms.AtMost
	l.rows = append(l.rows, row)
	l.size += len(row.URL) + len(row.Name) + len(row.About) + len(row.Sum) + 80
}

// Len is how many rows there are.
func (l *Listing) Len() int { return len(l.rows) }

// Full reports a page that takes no further row.
func (l *Listing) Full() bool { return len(l.rows) >= MostLinks || l.size >= MostBytes }

// Ends is the earliest end of its links, which is the page's own.
func (l *Listing) Ends() time.Time { return l.ends }

// Opens is when the last of its links opens.
func (l *Listing) Opens() time.Time { return l.opens }

// folder is what the names of all documents begin with, up to a slash: it is said nowhere
// on the page, which would have it in every row.
func (l *Listing) folder() string {
	if l.index || len(l.rows) == 0 {
		return ""
	}
	name := l.rows[0].Name
	folder := name[:strings.LastIndexByte(strings.TrimRight(name, "/"), '/')+1]
	for _, row := range l.rows {
		for !strings.HasPrefix(row.Name, folder) || row.Name == folder {
			folder = folder[:strings.LastIndexByte(strings.TrimRight(folder, "/"), '/')+1]
		}
	}
	return folder
}

// Span names the first and the last of its documents.
func (l *Listing) Span() string {
	folder := l.folder()
	first, last := l.rows[0].Name[len(folder):], l.rows[len(l.rows)-1].Name[len(folder):]
	if first == last {
		return first
	}
	return first + " to " + last
}

// HTML is the page.
func (l *Listing) HTML() ([]byte, error) {
	t, err := pageOf(listingPage)
	if err != nil {
		return nil, err
	}
	rows, folder := slices.Clone(l.rows), l.folder()
	for i := range rows {
		row := &rows[i]
		if row.Name = row.Name[len(folder):]; l.apart {
			row.About = strings.TrimPrefix(row.About+", "+l.until(row.ends), ", ")
		}
	}
	var b bytes.Buffer
	err = t.Execute(&b, map[string]any{
		"Policy": policy(), "Title": cmp.Or(say.Printable(l.o.Title), "Documents for you"), "Style": htmltemplate.CSS(styleSheet),
		"Intro": l.intro(), "Rows": rows,
	})
	return b.Bytes(), err
}

// intro is what holds for all of the page.
func (l *Listing) intro() []string {
	first := l.sum()
	if l.index {
		first = say.Things(len(l.rows), "page") + " of " + first
	}
	all := []string{first + "."}
	now := l.now()
	if l.opens.After(now) {
		all = append(all, "It opens "+say.ForeignMoment(l.opens, now)+".")
	}
	switch {
	case l.apart:
		all = append(all, "Each link works until the time below it; this page itself works "+l.until(l.ends)+".")
	default:
		all = append(all, "This page and its links work "+l.until(l.ends)+".")
	}
	return append(all, "It needs no password: everyone who has the address of this page can download, so please do not pass it on.")
}

// sum is how many documents, and how large together where that is known of all.
func (l *Listing) sum() string {
	text := say.Things(l.docs, "document")
	if l.known == l.docs && l.docs > 0 {
		text += ", " + say.Bytes(l.total)
		if l.docs > 1 {
			text += " together"
		}
	}
	return text
}

func (l *Listing) now() time.Time {
	if l.o.Zone != nil {
		return l.o.Now.In(l.o.Zone)
	}
	return l.o.Now
}

func (l *Listing) until(ends time.Time) string {
	word := "until "
	if l.atMost {
		word = "at most until "
	}
	return word + say.ForeignMoment(ends, l.now())
}
