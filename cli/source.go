package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"signet/share"
)

// source is where the targets of a batch come from: arguments, standard input,
// or a listing, which is read to its end first. err says what ended it early.
type source struct {
	all func(yield func(found) bool)
	err error
}

type found struct {
	target share.Target
	object share.Object
}

func (a *app) source(ctx context.Context, f *shareFlags, p *place, targets []share.Target, stdin bool, tell func(listed int)) *source {
	s := &source{}
	switch {
	case stdin:
		s.all = func(yield func(found) bool) { s.err = a.readTargets(ctx, f, p, yield) }
	case f.recursive:
		s.all = func(yield func(found) bool) {
			listed := newGathering(tell)
			for _, t := range targets {
				if s.err = listed.below(ctx, p, t); s.err != nil {
					return
				}
			}
			listed.all(yield)
		}
	default:
		s.all = func(yield func(found) bool) {
			for _, t := range targets {
				if !yield(found{target: t}) {
					return
				}
			}
		}
	}
	return s
}

// maxLine is the longest line of standard input: a key has 1,024 bytes.
const maxLine = 4 << 10

func (a *app) readTargets(ctx context.Context, f *shareFlags, p *place, yield func(found) bool) error {
	lines := bufio.NewScanner(a.stdin(ctx))
	lines.Buffer(make([]byte, maxLine), maxLine)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSuffix(lines.Text(), "\r")
		if line == "" {
			continue
		}
		t, err := share.ParseTarget(line, p.servers(ctx))
		if err == nil && t.Key == "" && !f.keyPrefix {
			err = &share.UsageError{Op: "key", Problem: "no object named"}
		}
		if err == nil {
			err = checkTarget(t)
		}
		if err != nil {
			return &usageError{fmt.Sprintf("standard input, line %d: %v", n, err), "one s3://BUCKET/KEY per line"}
		}
		if !yield(found{target: t}) {
			return nil
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return &usageError{"standard input: a line is too long to be an address", "one s3://BUCKET/KEY per line"}
	}
	return lines.Err()
}
