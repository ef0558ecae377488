package cli

import (
	"context"
	"errors"
	"io"
	"os"
)

// stdin is standard input that gives up when ctx ends. A read from a terminal or
// a pipe cannot be called back, so one that is under way is left behind.
func (a *app) stdin(ctx context.Context) io.Reader {
	return within(ctx, func(to io.Writer) error {
		_, err := io.Copy(to, a.In)
		return err
	})
}

// input is a file, or standard input for -. A pipe gives up when ctx ends, also
// while nobody opens its other end.
func (a *app) input(ctx context.Context, path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(a.stdin(ctx)), nil
	}
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
		return os.Open(path)
	}
	return within(ctx, func(to io.Writer) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		_, err = io.Copy(to, f)
		return errors.Join(err, f.Close())
	}), nil
}

// within has something read that may never answer, until ctx ends.
func within(ctx context.Context, read func(to io.Writer) error) io.ReadCloser {
	out, in := io.Pipe()
	go func() { _ = in.CloseWithError(read(in)) }()
	context.AfterFunc(ctx, func() { _ = in.CloseWithError(ctx.Err()) })
	return out
}
