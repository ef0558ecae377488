package say

import (
	"strings"
	"unicode/utf8"
)

// Level says how much a remark matters. The values are stable: they are part of
// the JSON output.
type Level string

// The levels, from best to worst.
const (
	Good    Level = "good"    // checked, and as it should be
	Info    Level = "info"    // worth knowing; nothing to do
	Warning Level = "warning" // works, or may work, but not for everyone or not for long
	Bad     Level = "bad"     // does not work
)

// Remark is one thing that is said of a link or of what is asked for: a finding of
// the inspector, a warning before it is signed, the problem of an error. Text and
// Next may quote the link (a key, a host, a parameter's name) and must be cleaned
// before a terminal. They never hold a signature or a token.
type Remark struct {
	Code  string `json:"code"` // stable, for scripts: "expired", "host-private", ...
	Level Level  `json:"level"`
	Text  string `json:"text"`           // lower case, no full stop
	Next  string `json:"next,omitempty"` // what to do about it
}

// String is the remark in one line: "no such bucket; check its name".
func (r Remark) String() string { return Line(r.Text, r.Next) }

// Line puts into one line what is said, and why and what to do about it where that
// is known. All errors are written so too. A part that ends as a sentence does, as the
// words of a server may, needs no more behind it than a space.
func Line(parts ...string) string {
	var b strings.Builder
	before := ""
	for _, p := range parts {
		switch {
		case p == "":
			continue
		case before == "":
		case strings.ContainsRune(".?!。？！", lastRune(before)):
			b.WriteString(" ")
		default:
			b.WriteString("; ")
		}
		b.WriteString(p)
		before = p
	}
	return b.String()
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

// rank orders the levels.
func (l Level) rank() int {
	switch l {
	case Bad:
		return 3
	case Warning:
		return 2
	case Info:
		return 1
	}
	return 0
}

// Worst is the worst level among the remarks; Good if there are none.
func Worst(list []Remark) Level {
	worst := Good
	for _, r := range list {
		if r.Level.rank() > worst.rank() {
			worst = r.Level
		}
	}
	return worst
}
