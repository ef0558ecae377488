package uitest

import (
	"fmt"
	"regexp"
	"strings"
)

// count is a number of four digits and more as a screen has it, or one of which there
// may be more. What stands in words, paths, dates and hosts is none.
var count = regexp.MustCompile(`(?:^|[ (])(\d{1,3}(?:,\d{3})+|\d+)(\+?)(?: |$|[;:)…])`)

// loaded is how far a listing has come, which is no lower bound but a fact.
var loaded = regexp.MustCompile(`stopped\s+at\s+[\d,]+|(?:[\d,]+\s+of\s+)?[\d,]+\s+(?:loaded\s+)?so\s+far`)

// Disagreeing finds the same number written in two ways on one screen: 5,010 and 5010,
// or 300+ and 300; empty: there is none.
func Disagreeing(screen string) string {
	seen := map[string]string{}
	screen = loaded.ReplaceAllString(screen, "")
	for line := range strings.Lines(screen) {
		for {
			m := count.FindStringSubmatchIndex(line)
			if m == nil {
				break
			}
			text, more := line[m[2]:m[3]], line[m[4]:m[5]]
			digits := strings.ReplaceAll(text, ",", "")
			if before, ok := seen[digits]; ok && len(digits) > 3 && before != text+more {
				return fmt.Sprintf("a number is written in two ways: %s and %s", before, text+more)
			}
			seen[digits] = text + more
			line = line[m[5]:]
		}
	}
	return ""
}
