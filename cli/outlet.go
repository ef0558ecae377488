package cli

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync"

	"signet/share"
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
// all the same. Another error says more, and so does one that has the failure in it.
func (a *app) unwritten(err error) error {
	o, ok := a.Out.(*outlet)
	if !ok {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	_, said := errors.AsType[*exitError](err)
	if o.failed == nil || err != nil && !said && !repeats(err, o.failed) {
		return err
	}
	kept, lost := a.signed.told()
	return &unwrittenError{o.failed, kept, lost}
}

// repeats reports an error that says no more than what failed, once or at each try.
func repeats(err, failed error) bool {
	return errors.Is(err, failed) && strings.Trim(strings.ReplaceAll(err.Error(), failed.Error(), ""), "\n") == ""
}

// unwrittenError is an answer that did not all reach whoever it was for.
type unwrittenError struct {
	cause error
	kept  bool     // something was signed that the share log can show again
	lost  []string // ids of what it cannot
}

func (e *unwrittenError) Error() string {
	kept, lost := "", ""
	if e.kept {
		kept = "what was handed out is in the share log: signet log lists it, and signet log show ID --url prints a link again"
	}
	switch len(e.lost) {
	case 0:
	case 1:
		lost = "what was signed as " + e.lost[0] + " is shown once, and lost: signet revoke " + e.lost[0] + " ends it"
	default:
		lost = "links of a session of their own are shown once, and lost where they did not arrive: signet log lists them, and signet revoke ID ends one"
	}
	if kept+lost == "" {
		lost = "what was printed is not all"
	}
	return say.Line(noOutput(e.cause), kept, lost)
}

func (e *unwrittenError) Unwrap() error { return e.cause }

// noOutput says why standard output took no more.
func noOutput(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err // standard output has no name that says more
	}
	return "standard output could not be written: " + err.Error()
}

// signed is what this run has put into the share log, for whoever did not get it.
type signed struct {
	mu    sync.Mutex
	plain bool            // something that the log can show again, and that was not begun before
	named map[string]bool // what was begun at the server, or is shown once; true: that
}

// add takes up records that the log has by now.
func (s *signed) add(records []share.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range records {
		once := r.Spec.Operation == share.Grant || r.Spec.Mandate.Kind.Info().Fleeting != ""
		switch {
		case r.Failure != "":
		case !once && !r.Spec.Begins():
			s.plain = true
		case s.named == nil:
			s.named = map[string]bool{r.ID: once}
		default:
			s.named[r.ID] = once
		}
	}
}

// drop forgets an intent that came to nothing.
func (s *signed) drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.named, id)
}

// told is whether the log can show some of it again, and the ids of what it cannot.
func (s *signed) told() (kept bool, lost []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept = s.plain
	for id, once := range s.named {
		if once {
			lost = append(lost, id)
		}
		kept = kept || !once
	}
	return kept, lost
}
