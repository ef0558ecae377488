package handoff

import (
	"crypto/rand"
	"crypto/subtle"
)

// letters are those of an address. It has no digits, so that of all letters only l looks
// like another one (i). Ten of 25 are 46.4 bits.
const letters = "abcdefghijkmnopqrstuvwxyz"

// pathLen is how many letters an address has.
const pathLen = 10

// newPath draws the letters of an address, each equally often.
func newPath() string { return draw(pathLen) }

func draw(n int) string {
	out, b := make([]byte, 0, n), make([]byte, 1)
	for len(out) < n {
		_, _ = rand.Read(b) // never fails: crypto/rand
		if b[0] < 250 {     // ten times 25: what is above would favour the first letters
			out = append(out, letters[b[0]%25])
		}
	}
	return string(out)
}

// same compares in a time that tells nothing of where two texts differ.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
