package qr

// strokeShare is the width of a stroke in parts of the code's side: wide enough
// to be seen, and to break what every decoder looks for first.
const strokeShare = 9

// Struck is the code crossed out, which no decoder reads: the link has ended, and
// whoever scans it would get an error from a server instead of this answer. The
// strokes go through all three finder patterns and both timing patterns.
func (c *Code) Struck() *Code {
	s := &Code{size: c.size, dark: append([]bool(nil), c.dark...)}
	wide := max(c.size/strokeShare, 3)
	for y := range c.size {
		for x := range c.size {
			off := min(abs(x-y), abs(x+y-c.size+1))
			if off <= wide {
				s.dark[y*c.size+x] = off <= wide/2
			}
		}
	}
	return s
}

func abs(n int) int { return max(n, -n) }
