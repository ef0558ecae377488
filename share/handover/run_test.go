package handover_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"signet/share"
	"signet/share/handover"
)

// content is what the server gives out and what the tests upload.
const content = "the content\x00\r\n\xff of the document\n"

// arrived is a request as the server saw it.
type arrived struct {
	method, uri string
	header      http.Header
	body        []byte
}

// server records what arrives, byte for byte: no routing, no cleaning.
type server struct {
	*httptest.Server
	mu   sync.Mutex
	seen []arrived
}

func newServer(t *testing.T) *server {
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.seen = append(s.seen, arrived{r.Method, r.RequestURI, r.Header, body})
		s.mu.Unlock()
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, content)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// take returns the n requests that arrived, in order, and forgets them.
func (s *server) take(t *testing.T, n int) []arrived {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seen) != n {
		t.Fatalf("%d requests arrived, not %d", len(s.seen), n)
	}
	seen := s.seen
	s.seen = nil
	return seen
}

// job is one text to run in a folder of its own.
type job struct {
	link share.Link
	dir  string
	text string
}

// jobs prepares a text and a folder for each link, with the file that an upload
// sends.
func jobs(t *testing.T, kind handover.Kind, links []share.Link) []job {
	t.Helper()
	var out []job
	for _, l := range links {
		j := job{l, t.TempDir(), text(t, l, kind)}
		if l.Request.Operation != share.Download {
			if err := os.WriteFile(filepath.Join(j.dir, handover.FileName(l)), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, j)
	}
	return out
}

// tool is a program that can be run for a test.
type tool struct {
	kind    handover.Kind
	program string
	run     func(*testing.T, []job) string
}

// tools runs shell commands one by one, and all scripts in one interpreter,
// which takes longer to start than to run.
func tools() []tool {
	return []tool{{handover.Curl, "curl", runShell}, {handover.Wget, "wget", runShell}, {handover.Python, "python3", runPython}}
}

func runShell(t *testing.T, list []job) string {
	t.Helper()
	all := ""
	for _, j := range list {
		c := exec.Command("sh", "-c", j.text)
		c.Dir, c.Env = j.dir, append(os.Environ(), "HOME="+j.dir, "no_proxy=*")
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, j.text, out)
		}
		all += string(out)
	}
	return all
}

func runPython(t *testing.T, list []job) string {
	t.Helper()
	var in bytes.Buffer
	for _, j := range list {
		_ = json.NewEncoder(&in).Encode([]string{j.dir, j.text})
	}
	c := exec.Command("python3", "-c", `import json, os, sys
for line in sys.stdin:
    folder, text = json.loads(line)
    os.chdir(folder)
    exec(compile(text, "script", "exec"), {})
`)
	c.Stdin, c.Env = &in, append(os.Environ(), "no_proxy=*")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// eachTool runs test with every kind of text whose program is installed.
func eachTool(t *testing.T, test func(t *testing.T, kind handover.Kind, run func(*testing.T, []job) string)) {
	for _, tool := range tools() {
		t.Run(string(tool.kind), func(t *testing.T) {
			if _, err := exec.LookPath(tool.program); err != nil {
				t.Skip(tool.program + " is not installed")
			}
			test(t, tool.kind, tool.run)
		})
	}
}

// target is what must arrive as the request's target: the address as signed.
func (s *server) target(l share.Link) string { return strings.TrimPrefix(l.URL.Reveal(), s.URL) }

func TestDownloadsRun(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the tools of others, one after the other")
	}
	s := newServer(t)
	var links []share.Link
	for _, key := range awkward {
		links = append(links, link(s.URL, share.Download, key))
	}
	eachTool(t, func(t *testing.T, kind handover.Kind, run func(*testing.T, []job) string) {
		list := jobs(t, kind, links)
		run(t, list)
		for i, a := range s.take(t, len(list)) {
			l, key := list[i].link, list[i].link.Request.Target.Key
			if a.method != "GET" || a.uri != s.target(l) {
				t.Errorf("%q: arrived %s %s\nwant GET %s", key, a.method, a.uri, s.target(l))
			}
			saved, err := os.ReadFile(filepath.Join(list[i].dir, handover.FileName(l)))
			if err != nil || string(saved) != content {
				t.Errorf("%q: %q, %v", key, saved, err)
			}
			if files, _ := os.ReadDir(list[i].dir); len(files) > 2 { // wget leaves its .wget-hsts
				t.Errorf("%q: %v", key, files)
			}
		}
	})
}

func TestDotSegmentsArriveUntouched(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the tools of others, one after the other")
	}
	s := newServer(t)
	var links []share.Link
	for _, key := range []string{"up/../x", "dot/./x", "..", "../../etc/passwd", "x/."} {
		links = append(links, link(s.URL, share.Download, key), link(s.URL, share.Upload, key))
	}
	eachTool(t, func(t *testing.T, kind handover.Kind, run func(*testing.T, []job) string) {
		if kind == handover.Wget { // which rewrites them
			for _, l := range links {
				if _, err := handover.Text(l, kind, handover.Options{}); err == nil {
					t.Errorf("%q: not refused", l.Request.Target.Key)
				}
			}
			return
		}
		run(t, jobs(t, kind, links))
		for i, a := range s.take(t, len(links)) {
			if a.method != links[i].Method || a.uri != s.target(links[i]) {
				t.Errorf("arrived %s %s, want %s %s", a.method, a.uri, links[i].Method, s.target(links[i]))
			}
		}
	})
}

