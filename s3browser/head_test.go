package s3browser

import (
	"net/http"
	"strings"
	"testing"
)

// What only a header says: a tier that must be restored first, and a deletion
// that older versions survived.
func TestHeadOfWhatIsOutOfReach(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/gone") {
			w.Header().Set("X-Amz-Delete-Marker", "true")
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("X-Amz-Storage-Class", "INTELLIGENT_TIERING")
		if strings.HasSuffix(r.URL.Path, "/cold") {
			w.Header().Set("X-Amz-Archive-Status", "ARCHIVE_ACCESS")
		}
	})
	for key, archived := range map[string]bool{"cold": true, "warm": false} {
		h, err := c.Head(t.Context(), "b", key, "")
		if must(t, err); h.Archived() != archived || (h.ArchiveStatus == "ARCHIVE_ACCESS") != archived {
			t.Errorf("%s: %+v", key, h)
		}
	}
	_, err := c.Head(t.Context(), "b", "gone", "")
	if e := failure(t, err, NotFound); !e.Deleted {
		t.Errorf("%+v", e)
	}
}
