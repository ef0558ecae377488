package symbol

// version is the size of a code: 1 to 40.
type version int

func (v version) size() int { return 17 + 4*int(v) }

// blocks is how many blocks the data of level L is cut into, correction the bytes of
// error correction of each (table 9).
func (v version) blocks() int {
	return [...]int{
		1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
		8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
	}[v-1]
}

func (v version) correction() int {
	return [...]int{
		7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
		28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
	}[v-1]
}

// dataBytes is what is left for the data at level L.
func (v version) dataBytes() int { return v.modules()/8 - v.blocks()*v.correction() }

// modules is how many carry data and correction: all but the patterns, and the
// numbers of format and version.
func (v version) modules() int {
	n := int(v)
	all := (16*n+128)*n + 64
	if n >= 2 {
		a := len(v.alignment())
		all -= (25*a-10)*a - 55
	}
	if n >= 7 {
		all -= 36
	}
	return all
}

// alignment is where the centres of the alignment patterns are, in rows and columns
// (annex E): evenly from the last one back, and the first at 6.
func (v version) alignment() []int {
	if v < 2 {
		return nil
	}
	n := int(v)/7 + 2
	step := (int(v)*8 + n*3 + 5) / (n*4 - 4) * 2
	at := make([]int, n)
	at[0] = 6
	for i := 1; i < n; i++ {
		at[i] = v.size() - 7 - step*(n-1-i)
	}
	return at
}

// number is the version with its own error correction, 18 bits (annex D).
func (v version) number() int { return int(v)<<12 | remainder(int(v), 12, 0x1f25) }

// format is level L and the mask with their error correction, 15 bits (annex C).
func format(mask int) int {
	data := 1<<3 | mask
	return (data<<10 | remainder(data, 10, 0x537)) ^ 0x5412
}

// remainder is that of a BCH code: data shifted by bits, divided by the generator.
func remainder(data, bits, generator int) int {
	rest := data
	for range bits {
		rest = rest<<1 ^ rest>>(bits-1)*generator
	}
	return rest
}
