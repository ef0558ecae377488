package config

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
)

// Doubt is a reason not to believe what stands in a file: somebody else can
// change it, or put another in its place. Root can do that anywhere and is
// believed. Access control lists are not looked at, and Windows is not checked.
type Doubt struct {
	Path  string // the file, folder or symbolic link that others can change
	Fault string // what is wrong with it, as "can be written by everyone"
	Mend  string // the command that mends it, quoted for a shell
}

func (d Doubt) String() string { return d.Path + " " + d.Fault + "; mend it with: " + d.Mend }

// refusal is a doubt about a settings file as an error.
func (d Doubt) refusal(file string) *Error {
	subject := d.Path
	if d.Path == file {
		subject = "it"
	}
	return &Error{
		File: file, Problem: subject + " " + d.Fault + ", and settings that others can change are not believed",
		Hint: "look at what they say, then mend it with: " + d.Mend,
	}
}

// distrusted joins the doubts about a settings file, so that all are mended at
// once; nil: there are none.
func distrusted(file string, doubts []Doubt) error {
	var all []error
	for _, d := range doubts[:min(len(doubts), maxErrors)] {
		all = append(all, d.refusal(file))
	}
	return errors.Join(all...)
}

// command is a command line for a shell.
func command(words ...string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./@%+=:,-"
	for i, w := range words {
		if w == "" || strings.Trim(w, plain) != "" {
			words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}

// unique drops what was said already.
func unique(doubts []Doubt) []Doubt {
	var out []Doubt
	for _, d := range doubts {
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// parts are the names in a path, from the root on.
func parts(path string) []string {
	return slices.DeleteFunc(strings.Split(filepath.ToSlash(path), "/"), func(s string) bool { return s == "" || s == "." })
}
