// Package lazyregexp has regular expressions that are compiled when they are first
// needed: a run of the program needs few of those that its packages declare, and
// would wait for all of them. Name and idea are those of Go's own internal/lazyregexp.
package lazyregexp

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// Regexp is a regular expression that is compiled at its first use. Its methods are
// those of regexp.Regexp.
type Regexp struct{ compiled func() *regexp.Regexp }

// New is regexp.MustCompile, later. In a test it is now, so that an expression that
// does not compile fails each test of its package.
func New(text string) *Regexp {
	r := &Regexp{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })}
	if ofTest(os.Args[0]) {
		r.compiled()
	}
	return r
}

// ofTest tells the program of a test by its name, as the package testing would add its
// flags to those of the program.
func ofTest(program string) bool {
	return strings.HasSuffix(strings.TrimSuffix(program, ".exe"), ".test")
}
