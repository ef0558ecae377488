// Package say is the one voice of signet: what is said (a sentence with its level
// and what to do next) and the words in which spans of time, moments, sizes and
// counts are written, and read where people type them. It knows no network, no
// terminal and no link, and imports the standard library alone, so that every
// other package may import it.
//
// A date format, a unit or a plural is changed here and nowhere else; a test of
// this package fails where another one has its own.
package say
