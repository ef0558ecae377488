package handover

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"signet/share/say"
)

// posix quotes s as one word of a POSIX shell. Control characters, which a
// terminal would act on when the command is pasted, and what would not be seen when
// it is read first, are spelled out for printf; line feeds may stand as they are.
func posix(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && spelledOut(r) }) {
		return single(s)
	}
	// A command substitution loses the line feeds at its end.
	body := strings.TrimRight(s, "\n")
	word := `"$(printf ` + single(printfFormat(body)) + `)"`
	if tail := s[len(body):]; tail != "" {
		word += single(tail)
	}
	return word
}

// spelledOut reports what stands in no command as it is: nobody could judge by
// reading what it does. Joiners among them, which no name of a header needs.
func spelledOut(r rune) bool { return say.Hidden(r) || r == 0x200c || r == 0x200d }

func single(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// printfFormat is the format with which printf(1) writes s.
func printfFormat(s string) string {
	var b strings.Builder
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == '%':
			b.WriteString("%%")
		case r == '\\':
			b.WriteString(`\\`)
		case r == utf8.RuneError && n == 1 || spelledOut(r):
			for i := range n {
				fmt.Fprintf(&b, `\%03o`, s[i])
			}
		default:
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}

// powershell quotes s as a PowerShell string. PowerShell takes the typographic
// single quotes for quotes too. Control characters, and what would not be seen,
// are spelled out, as characters joined to the string.
func powershell(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	special := false
	for _, r := range s {
		switch {
		case r == '\'' || r >= 0x2018 && r <= 0x201b:
			b.WriteRune(r)
			b.WriteRune(r)
		case spelledOut(r):
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, "'+[char]%d+'", unit)
			}
			special = true
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('\'')
	if special {
		return "(" + b.String() + ")"
	}
	return b.String()
}

// python writes s as a Python string of ASCII characters.
func python(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		switch {
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r >= ' ' && r < 0x7f:
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// pythonHeader writes a header's value: http.client sends Latin-1, S3 reads
// UTF-8, so every byte travels as a character of its own.
func pythonHeader(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteRune(rune(s[i]))
	}
	return python(b.String())
}

// markdown escapes s for the text of a Markdown link or a table cell, so that
// every character shows as itself (CommonMark 0.31, 2.4; GFM tables).
func markdown(s string) string {
	var b strings.Builder
	for _, r := range say.Printable(s) {
		if r < utf8.RuneSelf && strings.ContainsRune("\\`*_{}[]<>()#+!|~&$^=:@\"'", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
