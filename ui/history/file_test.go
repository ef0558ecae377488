package history

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"testing"

	"signet/ui/kit"
)

// w asks for a file, and its ending says what is written: a receipt of the share or of the
// folded batch, or evidence of a share on the normal screen.
func TestReceiptAndEvidence(t *testing.T) {
	w := newWorld(t, 0)
	for _, key := range []string{"one", "two"} {
		r := w.sample(5)
		r.Group, r.Spec.Target.Key = "batch", key
		w.record(r)
	}
	id := w.record(w.sample(1))
	w.start()
	if w.screen().bindings().write.Enabled() {
		t.Error("what nobody writes is offered")
	}
	type call struct {
		what, id, path string
		replace        bool
	}
	var called call
	var fails error
	w.screen().exits.Receipt = func(_ context.Context, id, path string, replace bool) error {
		called = call{"receipt", id, path, replace}
		return fails
	}
	w.screen().exits.Evidence = func(_ context.Context, id, path string, replace bool, says io.Writer) error {
		called = call{"evidence", id, path, replace}
		_, err := io.WriteString(says, "the line")
		return err
	}
	w.Press("w")
	w.sees("save what the log knows of it", "receipt-"+id+".txt", ".json: evidence")
	w.Press("esc")
	w.seesNot("save what the log knows")

	fails = fs.ErrExist
	w.Press("w", "enter")
	w.sees("there is such a file")
	fails = nil
	w.Press("enter")
	if called != (call{"receipt", id, "receipt-" + id + ".txt", true}) {
		t.Errorf("%+v", called)
	}
	if n, ok := w.Step().(kit.Notify); !ok || n.Kind != kit.Good || w.screen().Capturing() {
		t.Errorf("%+v", w.Step())
	}

	w.Press("w", "ctrl+u")
	w.Type("q.pdf")
	w.Press("enter")
	w.sees("the ending says what is written")
	w.Press("ctrl+u")
	w.Type("case.JSON")
	w.Press("enter")
	step, ok := w.Step().(kit.Outside)
	if !ok {
		t.Fatalf("%T", w.Step())
	}
	err := step.Run(t.Context(), io.Discard)
	if called != (call{"evidence", id, "case.JSON", false}) || err != nil {
		t.Errorf("%+v %v", called, err)
	}
	w.Send(step.Done(errors.New("no SSH key")))
	w.sees("no SSH key")
	w.Send(step.Done(nil))
	w.seesNot("save what the log knows")

	w.Press("down", "w")
	w.sees("receipt-batch.txt")
	w.seesNot("evidence, signed")
	w.Press("ctrl+u")
	w.Type("case.json")
	w.Press("enter")
	w.sees("evidence is of one share")
	w.Press("ctrl+u")
	w.Type("case.txt")
	w.Press("enter")
	if called != (call{"receipt", "batch", "case.txt", false}) {
		t.Errorf("%+v", called)
	}
}
