package many

import (
	"strings"
	"testing"

	"signet/share"
	"signet/share/qr"
	"signet/share/qr/qrtest"
)

// sheetOf is a sheet of links of such lengths in bytes.
func sheetOf(t *testing.T, perPage int, lengths ...int) (s *Sheet, saved *int) {
	t.Helper()
	saved = new(int)
	s = &Sheet{Ending: ".pdf", PerPage: perPage, Now: noon, Save: func(data []byte) error { *saved = len(data); return nil }}
	for _, n := range lengths {
		if err := s.Add(share.Link{URL: share.NewSecret(qrtest.Link(n))}); err != nil {
			t.Fatal(err)
		}
	}
	return s, saved
}

// What there is to know of a sheet are numbers; the sentences are made of them.
func TestPaper(t *testing.T) {
	for name, c := range map[string]struct {
		perPage  int
		lengths  []int
		want     Paper // without the size of the squares
		fine     bool
		words    string
		warnings []string // how each begins
	}{
		"nothing":        {words: "0 codes on 0 pages"},
		"two":            {lengths: []int{384, 384}, want: Paper{Codes: 2, Pages: 1}, words: "2 codes on 1 page"},
		"two pages":      {perPage: 2, lengths: []int{384, 384, 384}, want: Paper{Codes: 3, Pages: 2}, words: "3 codes on 2 pages"},
		"too long":       {lengths: []int{384, qrtest.TooLong}, want: Paper{Codes: 1, Pages: 1, TooLong: 1}, words: "1 code on 1 page", warnings: []string{"not on the sheet: 1 link of more than the 2,953 bytes"}},
		"too fine":       {perPage: 24, lengths: []int{1900, 1900}, want: Paper{Codes: 2, Pages: 1, Readable: 9}, fine: true, words: "2 codes on 1 page", warnings: []string{"the squares of the largest code are 0."}},
		"fine by itself": {lengths: []int{1900, 1900}, want: Paper{Codes: 2, Pages: 1}, words: "2 codes on 1 page"},
	} {
		s, _ := sheetOf(t, c.perPage, c.lengths...)
		got := s.Paper()
		fine := got.Module > 0
		said := got.Warnings()
		got.Module = 0
		if got != c.want || fine != c.fine || got.Words() != c.words || len(said) != len(c.warnings) {
			t.Errorf("%s: %+v, %q, %q", name, got, got.Words(), said)
			continue
		}
		for i := range said {
			if !strings.HasPrefix(said[i], c.warnings[i]) {
				t.Errorf("%s: %q", name, said[i])
			}
		}
	}
}

// A sheet without codes is not written; if there were links, that is an error.
func TestSheetsWithoutCodes(t *testing.T) {
	for name, c := range map[string]struct {
		lengths     []int
		fails, data bool
	}{
		"nothing shared":     {nil, false, false},
		"one too long":       {[]int{qrtest.TooLong}, true, false},
		"one of two is good": {[]int{384, qrtest.TooLong}, false, true},
	} {
		s, saved := sheetOf(t, 0, c.lengths...)
		if err := s.Close(); (err != nil) != c.fails || (*saved > 0) != c.data {
			t.Errorf("%s: %d bytes, %v", name, *saved, err)
		}
	}
}

// Labels of one name are told apart by what differs, which must not be cut off.
func TestLabelsOfOneNameAreToldApart(t *testing.T) {
	s, _ := sheetOf(t, 24)
	for _, key := range []string{"projects/Nordrhein/Dortmund/manual.pdf", "projects/Nordrhein/Duisburg/manual.pdf", "projects/Nordrhein/Duisburg/plan.pdf"} {
		target := share.Target{Bucket: "acme", Key: key}
		if err := s.Add(share.Link{URL: share.NewSecret(qrtest.Link(384)), Request: share.Request{Target: target}}); err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	for _, l := range s.laidOut().Labels {
		names = append(names, l.Name)
	}
	if got := strings.Join(names, " "); got != "Dortmund/manual.pdf Duisburg/manual.pdf plan.pdf" {
		t.Error(got)
	}
}

// A label always has a name: of folders theirs.
func TestLabelsOfFoldersHaveNames(t *testing.T) {
	s := &Sheet{labels: make([]qr.Label, 3), keys: []string{"b/x/dir/", "b/x/dir/dir/", "b/x/dir/"}}
	s.tellApart([]int{0, 1, 2})
	if got := []string{s.labels[0].Name, s.labels[1].Name, s.labels[2].Name}; strings.Join(got, " ") != "dir/ dir/dir/ dir/" {
		t.Errorf("%q", got)
	}
}

func TestSheetEnding(t *testing.T) {
	for path, want := range map[string]string{"a.PDF": ".pdf", "a.qr.html": ".html", "a.QR.HTM": ".html", "a.html": "", "a.csv": "", "pdf": ""} {
		if got := SheetEnding(path); got != want {
			t.Errorf("%s: %q", path, got)
		}
	}
}
