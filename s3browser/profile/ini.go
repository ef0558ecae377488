package profile

import "strings"

// Section is a part of a shared AWS file: [name] and what follows. Names of keys are
// in lower case; those of a nested block are "block.name".
type Section map[string]string

// ini reads the format of the shared AWS files line by line, as the AWS SDK for Go
// does, into sections in the order of the file. In one thing it is stricter: what
// stands below a heading that cannot be read belongs to no section, where the SDK
// adds it to the one before.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
type ini struct {
	names    []string
	sections map[string]Section
	current  Section // nil: what comes belongs nowhere
	key      string  // the last one, to which an indented line belongs
}

func parse(content string) *ini {
	p := &ini{sections: map[string]Section{}}
	for line := range strings.Lines(content) {
		p.line(strings.TrimSuffix(line, "\n"))
	}
	return p
}

func (p *ini) line(line string) {
	plain := strings.TrimSpace(line)
	switch {
	case plain == "", plain[0] == '#', plain[0] == ';':
	case plain[0] == '[':
		p.heading(plain)
	case p.current == nil:
	case line[0] == ' ', line[0] == '\t':
		p.indented(strings.TrimLeft(line, " \t"))
	default:
		if name, value, ok := assignment(uncommented(line)); ok {
			p.set(name, value)
		}
	}
}

// heading begins a section, or goes on with one of that name.
func (p *ini) heading(line string) {
	p.current, p.key = nil, ""
	line, _, _ = strings.Cut(line, "#")
	line, _, _ = strings.Cut(line, ";")
	inner, closed := strings.CutSuffix(strings.TrimSpace(line[1:]), "]")
	name := strings.TrimSpace(inner)
	if !closed || name == "" {
		return
	}
	if at := strings.IndexAny(name, " \t"); at >= 0 {
		name = name[:at] + " " + strings.TrimLeft(name[at:], " \t")
	}
	if p.sections[name] == nil {
		p.names = append(p.names, name)
		p.sections[name] = Section{}
	}
	p.current = p.sections[name]
}

// indented is a value of the block that a key with nothing behind it has begun, or
// else a key as any other.
func (p *ini) indented(line string) {
	name, value, ok := assignment(line)
	switch {
	case !ok && p.key != "" && p.current[p.key] != "":
		p.current[p.key] += "\n" + line // a value that goes on
	case !ok:
	case p.key == "" || p.current[p.key] != "":
		p.set(name, strings.TrimSpace(uncommented(value)))
	default:
		p.current[p.key+"."+name] = value
	}
}

func (p *ini) set(name, value string) {
	p.current[name], p.key = value, name
}

// uncommented cuts a trailing comment off.
func uncommented(line string) string {
	for _, mark := range []string{" #", " ;", "\t#", "\t;"} {
		line, _, _ = strings.Cut(line, mark)
	}
	return strings.TrimRight(line, " \t")
}

// assignment takes "name = value" apart, or "name: value", and the quotation marks
// off the value.
func assignment(line string) (name, value string, ok bool) {
	at := strings.IndexAny(line, "=:")
	if at < 0 {
		return "", "", false
	}
	value = strings.TrimSpace(line[at+1:])
	if n := len(value); n > 1 && value[0] == value[n-1] && (value[0] == '"' || value[0] == '\'') {
		value = value[1 : n-1]
	}
	return strings.ToLower(strings.TrimSpace(line[:at])), value, true
}

// unquoted is a name as the AWS CLI reads it, which takes quotation marks off as a
// shell does: [profile "Foo Bar"]. A name that is not one word then, or whose marks do
// not match, as bob's, stays as it is.
func unquoted(name string) string {
	if !strings.ContainsAny(name, `"'`) {
		return name
	}
	var out strings.Builder
	var open rune // the mark that is open; 0: none
	escaped := false
	for _, r := range name {
		switch {
		case escaped:
			if r != '"' && r != '\\' {
				out.WriteByte('\\')
			}
			out.WriteRune(r)
			escaped = false
		case open == '"' && r == '\\':
			escaped = true
		case r == open:
			open = 0
		case open == 0 && (r == '"' || r == '\''):
			open = r
		case open == 0 && (r == ' ' || r == '\t'):
			return name
		default:
			out.WriteRune(r)
		}
	}
	if open != 0 || out.Len() == 0 {
		return name
	}
	return out.String()
}
