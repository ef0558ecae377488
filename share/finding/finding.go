// Package finding is one thing that is right or wrong with a link, as the
// inspector (share/inspect) and the recipient's eye (share/check) say it, with
// the judgements that both share: whether a recipient can reach a host, what
// clients do to a path, and how long a link may be. It knows no network.
package finding

// Level says how much a finding matters. The values are stable: they are part
// of the JSON output.
type Level string

// The levels, from best to worst.
const (
	Good    Level = "good"    // checked, and as it should be
	Info    Level = "info"    // worth knowing; nothing to do
	Warning Level = "warning" // works, or may work, but not for everyone or not for long
	Bad     Level = "bad"     // does not work
)

// Finding is one observation about a link. Text and Next may quote the link
// (a key, a host, a parameter's name) and must be cleaned before a terminal.
// They never hold a signature or a token.
type Finding struct {
	Code  string `json:"code"` // stable, for scripts: "expired", "host-private", ...
	Level Level  `json:"level"`
	Text  string `json:"text"`           // lower case, no full stop
	Next  string `json:"next,omitempty"` // what to do about it
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

// Worst is the worst level among the findings; Good if there are none.
func Worst(list []Finding) Level {
	worst := Good
	for _, f := range list {
		if f.Level.rank() > worst.rank() {
			worst = f.Level
		}
	}
	return worst
}
