package config

import (
	"errors"
	"strings"
)

// Words are the words of a command line: separated by spaces, and together where they
// stand in quotes, single or double. Nothing else is special, for no shell will read
// them: a $ or a * stays one, and is refused where it looks as if one should.
func Words(line string) ([]string, error) {
	var out []string
	var word strings.Builder
	quote, begun := rune(0), false
	for _, c := range line {
		switch {
		case c == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(c)
		case c == '"' || c == '\'':
			quote, begun = c, true
		case strings.ContainsRune("|;&<>`$", c):
			return nil, errors.New("has a " + string(c) + " in it, and no shell reads it; put that into a script and name the script")
		case c == ' ' || c == '\t':
			if begun || word.Len() > 0 {
				out = append(out, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(c)
		}
	}
	if quote != 0 {
		return nil, errors.New("has a quote that does not end")
	}
	if begun || word.Len() > 0 {
		out = append(out, word.String())
	}
	if len(out) == 0 {
		return nil, errors.New("names no program")
	}
	return out, nil
}
