package preview

import (
	"fmt"
	"strings"
)

// dumped is how many bytes a hex dump shows.
const dumped = 512

// hexed is the beginning of b in rows of sixteen bytes, as hexdump -C writes them.
func hexed(b []byte) []line {
	b = b[:min(len(b), dumped)]
	var lines []line
	for at := 0; at < len(b); at += 16 {
		row := b[at:min(at+16, len(b))]
		var digits, letters strings.Builder
		for i := range 16 {
			if i == 8 {
				digits.WriteByte(' ')
			}
			if i >= len(row) {
				digits.WriteString("   ")
				continue
			}
			fmt.Fprintf(&digits, "%02x ", row[i])
			letter := row[i]
			if letter < 0x20 || letter > 0x7e {
				letter = '.'
			}
			letters.WriteByte(letter)
		}
		lines = append(lines, line{text: fmt.Sprintf("%08x  %s %s", at, digits.String(), letters.String())})
	}
	return lines
}
