package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// roff is a page that is being written. Text goes in as it is to be read: what roff
// would act upon is written so that it stays text.
type roff struct{ strings.Builder }

// line writes a line of text. Blanks at its beginning count where lines are kept.
func (r *roff) line(text string) { r.WriteString(guarded(escape(text)) + "\n") }

// bold writes a line of bold text.
func (r *roff) bold(text string) { r.WriteString(`\fB` + escape(text) + `\fR` + "\n") }

// macro writes a request with arguments of text.
func (r *roff) macro(name string, args ...string) {
	r.WriteString("." + name)
	for _, arg := range args {
		r.WriteString(` "` + escape(arg) + `"`)
	}
	r.WriteString("\n")
}

// title is what a page begins with. Its date is figures with plain hyphens, which mandoc
// reads as a date only so.
func (r *roff) title(name, date, source string) {
	fmt.Fprintf(r, ".TH \"%s\" \"1\" \"%s\" \"%s\" \"signet\"\n", escape(name), strings.ReplaceAll(escape(date), `\-`, "-"), escape(source))
}

func (r *roff) section(title string) { r.macro("SH", title) }

// kept writes lines as they are, indented.
func (r *roff) kept(lines []string) {
	r.WriteString(".RS 2\n.nf\n")
	for _, line := range lines {
		r.line(line)
	}
	r.WriteString(".fi\n.RE\n")
}

// text writes paragraphs as they are in the help of a command: what begins at the
// margin is filled, what is indented keeps its lines.
func (r *roff) text(text string) {
	for i, p := range paragraphs(text) {
		if i > 0 && p.apart {
			r.macro("PP")
		}
		if p.kept {
			r.kept(p.lines)
			continue
		}
		r.line(strings.Join(p.lines, " ")) // in one: a full stop before a line's end becomes two blanks
	}
}

// paragraph is a run of lines that are all indented, or all not.
type paragraph struct {
	lines []string
	kept  bool
	apart bool // an empty line stands before it
}

func paragraphs(text string) []paragraph {
	var out []paragraph
	apart := false
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			apart = true
			continue
		}
		kept := strings.HasPrefix(line, " ")
		if n := len(out); n == 0 || apart || out[n-1].kept != kept {
			out = append(out, paragraph{kept: kept, apart: apart})
		}
		p := &out[len(out)-1]
		p.lines = append(p.lines, strings.TrimPrefix(line, "  "))
		apart = false
	}
	return out
}

// guarded keeps a line that begins like a request from being one, and one that is
// empty from being none.
func guarded(line string) string {
	if line == "" || strings.HasPrefix(line, ".") {
		return `\&` + line
	}
	return line
}

// escape writes text so that it is read as it is, and can be copied: hyphens, quotes
// and accents of ASCII are those of ASCII. What is no text at all is named.
func escape(text string) string {
	var b strings.Builder
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && n == 1, r < utf8.RuneSelf && unicode.IsControl(r):
			fmt.Fprintf(&b, `\(rsx%02x`, text[0])
		case written(r) != "":
			b.WriteString(written(r))
		case r >= utf8.RuneSelf && !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\(rsu%04x`, r)
		case r >= utf8.RuneSelf:
			fmt.Fprintf(&b, `\[u%04X]`, r)
		default:
			b.WriteRune(r)
		}
		text = text[n:]
	}
	return b.String()
}

// written are the characters that roff takes for something else.
func written(r rune) string {
	switch r {
	case '\\':
		return `\(rs`
	case '-':
		return `\-`
	case '\'':
		return `\(aq`
	case '"':
		return `\(dq`
	case '`':
		return `\(ga`
	case '^':
		return `\(ha`
	case '~':
		return `\(ti`
	}
	return ""
}
