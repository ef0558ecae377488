package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"signet/cli"
	"signet/share/qr"
	"signet/share/qr/qrtest"
)

// run is one command line in a world without a terminal.
func runQR(t *testing.T, stdin string, args ...string) (code int, out, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := func(name string) string { return map[string]string{"LANG": "C.UTF-8"}[name] }
	code = cli.Run(context.Background(), append([]string{"qr"}, args...), cli.IO{In: strings.NewReader(stdin), Out: &stdout, Err: &stderr, Env: env})
	return code, stdout.String(), stderr.String()
}

// TestQRPrintsACodeThatScans: without a terminal there are no colours, and the
// drawing is light ink on dark.
func TestQRPrintsACodeThatScans(t *testing.T) {
	link := qrtest.Lasting(384)
	for name, tt := range map[string][]string{"argument": {"", link}, "standard input": {link + "\nsomething else\n", "-"}} {
		code, out, said := runQR(t, tt[0], tt[1])
		if code != 0 || !strings.HasPrefix(said, "it is drawn for a dark background") || strings.Count(said, "\n") != 1 {
			t.Fatalf("%s: exit %d, %q", name, code, said)
		}
		qrtest.MustRead(t, qrtest.Pixels(out, 80, 42, qrtest.Terminal{CellW: 8, CellH: 17}), link)
	}
}

func TestQRWritesFilesAndNeverOverwrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "code.svg")
	if code, out, said := runQR(t, "", "--out", path, qrtest.Link(384)); code != 0 || out != "" || !strings.Contains(said, "only you can read it") {
		t.Fatalf("exit %d, %q, %q", code, out, said)
	}
	if code, _, said := runQR(t, "", "--out", path, "other"); code != 1 || !strings.Contains(said, "--overwrite") {
		t.Errorf("again: exit %d, %q", code, said)
	}
	if code, _, _ := runQR(t, "", "--out", path, "--overwrite", "other"); code != 0 {
		t.Errorf("told to: exit %d", code)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestQRWrongUse(t *testing.T) {
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{nil, 2, "something is missing"},
		{[]string{"-"}, 2, "no link on standard input"},
		{[]string{"--style", "braille", "x"}, 2, "auto, half, full"},
		{[]string{"--style", "octants", "--out", "x.pdf", "x"}, 2, "--style and --out cannot go together"},
		{[]string{"--invert", "--out", "x.pdf", "x"}, 2, "--invert and --out cannot go together"},
		{[]string{"--scale", "0", "--out", "x.png", "x"}, 2, "--scale 0 is out of bounds"},
		{[]string{"--out", "x.jpg", "x"}, 2, ".png, .svg, .pdf, .html"},
		{[]string{qrtest.Link(3000)}, 1, "3,000 bytes, and a QR code holds 2,953"},
		{[]string{"--style", "sixel", "x"}, 1, "no terminal that could answer"},
	} {
		if code, out, said := runQR(t, "", tt.args...); code != tt.code || out != "" || !strings.Contains(said, tt.says) {
			t.Errorf("%.40q: exit %d, %q, %q", tt.args, code, out, said)
		}
	}
}

// TestEveryStyleCanBePreferred: what can be drawn is taken by the settings, too. One
// that this place does not show is a preference, and another is taken.
func TestEveryStyleCanBePreferred(t *testing.T) {
	for _, s := range qr.Styles() {
		var out, said bytes.Buffer
		env := func(name string) string {
			return map[string]string{"LANG": "C.UTF-8", "SIGNET_QR": s.String(), "SIGNET_HOME": t.TempDir()}[name]
		}
		code := cli.Run(t.Context(), []string{"qr", "https://signet.example/"}, cli.IO{In: strings.NewReader(""), Out: &out, Err: &said, Env: env})
		if code != 0 || out.Len() == 0 {
			t.Errorf("%v: exit %d, %s", s, code, said.String())
		}
	}
}
