package many

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"signet/share"
)

// Found is one object that is to be shared, and what is known of it.
type Found struct {
	Target share.Target
	Object share.Object
	Gone   bool // the server says that it has no such object, or no such version
	Last   bool // none is at hand after it: it may be long until the next comes
}

// Source hands out what is to be shared. Its error ends the batch; what was
// handed out before stays shared.
type Source func(yield func(Found) bool) error

// Addresses are objects that were named one by one.
func Addresses(targets []share.Target) Source {
	return func(yield func(Found) bool) error {
		for _, t := range targets {
			if !yield(Found{Target: t}) {
				break
			}
		}
		return nil
	}
}

// maxLine is the longest line: a key has 1,024 bytes.
const maxLine = 4 << 10

const perLine = "one s3://BUCKET/KEY per line"

// Lines reads one address per line of standard input, as parse understands it. With
// prefixes an address may name a bucket alone. The error of a line that is none is
// a *share.UsageError.
func Lines(r io.Reader, prefixes bool, parse func(line string) (share.Target, error)) Source {
	return func(yield func(Found) bool) error {
		stop, failed := make(chan struct{}), error(nil)
		defer close(stop)
		lines := linesAhead(r, stop, &failed)
		line, more := <-lines
		for n := 1; more; n++ {
			next, there, last := "", false, false
			select {
			case next, there = <-lines:
			default:
				last = true
			}
			line = strings.TrimSuffix(line, "\r")
			if n == 1 {
				line = strings.TrimPrefix(line, "\ufeff") // of an editor that marks UTF-8
			}
			if line != "" {
				t, err := parse(line)
				if err == nil && t.Key == "" && !prefixes {
					err = &share.UsageError{Op: "key", Problem: "no object named"}
				}
				if err == nil {
					err = CheckTarget(t)
				}
				if err != nil {
					return &share.UsageError{Op: fmt.Sprintf("standard input, line %d", n), Problem: err.Error(), Hint: perLine}
				}
				if !yield(Found{Target: t, Last: last}) {
					return nil
				}
			}
			if last {
				next, there = <-lines
			}
			line, more = next, there
		}
		if errors.Is(failed, bufio.ErrTooLong) {
			return &share.UsageError{Op: "standard input", Problem: "a line is too long to be an address", Hint: perLine}
		}
		return failed
	}
}

// linesAhead reads lines before they are asked for, so that it can be seen whether one is
// at hand. failed says why there are no more once they are closed; nil: that was the end.
func linesAhead(r io.Reader, stop <-chan struct{}, failed *error) <-chan string {
	ahead := make(chan string, 256)
	go func() {
		defer close(ahead)
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, maxLine), maxLine)
		for lines.Scan() {
			select {
			case ahead <- lines.Text():
			case <-stop:
				return
			}
		}
		*failed = lines.Err()
	}()
	return ahead
}

// CheckTarget refuses what S3 stores under no bucket or key. An empty key is a
// prefix, and judged by whoever takes none.
func CheckTarget(t share.Target) error {
	if t.Key == "" {
		t.Key = "any"
	}
	return t.Check()
}
