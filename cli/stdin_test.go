package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// waiting is a standard input on which nothing ever comes.
type waiting struct {
	asked chan struct{} // closed at the first read
	ends  chan struct{}
}

func (w waiting) Read([]byte) (int, error) {
	close(w.asked)
	<-w.ends
	return 0, context.Canceled
}

// Whoever waits for standard input can be interrupted: ctrl+c must not need a
// ctrl+d behind it.
func TestInterruptedWhileReadingStandardInput(t *testing.T) {
	for _, args := range []string{"share -", "qr -", "inspect -", "log find -", "log import -"} {
		t.Run(args, func(t *testing.T) {
			home := t.TempDir()
			in := waiting{make(chan struct{}), make(chan struct{})}
			defer close(in.ends)
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				<-in.asked
				cancel()
			}()
			var out, said bytes.Buffer
			code := Run(ctx, strings.Fields(args), IO{In: in, Out: &out, Err: &said, Env: func(name string) string {
				return map[string]string{"HOME": home, "SIGNET_HOME": home}[name]
			}})
			if code != exitInterrupted {
				t.Errorf("exit code %d: %s", code, said.String())
			}
		})
	}
}
