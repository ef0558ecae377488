package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// What the program writes for paper, printed: by Chromium from the page, and as
// the PDF that it writes itself. Every code is read from the printed pages, and
// the captions are those of the documents.
func TestPrintedCodesAreRead(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	p := signetFor(t, s)
	share := func(file string, args ...string) []string {
		out := p.must(t, "", append(append([]string{"share", "--expires", "2d", "--note", "for the field team", "--qr-out", file}, s.at()...), args...)...).stdout
		return slices.Sorted(slices.Values(strings.Fields(out)))
	}
	many := []string{"--per-page", "8"}
	for i := range 11 {
		many = append(many, "s3://acme-contracts/manuals/pump "+strings.Repeat("I", i+1)+" & more.pdf")
	}
	tab := browser(t)
	for _, c := range []struct {
		file  string
		args  []string
		pages int
	}{
		{"one.html", many[2:3], 1},
		{"one.pdf", many[2:3], 1},
		{"sheet.html", many, 2},
		{"sheet.pdf", many, 2},
		{"small.pdf", append([]string{"--per-page", "24"}, many[2:]...), 1},
	} {
		t.Run(c.file, func(t *testing.T) {
			links := share(c.file, c.args...)
			printed := filepath.Join(p.home, c.file)
			if strings.HasSuffix(c.file, ".html") {
				printed = printedBy(tab, t, printed)
			}
			pages, codes := readPages(t, printed, len(links))
			if pages != c.pages {
				t.Errorf("%d pages, want %d", pages, c.pages)
			}
			if !slices.Equal(codes, links) {
				t.Errorf("%d of %d codes are read", len(codes), len(links))
			}
			text, err := exec.CommandContext(t.Context(), "pdftotext", printed, "-").Output()
			if err != nil {
				t.Fatal(err)
			}
			words := strings.Join(strings.Fields(string(text)), " ")
			for want, times := range map[string]int{"pump I & more.pdf": 1, "until ": len(links), "UTC": len(links), "for the field team": len(links)} {
				if strings.Count(words, want) < times {
					t.Errorf("%q is not on every label:\n%s", want, words)
				}
			}
		})
	}
}

// What a page of one code says of itself, and the link that can be copied from it: the
// one in its code, to the last letter, though it stands in several lines.
func TestAPageOfOneCodeSaysWhatItIs(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	p := signetFor(t, s)
	for paper, size := range map[string]string{"a4": "595.276 x 841.89 pts (A4)", "letter": "612 x 792 pts (letter)"} {
		args := []string{"share", "--qr-out", paper + ".pdf", "--paper", paper, "s3://acme-contracts/manuals/pump & more.pdf"}
		link := strings.TrimSpace(p.must(t, "", append(args, s.at()...)...).stdout)
		file := filepath.Join(p.home, paper+".pdf")
		if info, err := os.Stat(file); err != nil || info.Size() > 40_000 {
			t.Errorf("%s: %v, at most 40 kB: %v", paper, info.Size(), err)
		}
		about, err := exec.CommandContext(t.Context(), "pdfinfo", file).Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"pump & more.pdf", size} {
			if !strings.Contains(string(about), want) {
				t.Errorf("%s: no %q in\n%s", paper, want, about)
			}
		}
		text, err := exec.CommandContext(t.Context(), "pdftotext", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		if whole := strings.Join(strings.Fields(string(text)), ""); !strings.HasSuffix(whole, link) {
			t.Errorf("%s: the link cannot be copied from\n%s", paper, text)
		}
		urls, err := exec.CommandContext(t.Context(), "pdfinfo", "-url", file).Output()
		if err != nil || strings.Count(string(urls), link) != 2 {
			t.Errorf("%s: code and text do not lead to the link: %v\n%s", paper, err, urls)
		}
	}
}

// printedBy prints a page to a PDF, as the browser's print dialog does.
func printedBy(tab context.Context, t *testing.T, path string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(tab, testTimeout)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	own := true // the paper is the page's own
	data, err := chromedp.Run(ctx, chromedp.PrintToPDF(func(p *page.PrintToPDFParams) { p.PreferCSSPageSize = &own }))
	if err != nil {
		t.Fatal(err)
	}
	path += ".printed.pdf"
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readPages renders a PDF as a printer of 300 dpi would and reads all codes. The
// links differ from run to run, and zbar misses a perfect code now and then
// where its grid of scan lines falls badly: like a phone that moves, it gets a
// finer look at the page until it has read as many as there are.
func readPages(t *testing.T, file string, want int) (pages int, codes []string) {
	t.Helper()
	for _, dpi := range []string{"300", "360", "450", "600"} {
		dir := t.TempDir()
		if out, err := exec.CommandContext(t.Context(), "pdftoppm", "-r", dpi, "-gray", "-png", file, filepath.Join(dir, "p")).CombinedOutput(); err != nil {
			t.Fatalf("pdftoppm: %v %s (apt-get install poppler-utils)", err, out)
		}
		images, err := filepath.Glob(filepath.Join(dir, "*.png"))
		if err != nil {
			t.Fatal(err)
		}
		out, _ := exec.CommandContext(t.Context(), "zbarimg", append([]string{"--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"}, images...)...).Output()
		codes = append(codes, strings.Fields(string(out))...)
		slices.Sort(codes)
		codes = slices.Compact(codes)
		if pages = len(images); len(codes) >= want {
			break
		}
	}
	return pages, codes
}
