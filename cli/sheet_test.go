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
	"signet/share/many"
	"signet/share/qr"
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
		{[]string{"-", "--qr-out", "x.pdf"}, "more than 2,000 objects"},
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

// TestBatchWritesSheets: the ending decides in the interface.
func TestBatchWritesSheets(t *testing.T) {
	dir := home(t)
	a := &app{IO: IO{Env: os.Getenv, Clock: time.Now, Err: &bytes.Buffer{}}, places: newRegistry()}
	defer a.close()
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	var chosen []many.Chosen
	for _, key := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		chosen = append(chosen, many.Chosen{Target: share.Target{Bucket: "acme", Key: key, Region: "eu-west-3"}})
	}
	terms := share.Request{Operation: share.Download, Lifetime: share.For(time.Hour)}
	for file, begins := range map[string]string{"x.pdf": "%PDF-", "x.qr.html": "<!doctype html>", "x.html": "<!DOCTYPE html>", "x.csv": "id,operation,"} {
		path := filepath.Join(dir, file)
		r, err := a.batch(svc)(t.Context(), ordered(chosen, terms, path))
		data, readErr := os.ReadFile(path)
		if err != nil || readErr != nil || r.Links != 3 || !strings.HasPrefix(string(data), begins) {
			t.Fatalf("%s: %d links, %v %v, %.20q", file, r.Links, err, readErr, data)
		}
		isSheet := file == "x.pdf" || file == "x.qr.html"
		if about := r.Paper.Words(); isSheet != (about == "3 codes on 1 page") {
			t.Errorf("%s: %q is said about it", file, about)
		}
		if bare := file == "x.qr.html"; bare == strings.Contains(string(data), "X-Amz-Signature") { // the codes of a PDF lead to their links
			t.Errorf("%s: the links stand in it as text: %v", file, !bare)
		}
		if _, err := a.batch(svc)(t.Context(), ordered(chosen, terms, path)); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s, again: %v", file, err)
		}
	}
	var tooMany []many.Chosen
	for i := range qr.MaxLabels + 1 {
		tooMany = append(tooMany, many.Chosen{Target: share.Target{Bucket: "acme", Key: fmt.Sprint(i), Region: "eu-west-3"}})
	}
	r, err := a.batch(svc)(t.Context(), ordered(tooMany, terms, filepath.Join(dir, "many.pdf")))
	if err == nil || !strings.Contains(err.Error(), "more than 2,000") || r.Links != 0 {
		t.Errorf("%d links, %v", r.Links, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "many.pdf")); err == nil {
		t.Error("a sheet was written all the same")
	}
}
