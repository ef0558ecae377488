package many

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/handover"
	"signet/share/qr"
	"signet/share/say"
)

// Sheet is a list of links as codes to print. It is written when it is closed,
// because how large the codes are depends on all of them; so its memory grows
// with them, to qr.MaxLabels.
type Sheet struct {
	Ending  string   // ".pdf" or ".html"
	PerPage int      // 0: as many as stay readable
	On      qr.Paper // zero: A4
	Now     time.Time
	Save    func(data []byte) error

	labels  []qr.Label
	keys    []string // bucket and key of each label, for names that occur twice
	tooLong int
}

// Paper is what became of a sheet.
type Paper struct {
	Codes, Pages int
	TooLong      int     // links that no code holds, and that are not on it
	Module       float64 // the squares of the largest code, in mm, if a phone does not read them from office paper; else 0
	Readable     int     // codes per page that it would read; 0: fewer do not help
}

// Add encodes one link.
func (s *Sheet) Add(l share.Link) error {
	if err := handover.Codes(l); err != nil {
		return err
	}
	code, err := qr.Encode(l.URL.Reveal())
	var long *qr.TooLongError
	switch {
	case errors.As(err, &long):
		s.tooLong++
		return nil
	case err != nil:
		return err
	}
	s.labels = append(s.labels, handover.Label(l, code, s.Now))
	s.keys = append(s.keys, l.Request.Target.Bucket+"/"+l.Request.Target.Key)
	return nil
}

// Close lays the codes out and writes them, if there are any.
func (s *Sheet) Close() error {
	switch {
	case len(s.labels) == 0 && s.tooLong > 0:
		return fmt.Errorf("qr sheet: the links are longer than the %s that a code holds; sign with a long-lived key, or write a list", say.Things(qr.MaxBytes, "byte"))
	case len(s.labels) == 0:
		return nil
	}
	data, err := qr.ExportSheet(s.Ending, s.laidOut())
	if err != nil {
		return err
	}
	return s.Save(data)
}

// laidOut is the sheet. Labels that would look the same are told apart by where
// their objects are.
func (s *Sheet) laidOut() qr.Sheet {
	alike := map[string][]int{}
	for i, l := range s.labels {
		alike[l.Name] = append(alike[l.Name], i)
	}
	for _, group := range alike {
		if len(group) > 1 {
			s.tellApart(group)
		}
	}
	out := qr.Sheet{Title: "QR codes", Labels: s.labels, PerPage: s.PerPage, Paper: s.On}
	if s.PerPage == 0 {
		return out.Readable()
	}
	return out
}

// tellApart names labels by bucket and key, without what all of them begin with:
// a label has little room, and what differs must come first.
func (s *Sheet) tellApart(group []int) {
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

// Paper says how much paper it takes, and what to know before it is printed.
func (s *Sheet) Paper() Paper {
	p := Paper{Codes: len(s.labels), TooLong: s.tooLong}
	if p.Codes == 0 {
		return p
	}
	out := s.laidOut()
	p.Pages = (p.Codes + out.PerPage - 1) / out.PerPage
	if m := out.Module(); m > 0 && m < qr.FinestModule {
		p.Module = m
		if better := out.Readable().PerPage; better < out.PerPage {
			p.Readable = better
		}
	}
	return p
}

// Warnings say what to know before it is printed.
func (p Paper) Warnings() []string {
	var all []string
	if p.TooLong > 0 {
		all = append(all, fmt.Sprintf("not on the sheet: %s of more than the %s that a code holds; sign with a long-lived key, or hand them over as a list", say.Things(p.TooLong, "link"), say.Things(qr.MaxBytes, "byte")))
	}
	if p.Module > 0 {
		hint := "shorter links make them larger: sign with a long-lived key"
		if p.Readable > 0 {
			hint = fmt.Sprintf("--per-page %d or less makes them larger", p.Readable)
		}
		all = append(all, fmt.Sprintf("the squares of the largest code are %.2f mm, finer than the %.2f mm that a phone reads from office paper; %s", p.Module, qr.FinestModule, hint))
	}
	return all
}

// Words say how much paper it takes: "3 codes on 1 page".
func (p Paper) Words() string {
	return say.Things(p.Codes, "code") + " on " + say.Things(p.Pages, "page")
}

// SheetEnding is the kind of sheet that a file's name asks for where a list may
// be meant as well: .html alone is a page of links. Empty: it asks for none.
func SheetEnding(path string) string {
	path = strings.ToLower(path)
	switch {
	case strings.HasSuffix(path, ".pdf"):
		return ".pdf"
	case strings.HasSuffix(path, ".qr.html"), strings.HasSuffix(path, ".qr.htm"):
		return ".html"
	}
	return ""
}

// fits reads requests that are to become a sheet, and refuses more than it holds
// before any of them is signed.
func fits(requests iter.Seq[share.Request]) (iter.Seq[share.Request], error) {
	var all []share.Request
	for r := range requests {
		if len(all) == qr.MaxLabels {
			return nil, &share.UsageError{
				Op: "qr sheet", Problem: "there are more than " + say.Things(qr.MaxLabels, "object"),
				Hint: "share a part of them, or write a list: csv, json or an html page of links",
			}
		}
		all = append(all, r)
	}
	return slices.Values(all), nil
}
