//go:build unix

package e2e

import "testing"

// An old version: what was sent in January is what the court wants to see, although
// the document has changed since.
func TestWalkOldVersion(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	b := s.bucket(t)
	s.versioned(t, b)
	for _, body := range []string{"the terms of January", "the terms of February", "the terms of today"} {
		s.put(t, b, "terms.txt", body)
	}
	eachSize(t, func(t *testing.T, at size) {
		w := start(t, signetFor(t, s), at, s.at()...)
		w.wait(`\d+ buckets?\b`)
		w.open(b)
		w.see("start", `terms\.txt`)
		w.keys("V")
		w.see("its versions", `3 of 3|3 versions`)
		w.keys("G")
		w.see("the oldest", `3 of 3`)
		w.keys(enterKey)
		w.wait(`▸ allow`)
		w.see("the form", `\(this\s+version\)`)
		w.sign()
		w.see("the link", `ends in `)
		w.keys("y")
		link := w.copied()
		w.fetched(link, "the terms of January")
		w.qr(link)
		w.wait(`ends in `)
		w.keys("H")
		w.wait(`newest first[\s\S]*terms\.txt`)
		w.detail()
		w.wait(`\bid +0s`)
		w.see("its entry", `version +\S`)
		w.quit()
	})
}