func TestUploadsRun(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the tools of others, one after the other")
	}
	s := newServer(t)
	var headers []share.Header
	for _, h := range [][2]string{
		{"Content-Type", "text/x; charset=\"a'b\""},
		{"If-None-Match", "*"},
		{"x-amz-meta-note", `it's $HOME "quoted" \ back ` + "`id` %s"},
		{"x-amz-meta-umlaut", "grün"},
		{"Content-Length", fmt.Sprint(len(content))},
		{"x-amz-server-side-encryption", "AES256"},
		{"x-amz-meta-empty", ""},
	} {
		headers = append(headers, share.Header{Name: h[0], Value: h[1]})
	}
	var links []share.Link
	for i, key := range awkward {
		l := link(s.URL, share.Upload, key)
		if i%2 == 0 {
			l.Headers = headers
		}
		links = append(links, l)
	}
	eachTool(t, func(t *testing.T, kind handover.Kind, run func(*testing.T, []job) string) {
		run(t, jobs(t, kind, links))
		for i, a := range s.take(t, len(links)) {
			checkUpload(t, s, links[i], a)
		}
	})
}

func checkUpload(t *testing.T, s *server, l share.Link, a arrived) {
	t.Helper()
	key := l.Request.Target.Key
	if a.method != "PUT" || a.uri != s.target(l) || string(a.body) != content {
		t.Errorf("%q: arrived %s %s %q\nwant PUT %s", key, a.method, a.uri, a.body, s.target(l))
	}
	for _, h := range l.Headers {
		if got := a.header.Values(h.Name); len(got) != 1 || got[0] != h.Value {
			t.Errorf("%q: %s arrived as %q, want %q", key, h.Name, got, h.Value)
		}
	}
	if len(l.Headers) == 0 && strings.Contains(a.header.Get("Content-Type"), "form") {
		t.Errorf("%q: the file is called a %s", key, a.header.Get("Content-Type"))
	}
	if a.header.Get("Content-Length") != fmt.Sprint(len(content)) {
		t.Errorf("%q: length %q", key, a.header.Get("Content-Length"))
	}
}

func TestDeleteAndMetadataRun(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the tools of others, one after the other")
	}
	s := newServer(t)
	eachTool(t, func(t *testing.T, kind handover.Kind, run func(*testing.T, []job) string) {
		for _, op := range []share.Operation{share.Delete, share.Metadata} {
			l := link(s.URL, op, "it's a key.txt")
			out := run(t, jobs(t, kind, []share.Link{l}))
			a := s.take(t, 1)[0]
			if a.method != op.Info().Method || a.uri != s.target(l) {
				t.Errorf("%s: arrived %s %s", op, a.method, a.uri)
			}
			if op == share.Metadata && !strings.Contains(out, "Date: ") {
				t.Errorf("the headers are not shown: %s", out)
			}
		}
	})
}

// formLink is an upload form for one key.
func formLink(base, key string) share.Link {
	l := link(base, share.Form, key)
	l.Request.Options = share.Options{MaxSize: 2 << 20, MinSize: 10}
	for _, f := range [][2]string{
		{"key", key},
		{"Content-Type", "image/jpeg"},
		{"x-amz-meta-note", `@file <in ;type=x "q" 'p' \ $HOME`},
		{"X-Amz-Algorithm", "AWS4-HMAC-SHA256"},
		{"policy", "eyJleHBpcmF0aW9uIjoiMjAyNiJ9+/=="},
		{"X-Amz-Signature", "00ff"},
	} {
		l.Fields = append(l.Fields, share.Field{Name: f[0], Value: share.NewSecret(f[1])})
	}
	return l
}

// part is one part of a form as it arrived.
type part struct{ name, file, value string }

func parts(t *testing.T, a arrived) []part {
	t.Helper()
	_, params, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	var out []part
	for r := multipart.NewReader(bytes.NewReader(a.body), params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		value, _ := io.ReadAll(p)
		out = append(out, part{p.FormName(), p.FileName(), string(value)})
	}
}

func TestFormsRun(t *testing.T) {
	s := newServer(t)
	var links []share.Link
	for i, key := range awkward {
		l := formLink(s.URL, key)
		l.Request.Options.KeyPrefix = i%3 == 0
		links = append(links, l)
	}
	eachTool(t, func(t *testing.T, kind handover.Kind, run func(*testing.T, []job) string) {
		if kind == handover.Wget {
			t.Skip("wget sends no forms")
		}
		run(t, jobs(t, kind, links))
		for i, a := range s.take(t, len(links)) {
			if a.method != "POST" || a.uri != "/bucket" {
				t.Errorf("arrived %s %s", a.method, a.uri)
			}
			checkParts(t, links[i].Request.Target.Key, links[i], parts(t, a), handover.FileName(links[i]))
		}
	})
}

// checkParts: every field in order, the file last.
func checkParts(t *testing.T, key string, l share.Link, got []part, file string) {
	t.Helper()
	want := make([]part, 0, len(l.Fields)+1)
	for _, f := range l.Fields {
		want = append(want, part{f.Name, "", f.Value.Reveal()})
	}
	want = append(want, part{"file", file, content})
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("%q arrived as\n%q, want\n%q", key, got, want)
	}
}

// The script never overwrites what the recipient has.
func TestPythonKeepsAnExistingFile(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("python3 is not installed")
	}
	s := newServer(t)
	l, dir := link(s.URL, share.Download, "mine.txt"), t.TempDir()
	mine := filepath.Join(dir, "mine.txt")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("python3", "-c", text(t, l, handover.Python))
	c.Dir = dir
	if err := c.Run(); err == nil {
		t.Error("no error")
	}
	if kept, _ := os.ReadFile(mine); string(kept) != "mine" {
		t.Errorf("overwritten: %q", kept)
	}
}
