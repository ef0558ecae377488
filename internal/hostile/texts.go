// Package hostile is text as somebody may send it who wants to do harm, and judges of
// what goes out: for tests. A text of another kind is one row of Texts; a target of
// another kind is one judge. The judges share no code with what they judge.
package hostile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// Text is one text that somebody outside may send, with what it attacks.
type Text struct{ Name, Text string }

// Texts are all of them. Each holds the letters "evil", so that a test can see where a
// text went.
func Texts() []Text {
	return []Text{
		// Terminals.
		{"colours", "evil\x1b[31m\x1b[8mred"},
		{"window title", "evil\x1b]0;pwn\x07x"},
		{"clipboard", "evil\x1b]52;c;ZXZpbA==\x07"},
		{"hyperlink", "evil\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\"},
		{"questions to a terminal", "evil\x1b[c\x1b[6n\x1b[>q\x1b]11;?\x07\x05"},
		{"screen", "evil\x1b[2J\x1b[H\x1bc\x1b[?1049h"},
		{"string that never ends", "evil\x1bP+q544e\x1b_Gi=1"},
		{"C1 controls", "evil\u009b31m\u0090\u009d0;x\u009c"},
		{"raw C1 bytes", "evil\x9b31m\x9d0;x\x9c"},
		{"carriage return", "evil\rroot"},
		{"backspaces", "evil\b\b\b\bgood"},
		{"bell and delete", "evil\a\x7f"},
		{"nul", "evil\x00x"},
		{"tmux", "evil\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\"},
		// Lines.
		{"line feed", "evil\nroot ALL"},
		{"mail header", "evil\r\nBcc: all@evil.example\r\n\r\nbody"},
		{"line separators", "evil\u2028x\u2029y\u0085z\vv\ff"},
		{"tabulator", "evil\tx"},
		// What is not seen.
		{"override", "evil\u202egpj.exe"},
		{"isolates", "evil\u2066a\u2069\u2067b\u2068c"},
		{"embedding", "evil\u202ax\u202b\u202c\u202d"},
		{"marks", "evil\u200e\u200f\u061c"},
		{"zero width", "ev\u200bil\u2060\ufeff\u00ad"},
		{"fillers", "evil\u3164\u115f\u1160\uffa0\u034f"},
		{"tags", "evil\U000e0041\U000e007f\U000e0001"},
		{"annotations", "evil\ufff9a\ufffab\ufffb"},
		{"private use", "evil\ue000\U000f0000"},
		{"no characters", "evil\xff\xfe\xc0\xaf\xed\xa0\x80"},
		{"homograph", "evil \u0440\u0430y\u0440\u0430l"},
		{"many marks", "evil" + strings.Repeat("\u0301", 200)},
		// Markup.
		{"script", `evil<script>alert(1)</script>`},
		{"attribute", `evil" onmouseover="alert(1)" x='y'`},
		{"attribute in single quotes", `evil' onfocus='alert(1)`},
		{"ends of elements", `evil</title></style></textarea></script><img src=x onerror=alert(1)>`},
		{"comment", `evil--><!--[if IE]><![CDATA[x]]>`},
		{"entities", `evil&lt;b&gt;&#x3c;&quot`},
		{"address of a script", `javascript:evil()`},
		{"template", `evil{{.}}${7*7}<%= 1 %>`},
		{"Markdown link", `evil](http://evil.example) [x](javascript:alert(1))`},
		{"Markdown picture", `![evil](http://evil.example/x.png)`},
		{"Markdown table", "evil | x `code` *b* <b>"},
		{"XML", `<?xml version="1.0"?><!DOCTYPE evil [<!ENTITY e SYSTEM "file:///etc/passwd">]><evil>&e;</evil>`},
		{"PDF", `evil) /JS (app.alert(1)) /S /JavaScript ( \) endobj stream`},
		{"roff", "evil\n.so /etc/passwd\n'br\n\\fB\\X'x'\\*(x"},
		// Programs.
		{"substitution", "evil$(touch pwned)`touch pwned`${IFS}"},
		{"single quotes", "evil'; touch pwned; '"},
		{"double quotes", `evil"; touch pwned; "`},
		{"curly quotes", "evil\u2019; touch pwned; \u2018\u201c\u201d\u201e\u201a\u201b"},
		{"backslashes", `evil\`},
		{"backslash and quote", `evil\'\"\\`},
		{"history", "evil!!!$ !touch"},
		{"options", "--output=/tmp/evil"},
		{"option", "-o/tmp/evil"},
		{"variables of cmd", "evil%PATH%^&|<>!x!"},
		{"formula", `=cmd|'/C evil'!A0`},
		{"formula with plus", "+evil()"},
		{"formula with minus", "-1+evil()"},
		{"formula with at", "@SUM(evil)"},
		{"formula behind blanks", " \t=evil()"},
		{"formula in the next cell", "evil,=1+1\n=2+2;=3+3\t=4+4"},
		{"formats", "evil%s%n%d%!x%"},
		{"regular expression", `evil(a+)+$[`},
		{"SQL", `evil'; DROP TABLE shares; --`},
		{"TOML", "evil\"\n[[place]]\nname = \"x"},
		{"TOML in three quotes", "evil'''\nx = \"\"\"y"},
		{"YAML", "evil: &a [*a, !!python/object x]\n- b"},
		{"INI", "evil]\n[default]\ncredential_process = touch pwned"},
		{"JSON", `evil","admin":true,"x":"`},
		{"header", "evil\r\nSet-Cookie: a=b; filename=\"x\""},
		// Names of files and addresses.
		{"climbing", "../../../evil"},
		{"climbing on Windows", `..\..\evil`},
		{"climbing in escapes", "%2e%2e%2fevil"},
		{"from the root", "/etc/evil"},
		{"drive", `C:evil`},
		{"stream", "evil.txt:stream:$DATA"},
		{"device", "CON.evil"},
		{"devices with digits", "COM\u00b9.evil"},
		{"UNC", `\\evil\share`},
		{"hidden", ".evil"},
		{"ends in dots", "evil. . ."},
		{"two endings", "evil.pdf                    .exe"},
		{"tilde", "~evil/.ssh"},
		{"host of somebody else", "http://evil.example@169.254.169.254/latest"},
		{"file address", "file:///etc/evil"},
		{"query", "evil?X-Amz-Signature=00&a=b#c"},
		{"very long", "evil" + strings.Repeat("long", 200)},
		{"wide and long", "evil" + strings.Repeat("\u65e5\u672c", 90)},
	}
}

// Keys are the texts that can be the key of an object: UTF-8 of at most 1024 bytes.
func Keys() (out []Text) {
	for _, x := range Texts() {
		if utf8.ValidString(x.Text) && len(x.Text) <= 1024 {
			out = append(out, x)
		}
	}
	return out
}

// Mixed are n texts of pieces of the others, cut anywhere: the same for the same seed.
func Mixed(seed uint64, n int) (out []Text) {
	r, all := rand.New(rand.NewPCG(seed, 1)), Texts() //nolint:gosec // a sample that can be drawn again
	for i := range n {
		text := "evil"
		for range 1 + r.IntN(4) {
			piece := all[r.IntN(len(all))].Text
			from := r.IntN(len(piece))
			text += piece[from : from+r.IntN(min(len(piece)-from, 40)+1)]
		}
		out = append(out, Text{fmt.Sprintf("mix %d of seed %d", i, seed), text})
	}
	return out
}
