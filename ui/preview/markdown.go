package preview

import (
	"regexp"
	"strings"
)

// prose renders Markdown plainly: headings, lists and quotes show as such, a paragraph
// is one line that is wrapped, and a link shows where it leads.
// https://spec.commonmark.org
func prose(text string) []line {
	m := markdown{marks: marks()}
	for _, l := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		m.line(l)
	}
	m.flush()
	return m.lines
}

type markdown struct {
	marks     []mark
	lines     []line
	paragraph []string
	fence     string // what ends the code that is being read; empty: none is
}

func (m *markdown) line(l string) {
	bare := strings.TrimSpace(l)
	switch {
	case m.fence != "":
		m.code(l, bare)
	case strings.HasPrefix(bare, "```"), strings.HasPrefix(bare, "~~~"):
		m.flush()
		m.fence = bare[:3]
	case bare == "":
		m.flush()
		m.space()
	case strings.Trim(bare, "=") == "" && len(m.paragraph) > 0, strings.Trim(bare, "-") == "" && len(m.paragraph) > 0:
		m.head(strings.Join(m.paragraph, " "))
	case heads(bare):
		m.flush()
		m.head(strings.TrimSpace(strings.Trim(bare, "#")))
	case ruled(bare):
		m.flush()
		m.add("────────", quiet)
	default:
		m.block(l, bare)
	}
}

// block is a line of a quote, a list, a table, code that is set in, or a paragraph.
func (m *markdown) block(l, bare string) {
	margin := l[:len(l)-len(strings.TrimLeft(l, " \t"))]
	quote, quoted := strings.CutPrefix(bare, ">")
	item, listed := bullet(bare)
	switch {
	case quoted:
		m.flush()
		m.add("│ "+m.inline(strings.TrimSpace(quote)), quiet)
	case listed:
		m.flush()
		m.paragraph = []string{margin + item}
	case strings.HasPrefix(bare, "|"):
		m.flush()
		m.add(bare, plain)
	case len(m.paragraph) == 0 && (strings.HasPrefix(l, "    ") || strings.HasPrefix(l, "\t")):
		m.add(l, quiet)
	default:
		m.paragraph = append(m.paragraph, bare)
	}
}

func (m *markdown) code(l, bare string) {
	if strings.HasPrefix(bare, m.fence) {
		m.fence = ""
		return
	}
	m.add("    "+l, quiet)
}

func (m *markdown) head(text string) {
	m.paragraph = nil
	if len(m.lines) > 0 {
		m.space()
	}
	m.add(m.inline(text), heading)
}

// flush ends the paragraph.
func (m *markdown) flush() {
	if len(m.paragraph) > 0 {
		m.add(m.inline(strings.Join(m.paragraph, " ")), plain)
		m.paragraph = nil
	}
}

func (m *markdown) add(text string, t tone) {
	m.lines = append(m.lines, line{cleaned(text), t})
}

// space is one empty line, and never two.
func (m *markdown) space() {
	if n := len(m.lines); n > 0 && m.lines[n-1].text != "" {
		m.lines = append(m.lines, line{})
	}
}

// heads reports a heading: one to six # and a blank.
func heads(bare string) bool {
	rest := strings.TrimLeft(bare, "#")
	n := len(bare) - len(rest)
	return n > 0 && n <= 6 && (rest == "" || rest[0] == ' ')
}

// ruled reports a line across the page.
func ruled(bare string) bool {
	short := strings.ReplaceAll(bare, " ", "")
	return len(short) >= 3 && (strings.Trim(short, "-") == "" || strings.Trim(short, "*") == "" || strings.Trim(short, "_") == "")
}

// bullet is an item of a list.
func bullet(bare string) (item string, ok bool) {
	for _, sign := range []string{"- ", "* ", "+ "} {
		if rest, found := strings.CutPrefix(bare, sign); found {
			return "• " + rest, true
		}
	}
	if n := strings.IndexAny(bare, ".)"); n > 0 && n <= 9 && strings.Trim(bare[:n], "0123456789") == "" && strings.HasPrefix(bare[n+1:], " ") {
		return bare, true
	}
	return "", false
}

// mark is a way to mark up a text, and what is shown for it.
type mark struct {
	from *regexp.Regexp
	to   string
}

func marks() []mark {
	return []mark{
		{regexp.MustCompile(`!\[([^\]]*)\]\(([^)\s]*)[^)]*\)`), "[picture: $1] ($2)"},
		{regexp.MustCompile(`\[([^\]]+)\]\(([^)\s]*)[^)]*\)`), "$1 ($2)"},
		{regexp.MustCompile(`\*\*([^*]+)\*\*`), "$1"},
		{regexp.MustCompile(`__([^_]+)__`), "$1"},
		{regexp.MustCompile("`([^`]+)`"), "$1"},
		{regexp.MustCompile(`(^|\W)\*([^*\s][^*]*)\*`), "$1$2"},
	}
}

// inline takes the marks out of a text. Where a link leads stays in sight.
func (m *markdown) inline(text string) string {
	for _, r := range m.marks {
		text = r.from.ReplaceAllString(text, r.to)
	}
	return text
}
