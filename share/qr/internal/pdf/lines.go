package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Lines breaks text into lines no wider than width, at most limit of them;
// what does not fit ends in an ellipsis. Object keys have few spaces, so a line
// may also break after / - _ and ., and anywhere if there is nothing better.
func (f *Font) Lines(size, width float64, limit int, text string) []string {
	rest := []rune(norm.NFC.String(strings.Join(strings.Fields(text), " ")))
	room := width * 1000 / size
	var lines []string
	for len(rest) > 0 && len(lines) < limit {
		n := f.fit(rest, room)
		if len(lines) == limit-1 && n < len(rest) {
			n = f.fit(rest, room-f.width('…'))
			return append(lines, strings.TrimSpace(string(rest[:n]))+"…")
		}
		if n < len(rest) {
			n = breakBefore(rest, n)
		}
		lines = append(lines, strings.TrimSpace(string(rest[:n])))
		rest = rest[n:]
	}
	return lines
}

// Cut breaks a text wherever a line is full, to be put together again by whoever
// copies it: so never behind a hyphen, which is then taken for that of a broken word.
func (f *Font) Cut(size, width float64, text string) []string {
	var lines []string
	for rest := []rune(text); len(rest) > 0; {
		n := f.fit(rest, width*1000/size)
		for m := n; n < len(rest) && m > 0; m-- {
			if rest[m-1] != '-' {
				n = m
				break
			}
		}
		lines = append(lines, string(rest[:n]))
		rest = rest[n:]
	}
	return lines
}

// fit is how many characters fit the room, at least one.
func (f *Font) fit(text []rune, room float64) int {
	used := 0.0
	for i, r := range text {
		used += f.width(r)
		if used > room {
			return max(i, 1)
		}
	}
	return len(text)
}

// breakBefore moves a break at n back to where it hurts less, but not so far
// that most of the line stays empty.
func breakBefore(text []rune, n int) int {
	for i := n; i > n/2; i-- {
		if unicode.IsSpace(text[i-1]) || strings.ContainsRune("/-_.", text[i-1]) {
			return i
		}
	}
	return n
}
