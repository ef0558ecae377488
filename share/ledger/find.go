package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Match is an entry that a text was recognised as.
type Match struct {
	Entry Entry
	By    string // "signature", "tracking id", "id", or "terms": same object, key and second
	Of    string // which request of an upload in parts has that signature: "part 7 of 200"
}

// Search is what became of looking through a text.
type Search struct {
	Bytes  int64    // of the input that were read, as it came
	Blank  bool     // there is nothing in it but space
	Clues  bool     // there is something in it that could belong to a share
	Missed []string // what was not looked through, and where; empty: all was
}

// mostMissed bounds how much of what was not looked through is told one by one.
const mostMissed = 10

func (s *Search) missed(text string) {
	switch {
	case len(s.Missed) < mostMissed:
		s.Missed = append(s.Missed, text)
	case len(s.Missed) == mostMissed:
		s.Missed = append(s.Missed, "more, which is not told one by one")
	}
}

// Find recognises a pasted URL, a bare signature, lines of an access log, a
// tracking id or an entry's id. Mended are other readings of the same text, of
// somebody who knows more about broken links. The text is not kept anywhere.
func (l *Ledger) Find(ctx context.Context, text string, mended ...string) ([]Match, error) {
	var out []Match
	_, err := l.FindIn(ctx, strings.NewReader(text), func(m Match) error {
		out = append(out, m)
		return nil
	}, mended...)
	return out, err
}

// A text is looked through in windows. What belongs together, a link that was
// broken over lines or the terms of one, is within half of what two windows have
// in common.
const (
	window  = 1 << 20
	overlap = 64 << 10
)

// FindIn looks for the shares that a text of any length belongs to, and calls
// yield with each of them once. The whole of it is looked through, as it stands
// and without what broke its links; what is packed in it (gzip, zip, bzip2), in
// base64 or in UTF-16 too. Search says what was not, for instance because the
// reader failed: that is no error. Memory does not grow with the text.
func (l *Ledger) FindIn(ctx context.Context, r io.Reader, yield func(Match) error, mended ...string) (Search, error) {
	if _, err := l.reader(); err != nil {
		return Search{}, err
	}
	f := newFinder(ctx, l, yield)
	for _, m := range mended {
		f.look([]byte(m), 0, len(m))
	}
	s := &Search{Blank: true}
	in := &source{r: r}
	err := f.through(newUnpacker(in, 0, in.failed, func(what string) {
		s.missed(fmt.Sprintf("at byte %d of the input: %s", in.n, what))
	}), s)
	if failure := in.failed(); failure != nil && err == nil {
		s.missed(fmt.Sprintf("what follows after byte %d of the input: %v", in.n, failure))
	}
	s.Bytes, s.Clues = in.n, f.clued
	return *s, err
}

// through looks through all windows of a text.
func (f *finder) through(in io.Reader, s *Search) error {
	f.read.packed = func(what string) { s.missed(what) }
	buf := make([]byte, 0, 64<<10)
	for first := true; ; first = false {
		var last bool
		buf, last = readWindow(in, buf)
		if s.Blank && len(bytes.TrimSpace(buf)) > 0 {
			s.Blank = false
		}
		low, high := 0, len(buf)
		if !first {
			low = overlap / 2
		}
		if !last {
			high -= overlap / 2
		}
		f.look(buf, low, high)
		if first && last {
			f.whole(buf)
		}
		if err := f.settle(); err != nil || last {
			return err
		}
		buf = append(buf[:0], buf[len(buf)-overlap:]...)
	}
}

// readWindow fills a window, without the second bytes of UTF-16. A short text gets a
// small one.
func readWindow(in io.Reader, buf []byte) (filled []byte, last bool) {
	for {
		if len(buf) == cap(buf) {
			if cap(buf) >= window {
				return buf, false
			}
			buf = append(make([]byte, 0, min(2*cap(buf), window)), buf...)
		}
		n, err := in.Read(buf[len(buf):cap(buf)])
		buf = append(buf, withoutNUL(buf[len(buf):len(buf)+n])...)
		if err != nil {
			return buf, true
		}
	}
}

// source counts what is read, and keeps why no more can be.
type source struct {
	r   io.Reader
	n   int64
	err error
}

func (s *source) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	s.n, s.err = s.n+int64(n), err
	return n, err
}

// failed is why not all was read; nil at the end of the input.
func (s *source) failed() error {
	if errors.Is(s.err, io.EOF) {
		return nil
	}
	return s.err
}
