//go:build unix

package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// The twelve chosen ones: an accountant picks twelve documents out of two folders,
// reads what she is about to give away, and sends all links in one text.
func TestWalkTwelveChosen(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	b := s.bucket(t)
	for _, year := range []string{"2025", "2026"} {
		for n := range 8 {
			s.put(t, b, fmt.Sprintf("%s/invoice-%d.txt", year, n), fmt.Sprintf("invoice %d of %s", n, year))
		}
	}
	eachSize(t, func(t *testing.T, at size) {
		w := start(t, signetFor(t, s), at, s.at()...)
		w.wait(`\d+ buckets?\b`)
		w.open(b)
		w.see("start", `2025/`)
		w.keys(enterKey)
		w.wait(`invoice-7`)
		for n := range 6 { // one by one
			w.keys(spaceKey)
			w.wait(fmt.Sprintf(`\b%d chosen`, n+1))
		}
		w.see("six of the first folder", `6 chosen`)
		w.keys("h")
		w.wait(`2026/`)
		w.keys("j")
		w.wait(`(?m)^› +2026/`)
		w.keys(enterKey)
		w.wait(`invoice-7`)
		w.keys("vjjjjj")
		w.see("a range", `› *.*invoice-5`)
		w.keys("v")
		w.see("twelve of two folders", `12 chosen in 2 folders`)
		w.keys("C")
		w.see("the chosen", `2025/invoice-5`)
		w.keys(escKey)
		w.wait(`12 chosen in 2 folders`)
		w.keys("S")
		w.see("the summary", `12 objects, .* together`)
		w.wait(`first .*invoice-0.* last .*invoice-5`)
		w.sign()
		w.see("the links", `✓ 12 links signed`)
		w.keys("y")
		links := w.all(12)
		w.see("copied", `OSC 52`)
		for i, link := range links {
			w.fetched(link, fmt.Sprintf("invoice %d of %d", i%6, 2025+i/6))
		}
		w.codes(links)
		w.keys("H")
		w.see("the log", `newest first[\s\S]*12 links`)
		w.quit()
	})
}

// The filtered eleven of five thousand: what is shared is what is seen.
func TestWalkFilteredEleven(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, at size) {
		w := start(t, signetWith(t, keys{}), at, "demo")
		w.wait(`5 buckets`)
		w.open("archive-5000")
		w.see("five thousand", `5,000 objects`)
		w.keys("/0001")
		w.see("narrowed", `1 of 11`)
		w.keys(enterKey)
		w.see("filtered", `11 of 5,000`)
		w.keys("S")
		w.see("the summary", `11 objects, .* together`)
		w.sign()
		w.see("the links", `✓ 11 links signed`)
		w.keys("y")
		links := w.all(11)
		for _, link := range links {
			if !strings.Contains(link, "receipt-0001") && !strings.Contains(link, "receipt-00001") {
				t.Error("a link to something that was not seen")
			}
			w.fetched(link, "")
		}
		w.codes(links)
		w.keys("H")
		w.see("the log", `newest first[\s\S]*11 links`)
		w.quit()
	})
}

// codes pages through the codes of several links, reads the first two, and goes back.
func (w *walk) codes(links []string) {
	w.t.Helper()
	for i, key := range []string{"Q", "j"} {
		before := len(w.output())
		w.keys(key)
		w.wait(codeAlone)
		w.until(fmt.Sprintf("code %d is read", i+1), func() bool { return w.code(before) == links[i] })
		w.keep(fmt.Sprintf("code %d", i+1))
	}
	w.leave(codeAlone)
	w.wait(`✓ .*links signed`)
}
