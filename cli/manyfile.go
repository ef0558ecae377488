package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"signet/config"
	"signet/share"
	"signet/share/handover"
	"signet/share/many"
)

// fewLinks is how many links are also kept in memory, to be copied.
const fewLinks = 200

// batch shares everything that was chosen in the browser into one file. The
// links go to a new file beside it, which takes its place at the end. The
// program does not end before that.
func (a *app) batch(svc *share.Service) many.ToFile {
	return func(ctx context.Context, chosen []many.Chosen, terms share.Request, path string, overwrite bool, p *many.Progress) (r many.Result, err error) {
		a.working.Add(1)
		defer a.working.Done()
		if err := ctx.Err(); err != nil {
			return r, err
		}
		format, err := formatOf(path)
		if err != nil {
			return r, err
		}
		if _, err := os.Lstat(path); err == nil && !overwrite {
			return r, fmt.Errorf("write %s: %w", path, fs.ErrExist)
		}
		if err := config.MakeDir(filepath.Dir(path)); err != nil {
			return r, err
		}
		tmp, err := os.CreateTemp(filepath.Dir(path), ".signet-*") // mode 0600; what a crash left is not in the way
		if err != nil {
			return r, err
		}
		defer os.Remove(tmp.Name()) //nolint:errcheck // gone already when all went well
		defer tmp.Close()           //nolint:errcheck // closed already when all went well
		job := &many.Job{
			Service: svc, Terms: terms, Progress: p, Clock: a.Clock, Keep: fewLinks,
			Objects: many.Gather(ctx, slices.Values(chosen), a.below, asItIs, func(int) {}),
			Ask:     many.Looks{Rails: svc.Rails, Look: a.lookThere, Clean: asItIs}.Ask,
			// The form for several objects has no field for it, and of most of them
			// nobody knows whether their bucket keeps versions.
			Unsaid: []string{"version"},
		}
		if job.List, job.Sheet, err = a.fileList(tmp, path, format); err != nil {
			return r, err
		}
		r, err = job.Run(ctx)
		if closeErr := tmp.Close(); closeErr != nil || !r.Whole || r.Links == 0 {
			return r, errors.Join(err, closeErr)
		}
		// Links that were signed are kept even when the batch was stopped.
		return r, errors.Join(err, os.Rename(tmp.Name(), path))
	}
}

// asItIs leaves text to the screens, which clean it.
func asItIs(text string) string { return text }

// lookThere is a look in the place where the object was found.
func (a *app) lookThere(ctx context.Context, r share.Request, pin bool) (many.Look, error) {
	return a.lookAt(ctx, a.places.get(r.Target.Place), r, pin)
}

// fileList is the list that the file's name asks for: links, or a sheet of codes
// to print.
func (a *app) fileList(w io.Writer, path string, format handover.Format) (handover.List, *many.Sheet, error) {
	if ending := many.SheetEnding(path); ending != "" {
		return nil, &many.Sheet{Ending: ending, Now: a.Clock(), Save: func(data []byte) error {
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
