package symbol

// masks is how many patterns there are to mask the data with.
const masks = 8

// grid is a code in the making.
type grid struct {
	version
	size  int
	dark  []bool
	fixed []bool // a pattern or a number, not data
}

// newGrid has the patterns, and the places of format and version, for no mask yet.
func newGrid(v version) *grid {
	n := v.size()
	g := &grid{version: v, size: n, dark: make([]bool, n*n), fixed: make([]bool, n*n)}
	for i := range n {
		g.set(6, i, i%2 == 0)
		g.set(i, 6, i%2 == 0)
	}
	for _, at := range [][2]int{{3, 3}, {n - 4, 3}, {3, n - 4}} {
		g.rings(at[0], at[1], 4)
	}
	centres := v.alignment()
	last := len(centres) - 1
	for i, x := range centres {
		for j, y := range centres {
			if i == 0 && (j == 0 || j == last) || i == last && j == 0 {
				continue // a finder is there
			}
			g.rings(x, y, 2)
		}
	}
	if v >= 7 {
		for i := range 18 {
			bit := v.number()>>i&1 == 1
			g.set(n-11+i%3, i/3, bit)
			g.set(i/3, n-11+i%3, bit)
		}
	}
	g.format(0)
	return g
}

func (g *grid) set(x, y int, dark bool) {
	g.dark[y*g.size+x], g.fixed[y*g.size+x] = dark, true
}

// rings draws a finder (reach 4, its light border included) or an alignment pattern
// (reach 2): squares around a dark centre.
func (g *grid) rings(cx, cy, reach int) {
	for y := max(cy-reach, 0); y <= min(cy+reach, g.size-1); y++ {
		for x := max(cx-reach, 0); x <= min(cx+reach, g.size-1); x++ {
			ring := max(x-cx, cx-x, y-cy, cy-y)
			dark := ring != 1
			if reach == 4 {
				dark = ring != 2 && ring != 4
			}
			g.set(x, y, dark)
		}
	}
}

// format writes the number of the format twice, and the module that is always dark
// (7.9.1).
func (g *grid) format(mask int) {
	bits := format(mask)
	for i := range 15 {
		dark := bits>>i&1 == 1
		switch {
		case i < 6:
			g.set(8, i, dark)
		case i < 8:
			g.set(8, i+1, dark)
		case i == 8:
			g.set(7, 8, dark)
		default:
			g.set(14-i, 8, dark)
		}
		if i < 8 {
			g.set(g.size-1-i, 8, dark)
		} else {
			g.set(8, g.size-15+i, dark)
		}
	}
	g.set(8, g.size-8, true)
}

// place writes the data in columns of two, up and down from the right (7.7.3). What is
// left over stays light.
func (g *grid) place(data []byte) {
	i := 0
	for right := g.size - 1; right >= 1; right -= 2 {
		if right == 6 {
			right = 5 // the column of the timing pattern
		}
		up := (right+1)&2 == 0
		for k := range g.size {
			y := k
			if up {
				y = g.size - 1 - k
			}
			for _, x := range [2]int{right, right - 1} {
				if at := y*g.size + x; !g.fixed[at] && i < 8*len(data) {
					g.dark[at] = data[i/8]>>(7-i%8)&1 == 1
					i++
				}
			}
		}
	}
}

// masked is a copy with the data inverted where the pattern says so (table 10).
func (g *grid) masked(mask int) *grid {
	m := &grid{version: g.version, size: g.size, dark: append([]bool(nil), g.dark...), fixed: g.fixed}
	for y := range g.size {
		for x := range g.size {
			if at := y*g.size + x; !g.fixed[at] && inverts(mask, x, y) {
				m.dark[at] = !m.dark[at]
			}
		}
	}
	m.format(mask)
	return m
}

func inverts(mask, x, y int) bool {
	switch mask {
	case 0:
		return (x+y)%2 == 0
	case 1:
		return y%2 == 0
	case 2:
		return x%3 == 0
	case 3:
		return (x+y)%3 == 0
	case 4:
		return (x/3+y/2)%2 == 0
	case 5:
		return x*y%2+x*y%3 == 0
	case 6:
		return (x*y%2+x*y%3)%2 == 0
	}
	return ((x+y)%2+x*y%3)%2 == 0
}
