package qr

import (
	"slices"
	"strconv"
	"strings"
)

// versioned is a terminal that can something since a version, by what it calls itself
// (XTVERSION): "kitty(0.36.4)", "foot(1.20.0)", "ghostty 1.2.0", "VTE(7802)".
type versioned struct {
	prefix string // in small letters
	since  []int
}

// is reports a name of that terminal, of this version or a later one.
func (v versioned) is(name string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(name), v.prefix)
	if !ok {
		return false
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if end >= 0 {
		rest = rest[:end]
	}
	var version []int
	for part := range strings.SplitSeq(rest, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return false
		}
		version = append(version, n)
	}
	return slices.Compare(version, v.since) >= 0
}
