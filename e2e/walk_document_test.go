//go:build unix

package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// The confidential document: a lawyer sends one document to one person, who has it
// for a quarter of an hour, and knows afterwards what was given away.
func TestWalkConfidentialDocument(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, at size) {
		w := start(t, signetWith(t, keys{}), at, "demo")
		w.see("start", `5 buckets`)
		w.open("acme-contracts")
		w.see("the bucket", `2025/`)
		w.open("2025/")
		w.wait(`Nordwind`)
		w.open("Nordwind")
		w.see("the folder", `Mutual NDA`)
		w.open("Mutual NDA")
		w.see("the form", `Anyone with this link can download`)
		w.keys("1")
		w.wait(`\(15 min\)`)
		w.keys(tabKey + tabKey + "Dr. Weber" + tabKey + "case 4711")
		w.see("the form, filled in", `case 4711`)
		w.keys(signKey)
		w.see("the link", `ends in 1[45] min`)
		w.keys("y")
		link := w.copied()
		w.see("copied", `OSC 52`)
		w.fetched(link, "%PDF-")
		w.qr(link)
		w.wait(`ends in 1[45] min`)
		w.keys("H")
		w.see("the log", `newest first[\s\S]*Mutual NDA`)
		w.detail()
		w.see("its entry", `Dr\. Weber`)
		for _, part := range []string{"case 4711", "open for 1", "ends +today"} {
			w.wait(part)
		}
		w.quit()
	})
}

// fetched asks for a link as its holder would, and wants bytes that begin so.
func (w *walk) fetched(link, begins string) {
	w.t.Helper()
	a := use(w.t, http.MethodGet, link, nil, "")
	mustWork(w.t, "the link that was copied", a)
	if !strings.HasPrefix(a.body, begins) {
		w.t.Errorf("the link opens %d bytes that do not begin with %q", len(a.body), begins)
	}
}

// all are the links that were copied together.
func (w *walk) all(want int) []string {
	w.t.Helper()
	var links []string
	for _, word := range strings.Fields(w.copied()) {
		if strings.HasPrefix(word, "http") {
			links = append(links, word)
		}
	}
	if len(links) != want {
		w.t.Fatalf("%d links were copied, want %d", len(links), want)
	}
	return links
}

// detail opens the details, where they do not stand beside the list.
func (w *walk) detail() {
	if w.size.cols < 120 {
		w.keys(tabKey)
	}
}
