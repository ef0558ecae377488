package cli

import (
	"context"
	"io"
)

// stdin is standard input that gives up when ctx ends. A read from a terminal or
// a pipe cannot be called back, so one that is under way is left behind.
func (a *app) stdin(ctx context.Context) io.Reader {
	out, in := io.Pipe()
	go func() {
		_, err := io.Copy(in, a.In)
		_ = in.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { _ = in.CloseWithError(ctx.Err()) })
	return out
}
