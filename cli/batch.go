package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"signet/config"
	"signet/share"
	"signet/share/handover"
	"signet/share/say"
	"signet/ui/batch"
	"signet/ui/objects"
)

// fewLinks is how many links are also kept in memory, to be copied.
const fewLinks = 200

type batchRun func(ctx context.Context, chosen []objects.Chosen, terms share.Request, path string, overwrite bool, p *batch.Progress) (batch.Result, error)

// batch shares everything that was chosen in the browser into one file. The
// links go to a new file beside it, which takes its place at the end. The
// program does not end before that.
func (a *app) batch(svc *share.Service) batchRun {
	return func(ctx context.Context, chosen []objects.Chosen, terms share.Request, path string, overwrite bool, p *batch.Progress) (r batch.Result, err error) {
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
		list, err := a.fileList(tmp, path, format)
		if err != nil {
			return r, err
		}
		err = a.shareChosen(ctx, svc, chosen, terms, list, p, &r)
		if closeErr := errors.Join(list.Close(), tmp.Close()); closeErr != nil {
			return r, closeErr
		}
		if r.Links == 0 {
			return r, err
		}
		if codes, ok := list.(*sheet); ok {
			r.About, r.Warnings = append(r.About, codes.size()), append(r.Warnings, codes.warnings()...)
		}
		// Links that were signed are kept even when the batch was stopped.
		if renameErr := os.Rename(tmp.Name(), path); renameErr != nil {
			return r, renameErr
		}
		return r, err
	}
}

// fileList is the list that the file's name asks for: a sheet of codes to print
// or links.
func (a *app) fileList(w io.Writer, path string, format handover.Format) (handover.List, error) {
	if ending := sheetEnding(path); ending != "" {
		return newSheet(w, ending, 0, a.Clock()), nil
	}
	return handover.NewList(w, format, handover.Options{Now: a.Clock()})
}

func formatOf(path string) (handover.Format, error) {
	if sheetEnding(path) != "" {
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

func (a *app) shareChosen(ctx context.Context, svc *share.Service, chosen []objects.Chosen, terms share.Request, list handover.List, p *batch.Progress, r *batch.Result) error {
	terms.Lifetime = oneEnd(terms, svc.Default, a.Clock())
	var few bytes.Buffer
	var sum tally
	var lost unlogged
	all, err := a.gather(ctx, chosen)
	if err != nil {
		return err
	}
	requests := func(yield func(share.Request) bool) {
		for f := range all.all {
			r := terms
			r.Target, r.Object = f.target, f.object
			if !yield(a.pin(ctx, svc.Rails, r)) {
				return
			}
		}
	}
	in := iter.Seq[share.Request](requests)
	if _, ok := list.(*sheet); ok {
		if in, err = forSheet(in); err != nil {
			return err
		}
	}
	err = svc.ShareAll(ctx, in, func(o share.Outcome) error {
		if o.Err != nil {
			r.Failed++
			p.Failed.Add(1)
			if r.First == nil {
				r.First = o.Err
			}
			return nil
		}
		sum.add(unpinnable(o.Link))
		lost.count(o.Link)
		r.Links++
		p.Done.Add(1)
		if r.Links <= fewLinks {
			few.WriteString(o.Link.URL.Reveal() + "\n")
		}
		return list.Add(o.Link)
	})
	r.Earliest, r.Latest, r.Early, r.Because = sum.earliest, sum.latest, sum.early, sum.because()
	r.Warnings = sum.warnings()
	if lost.n > 0 {
		r.Warnings = append(r.Warnings, lost.String())
	}
	if r.Links <= fewLinks {
		r.All = share.NewSecret(few.String())
	}
	return err
}

// unpinnable is the link without the advice to pin its version: the form for
// several objects has no such field, and of most of them nobody knows whether
// their bucket keeps versions.
func unpinnable(l share.Link) share.Link {
	l.Warnings = slices.DeleteFunc(slices.Clone(l.Warnings), func(w share.Warning) bool { return w.Code == "version" })
	return l
}

// unlogged counts the links of a batch that the share log does not know. Only
// the first link of a batch is explained, and a disk may fill up later.
type unlogged struct {
	n   int
	why string
}

func (u *unlogged) count(l share.Link) {
	for _, w := range l.Warnings {
		if w.Code == "log" {
			_, why, _ := strings.Cut(w.Text, ": ") // after "the link is good, but ..."
			u.n, u.why = u.n+1, why
		}
	}
}

func (u *unlogged) String() string {
	return "not in the share log: " + say.Things(u.n, "link") + " (" + clean(u.why) + ")"
}

// gather lists the chosen folders to their ends, and takes the chosen objects as
// they are.
func (a *app) gather(ctx context.Context, chosen []objects.Chosen) (*gathering, error) {
	all := newGathering(func(int) {})
	for _, c := range chosen {
		if !c.Folder {
			all.one(c.Target, c.Object)
			continue
		}
		if err := all.below(ctx, a.places.get(c.Target.Place), c.Target); err != nil {
			return nil, err
		}
	}
	return all, nil
}
