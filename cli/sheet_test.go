package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/qr"
	"signet/share/qr/qrtest"
	"signet/ui/batch"
	"signet/ui/objects"
)

// alone is the program with keys and a home of its own; its server is never
// asked.
func alone(t *testing.T, stdin string, args ...string) (code int, out, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Run(context.Background(), append(args, "--endpoint", "http://127.0.0.1:1", "--region", "eu-west-3", "--path-style"),
		IO{In: strings.NewReader(stdin), Out: &stdout, Err: &stderr})
	return code, stdout.String(), stderr.String()
}

func home(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	for name, value := range map[string]string{
		"SIGNET_HOME": filepath.Join(dir, "signet"), "HOME": dir, "LANG": "C.UTF-8", "TZ": "UTC", "TMUX": "", "TERM": "xterm",
		"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example", "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "", "AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, value)
	}
	return dir
}

// TestSheetOfSeveralShares: the list on standard output, its codes on paper, in
// files that nobody else reads.
func TestSheetOfSeveralShares(t *testing.T) {
	dir := home(t)
	for file, pages := range map[string]int{"sheet.pdf": 2, "sheet.html": 2} {
		code, out, said := alone(t, "", "share", "s3://acme/a.pdf", "s3://acme/b.pdf", "s3://acme/x/a.pdf", "--qr-out", file, "--per-page", "2")
		if code != 0 || strings.Count(out, "http://127.0.0.1:1/acme/") != 3 || !strings.Contains(said, "3 codes on 2 pages") {
			t.Fatalf("%s: exit %d, %q", file, code, said)
		}
		info, err := os.Stat(filepath.Join(dir, file))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info, err)
		}
		data, _ := os.ReadFile(file)
		text := string(data)
		if n := strings.Count(text, "/Type /Page ") + strings.Count(text, `class="page"`); n != pages {
			t.Errorf("%s has %d pages", file, n)
		}
		if strings.HasSuffix(file, "html") && (!strings.Contains(text, ">x/a.pdf<") || !strings.Contains(text, ">a.pdf<") || !strings.Contains(text, ">b.pdf<")) {
			t.Error("two documents of one name cannot be told apart, or another has a path for a name")
		}
		if code, out, said := alone(t, "", "share", "s3://acme/a.pdf", "s3://acme/b.pdf", "--qr-out", file); code != 1 || out != "" || !strings.Contains(said, "--overwrite") {
			t.Errorf("%s, again: exit %d, %q, %q", file, code, out, said)
		}
	}
	if code, _, said := alone(t, "", "share", "s3://acme/a.pdf", "--qr-out", "one.pdf", "--per-page", "24"); code != 0 {
		t.Errorf("one small label: %s", said)
	}
}

