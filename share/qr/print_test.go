package qr_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"signet/share/qr"
	"signet/share/qr/qrtest"
)

// TestPrintedSheetsScan prints a sheet both ways, as PDF and as HTML through a
// browser, renders the pages as a printer of 300 dpi would, and reads all codes.
// It needs chromium, pdftoppm (poppler-utils) and zbarimg, and is skipped
// without them.
func TestPrintedSheetsScan(t *testing.T) {
	if testing.Short() {
		t.Skip("prints and decodes for long, in one goroutine")
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		browser, err = exec.LookPath("google-chrome")
	}
	if _, other := exec.LookPath("pdftoppm"); err != nil || other != nil || !qrtest.HasZbar() {
		t.Skip("needs chromium or google-chrome, pdftoppm and zbarimg")
	}
	var links []string
	sheet := qr.Sheet{Title: "Field documents", PerPage: 12}
	for i := range 14 { // a full page and the beginning of another
		n := 384 + i
		links = append(links, qrtest.Link(n))
		sheet.Labels = append(sheet.Labels, label(t, n, fmt.Sprintf("manual of pump %d.pdf", i)))
	}
	dir := t.TempDir()
	var page, doc bytes.Buffer
	if err := sheet.HTML(&page); err != nil {
		t.Fatal(err)
	}
	if err := sheet.PDF(&doc); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"sheet.html": page.Bytes(), "own.pdf": doc.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, dir, browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+dir, "--no-pdf-header-footer",
		"--print-to-pdf=printed.pdf", "file://"+filepath.Join(dir, "sheet.html"))
	for _, file := range []string{"own", "printed"} {
		run(t, dir, "pdftoppm", "-r", "300", "-gray", "-png", file+".pdf", file)
		pages, _ := filepath.Glob(filepath.Join(dir, file+"-*.png"))
		if len(pages) != 2 {
			t.Errorf("%s: %d pages, want 2", file, len(pages))
		}
		got := strings.Fields(run(t, dir, "zbarimg", append([]string{"--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"}, pages...)...))
		slices.Sort(got)
		want := slices.Sorted(slices.Values(links))
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d of %d codes read", file, len(got), len(want))
		}
	}
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Stderr = dir, &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, stderr.String())
	}
	return string(out)
}

// TestPrintIsCheap: what a line over ssh carries for the commonest link. The largest
// squares have twice the bands of sixels, which cannot be repeated.
func TestPrintIsCheap(t *testing.T) {
	c := encode(t, qrtest.Link(384))
	large := shows()
	large.Cols, large.Rows = 200, 100
	for _, tt := range []struct {
		style qr.Style
		term  qr.Terminal
		most  int
	}{
		{qr.Half, modern(), 34_000},
		{qr.Half, qr.Terminal{Cols: 120, Rows: 40, Colors: true, UTF8: true}, 34_000},
		{qr.Sixel, shows(), 12_000},
		{qr.Sixel, large, 21_000},
	} {
		printed := qr.Print(c, qr.Fit(c.Size(), tt.term, tt.style), tt.term)
		t.Logf("%v at %dx%d: %d bytes", tt.style, tt.term.Cols, tt.term.Rows, len(printed))
		if n := len(printed); n == 0 || n > tt.most {
			t.Errorf("%v at %dx%d: %d bytes, at most %d", tt.style, tt.term.Cols, tt.term.Rows, n, tt.most)
		}
	}
}
