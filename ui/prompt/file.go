package prompt

import (
	"errors"
	"io/fs"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// File is the question where to save something. A file that is there already is
// replaced only by the same answer given again.
type File struct {
	*Prompt
	there string // path of a file that is there, and was asked about
}

// Destination is the answer to it.
type Destination struct {
	Path    string
	Replace bool // the file that is there
}

// AskFile opens the question.
func AskFile(spec Spec) *File { return &File{Prompt: New(spec)} }

// Answer takes a key press or a paste. To is set when the question is Accepted, which it
// is not without a name.
func (f *File) Answer(msg tea.Msg, now time.Time) (outcome Outcome, to Destination) {
	outcome = f.Update(msg, now)
	if outcome != Accepted {
		return outcome, to
	}
	to = Destination{Path: f.Path()}
	if to.Path == "" {
		f.Problem = "a name is needed"
		return Open, to
	}
	to.Replace = to.Path == f.there
	return Accepted, to
}

// Refused keeps the question open after the file was not written, and says why. One
// that is there is asked about.
func (f *File) Refused(path string, err error) {
	f.there = ""
	if errors.Is(err, fs.ErrExist) {
		f.there = path
		f.Problem = "there is such a file; " + kit.Named(Keys().Accept) + " again replaces it"
		return
	}
	f.Problem = err.Error() // it is cleaned when it is drawn
}
