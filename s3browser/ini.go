package s3browser

import (
	"slices"
	"strings"
)

// section is a part of a shared AWS file: [name] and what follows.
type section struct {
	name string
	keys map[string]string // names in lower case; of a nested block "block.name"
}

// parseINI reads the format of the shared AWS files as far as it is needed to
// list profiles: it skips what it does not understand.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
func parseINI(text string) []section {
	var list []section
	var block string // the key that a following indented line belongs to
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		indented := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			block = ""
			if name, _, ok := strings.Cut(line[1:], "]"); ok {
				list = append(list, section{strings.Join(strings.Fields(name), " "), map[string]string{}})
			} else {
				list = append(list, section{}) // unreadable: swallow what follows
			}
		case len(list) == 0 || list[len(list)-1].keys == nil:
		default:
			name, value, ok := strings.Cut(line, "=")
			if !ok {
				continue
			}
			name, value = strings.ToLower(strings.TrimSpace(name)), comment(value)
			keys := list[len(list)-1].keys
			switch {
			case indented && block != "":
				keys[block+"."+name] = value
			default:
				keys[name] = value
				block = ""
				if value == "" {
					block = name
				}
			}
		}
	}
	return slices.DeleteFunc(list, func(s section) bool { return s.name == "" })
}

// comment cuts a trailing comment off a value.
func comment(value string) string {
	for _, mark := range []string{" #", " ;", "\t#", "\t;"} {
		value, _, _ = strings.Cut(value, mark)
	}
	return strings.TrimSpace(value)
}
