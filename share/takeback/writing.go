package takeback

import (
	"context"
	"errors"
	"fmt"
)

// writing is a policy that was shown, and what it was made of.
type writing struct {
	store       Store
	bucket      string
	was, become string
}

// do writes it, if the policy is still the one that it was made of, and reads it back.
// An *untouchedError says that nothing was changed.
func (w writing) do(ctx context.Context, written func(back string) error) error {
	if w.become == w.was {
		return nil
	}
	switch now, err := w.store.Policy(ctx, w.bucket); {
	case err != nil:
		return &untouchedError{err: err}
	case now != w.was:
		return &untouchedError{err: errors.New("somebody else has changed the policy meanwhile, nothing was written; the same command goes by the new one")}
	}
	refused := w.store.SetPolicy(ctx, w.bucket, w.become)
	back, err := w.store.Policy(context.WithoutCancel(ctx), w.bucket)
	switch {
	case refused != nil && err == nil && back == w.was:
		return &untouchedError{err: refused, hand: true}
	case refused != nil && err != nil:
		return fmt.Errorf("%w\nwhether the policy was written is not known: it cannot be read either: %w", refused, err)
	case err != nil:
		return fmt.Errorf("the policy was written, and cannot be read back: %w", err)
	}
	if err := written(back); err != nil {
		return errors.Join(refused, err)
	}
	return nil // where the answer alone was lost it is there
}
