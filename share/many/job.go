package many

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"strings"
	"sync/atomic"
	"time"

	"signet/share"
	"signet/share/handover"
	"signet/share/qr"
	"signet/share/say"
)

// Job is the sharing of many objects with the same terms. List, Sheet, Keep, Unsaid
// and Hooks may be left out.
type Job struct {
	Service *share.Service
	Terms   share.Request // without a target: each object brings its own
	Objects Source
	// Ask completes the request for one object, which may take a look at it. An
	// error leaves the object out.
	Ask   func(context.Context, share.Request) (share.Request, error)
	List  handover.List // where the links go; nil: on the sheet alone
	Sheet *Sheet        // where their codes go; nil: there is none
	Clock func() time.Time

	First  int      // the first so many links and failures are in the result
	Keep   int      // up to so many links are kept, to be copied
	Unsaid []string // codes of warnings that are not summed up

	Hooks    Hooks
	Progress *Progress
}

// Hooks are told what happens meanwhile, by the goroutine that runs the job. Each
// may be nil.
type Hooks struct {
	Moved  func()                    // one more was read
	Failed func(share.Target, error) // one could not be signed
	First  func(share.Link)          // the first link
	News   func([]*Kind)             // what sets a link apart from those before it
}

// Progress is how far a job has come. It is written by the job, and may be read
// by anybody meanwhile.
type Progress struct {
	Read   atomic.Int64 // objects on their way
	Done   atomic.Int64 // links signed and recorded
	Failed atomic.Int64
}

// Result is what became of a job.
type Result struct {
	Tally
	Failed   int
	FirstErr error        // the first failure
	Kept     []share.Link // the first links, at most as many as the job was asked to keep whole
	Left     []Left       // the first failures, at most as many
	Unlogged int          // links that the share log does not know
	LogErr   error        // why it does not know the last of them
	All      share.Secret // all links, one to a line, if they are few; empty otherwise
	Paper    Paper        // of the sheet
	Whole    bool         // the list and the sheet are written to their ends, and kept
	Page     *share.Link  // to the page of all, where that was ordered
}

// NotLogged says which links the share log does not know. What names it is passed
// through clean.
func (r *Result) NotLogged(clean func(string) string) string {
	return "not in the share log: " + say.Things(r.Unlogged, "link") + " (" + clean(r.LogErr.Error()) + ")"
}

// Warnings are what is to be said against the links and their codes, a sentence
// each, without full stop.
func (r *Result) Warnings(clean func(string) string) []string {
	all := r.Tally.Warnings(clean)
	if r.Unlogged > 0 {
		all = append(all, r.NotLogged(clean))
	}
	return append(all, r.Paper.Warnings()...)
}

// Few is how many links need no file: they are kept, and shown as a list.
const Few = 50

// Order is what the screens have signed: all objects, with the terms of the request.
type Order struct {
	Objects   Source
	Terms     share.Request
	Path      string   // of the file that the links go into, readable by the user alone; empty: none
	Overwrite bool     // otherwise an existing file is an error that matches fs.ErrExist
	On        qr.Paper // where it is a sheet of codes; zero: A4
	Page      bool     // one link to a page of all, instead of a file
	Title     string   // of that page; empty: that of all pages
	Progress  *Progress
}

// Sign carries out an order. Of the links, Few are in the result at most.
type Sign func(ctx context.Context, o Order) (Result, error)

// Left is an object that was not shared, and why.
type Left struct {
	Target share.Target
	Err    error
}

// ErrLate ends a job whose links would begin after they end.
var ErrLate = errors.New("share: the end that all links have in common is past before all are signed; take a longer one")

// Run shares until there is nothing left. It stops early, and what was shared by
// then is listed and counted, when ctx ends, when the common end is reached
// (ErrLate), when the list or the source of the objects fails, and with a
// *share.UsageError when not the object but what is asked of all makes no sense.
// With a sheet nothing is signed before all objects are known to fit on it.
func (j *Job) Run(ctx context.Context) (Result, error) {
	r := &run{Job: j, ctx: ctx, terms: j.Terms}
	r.terms.Lifetime = oneEnd(j.Terms, j.Service.Default, j.Clock())
	in := iter.Seq[share.Request](r.requests)
	if j.Sheet != nil {
		var err error
		if in, err = fits(in); err != nil {
			return r.Result, err
		}
	}
	err := j.Service.ShareAll(ctx, in, r.emit)
	closed := r.close()
	r.Whole = closed == nil
	if r.Links <= j.Keep {
		r.All = share.NewSecret(r.kept.String())
	}
	return r.Result, cmp.Or(err, closed, r.source, r.stopped)
}

