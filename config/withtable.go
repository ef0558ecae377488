package config

import (
	"bytes"
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// WithoutTable is a TOML file without the nth table of a list, counted from 0, and without
// the comment right above it. All other lines stay. Whoever calls reads the result back.
func WithoutTable(data []byte, list string, nth int) ([]byte, error) {
	return inTable(data, list, nth, func(b block) ([]byte, error) { return b.without(), nil })
}

// WithSetting is a TOML file with another text for a setting of the nth table of a list,
// counted from 0. All other lines stay, and so do comments. Whoever calls reads the result
// back.
func WithSetting(data []byte, list string, nth int, key, value string) ([]byte, error) {
	return inTable(data, list, nth, func(b block) ([]byte, error) {
		line, err := toml.Marshal(map[string]string{key: value})
		if err != nil {
			return nil, err
		}
		_, text, _ := strings.Cut(strings.TrimSpace(string(line)), " = ")
		return b.rewritten([]setting{{key, text}})
	})
}

// inTable edits a table of a list. A byte order mark stays.
func inTable(data []byte, list string, nth int, edit func(block) ([]byte, error)) ([]byte, error) {
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	b, ok := blockOf(text, list, nth)
	if !ok {
		return nil, errors.New("it is not written as [[" + list + "]] on a line of its own")
	}
	out, err := edit(b)
	return append(bytes.Clone(data[:len(data)-len(text)]), out...), err
}
