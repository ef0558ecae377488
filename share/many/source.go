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
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, maxLine), maxLine)
		for n := 1; lines.Scan(); n++ {
			line := strings.TrimSuffix(lines.Text(), "\r")
			if n == 1 {
				line = strings.TrimPrefix(line, "\ufeff") // of an editor that marks UTF-8
			}
			if line == "" {
				continue
			}
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
			if !yield(Found{Target: t}) {
				return nil
			}
		}
		if errors.Is(lines.Err(), bufio.ErrTooLong) {
			return &share.UsageError{Op: "standard input", Problem: "a line is too long to be an address", Hint: perLine}
		}
		return lines.Err()
	}
}

// CheckTarget refuses what S3 stores under no bucket or key. An empty key is a
// prefix, and judged by whoever takes none.
func CheckTarget(t share.Target) error {
	if t.Key == "" {
		t.Key = "any"
	}
	return t.Check()
}