// TestLabelsOfOneNameAreToldApart by what differs, which must not be cut off.
func TestLabelsOfOneNameAreToldApart(t *testing.T) {
	s := newSheet(nil, ".pdf", 24, time.Now())
	for _, key := range []string{"projects/Nordrhein/Dortmund/manual.pdf", "projects/Nordrhein/Duisburg/manual.pdf", "projects/Nordrhein/Duisburg/plan.pdf"} {
		target := share.Target{Bucket: "acme", Key: key}
		if err := s.Add(share.Link{URL: share.NewSecret(qrtest.Link(384)), Request: share.Request{Target: target}}); err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	for _, l := range s.laidOut().Labels {
		names = append(names, l.Name)
	}
	if got := strings.Join(names, " "); got != "Dortmund/manual.pdf Duisburg/manual.pdf plan.pdf" {
		t.Error(got)
	}
}

// A label always has a name: of folders theirs.
func TestLabelsOfFoldersHaveNames(t *testing.T) {
	s := &sheet{labels: make([]qr.Label, 3), keys: []string{"b/x/dir/", "b/x/dir/dir/", "b/x/dir/"}}
	s.tellApart([]int{0, 1, 2})
	if got := []string{s.labels[0].Name, s.labels[1].Name, s.labels[2].Name}; strings.Join(got, " ") != "dir/ dir/dir/ dir/" {
		t.Errorf("%q", got)
	}
}

// TestSheetsAreJudgedFirst: nothing is signed when the sheet cannot be.
func TestSheetsAreJudgedFirst(t *testing.T) {
	home(t)
	var many strings.Builder
	for i := range qr.MaxLabels + 1 {
		fmt.Fprintf(&many, "s3://acme/%d.pdf\n", i)
	}
	two := []string{"s3://acme/a.pdf", "s3://acme/b.pdf"}
	for _, tt := range []struct {
		args []string
		says string
	}{
		{append(two, "--qr"), "--qr-out sheet.pdf"},
		{append(two, "--qr-out", "x.png"), ".pdf or .html"},
		{append(two, "--qr-out", "x.gif"), ".png, .svg, .pdf, .html"},
		{append(two, "--qr-out", "x.pdf", "--per-page", "25"), "1 to 24"},
		{append(two, "--per-page", "4"), "--qr-out sheet.pdf"},
		{append(two[:1:1], "--qr-out", "x.png", "--per-page", "4"), ".pdf or .html"},
		{[]string{"-", "--qr-out", "x.pdf"}, "more than 2000 objects"},
	} {
		code, out, said := alone(t, many.String(), append([]string{"share"}, tt.args...)...)
		if code != exitUsage || out != "" || !strings.Contains(said, tt.says) {
			t.Errorf("%q: exit %d, %.80q, %q", tt.args, code, out, said)
		}
	}
	if _, err := os.Stat("x.pdf"); err == nil {
		t.Error("a sheet was written all the same")
	}
	if code, out, said := func() (int, string, string) {
		var stdout, stderr bytes.Buffer
		code := Run(context.Background(), []string{"log", "--json"}, IO{Out: &stdout, Err: &stderr})
		return code, stdout.String(), stderr.String()
	}(); code != 0 || strings.Contains(out, "acme") {
		t.Errorf("the log has shares that nobody got: exit %d, %.80q %s", code, out, said)
	}
}

// TestTooFineIsSaid, and avoided when nobody asked for a number.
func TestTooFineIsSaid(t *testing.T) {
	home(t)
	t.Setenv("AWS_SESSION_TOKEN", strings.Repeat("k", 1600))
	two := []string{"share", "s3://acme/a.pdf", "s3://acme/b.pdf", "--expires", "5m", "--qr-out"}
	code, _, said := alone(t, "", append(two, "fine.pdf", "--per-page", "24")...)
	if code != 0 || !strings.Contains(said, "finer than the 0.34 mm") || !strings.Contains(said, "or less makes them larger") {
		t.Errorf("exit %d, %q", code, said)
	}
	if code, _, said := alone(t, "", append(two, "readable.pdf")...); code != 0 || strings.Contains(said, "finer") {
		t.Errorf("by default: exit %d, %q", code, said)
	}
}

// TestLinksThatNoCodeHolds are named, not dropped in silence.
func TestLinksThatNoCodeHolds(t *testing.T) {
	var b bytes.Buffer
	s := newSheet(&b, ".pdf", 0, time.Now())
	for _, n := range []int{384, qr.MaxBytes + 1} {
		if err := s.Add(share.Link{URL: share.NewSecret(qrtest.Link(n))}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil || b.Len() == 0 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
	if w := strings.Join(s.warnings(), "; "); !strings.Contains(w, "not on the sheet: 1 link of more than the 2953 bytes") {
		t.Error(w)
	}
	none := newSheet(&b, ".pdf", 0, time.Now())
	_ = none.Add(share.Link{URL: share.NewSecret(qrtest.Link(qr.MaxBytes + 1))})
	if err := none.Close(); err == nil {
		t.Error("a sheet without a code was written")
	}
}

// TestBatchWritesSheets: the ending decides in the interface.
func TestBatchWritesSheets(t *testing.T) {
	dir := home(t)
	a := &app{IO: IO{Env: os.Getenv, Clock: time.Now, Err: &bytes.Buffer{}}, places: newRegistry()}
	defer a.close()
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	var chosen []objects.Chosen
	for _, key := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		chosen = append(chosen, objects.Chosen{Target: share.Target{Bucket: "acme", Key: key, Region: "eu-west-3"}})
	}
	terms := share.Request{Operation: share.Download, Lifetime: share.For(time.Hour)}
	for file, begins := range map[string]string{"x.pdf": "%PDF-", "x.qr.html": "<!doctype html>", "x.html": "<!DOCTYPE html>", "x.csv": "operation,"} {
		path := filepath.Join(dir, file)
		r, err := a.batch(svc)(t.Context(), chosen, terms, path, false, &batch.Progress{})
		data, readErr := os.ReadFile(path)
		if err != nil || readErr != nil || r.Links != 3 || !strings.HasPrefix(string(data), begins) {
			t.Fatalf("%s: %d links, %v %v, %.20q", file, r.Links, err, readErr, data)
		}
		isSheet := file == "x.pdf" || file == "x.qr.html"
		if about := strings.Join(r.About, " "); isSheet != strings.Contains(about, "3 codes on 1 page") {
			t.Errorf("%s: %q is said about it", file, about)
		}
		if isSheet == strings.Contains(string(data), "X-Amz-Signature") {
			t.Errorf("%s: the links stand in it as text: %v", file, !isSheet)
		}
		if _, err := a.batch(svc)(t.Context(), chosen, terms, path, false, &batch.Progress{}); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s, again: %v", file, err)
		}
	}
	var many []objects.Chosen
	for i := range qr.MaxLabels + 1 {
		many = append(many, objects.Chosen{Target: share.Target{Bucket: "acme", Key: fmt.Sprint(i), Region: "eu-west-3"}})
	}
	r, err := a.batch(svc)(t.Context(), many, terms, filepath.Join(dir, "many.pdf"), false, &batch.Progress{})
	if err == nil || !strings.Contains(err.Error(), "more than 2000") || r.Links != 0 {
		t.Errorf("%d links, %v", r.Links, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "many.pdf")); err == nil {
		t.Error("a sheet was written all the same")
	}
}
