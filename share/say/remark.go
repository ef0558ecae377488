package say

import (
	"slices"
	"strings"
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
// is known. All errors are written so too.
func Line(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "; ")
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
