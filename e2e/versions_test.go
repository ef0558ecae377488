package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// An old version is shared from its list, and the link gives out the old bytes, also
// where the object was deleted since and only the folder's versions know of it.
func TestAnOldVersionFromTheScreen(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	bucket := s.bucket(t)
	s.versioned(t, bucket)
	for _, body := range []string{"first draft", "second draft", "final"} {
		s.put(t, bucket, "report.txt", body)
	}
	gone := "papers/gone.txt"
	s.put(t, bucket, gone, "what was deleted")
	s.put(t, bucket, "papers/kept.txt", "still there")
	if _, err := s.client().DeleteObject(within(t, testTimeout), &s3.DeleteObjectInput{Bucket: &bucket, Key: &gone}); err != nil {
		t.Fatal(err)
	}
	v := newPane(t, signetFor(t, s), "120x40", append([]string{here.program}, s.at()...)...)
	v.sees(`\d buckets`) // more than the screen has rows: the server is that of all tests
	v.goes("s3://" + bucket + "/report.txt")
	v.sees(`› +report\.txt`)
	v.press("V")
	v.sees(`3 versions`)
	v.press("End", "p")
	v.sees(`first draft`)
	v.leaves("preview of")
	old := v.shares("report.txt")
	mustGive(t, old, "first draft")
	s.mustHold(t, bucket, "report.txt", "final")

	v.goes("s3://" + bucket + "/papers/")
	v.sees(`› +kept\.txt`)
	v.press("h")
	v.sees(`› +papers/`)
	v.press("V")
	v.sees(`2 versions, 1 delete marker`)
	v.press("g", "Down")
	v.sees(`› +gone\.txt`)
	mustGive(t, v.shares("gone.txt"), "what was deleted")
	s.mustLack(t, bucket, gone)
}

// goes opens an address, from the screen of a place.
func (v *pane) goes(uri string) {
	v.t.Helper()
	v.press("C-o")
	v.sees(`enter open`)
	v.press("C-u")
	v.types(uri)
	v.sees(`› ` + uri)
	v.press("Enter")
}

// shares signs a link to the version under the cursor, and leaves its list.
func (v *pane) shares(name string) string {
	v.t.Helper()
	v.press("s")
	v.sees(`share ` + name)
	until(v.t, "it is signed", func() bool { // while the object is being looked at nothing is
		v.press("C-s")
		return strings.Contains(v.text(), "› link")
	})
	link := v.printed()
	v.sees(`› link`)
	v.leaves("› link")
	v.leaves("versions of")
	return link
}

func mustGive(t *testing.T, link, body string) {
	t.Helper()
	a := use(t, http.MethodGet, link, nil, "")
	mustWork(t, "the link", a)
	if a.body != body {
		t.Errorf("the link gives %q, not %q", a.body, body)
	}
}
