package ui

import (
	"context"
	"errors"
	"testing"

	"signet/share/many"
)

// The file of a batch is complete, and the log knows of it, before the program
// is gone; what comes later does not begin.
func TestTheEndWaitsForWhatWrites(t *testing.T) {
	failed := errors.New("disk full")
	begun, goOn := make(chan bool), make(chan bool)
	written := false
	u := &unfinished{}
	p := u.guard(Parts{
		Batch: func(context.Context, many.Order) (many.Result, error) {
			close(begun)
			<-goOn
			written = true
			return many.Result{Failed: 7}, failed
		},
		Event: func(context.Context, string, string, string) error { return failed },
		Save:  func(string, []byte, bool) error { return failed },
	})
	if !errors.Is(p.Event(t.Context(), "", "", ""), failed) || !errors.Is(p.Save("", nil, false), failed) {
		t.Error("an error is lost")
	}
	done := make(chan many.Result)
	go func() {
		r, err := p.Batch(t.Context(), many.Order{})
		if !errors.Is(err, failed) {
			t.Errorf("the batch gave %v", err)
		}
		done <- r
	}()
	<-begun
	ended := make(chan bool)
	go func() { u.end(); ended <- written }()
	close(goOn)
	if r := <-done; r.Failed != 7 {
		t.Errorf("result %+v", r)
	}
	if !<-ended {
		t.Error("the end did not wait")
	}
	if _, err := p.Batch(t.Context(), many.Order{}); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
	if !errors.Is(p.Event(t.Context(), "", "", ""), context.Canceled) || !errors.Is(p.Save("", nil, false), context.Canceled) {
		t.Error("after the end something is written")
	}
	if p := u.guard(Parts{}); p.Batch != nil || p.Event != nil || p.Save != nil {
		t.Error("what is not there cannot be guarded")
	}
}
