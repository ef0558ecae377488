package symbol

// The weights of what makes a code hard to read (7.8.3.1).
const (
	weightRun    = 3
	weightSquare = 3
	weightFinder = 40
	weightShare  = 10
)

// penalty is how hard the code is to read, by the rules of the standard.
func (g *grid) penalty() int {
	n := g.size
	p, dark := 0, 0
	for i := range n {
		p += line(g.dark[i*n:], n, 1) + line(g.dark[i:], n, n)
	}
	for y := range n {
		row := g.dark[y*n : (y+1)*n]
		for x, d := range row {
			if d {
				dark++
			}
			if x == 0 || y == 0 {
				continue
			}
			if above := g.dark[(y-1)*n:]; row[x-1] == d && above[x] == d && above[x-1] == d {
				p += weightSquare
			}
		}
	}
	// Every full twentieth away from one half.
	return p + weightShare*(max(20*dark-10*n*n, 10*n*n-20*dark)/(n*n))
}

// line is the penalty of a row or a column: runs of five and more of one colour, and
// what looks like the middle of a finder with light on one side. The light margin
// around the code counts.
func line(at []bool, n, step int) int {
	const (
		window = 1<<11 - 1
		before = 0b00001011101 // light, light, light, light, and the finder
		after  = 0b10111010000
	)
	p, run, last, seen := 0, 0, false, 0
	for i := range n + 4 {
		d := i < n && at[i*step]
		if seen = (seen<<1 | bit(d)) & window; seen == before || seen == after {
			p += weightFinder
		}
		if i >= n {
			continue
		}
		if i == 0 || d != last {
			run, last = 0, d
		}
		if run++; run == 5 {
			p += weightRun
		} else if run > 5 {
			p++
		}
	}
	return p
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
