package uitest

import (
	"slices"
	"strings"
)

// pen is what a terminal writes with: attributes, a colour, a background, each in the
// numbers that the terminal was told (ECMA-48, SGR).
type pen struct{ attributes, ink, ground string }

func (p pen) String() string {
	if p.code() {
		return "code"
	}
	return strings.Join(slices.DeleteFunc([]string{p.attributes, p.ink, p.ground}, func(s string) bool { return s == "" }), ";")
}

// told is the pen after the parameters of one sequence.
func (p pen) told(params string) pen {
	all := strings.Split(params, ";")
	for len(all) > 0 {
		n := 1
		if (all[0] == "38" || all[0] == "48") && len(all) > 2 {
			n = map[string]int{"5": 3, "2": 5}[all[1]]
		}
		n = min(max(n, 1), len(all))
		p = p.one(all[0], strings.Join(all[:n], ";"))
		all = all[n:]
	}
	return p
}

// one is the pen after one parameter and what belongs to it.
func (p pen) one(first, whole string) pen {
	switch two := len(first) == 2; {
	case first == "" || first == "0":
		return pen{}
	case first == "39":
		p.ink = ""
	case first == "49":
		p.ground = ""
	case two && (first[0] == '3' || first[0] == '9'):
		p.ink = whole
	case two && first[0] == '4' || len(first) == 3 && first[:2] == "10":
		p.ground = whole
	case p.attributes == "":
		p.attributes = whole
	default:
		p.attributes += ";" + whole
	}
	return p
}

// code reports black and white on each other, which only the squares of a QR code
// have. They are not written out one by one: that a code can be read is tested where
// it is made.
func (p pen) code() bool {
	squares := []string{"38;5;16", "38;5;231", "48;5;16", "48;5;231", "30", "97", "40", "107"}
	return slices.Contains(squares, p.ink) && slices.Contains(squares, p.ground)
}
