package cli

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"signet/share"
	"signet/share/handover"
	"signet/share/qr"
	"signet/share/say"
)

// sheet is a list of links as codes to print. It is written when it is closed,
// because how large the codes are depends on all of them; so its memory grows
// with them, to qr.MaxLabels.
type sheet struct {
	save    func(data []byte) error
	ending  string // ".pdf" or ".html"
	perPage int    // 0: as many as stay readable
	now     time.Time

	labels  []qr.Label
	keys    []string // bucket and key of each label, for names that occur twice
	tooLong int      // links that no code holds
}

// Add encodes one link.
func (s *sheet) Add(l share.Link) error {
	code, err := qr.Encode(l.URL.Reveal())
	var long *qr.TooLongError
	switch {
	case errors.As(err, &long):
		s.tooLong++
		return nil
	case err != nil:
		return err
	}
	s.labels = append(s.labels, handover.Label(l, code, s.now))
	s.keys = append(s.keys, l.Request.Target.Bucket+"/"+l.Request.Target.Key)
	return nil
}

// Close lays the codes out and writes them, if there are any.
func (s *sheet) Close() error {
	switch {
	case len(s.labels) == 0 && s.tooLong > 0:
		return fmt.Errorf("qr sheet: the links are longer than the %d bytes that a code holds; sign with a long-lived key, or write a list", qr.MaxBytes)
	case len(s.labels) == 0:
		return nil
	}
	data, err := qr.ExportSheet(s.ending, s.laidOut())
	if err != nil {
		return err
	}
	return s.save(data)
}

// laidOut is the sheet. Labels that would look the same are told apart by where
// their objects are.
func (s *sheet) laidOut() qr.Sheet {
	alike := map[string][]int{}
	for i, l := range s.labels {
		alike[l.Name] = append(alike[l.Name], i)
	}
	for _, group := range alike {
		if len(group) > 1 {
			s.tellApart(group)
		}
	}
	out := qr.Sheet{Title: "QR codes", Labels: s.labels, PerPage: s.perPage}
	if s.perPage == 0 {
		return out.Readable()
	}
	return out
}

// tellApart names labels by bucket and key, without what all of them begin with:
// a label has little room, and what differs must come first.
func (s *sheet) tellApart(group []int) {
	common := strings.TrimSuffix(s.keys[group[0]], "/") // of a folder its name is left
	for _, i := range group {
		for !strings.HasPrefix(strings.TrimSuffix(s.keys[i], "/"), common) {
			common = common[:strings.LastIndexByte(strings.TrimSuffix(common, "/"), '/')+1]
		}
	}
	common = common[:strings.LastIndexByte(common, '/')+1]
	for _, i := range group {
		s.labels[i].Name = strings.TrimPrefix(s.keys[i], common)
	}
}

// warnings say what to know before it is printed.
func (s *sheet) warnings() []string {
	var all []string
	if s.tooLong > 0 {
		all = append(all, fmt.Sprintf("not on the sheet: %s of more than the %d bytes that a code holds; sign with a long-lived key, or hand them over as a list", say.Things(s.tooLong, "link"), qr.MaxBytes))
	}
	out := s.laidOut()
	if m := out.Module(); m > 0 && m < qr.FinestModule {
		hint := "shorter links make them larger: sign with a long-lived key"
		if better := out.Readable().PerPage; better < out.PerPage {
			hint = fmt.Sprintf("--per-page %d or less makes them larger", better)
		}
		all = append(all, fmt.Sprintf("the squares of the largest code are %.2f mm, finer than the %.2f mm that a phone reads from office paper; %s", m, qr.FinestModule, hint))
	}
	return all
}

// size says how much paper it takes.
func (s *sheet) size() string {
	per := s.laidOut().PerPage
	return say.Things(len(s.labels), "code") + " on " + say.Things((len(s.labels)+per-1)/per, "page")
}

// sheetEnding is the kind of sheet that a file's name asks for where a list may
// be meant as well: .html alone is a page of links.
func sheetEnding(path string) string {
	path = strings.ToLower(path)
	switch {
	case strings.HasSuffix(path, ".pdf"):
		return ".pdf"
	case strings.HasSuffix(path, ".qr.html"), strings.HasSuffix(path, ".qr.htm"):
		return ".html"
	}
	return ""
}

// newSheet begins a sheet that is written to w.
func newSheet(w io.Writer, ending string, perPage int, now time.Time) *sheet {
	return &sheet{ending: ending, perPage: perPage, now: now, save: func(data []byte) error {
		_, err := w.Write(data)
		return err
	}}
}

// forSheet reads requests that are to become a sheet, and refuses more than fit
// before any of them is signed.
func forSheet(requests iter.Seq[share.Request]) (iter.Seq[share.Request], error) {
	var all []share.Request
	for r := range requests {
		if len(all) == qr.MaxLabels {
			return nil, &share.UsageError{
				Op: "qr sheet", Problem: fmt.Sprintf("there are more than %d objects", qr.MaxLabels),
				Hint: "share a part of them, or write a list: csv, json or an html page of links",
			}
		}
		all = append(all, r)
	}
	return func(yield func(share.Request) bool) {
		for _, r := range all {
			if !yield(r) {
				return
			}
		}
	}, nil
}

// listAndSheet writes a list, and a sheet of its codes beside it.
type listAndSheet struct {
	handover.List
	codes *sheet
}

// Add adds a link to both.
func (l *listAndSheet) Add(link share.Link) error {
	if err := l.List.Add(link); err != nil {
		return err
	}
	return l.codes.Add(link)
}

// Close ends both.
func (l *listAndSheet) Close() error { return errors.Join(l.List.Close(), l.codes.Close()) }
