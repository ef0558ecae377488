//go:build unix

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"signet/e2e/synth"
)

// What is listed is what there is: not one key more or less, nor twice.
func TestComputedBucketsAreListedWhole(t *testing.T) {
	t.Parallel()
	c := newComputed(t, 0)
	c.release()
	p := signetFor(t, c.server)
	for _, l := range []struct {
		address string
		flags   []string
		want    int
		pages   int64 // that it takes at most, with one to see what is there
	}{
		{"s3://flat", nil, synth.Flat, synth.Flat/1000 + 1},
		{"s3://nested", nil, 3, 2},
		{"s3://nested", []string{"--recursive"}, synth.Nested, synth.Nested/1000 + 2},
		{"s3://nested/reports/", nil, synth.Reports, synth.Reports/1000 + 1},
		{"s3://nested/wide/", nil, synth.Folders, synth.Folders/1000 + 1},
		{"s3://versioned", []string{"--recursive"}, 1 + synth.Kept, 2},
		{"s3://hostile", []string{"--recursive"}, len(synth.HostileKeys()), 2},
	} {
		before := c.pages.Load()
		out := p.must(t, "", append(append([]string{"ls", l.address}, l.flags...), c.at()...)...)
		if n := strings.Count(out.stdout, "\n"); n != l.want {
			t.Errorf("%s %v: %d lines, want %d", l.address, l.flags, n, l.want)
		}
		if n := c.pages.Load() - before; n > l.pages {
			t.Errorf("%s %v: %d pages were asked for, want %d at most", l.address, l.flags, n, l.pages)
		}
	}
}

// goTo opens a bucket of computed ones.
func (c *computed) goTo(t *testing.T, bucket string) *walk {
	t.Helper()
	p := signetFor(t, c.server)
	w := walkIn(t, p, p.near(t, size{80, 24}, c.at()...))
	w.wait(`4 buckets`)
	w.open(bucket)
	return w
}

// A listing is stopped in the middle and goes on where it was; all of a million are
// chosen and summed up, and nothing is signed.
func TestAMillionRows(t *testing.T) {
	t.Parallel()
	c := newComputed(t, 40)
	w := c.goTo(t, "flat")
	w.wait(soFar + ` so far`)
	w.keys("x")
	w.wait(`stopped at ` + soFar)
	w.keys("a")
	w.wait(soFar + ` chosen`)
	w.keys("A")
	w.wait(`(?m)^stopped at ` + soFar)
	c.release()
	w.keys("r")
	w.wait(`(?m)^1,000,000 objects`)
	if n := c.pages.Load(); n > synth.Flat/1000+10 { // what was given up is asked for again
		t.Errorf("%d pages were asked for", n)
	}
	w.keys("a")
	w.wait(`1,000,000 chosen`)
	w.keys("S")
	w.wait(`1,000,000 objects, .* together`)
	w.wait(`first object-0000000\.pdf · last object-0999999\.pdf`)
	w.wait(`1,000,000 links`)
	w.keys(escKey)
	w.wait(`1,000,000 chosen`)
	w.keys("A")
	w.wait(`(?m)^1,000,000 objects`)
	w.quit()
}

// Of five thousand, those that are seen are shared; they are found from above, too,
// counted, and put in another order.
func TestNestedRows(t *testing.T) {
	t.Parallel()
	c := newComputed(t, 0)
	c.release()
	w := c.goTo(t, "nested")
	w.wait(`3 folders`)
	w.keys("F")
	w.wait(`find below`)
	w.keys("signed" + enterKey)
	w.wait(fmt.Sprintf(`%d found in 15,040 keys`, synth.Signed))
	w.keys(escKey)
	w.wait(`3 folders`)
	w.keys("j")
	w.wait(`(?m)^› +reports/`)
	w.keys("#")
	w.wait(`5,000 objects[\s\S]*bytes`)
	w.keys(escKey)
	w.wait(`3 folders`)
	w.keys(enterKey)
	w.wait(`5,000 objects`)
	w.keys(",")
	w.wait(`sort by`)
	w.keys("s")
	w.wait(`by size ↓ · 5,000 objects`)
	w.keys("g")
	w.wait(`(?m)^› +report-2233`)
	w.keys("/signed")
	w.wait(`of 11\b`)
	w.keys(enterKey)
	w.wait(`11 of 5,000`)
	w.keys("S")
	w.wait(`11 objects, .* together`)
	w.sign()
	w.wait(`✓ 11 links signed`)
	w.keys("y")
	for _, link := range w.all(synth.Signed) {
		w.fetched(link, "nested/reports/report-")
	}
	w.quit()
}

