package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// answer is what a server said to whoever used a link.
type answer struct {
	host   string
	status int
	header http.Header
	body   string
}

func (a answer) ok() bool { return a.status >= 200 && a.status < 300 }

// refusal is the code of S3's error XML.
func (a answer) refusal() string {
	_, rest, _ := strings.Cut(a.body, "<Code>")
	code, _, _ := strings.Cut(rest, "</Code>")
	return code
}

// recipient follows no redirect, keeps no connection and knows no credentials:
// a stranger with a link.
func recipient() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       testTimeout,
	}
}

// use sends one request with the headers given and nothing else of meaning.
func use(t *testing.T, method, url string, h headers, body string) answer {
	t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, in)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range h {
		// The client counts the body itself; a wrong count would not be sent.
		if !strings.EqualFold(name, "Content-Length") {
			req.Header.Set(name, value)
		}
	}
	return send(t, req)
}

func send(t *testing.T, req *http.Request) answer {
	t.Helper()
	a, err := sendOnce(req)
	if err != nil {
		t.Fatal(redact(err))
	}
	return a
}

// sendOnce fails where the server closes the connection before it has read all of
// the body, and the client never sees the answer.
func sendOnce(req *http.Request) (answer, error) {
	res, err := ask(recipient(), req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return answer{req.URL.Host, res.StatusCode, res.Header, string(b)}, err
}

// ask is one request. MinIO answers 503 where the machine is too busy for it, whatever was
// asked: it is asked again, as S3's clients do.
func ask(client *http.Client, req *http.Request) (*http.Response, error) {
	for until := time.Now().Add(testTimeout); ; time.Sleep(200 * time.Millisecond) {
		res, err := client.Do(req)
		if err != nil || res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Server") != "MinIO" || time.Now().After(until) {
			return res, err
		}
		if req.GetBody != nil {
			_ = res.Body.Close()
			if req.Body, err = req.GetBody(); err != nil {
				return nil, err
			}
		} else if req.Body != nil && req.Body != http.NoBody {
			return res, nil // what was sent is gone
		}
	}
}

// redact keeps links out of test logs: they are secrets here as elsewhere.
func redact(err error) error {
	var u interface{ Unwrap() error }
	if errors.As(err, &u) {
		return u.Unwrap()
	}
	return err
}

// post submits an upload form the way a browser does: the fields in their
// order, the file last.
func post(t *testing.T, l link, filename, contentType, body string) answer {
	t.Helper()
	return postFields(t, l.URL, l.Fields, filename, contentType, body)
}

func postFields(t *testing.T, url string, all fields, filename, contentType, body string) answer {
	t.Helper()
	return send(t, formRequest(t, url, all, filename, contentType, body))
}

func formRequest(t *testing.T, url string, all fields, filename, contentType, body string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	sent := false
	for _, f := range all {
		name, value := f[0], f[1]
		// The sender fills in a type where the policy leaves it open.
		if strings.EqualFold(name, "Content-Type") && contentType != "" {
			value, sent = contentType, true
		}
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if contentType != "" && !sent {
		if err := w.WriteField("Content-Type", contentType); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", filename)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, body)
	_ = w.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, &b)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return req
}

// curl fetches a URL as a person in a shell does.
func curl(t *testing.T, url string, flags ...string) answer {
	t.Helper()
	args := append([]string{"--silent", "--show-error", "--globoff", "--max-time", fmt.Sprint(testTimeout.Seconds()), "--write-out", "%{stderr}%{http_code}", "--url", url}, flags...)
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "curl", args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("curl: %v", err)
	}
	status := 0
	for _, c := range strings.TrimSpace(stderr.String()) {
		status = status*10 + int(c-'0')
	}
	_, rest, _ := strings.Cut(url, "://")
	host, _, _ := strings.Cut(rest, "/")
	return answer{host: host, status: status, body: stdout.String()}
}

// mustWork fails unless the server did as asked.
func mustWork(t *testing.T, what string, a answer) {
	t.Helper()
	if !a.ok() {
		t.Fatalf("%s: status %d %s", what, a.status, a.refusal())
	}
}

// mustFail fails unless the server refused, not by falling over, and in a way
// that signet is known to explain.
func mustFail(t *testing.T, what string, a answer) {
	t.Helper()
	if a.status < 400 || a.status >= 500 {
		t.Errorf("%s: status %d, want a refusal", what, a.status)
		return
	}
	a.mustBeKnown(t, what)
}
