package cli

import (
	"errors"
	"io"
	"io/fs"
	"sync"

	"signet/share/say"
)

// outlet is a standard output that is no terminal. It remembers what kept it from being
// written: not every command asks after each line, and half an answer must not end as a
// whole one.
type outlet struct {
	w      io.Writer
	mu     sync.Mutex
	failed error // the first
}

// heeded is a standard output whose failures are told at the end.
func heeded(w io.Writer) io.Writer {
	if isTerminal(w) {
		return w
	}
	return &outlet{w: w}
}

// Write writes, and remembers.
func (o *outlet) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.failed == nil {
			o.failed = err
		}
	}
	return n, err
}

// unwritten puts a standard output that took no more into words, and says what was done
// all the same. Another error says more.
func (a *app) unwritten(err error) error {
	o, ok := a.Out.(*outlet)
	if !ok {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, said := errors.AsType[*exitError](err); o.failed == nil || err != nil && !said && !errors.Is(err, o.failed) {
		return err
	}
	return &unwrittenError{o.failed, int(a.recorded.Load())}
}

// unwrittenError is an answer that did not all reach whoever it was for.
type unwrittenError struct {
	cause error
	links int // that are in the share log by now
}

func (e *unwrittenError) Error() string {
	why := e.cause
	if p, ok := errors.AsType[*fs.PathError](why); ok {
		why = p.Err // standard output has no name that says more
	}
	text := "standard output could not be written: " + why.Error()
	switch {
	case e.links == 1:
		return say.Line(text, "the link is signed and in the share log: signet log lists it, and signet log show ID --url prints it again")
	case e.links > 1:
		return say.Line(text, say.Things(e.links, "link")+" are signed and in the share log: signet log lists them, and signet log show ID --url prints one again")
	}
	return say.Line(text, "what was printed is not all")
}

func (e *unwrittenError) Unwrap() error { return e.cause }