// A key with a long history: all of it is listed, and an old state shared; a folder of
// deleted keys is empty, and its versions are not.
func TestVersionedRows(t *testing.T) {
	t.Parallel()
	c := newComputed(t, 0)
	c.release()
	w := c.goTo(t, "versioned")
	w.wait(`2 folders, 1 object`)
	w.keys("V")
	w.wait(`2,251 versions, 250 delete markers`)
	w.keys("jj")
	w.wait(`(?m)^› +v002499`)
	w.keys(enterKey)
	w.wait(`▸ allow`)
	w.wait(`\(this\s+version\)`)
	w.sign()
	w.wait(`ends in `)
	w.keys("y")
	w.fetched(w.copied(), "versioned/contract.pdf v002499")
	w.quit()
}

// hostileBytes are what a terminal would obey, or show otherwise than it is.
func hostileBytes() []string {
	return []string{
		"\x1b]0;" + synth.Mark, "\x1b]52;c;MHduM2Q=", "\x1b]8;;https://" + synth.Mark, "\x1b[2J\x1b[H" + synth.Mark, "\x1b[31;1m" + synth.Mark,
		"\x1b[200~" + synth.Mark, "\x1b[?1049l" + synth.Mark, "\x1bP0;1;0q#0!1000~", "\b" + synth.Mark, "\r" + synth.Mark, "\n" + synth.Mark, "\t" + synth.Mark,
		"\u009b", "\u202e", "\u2066", "\u2069", "\u200b", "\u00ad", "\ufeff", "\u00a0", "\u200d", "\U000e0041", "\u0336", "\x00", "\x7f",
	}
}

// harmless looks through all that a program has sent to its terminal.
func harmless(t *testing.T, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Error("the terminal got bytes that are no UTF-8")
	}
	for _, bytes := range hostileBytes() {
		if at := strings.Index(out, bytes); at >= 0 {
			t.Errorf("%q reached the terminal: %q", bytes, out[max(0, at-60):min(len(out), at+60)])
		}
	}
}

// Nothing hostile reaches the terminal: not from lists, details, previews, summaries,
// forms, links or sums; nor from the command line.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	c := newComputed(t, 0)
	c.release()
	for _, at := range sizes() {
		p := signetFor(t, c.server)
		w := walkIn(t, p, p.near(t, at, c.at()...))
		w.wait(`4 buckets`)
		w.open("hostile")
		w.wait(`8 folders`)
		for _, folder := range []string{"control/", "look/", "long/", "path/", "text/"} {
			w.choose(folder)
			w.keys(enterKey)
			w.eachRow(folder)
			w.keys("h") // which shows all rows above
			w.wait(`(?m)^8 folders`)
		}
		w.quit()
		harmless(t, w.output())
	}
	p := signetFor(t, c.server)
	p.must(t, "", append([]string{"ls", "s3://hostile"}, c.at()...)...)
	ls := p.near(t, size{120, 40}, append([]string{"ls", "s3://hostile", "--recursive"}, c.at()...)...)
	<-ls.done
	harmless(t, strings.ReplaceAll(ls.output(), "\r\n", "\n"))
}

// eachRow stands on each row of a folder, shows the form of each object, its versions,
// and a link to the first; and sums up all of them.
func (w *walk) eachRow(folder string) {
	w.t.Helper()
	w.wait(`hostile/` + folder)
	of := strings.TrimPrefix(w.wait(`\b1 of \d+`), "1")
	for i, signed := 1, false; ; i++ {
		at := fmt.Sprintf(`\b%d%s\b`, i, of)
		w.wait(at)
		if row := w.wait(`(?m)^›.*$`); strings.Contains(row, "STANDARD") {
			w.keys("s")
			w.wait(`▸ allow`)
			if !signed && !strings.Contains(row, `\xf`) { // S3 has no keys that are not UTF-8: none is signed
				w.sign()
				w.wait(`ends in `)
				w.keys(escKey)
				signed = true
			} else {
				w.keys(escKey)
			}
			w.wait(at)
		}
		if fmt.Sprint(" of ", i) == of {
			break
		}
		w.keys("j")
	}
	w.keys("a")
	w.wait(`\d+ chosen`)
	w.keys("S")
	w.wait(`\d+ objects?.* together`)
	w.keys(escKey)
	w.wait(`\d+ chosen`)
	w.keys("A")
	w.wait(`1? ?of \d+`)
}
