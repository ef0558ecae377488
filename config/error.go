package config

import (
	"fmt"

	"signet/share/say"
)

// Error is one thing wrong with the settings, and where. Values that could be
// secrets are never quoted in it.
type Error struct {
	File    string // the settings file, an environment variable or a flag
	Line    int    // 1-based; 0: unknown, or not a file
	Column  int    // 1-based, in characters
	Problem string // lower case, no full stop
	Hint    string // what to write instead; may be empty
}

func (e *Error) Error() string {
	where := e.File
	if e.Line > 0 {
		where = fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Column)
	}
	return say.Line("settings "+where+": "+e.Problem, e.Hint)
}

// maxErrors is how many problems of one file are reported together.
const maxErrors = 8

// maxProblem bounds what is repeated of a file in a message, in characters.
const maxProblem = 200

// cut shortens text to that many characters.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
