package bookmarks

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"signet/config"
)

// The file of bookmarks is TOML, for people to read and to edit. A change touches the
// lines of its bookmark alone: comments stay.
const (
	table   = "bookmark"
	heading = "[[" + table + "]]"
)

// damagedError is what is wrong with a file that somebody edited. It is left as it is.
type damagedError struct {
	File    string
	Line    int // 1-based; 0: of the whole file
	Problem string
}

func (e *damagedError) Error() string {
	at := e.File
	if e.Line > 0 {
		at = fmt.Sprintf("%s:%d", at, e.Line)
	}
	return at + ": " + e.Problem + "; mend the file or move it away: it is left as it is"
}

// entry is a bookmark as the file spells it.
type entry struct {
	Name    string    `toml:"name,omitempty"`
	Place   string    `toml:"place"`
	Server  string    `toml:"server,omitempty"`
	Address string    `toml:"address,omitempty"`
	Added   time.Time `toml:"added,omitempty"`
}

type document struct {
	Bookmark []entry `toml:"bookmark"`
}

func parse(file string, data []byte) ([]Bookmark, error) {
	var doc document
	d := toml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		return nil, damage(file, err)
	}
	if len(doc.Bookmark) > maxBookmarks {
		return nil, &damagedError{File: file, Problem: "there are more than 1,000 bookmarks"}
	}
	list := make([]Bookmark, 0, len(doc.Bookmark))
	for i, e := range doc.Bookmark {
		b := Bookmark{Location: Location{Place: e.Place, Server: e.Server}, Name: e.Name, Added: e.Added}
		ok := true
		if e.Address != "" {
			b.Bucket, b.Key, ok = split(e.Address)
		}
		err := b.check()
		if !ok {
			err = errors.New("an address is s3://BUCKET/KEY")
		}
		if err != nil {
			return nil, &damagedError{File: file, Line: lineOf(data, i), Problem: err.Error()}
		}
		list = append(list, b)
	}
	return list, nil
}

// damage is an error of the reader with its line. What the file says is not repeated.
func damage(file string, err error) error {
	var syntax *toml.DecodeError
	var unknown *toml.StrictMissingError
	switch {
	case errors.As(err, &unknown) && len(unknown.Errors) > 0:
		line, _ := unknown.Errors[0].Position()
		return &damagedError{file, line, "a bookmark has name, place, server, address and added, and nothing else"}
	case errors.As(err, &syntax):
		line, _ := syntax.Position()
		return &damagedError{file, line, "this is not TOML as bookmarks are written"}
	}
	return &damagedError{File: file, Problem: "this is not TOML as bookmarks are written"}
}

const preface = `# Bookmarks of signet: what "b" keeps and "signet bookmarks" lists. Names of folders
# and objects can be confidential. A change by signet leaves all other lines alone.
`

// appended is the file with a bookmark more.
func appended(file string, data []byte, list []Bookmark, b Bookmark) ([]byte, error) {
	text, err := toml.Marshal(document{[]entry{{b.Name, b.Place, b.Server, b.Address(), b.Added}}})
	if err != nil {
		return nil, err
	}
	out := slices.Clone(data)
	if len(bytes.TrimSpace(out)) == 0 {
		out = []byte(preface)
	}
	if !bytes.HasSuffix(out, []byte("\n")) {
		out = append(out, '\n')
	}
	out = append(append(out, '\n'), text...)
	return out, same(file, out, append(slices.Clone(list), b))
}

// removed is the file without its nth bookmark and the comment right above it.
func removed(file string, data []byte, list []Bookmark, nth int) ([]byte, error) {
	out, err := config.WithoutTable(data, table, nth)
	if err != nil {
		return nil, byHand(file)
	}
	return out, same(file, out, slices.Delete(slices.Clone(list), nth, nth+1))
}

// named is the file with another name of its nth bookmark, which stays where it is.
func named(file string, data []byte, list []Bookmark, nth int, name string) ([]byte, error) {
	out, err := config.WithSetting(data, table, nth, "name", name)
	if err != nil {
		return nil, byHand(file)
	}
	want := slices.Clone(list)
	want[nth].Name = name
	return out, same(file, out, want)
}

// same says why a file does not say what it should.
func same(file string, data []byte, want []Bookmark) error {
	got, err := parse(file, data)
	if err != nil || !slices.EqualFunc(got, want, func(a, b Bookmark) bool {
		return a.Location == b.Location && a.Name == b.Name && a.Added.Equal(b.Added)
	}) {
		return byHand(file)
	}
	return nil
}

func byHand(file string) error {
	return &damagedError{File: file, Problem: "it is written in a way that signet cannot change"}
}

// lineOf is where the nth bookmark begins, 1-based; 0: not found.
func lineOf(data []byte, nth int) int {
	for i, line := range strings.Split(string(data), "\n") {
		if strings.TrimSpace(line) == heading {
			if nth--; nth < 0 {
				return i + 1
			}
		}
	}
	return 0
}
