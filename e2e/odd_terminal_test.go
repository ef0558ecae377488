package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The command line in terminals that draw as few do, photographed by the script
// that a developer uses by hand.
func TestCodeInOddTerminals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		size   string
		length int // of the link
		read   bool
		env    []string
	}{
		{"wide blocks", "160x80", 384, true, []string{"FS=7", "XTERM=-cjk_width"}},
		{"no UTF-8", "160x80", 384, true, []string{"FS=7", "XTERM=+u8", "LOCALE=C"}},
		{"full cells by the settings", "160x82", 384, true, []string{"FS=7", "SIGNET_QR=full"}},
		{"no colours on black", "120x41", 384, true, []string{"NO_COLOR=1"}},
		{"no colours on white", "120x41", 384, true, []string{"NO_COLOR=1", "BG=white", "FG=black"}},
		{"a setting that does not fit", "80x24", 1464, true, []string{"SIGNET_QR=full", "TI=vt340"}},
		{"too small", "80x24", 384, false, []string{"SECONDS_=3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, link := signetWith(t, keys{}), longLink(c.length)
			file, done := filepath.Join(p.home, "link"), filepath.Join(p.home, "done")
			if err := os.WriteFile(file, []byte(link+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			want := link
			if !c.read {
				want = ""
			}
			script, err := filepath.Abs("qr-on-screen.sh")
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(within(t, testTimeout), script, want, c.size, "sh", "-c", onAndOn(here.program+" qr - <"+file+" && touch "+done)+"; touch "+done+"; exec cat")
			cmd.Env = append(append(p.env, "AFTER="+done, fmt.Sprintf("SECONDS_=%.0f", testTimeout.Seconds())), c.env...)
			cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // so that it ends its X server
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}
