package share

import (
	"cmp"
	"strings"

	"signet/share/say"
)

// UsageError is a request that can never be signed as it stands: the fault is
// in what was asked for, not in the world. The command line exits with 2.
type UsageError struct {
	Op      string // what was being read: "expiry", "operation", "key"
	Option  string // in its place, the id of an option; Error calls it by its flag
	Problem string // lower case, no full stop
	Hint    string // what to write instead
	Form    string // the hint for a form, which has rows and no flags; empty: Hint does
}

func (e *UsageError) Error() string {
	s := e.Op
	if x, ok := option(e.Option); ok {
		s = "--" + x.Flag
	}
	return say.Line(s+": "+e.Problem, e.Hint)
}

// Plain is the error for a form.
func (e *UsageError) Plain() string {
	s := strings.TrimPrefix(e.Op, "--")
	if row, ok := rowOf(e.Op); ok {
		s = row
	}
	if x, ok := option(e.Option); ok {
		s = strings.TrimSpace(x.Label)
	}
	return say.Line(s+": "+e.Problem, e.Advice())
}

// Advice is the hint for a form.
func (e *UsageError) Advice() string { return cmp.Or(e.Form, e.Hint) }

// rowOf is the row of a form that asks for what a flag does.
func rowOf(flag string) (row string, ok bool) {
	row, ok = map[string]string{
		"--signer": "signed by", "--from": "only from", "--below": "whole folder", "--starts": "not before", "--version-id": "version",
	}[flag]
	return row, ok
}

// RefusedError is a request that a guard rail of the settings forbids.
type RefusedError struct {
	Problem string // what is not allowed, lower case
	Rule    string // the rule's name or pattern
	Where   string // file and line of the rule
	Hint    string
	Flag    string // what does as the hint says on the command line; empty: nothing
	Settle  string // the line of the settings that would make known what is not; empty: none

	can func(SignerInfo) bool // it is signed by signers that are so alone; nil: by any
	lax bool                  // it was refused for what an upload link may be used to do
}

func (e *RefusedError) Error() string {
	if e.Flag != "" {
		return e.said(" (" + e.Flag + ")")
	}
	return e.Plain()
}

// Plain is the error for a form, which has fields and no flags.
func (e *RefusedError) Plain() string { return e.said("") }

func (e *RefusedError) said(flag string) string {
	rule := e.Rule
	if e.Where != "" {
		rule += ", " + e.Where
	}
	return say.Line(say.Line("refused: "+e.Problem+" (guard rail "+rule+")", e.Hint)+flag, e.Settle)
}
