package cli

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"signet/s3browser/hostiletest"
)

// usageOf runs log usage with bounds that a test can reach.
func usageOf(t *testing.T, bound func(*usageRun), args ...string) (said string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{IO: IO{In: strings.NewReader(""), Out: &out, Err: &errs, Env: os.Getenv, Clock: time.Now}, places: newRegistry()}
	l, err := a.openLog()
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	r := newUsageRun(a, l)
	bound(r)
	err = r.run(t.Context(), &placeFlags{}, args, false)
	return errs.String(), err
}

// Whatever a log turns out to be, the others are read, and it is told.
func TestHostileLogs(t *testing.T) {
	for _, trick := range hostiletest.Logs() {
		t.Run(trick.Name, func(t *testing.T) {
			s := against(t, trick)
			bound := int64(256 << 10)
			if strings.HasPrefix(trick.Says, "a record") { // which has a bound of its own
				bound = 2 << 20
			}
			said, err := usageOf(t, func(r *usageRun) { r.one = bound }, "s3://b/p/")
			var incomplete *incompleteError
			if !errors.As(err, &incomplete) || !strings.Contains(err.Error(), "2 of 3 logs not read to the end") {
				t.Errorf("%v: %s", err, said)
			}
			if !strings.Contains(said, "1 request, ") || strings.Count(said, trick.Says) != 2 || !strings.Contains(said, "warning: usage s3://b/p/bad1: ") || strings.ContainsAny(said, "\x1b\x07") {
				t.Errorf("%s", said)
			}
			s.Check(t, 4)
		})
	}
}

// The whole is bounded as well, and what to do is said.
func TestUsageOfABucketIsBounded(t *testing.T) {
	var objects int
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Count(r.URL.Path, "/") > 1 {
			_, _ = fmt.Fprint(w, strings.Repeat("x y\n", 1000))
			return
		}
		objects++
		_, _ = fmt.Fprint(w, "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>", objects, "</NextContinuationToken>")
		for i := range 10 {
			_, _ = fmt.Fprintf(w, "<Contents><Key>p/%d-%d</Key><Size>1</Size></Contents>", objects, i)
		}
		_, _ = fmt.Fprint(w, "</ListBucketResult>")
	}))
	defer srv.Close()
	home(t)
	t.Setenv("AWS_ENDPOINT_URL_S3", srv.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "A")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "S")
	for want, bound := range map[string]func(*usageRun){
		"there are more than 25 logs":            func(r *usageRun) { r.logs = 25 },
		"the logs are longer than 100 kB in all": func(r *usageRun) { r.all = 100_000 },
	} {
		said, err := usageOf(t, bound, "s3://b/p/")
		var incomplete *incompleteError
		if !errors.As(err, &incomplete) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "name a longer prefix") || !strings.Contains(said, "lines not read") {
			t.Errorf("%v: %s", err, said)
		}
	}
}

// A server that hands nothing over is not asked for a million objects.
func TestUsageGivesUpOnAServerThatRefuses(t *testing.T) {
	asked := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Count(r.URL.Path, "/") > 1 {
			asked++
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = fmt.Fprint(w, "<ListBucketResult>")
		for i := range 1000 {
			_, _ = fmt.Fprintf(w, "<Contents><Key>p/%d</Key><Size>1</Size></Contents>", i)
		}
		_, _ = fmt.Fprint(w, "</ListBucketResult>")
	}))
	defer srv.Close()
	home(t)
	t.Setenv("AWS_ENDPOINT_URL_S3", srv.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "A")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "S")
	code, _, said := plainly(t, "log", "usage", "s3://b/p/")
	if code != exitIncomplete || asked > 2*maxFailed || !strings.Contains(said, "10 logs in a row could not be read") || !strings.Contains(said, "access denied") {
		t.Errorf("exit code %d, asked %d times: %s", code, asked, said)
	}
}

// A damaged file among others does not end the run, nor a missing one unnoticed.
func TestUsageOfDamagedFiles(t *testing.T) {
	dir := home(t)
	names := map[string]string{"bad.json": "{]", "good.log": `o b [04/Mar/2026:12:00:05 +0000] 203.0.113.9 - R REST.GET.OBJECT k "GET /b/k HTTP/1.1" 200 - 1 1 1 1 "-" "c" -` + "\n"}
	for name, text := range names {
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, out, said := plainly(t, "log", "usage", dir+"/bad.json", dir+"/good.log", "--json")
	if code != exitIncomplete || !strings.Contains(out, `"requests": 1`) && !strings.Contains(out, `"requests":1`) || !strings.Contains(said, "1 of 2 logs not read to the end") {
		t.Errorf("exit code %d, %s, %s", code, out, said)
	}
	if code, _, said := plainly(t, "log", "usage", dir+"/none.log"); code != exitFailed || !strings.Contains(said, "none.log") {
		t.Errorf("exit code %d: %s", code, said)
	}
}
