package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/share/qr"
)

// checkFiles judges --output: the ending of each file says what is written.
func (o *outputFlags) checkFiles(terms share.Request) error {
	for _, path := range o.files {
		if err := noFolder("--output", path); err != nil {
			return err
		}
		if _, ok := o.textFor(terms, path); !ok {
			return &usageError{"--output " + clean(path) + " has no ending that says what to write", "use " + strings.Join(endingsOf(terms), ", ")}
		}
		if _, err := os.Lstat(path); err == nil && !o.overwrite {
			return existsAlready(path)
		}
		if err := writable("--output", path); err != nil {
			return err
		}
	}
	return nil
}

// writable tries whether a file can be written in the folder of a path, before a server
// is asked for what nobody would have if it cannot.
func writable(flag, path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".signet-*")
	if err != nil {
		reason := err
		if p, ok := errors.AsType[*fs.PathError](err); ok {
			reason = p.Err
		}
		return fmt.Errorf("%s %s cannot be written: %s; nothing was asked for", flag, clean(path), clean(reason.Error()))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func endingsOf(terms share.Request) (out []string) {
	for _, k := range handover.Kinds(share.Link{Request: terms}) {
		if !slices.Contains(out, k.File) {
			out = append(out, k.File)
		}
	}
	return out
}

// textFor is the hand-over text for a file: the one that was named, or that of its
// ending.
func (o *outputFlags) textFor(terms share.Request, path string) (handover.Info, bool) {
	kinds := handover.Kinds(share.Link{Request: terms})
	i := slices.IndexFunc(kinds, func(k handover.Info) bool {
		if o.handover != "" && len(o.files) == 1 {
			return strings.EqualFold(o.handover, string(k.Kind))
		}
		return strings.EqualFold(filepath.Ext(path), k.File)
	})
	if i < 0 {
		return handover.Info{}, false
	}
	return kinds[i], true
}

// saveTexts writes the files of --output, which only the user can read.
func (a *app) saveTexts(ctx context.Context, o *outputFlags, link share.Link) error {
	for _, path := range o.files {
		if err := noFolder("--output", path); err != nil {
			return err
		}
		info, _ := o.textFor(link.Request, path)
		text, err := handover.Text(link, info.Kind, o.textOptions(a))
		if err != nil {
			return err
		}
		err = qr.WriteFile(path, []byte(text.Reveal()), o.overwrite)
		switch {
		case errors.Is(err, fs.ErrExist):
			return existsAlready(path)
		case err != nil:
			return err
		}
		fmt.Fprintln(a.Err, "wrote "+clean(path)+", a "+info.Name+" (only you can read it; whoever has it can use what is in it until it ends)")
		a.note(ctx, link.ID, ledger.Exported, info.Name)
	}
	return nil
}
