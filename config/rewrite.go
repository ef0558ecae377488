package config

import (
	"errors"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// rewritten is the file with settings of the table changed, taken away (those without a
// text) and added. Comments stay, but for those of a setting that goes.
func (b block) rewritten(changes []setting) ([]byte, error) {
	lines := slices.Clone(b.lines[b.from:b.inner])
	var added []setting
	for _, s := range changes {
		if !slices.ContainsFunc(b.keys, func(k keyAt) bool { return k.name == s.key }) {
			added = append(added, s)
		}
	}
	for _, k := range slices.Backward(b.keys) { // so that the lines above stay where they are
		i := slices.IndexFunc(changes, func(s setting) bool { return s.key == k.name })
		if i < 0 {
			continue
		}
		from := k.line - b.from
		to := from + extent(lines[from:])
		now, err := revalued(strings.Join(lines[from:to], ""), changes[i])
		if err != nil {
			return nil, err
		}
		lines = slices.Concat(lines[:from], now, lines[to:])
	}
	lines, err := b.extended(lines, added)
	return []byte(strings.Join(slices.Concat(b.lines[:b.from], lines, b.lines[b.inner:]), "")), err
}

// extended is the lines of the table with settings behind the last one.
func (b block) extended(lines []string, added []setting) ([]string, error) {
	end := "\n"
	if strings.HasSuffix(b.lines[b.from], "\r\n") {
		end = "\r\n"
	}
	last := len(lines)
	for last > 1 && saysNothing(lines[last-1]) {
		last--
	}
	for _, s := range slices.Backward(added) {
		if s.text == "" {
			return nil, errors.New(s.key + " stands where signet does not look")
		}
		if !strings.HasSuffix(lines[last-1], "\n") {
			lines[last-1] += end
		}
		lines = slices.Insert(lines, last, s.key+" = "+s.text+end)
	}
	return lines, nil
}

// extent is how many lines the setting has that begins with the first.
func extent(lines []string) int {
	for n := range lines {
		if whole(strings.Join(lines[:n+1], "")) {
			return n + 1
		}
	}
	return len(lines)
}

// whole reports that text is a setting to its end: what begins as one and is no TOML ends
// further on.
func whole(text string) bool {
	var said map[string]any
	return toml.Unmarshal([]byte(text), &said) == nil
}

// revalued is the lines of a setting with another value, and with its comment; none
// where it goes.
func revalued(text string, to setting) ([]string, error) {
	if to.text == "" {
		return nil, nil
	}
	head, rest, _ := strings.Cut(text, "=")
	at := commentIn(text)
	value := strings.TrimSpace(text[:at])
	if strings.Contains(value, "\n") && strings.Contains(value, "#") {
		return nil, errors.New(to.key + " stands on several lines, perhaps with comments")
	}
	space := ""
	if strings.HasPrefix(rest, " ") {
		space = " "
	}
	behind := text[len(strings.TrimRight(text[:at], " \t\r\n")):]
	return []string{head + "=" + space + to.text + behind}, nil
}

// commentIn is where the comment behind a setting begins; the length: there is none.
func commentIn(text string) int {
	for i := range len(text) {
		if text[i] == '#' && whole(text[:i]) {
			return i
		}
	}
	return len(text)
}
