package cli

import (
	"net/http"
	"strings"
	"testing"
)

// A page is handed off as one: by what it is, and its presses belong to it in the log.
func TestHandOffOfAPage(t *testing.T) {
	meddle(t)
	code, line, said := faced(t, "share", "s3://acme-contracts/2025/", "--as-page", "--json")
	if code != 0 {
		t.Fatal(said)
	}
	id := fieldOf(t, line, "share_id")
	_, text, _ := faced(t, "log", "--json", "--limit", "1")
	group := fieldOf(t, text, "group")
	h := handOffNow(t, id, "--listen", "127.0.0.1:0")
	if _, page := get(t, h.url); !strings.Contains(page, "<h1>A page with documents for you</h1>") || strings.Contains(page, ".html<") {
		t.Error(page)
	}
	if status, page := h.press(); status != http.StatusOK || !strings.Contains(page, "18 documents") {
		t.Errorf("a press leads to %d, %d bytes", status, len(page))
	}
	if code := <-h.done; code != 0 || !strings.Contains(h.said.String(), "page of links") || !strings.Contains(h.said.String(), "signet receipt "+group) {
		t.Errorf("exit code %d\n%s", code, h.said)
	}
	if _, text, said = faced(t, "receipt", group); !strings.Contains(text, "hand-off: press 1 of 1") {
		t.Errorf("the receipt of the page: %s\n%s", text, said)
	}
	if code, _, said = faced(t, "handoff", id, "--listen", "127.0.0.1:0", "--stream", "--yes"); code != 2 || !strings.Contains(said, "leads to the store") {
		t.Errorf("%d %s", code, said)
	}
}
