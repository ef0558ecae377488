package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/ui/batch"
	"signet/ui/objects"
)

// However many things there are to be said, a batch ends in a few lines.
func TestTallyIsBounded(t *testing.T) {
	var said bytes.Buffer
	a := &app{IO: IO{Clock: time.Now, Err: &said}, places: newRegistry()}
	now := time.Now()
	var sum tally
	for i := range 100_000 {
		reason := share.ByLifecycle
		if i == 0 {
			reason = share.ByRequest
		}
		l := share.Link{
			Request:  share.Request{Target: share.Target{Bucket: "b", Key: fmt.Sprint(i)}},
			Terms:    share.Terms{Starts: now, Asked: now.Add(time.Hour), Ends: now.Add(time.Hour - time.Duration(i)*time.Second/10), Reason: reason},
			Warnings: []share.Warning{{Code: "odd", Text: strings.Repeat("x", i%1000)}, {Code: "long", Text: fmt.Sprintf("the link has %d characters", 2000+i)}},
		}
		a.differs(sum.add(l))
	}
	a.sumUp(&sum)
	if lines := strings.Count(said.String(), "\n"); lines > 3*maxKinds || lines < maxKinds {
		t.Errorf("%d lines:\n%s", lines, said.String())
	}
	for _, want := range []string{"s3://b/0: ends ", "as asked for", "99,999 of 100,000 links, the first s3://b/1, end earlier than asked for, because a lifecycle rule removes the object then", "of other kinds there are more: 98,", "warning: s3://b/0: the link has 2000 characters"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("%q is not said", want)
		}
	}
	if n := strings.Count(said.String(), "characters"); n != 1 {
		t.Errorf("links of different lengths are %d different things", n)
	}
}

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
	var chosen []objects.Chosen
	for _, key := range []string{"a", "hr/../a", "hr/b"} {
		chosen = append(chosen, objects.Chosen{Target: share.Target{Bucket: "acme", Key: key, Region: "eu-west-3"}})
	}
	terms := share.Request{Operation: share.Download, Lifetime: share.For(72 * time.Hour)}
	r, err := a.batch(svc)(t.Context(), chosen, terms, filepath.Join(dir, "links.txt"), false, &batch.Progress{})
	if err != nil || !r.Earliest.Equal(now.Add(5*time.Minute)) || !r.Latest.Equal(now.Add(72*time.Hour)) || r.Early != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if len(r.Because) != 1 || r.Because[0] != "guard rail hr (config.toml:1) allows no more" {
		t.Errorf("because %q", r.Because)
	}
	if len(r.Warnings) != 1 || !strings.HasPrefix(r.Warnings[0], "s3://acme/hr/../a: the key has") {
		t.Errorf("warnings %q", r.Warnings)
	}
}
