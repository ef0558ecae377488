// Package fetch saves an object into a file: under another name until it is whole, and
// going on where a connection broke off, as long as it is still the same object.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"

	"signet/s3browser"
	"signet/share/say"
)

// Getter opens content; *s3browser.Client is one.
type Getter interface {
	Get(ctx context.Context, r s3browser.GetRequest) (*s3browser.Content, error)
}

// Job is what is saved, and where.
type Job struct {
	Bucket, Key, VersionID string
	Path                   string
	Overwrite              bool // a file of that name may be replaced
}

// Progress is how far a Job has come. It may be read at any time.
type Progress struct {
	Done   atomic.Int64 // bytes
	Size   atomic.Int64 // of all; below 0: unknown
	Broken atomic.Int64 // connections that broke and were taken up again
}

// The attempts to take up a broken connection that bring nothing, and the pause before
// the first; each further one is twice as long.
const (
	attempts = 5
	pause    = time.Second
)

// ToFile saves an object. The file can be read by its owner alone. With an error, none
// is left behind; it matches fs.ErrExist where there is a file that must not be
// replaced.
func ToFile(ctx context.Context, from Getter, j Job, p *Progress) error {
	return (&transfer{from: from, job: j, progress: p, pause: pause}).run(ctx)
}

// transfer is a job that is being done.
type transfer struct {
	from     Getter
	job      Job
	progress *Progress
	pause    time.Duration

	first *s3browser.Content // what the object was when its first byte came
	done  int64
}

func (t *transfer) run(ctx context.Context) error {
	t.progress.Size.Store(-1)
	f, err := create(t.job)
	if err != nil {
		return err
	}
	if err := errors.Join(t.fill(ctx, f), f.Close()); err != nil {
		return errors.Join(err, discard(f.Name()))
	}
	return place(f.Name(), t.job)
}

// fill reads until the object is complete, through any number of connections that each
// bring something.
func (t *transfer) fill(ctx context.Context, w io.Writer) error {
	idle := 0
	for {
		before := t.done
		err := t.read(ctx, w)
		if err == nil {
			return nil
		}
		if t.done > before {
			idle = 0
		}
		if idle++; idle > attempts || !passing(err) || ctx.Err() != nil {
			return t.explain(ctx, err)
		}
		t.progress.Broken.Add(1)
		if err := wait(ctx, t.pause<<(idle-1)); err != nil {
			return t.explain(ctx, err)
		}
	}
}

// read goes on behind what is there.
func (t *transfer) read(ctx context.Context, w io.Writer) error {
	r := s3browser.GetRequest{Bucket: t.job.Bucket, Key: t.job.Key, VersionID: t.job.VersionID, From: t.done}
	if t.first != nil {
		r.IfMatch = t.first.ETag
	}
	got, err := t.from.Get(ctx, r)
	if err != nil {
		return err
	}
	defer got.Body.Close()
	switch {
	case t.first == nil:
		t.first = got
		t.progress.Size.Store(got.Size)
	case got.ETag != t.first.ETag, got.Size != t.first.Size, !got.Modified.Equal(t.first.Modified):
		return errChanged
	}
	_, err = io.Copy(&sink{w, t}, got.Body)
	if err == nil && t.first.Size >= 0 && t.done != t.first.Size {
		return errShort
	}
	return err
}

var (
	errChanged = errors.New("the object was changed while it was read: begin again")
	errShort   = errors.New("the server sent another length than it announced")
)

// sink writes and counts, and marks the errors of the disk.
type sink struct {
	w io.Writer
	t *transfer
}

// Write writes to the file.
func (s *sink) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	s.t.done += int64(n)
	s.t.progress.Done.Store(s.t.done)
	if err != nil {
		return n, &diskError{err}
	}
	return n, nil
}

// diskError is what the file system says.
type diskError struct{ err error }

func (e *diskError) Error() string { return "the file cannot be written: " + cause(e.err).Error() }
func (e *diskError) Unwrap() error { return e.err }

// passing reports a failure after which another attempt may do better.
func passing(err error) bool {
	known, ok := errors.AsType[*s3browser.Error](err)
	if !ok {
		return errors.Is(err, errShort)
	}
	switch known.Kind {
	case s3browser.ServerFailed, s3browser.Unreachable, s3browser.Throttled:
		return true
	}
	return false
}

// explain says what happened to the file, too.
func (t *transfer) explain(ctx context.Context, err error) error {
	known, ok := errors.AsType[*s3browser.Error](err)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("the disk is full after %s of %s: make room, or name a file elsewhere: %w", say.Bytes(t.done), say.Bytes(t.first.Size), err)
	case ok && known.Status == http.StatusPreconditionFailed:
		return errChanged
	}
	return err
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
