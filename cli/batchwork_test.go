package cli

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// A further link of a batch takes memory for itself alone: tables, and what holds for
// all of them, are made once. It was 23 kB, of which 8 were tables.
func TestFurtherLinksTakeLittle(t *testing.T) {
	for _, kv := range exampleEnv(t.TempDir()) {
		k, v, _ := strings.Cut(kv, "=")
		t.Setenv(k, v)
	}
	taken := func(links int) (bytes uint64) {
		var in strings.Builder
		for i := range links {
			fmt.Fprintf(&in, "s3://bucket/reports/2026/q%04d.pdf\n", i)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if code := Run(context.Background(), []string{"share", "-"}, IO{In: strings.NewReader(in.String()), Out: io.Discard, Err: io.Discard}); code != 0 {
			t.Fatal(code)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	taken(1) // the log is made
	few, many := taken(300), taken(600)
	if a := (many - few) / 300; a > 17<<10 {
		t.Errorf("%d bytes for a further link", a)
	}
}
