package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/many"
)

// The file of a batch in the browser may hold links of different ends; none of
// them speaks for the others.
func TestBatchKnowsTheEndsOfAllLinks(t *testing.T) {
	dir := home(t)
	settings := "[[guard]]\nname = 'hr'\nbucket = 'acme'\nprefix = 'hr/'\nmax_expiry = '5m'\n"
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Now().Truncate(time.Second)
	a := &app{IO: IO{Env: os.Getenv, Clock: func() time.Time { return now }, Err: &bytes.Buffer{}}, config: "config.toml", places: newRegistry()}
	defer a.close()
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	var chosen []many.Chosen
	for _, key := range []string{"a", "hr/../a", "hr/b"} {
		chosen = append(chosen, many.Chosen{Target: share.Target{Bucket: "acme", Key: key, Region: "eu-west-3"}})
	}
	terms := share.Request{Operation: share.Download, Lifetime: share.For(72 * time.Hour)}
	r, err := a.batch(svc)(t.Context(), ordered(chosen, terms, filepath.Join(dir, "links.txt")))
	if err != nil || !r.Earliest.Equal(now.Add(5*time.Minute)) || !r.Latest.Equal(now.Add(72*time.Hour)) || r.Early != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if !slices.Equal(r.Because(), []string{"guard rail hr (config.toml:1) allows no more"}) {
		t.Errorf("because %q", r.Because())
	}
	if w := r.Warnings(clean); len(w) != 1 || !strings.HasPrefix(w[0], "s3://acme/hr/../a: the key has") {
		t.Errorf("warnings %q", w)
	}
}
