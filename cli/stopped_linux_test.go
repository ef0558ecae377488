package cli

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/term"
)

// TestWhoStartedUsMayIgnoreCtrlZ: what a parent ignores stays ignored; before, to catch it
// undid that, and nobody woke the program that it stopped.
func TestWhoStartedUsMayIgnoreCtrlZ(t *testing.T) {
	const inner = "SIGNET_TEST_STOPPING"
	if os.Getenv(inner) != "" {
		before := stopIgnored()
		(&stopping{}).while(0, new(term.State), func() {})()
		t.Logf("ignored: %v, %v", before, stopIgnored())
		return
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]string{`trap "" TSTP`: "ignored: true, true"}
	if !stopIgnored() { // by who started the tests
		cases["true"] = "ignored: false, false"
	}
	for shell, want := range cases {
		cmd := exec.CommandContext(t.Context(), "sh", "-c", shell+`; exec "$0" -test.v -test.run '^TestWhoStartedUsMayIgnoreCtrlZ$'`, exe)
		cmd.Env = append(os.Environ(), inner+"=1")
		if said, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(said), want) {
			t.Errorf("%s: %v\n%s\nwant %q", shell, err, said, want)
		}
	}
}
