package cli

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// A batch that takes longer than its links live stops; it does not complain about
// every object that is left.
func TestABatchStopsAtTheEndOfItsLinks(t *testing.T) {
	home(t)
	var mu sync.Mutex
	now := time.Now()
	var out, said bytes.Buffer
	code := Run(t.Context(), []string{"share", "-", "--expires", "10m"}, IO{
		In: strings.NewReader(strings.Repeat("s3://b/k\n", 5000)), Out: &out, Err: &said, Env: os.Getenv,
		Clock: func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			now = now.Add(100 * time.Millisecond)
			return now
		},
	})
	if code != exitFailed || !strings.Contains(said.String(), "take a longer one") {
		t.Errorf("exit code %d: %s", code, said.String())
	}
	if lines := strings.Count(said.String(), "\n"); lines > 10 {
		t.Errorf("%d lines on standard error", lines)
	}
	if links := strings.Count(out.String(), "\n"); links == 0 || links == 5000 {
		t.Errorf("%d links", links)
	}
}