// run is a job under way.
type run struct {
	*Job
	Result
	ctx     context.Context
	terms   share.Request
	kept    strings.Builder
	source  error // of the objects
	stopped error // before they were all read
}

// oneEnd is a lifetime that ends all links of a batch at the same moment, however
// long it takes to sign them.
func oneEnd(terms share.Request, usual share.Lifetime, now time.Time) share.Lifetime {
	l := terms.Lifetime
	if l.IsZero() {
		l = usual
	}
	if !l.Until.IsZero() {
		return l
	}
	if terms.Starts.After(now) {
		return share.Lifetime{Until: terms.Starts.Truncate(time.Second).Add(l.Duration)}
	}
	return share.Lifetime{Duration: l.Duration, From: now.Truncate(time.Second)}
}

func (r *run) requests(yield func(share.Request) bool) {
	r.source = r.Objects(func(f Found) bool {
		if !r.terms.Lifetime.End().After(r.Clock()) {
			r.stopped = ErrLate
			return false
		}
		request := r.terms
		request.Target, request.Object, request.Last = f.Target, f.Object, f.Last
		request, err := r.Ask(r.ctx, request)
		switch {
		case err != nil && r.ctx.Err() != nil:
			r.stopped = r.ctx.Err()
			return false
		case err != nil:
			r.fail(request.Target, err)
			return true
		}
		r.Progress.Read.Add(1)
		if r.Hooks.Moved != nil {
			r.Hooks.Moved()
		}
		if !yield(request) {
			return false
		}
		if f.Last {
			r.stopped = r.flush()
		}
		return r.stopped == nil
	})
}

// flush gives out what the list holds, before an object that may be long in coming.
func (r *run) flush() error {
	if list, ok := r.List.(handover.Flusher); ok {
		return list.Flush()
	}
	return nil
}

// emit takes what became of one request.
func (r *run) emit(o share.Outcome) error {
	if o.Err != nil {
		if r.ofAll(o) {
			return o.Err
		}
		r.fail(o.Request.Target, o.Err)
		return nil
	}
	if o.Unlogged != nil {
		r.Unlogged++
		r.LogErr = o.Unlogged
	}
	news := r.add(o.Link, r.Unsaid)
	switch {
	case r.Links == 1:
		if r.Hooks.First != nil {
			r.Hooks.First(o.Link)
		}
	case news != nil && r.Hooks.News != nil:
		r.Hooks.News(news)
	}
	r.Progress.Done.Add(1)
	return r.write(o.Link)
}

// ofAll reports a fault of the terms: it would be said of every object.
func (r *run) ofAll(o share.Outcome) bool {
	var usage *share.UsageError
	if r.Links > 0 || !errors.As(o.Err, &usage) {
		return false
	}
	if o.Request.Options.KeyPrefix {
		return CheckTarget(o.Request.Target) == nil
	}
	return o.Request.Target.Check() == nil
}

func (r *run) fail(t share.Target, err error) {
	r.Result.Failed++
	r.Progress.Failed.Add(1)
	if r.FirstErr == nil {
		r.FirstErr = err
	}
	if len(r.Left) < r.Job.First {
		r.Left = append(r.Left, Left{t, err})
	}
	if r.Hooks.Failed != nil {
		r.Hooks.Failed(t, err)
	}
}

// write puts a link where it belongs.
func (r *run) write(l share.Link) error {
	if len(r.Kept) < r.Job.First {
		r.Kept = append(r.Kept, l)
	}
	if r.Links <= r.Keep {
		r.kept.WriteString(l.URL.Reveal() + "\n")
	}
	var err error
	if r.List != nil {
		err = r.List.Add(l)
	}
	if err == nil && r.Sheet != nil {
		err = r.Sheet.Add(l)
	}
	return err
}

func (r *run) close() (err error) {
	if r.List != nil {
		err = r.List.Close()
	}
	if r.Sheet != nil {
		r.Paper = r.Sheet.Paper()
		err = errors.Join(err, r.Sheet.Close())
	}
	return err
}
