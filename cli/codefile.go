package cli

import (
	"fmt"
	"path"

	"github.com/spf13/pflag"

	"signet/share"
	"signet/share/handover"
	"signet/share/inspect"
	"signet/share/qr"
)

// codeFile says how a file with codes is made, beside its name.
type codeFile struct {
	paper string
	scale int
	asked *pflag.Flag // for the scale; nil: nobody could
}

func (f *codeFile) bind(s *pflag.FlagSet) {
	s.StringVar(&f.paper, "paper", "", "of a .pdf or .html file: a4 (the default) or letter")
	s.IntVar(&f.scale, "scale", 0, fmt.Sprintf("pixels for each square of a .png file, 1 to %d (default 8)", qr.MaxScale))
	f.asked = s.Lookup("scale")
}

// form judges what was asked for of a file; flag is the one that names it.
func (f codeFile) form(flag, file string) (qr.Form, error) {
	paper, err := qr.ParsePaper(f.paper)
	switch {
	case err != nil:
		return qr.Form{}, &usageError{"--paper: " + err.Error(), ""}
	case f.scale < 0 || f.scale == 0 && f.asked != nil && f.asked.Changed || f.scale > qr.MaxScale:
		return qr.Form{}, &usageError{fmt.Sprintf("--scale %d is out of bounds", f.scale), fmt.Sprintf("1 to %d", qr.MaxScale)}
	case f.paper != "" && !qr.Paged(file):
		return qr.Form{}, &usageError{"--paper is of pages", "write some: " + flag + " code.pdf"}
	case f.scale != 0 && !qr.Pixels(file):
		return qr.Form{}, &usageError{"--scale is of a picture in pixels", "write one: " + flag + " code.png"}
	}
	return qr.Form{Paper: paper, Scale: f.scale}, nil
}

// labelOf is a code with what can be read from the link alone.
func (a *app) labelOf(text share.Secret, code *qr.Code) qr.Label {
	now := a.Clock()
	about := inspect.Inspect(text.Reveal(), now)
	l := qr.Label{Code: code, Link: text, Name: about.Filename, End: handover.EndOnPaper(about.Ends, about.AtMost, now)}
	if l.Name == "" && about.Target.Key != "" {
		l.Name = path.Base(about.Target.Key)
	}
	return l
}
