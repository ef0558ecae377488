package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"signet/config"
	"signet/share"
	"signet/share/handover"
	"signet/share/many"
	"signet/share/qr"
)

// fewLinks is how many links are also kept in memory, to be copied.
const fewLinks = 200

// batch carries out what was ordered in the browser. Where links go to a file, that is
// a new one beside it, which takes its place at the end. The program does not end
// before that.
func (a *app) batch(svc *share.Service) many.Sign {
	return func(ctx context.Context, o many.Order) (r many.Result, err error) {
		a.working.Add(1)
		defer a.working.Done()
		if err := ctx.Err(); err != nil {
			return r, err
		}
		job := &many.Job{
			Service: svc, Terms: o.Terms, Progress: o.Progress, Clock: a.Clock, Keep: fewLinks, First: many.Few, Objects: o.Objects,
			Ask: many.Looks{Rails: svc.Rails, Look: a.lookThere, Clean: asItIs}.Ask,
			// The form for several objects has no field for it, and of most of them
			// nobody knows whether their bucket keeps versions.
			Unsaid: []string{"version"},
		}
		switch {
		case o.Page:
			return a.batchPage(ctx, job, o.Title)
		case o.Path == "":
			return job.Run(ctx)
		}
		var saved bool
		saved, err = a.intoFile(o.Path, o.Overwrite, func(w io.Writer, format handover.Format) (keep bool, err error) {
			if job.List, job.Sheet, err = a.fileList(w, o.Path, o.On, format); err != nil {
				return false, err
			}
			r, err = job.Run(ctx)
			return r.Whole && r.Links > 0, err // links that were signed are kept even when the batch was stopped
		})
		r.Whole = saved
		return r, err
	}
}

// listed writes links that are signed already into a file.
func (a *app) listed(links []share.Link, path string, on qr.Paper, overwrite bool) error {
	_, err := a.intoFile(path, overwrite, func(w io.Writer, format handover.Format) (bool, error) {
		list, sheet, err := a.fileList(w, path, on, format)
		if err != nil {
			return false, err
		}
		for _, l := range links {
			if list != nil {
				err = list.Add(l)
			} else {
				err = sheet.Add(l)
			}
			if err != nil {
				return false, err
			}
		}
		if list != nil {
			return true, list.Close()
		}
		return true, sheet.Close()
	})
	return err
}

// intoFile has a file written that only the user can read, in the format that its
// ending asks for. It is there (saved) when all of it is, and if write says to keep it.
func (a *app) intoFile(path string, overwrite bool, write func(io.Writer, handover.Format) (keep bool, err error)) (saved bool, err error) {
	format, err := formatOf(path)
	if err != nil {
		return false, err
	}
	if _, err := os.Lstat(path); err == nil && !overwrite {
		return false, fmt.Errorf("write %s: %w", path, fs.ErrExist)
	}
	if err := config.MakeDir(filepath.Dir(path)); err != nil {
		return false, err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".signet-*") // mode 0600; what a crash left is not in the way
	if err != nil {
		return false, err
	}
	defer os.Remove(tmp.Name()) //nolint:errcheck // gone already when all went well
	defer tmp.Close()           //nolint:errcheck // closed already when all went well
	keep, err := write(tmp, format)
	if closeErr := tmp.Close(); closeErr != nil || !keep {
		return false, errors.Join(err, closeErr)
	}
	renamed := os.Rename(tmp.Name(), path)
	return renamed == nil, errors.Join(err, renamed)
}

// asItIs leaves text to the screens, which clean it.
func asItIs(text string) string { return text }

// lookThere is a look in the place where the object was found.
func (a *app) lookThere(ctx context.Context, r share.Request, pin bool) (many.Look, error) {
	return a.lookAt(ctx, a.places.get(r.Target.Place), r, pin)
}

// fileList is the list that the file's name asks for: links, or a sheet of codes
// to print, on such a paper.
func (a *app) fileList(w io.Writer, path string, on qr.Paper, format handover.Format) (handover.List, *many.Sheet, error) {
	if ending := many.SheetEnding(path); ending != "" {
		return nil, &many.Sheet{Ending: ending, On: on, Now: a.Clock(), Save: func(data []byte) error {
			_, err := w.Write(data)
			return err
		}}, nil
	}
	list, err := handover.NewList(w, format, handover.Options{Now: a.Clock()})
	return list, nil, err
}

func formatOf(path string) (handover.Format, error) {
	if many.SheetEnding(path) != "" {
		return "", nil
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		return handover.CSV, nil
	case ".jsonl", ".json", ".ndjson":
		return handover.JSONLines, nil
	case ".md":
		return handover.MarkdownTable, nil
	case ".html", ".htm":
		return handover.HTMLPage, nil
	case ".txt":
		return handover.Lines, nil
	}
	return "", &share.UsageError{Op: "file", Problem: "no format known by that ending", Hint: "use .csv, .jsonl, .md, .html or .txt, or .pdf or .qr.html for QR codes to print"}
}
