package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// handing is a hand-off of the command line, while it goes on.
type handing struct {
	t    *testing.T
	url  string
	stop context.CancelFunc
	done chan int
	said *heard
}

// heard is standard error, which is read while it is written.
type heard struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.String()
}

// handOffNow begins a hand-off and waits for its address.
func handOffNow(t *testing.T, args ...string) *handing {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	h := &handing{t: t, stop: stop, done: make(chan int, 1), said: &heard{}}
	out, to := io.Pipe()
	go func() {
		code := Run(ctx, append([]string{"handoff"}, args...), IO{In: strings.NewReader(""), Out: to, Err: h.said, Env: os.Getenv, Clock: time.Now})
		_ = to.Close()
		h.done <- code
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("no address: exit code %d\n%s", <-h.done, h.said)
	}
	h.url = strings.TrimSpace(line)
	t.Cleanup(func() { stop() })
	return h
}

// press presses the button and follows where that leads.
func (h *handing) press() (status int, body string) {
	h.t.Helper()
	r, err := http.Post(h.url, "application/x-www-form-urlencoded", http.NoBody) //nolint:noctx // a test
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	b, _ := io.ReadAll(r.Body)
	return r.StatusCode, string(b)
}

// The document arrives, by the link that a press opens and through signet; each use is in
// the log, and it ends when there is none left.
func TestHandOff(t *testing.T) {
	m := meddle(t)
	const object = "s3://acme-contracts/README.txt"
	for _, way := range [][]string{nil, {"--stream", "--yes"}} {
		h := handOffNow(t, append([]string{object, "--listen", "127.0.0.1:0", "--note", "the plan", "--to", "Ms Ito"}, way...)...)
		if status, page := get(t, h.url); status != 200 || !strings.Contains(page, "README.txt") || !strings.Contains(page, "the plan") || !strings.Contains(page, "255 B") {
			t.Errorf("%d %s", status, page)
		}
		if status, text := h.press(); status != 200 || len(text) != 255 {
			t.Errorf("%v: %d, %d bytes", way, status, len(text))
		}
		if code := <-h.done; code != 0 || !strings.Contains(h.said.String(), "press 1 of 1 from 127.0.0.1 (Go-http-client/1.1)") || !strings.Contains(h.said.String(), "all presses are taken") {
			t.Errorf("exit code %d\n%s", code, h.said)
		}
		if strings.Contains(h.said.String(), "X-Amz-Signature") {
			t.Errorf("the link is said:\n%s", h.said)
		}
		if c, err := net.Dial("tcp", strings.Split(h.url, "/")[2]); err == nil { //nolint:noctx // a test
			_ = c.Close()
			t.Error("it still listens")
		}
	}
	_, list, _ := faced(t, "log", "--json")
	id := fieldOf(t, list, "id")
	_, entry, _ := faced(t, "log", "show", id)
	for _, want := range []string{"the plan", "Ms Ito", "open for", "used  hand-off: press 1 of 1, sent through signet  from 127.0.0.1", "sent  hand-off: delivered, 255 bytes  from 127.0.0.1"} {
		if !strings.Contains(entry, want) {
			t.Errorf("the log does not say %q:\n%s", want, entry)
		}
	}

	// A share is handed off by its terms.
	id = shared(t, "--filename", "for you.txt", "--note", "a note", "--expires", "5m")
	h := handOffNow(t, id, "--listen", "127.0.0.1:0", "--uses", "2")
	if _, page := get(t, h.url); !strings.Contains(page, "for you.txt") || !strings.Contains(page, "a note") {
		t.Errorf("by its terms: %s", page)
	}
	if status, _ := h.press(); status != http.StatusOK {
		t.Errorf("a share that is open: %d", status)
	}
	if code, _, said := faced(t, "log", "revoked", id); code != 0 {
		t.Fatalf("%d %s", code, said)
	}
	if status, page := h.press(); status != http.StatusGone || !strings.Contains(page, "is not handed out any more") {
		t.Errorf("a share that was revoked meanwhile: %d %s", status, page)
	}
	h.stop()
	if code := <-h.done; code != 130 || !strings.Contains(h.said.String(), "is not open any more (revoked)") {
		t.Errorf("exit code %d\n%s", code, h.said)
	}

	id = shared(t, "--expires", "5m")
	h = handOffNow(t, id, "--listen", "127.0.0.1:0", "--uses", "2")
	_ = m.server.Close() // the store stops: nobody gets anything, and nothing is used up
	if status, page := h.press(); status != http.StatusServiceUnavailable || !strings.Contains(page, "does not count") {
		t.Errorf("a stopped store: %d %s", status, page)
	}
	h.stop()
	if code := <-h.done; code != 130 || !strings.Contains(h.said.String(), "a press got nothing, and does not count") {
		t.Errorf("exit code %d\n%s", code, h.said)
	}
}

// A press that was answered is told, also when it is interrupted at that moment: what was
// said last stands still until both have happened.
func TestHandOffTellsWhatWasBeforeTheEnd(t *testing.T) {
	meddle(t)
	for range 5 {
		h := handOffNow(t, shared(t, "--expires", "5m"), "--listen", "127.0.0.1:0", "--uses", "3")
		h.said.mu.Lock() // the first press stands in line to be told
		for range 2 {
			if status, _ := h.press(); status != http.StatusOK {
				t.Errorf("a press: %d", status)
			}
		}
		h.stop()
		h.said.mu.Unlock()
		if code := <-h.done; code != 130 || !strings.Contains(h.said.String(), "press 2 of 3 from 127.0.0.1") {
			t.Fatalf("exit code %d\n%s", code, h.said)
		}
	}
}

// fieldOf is a field of the first line of JSON.
func fieldOf(t *testing.T, text, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, `"`+name+`":"`)
	if !ok {
		t.Fatalf("no %s in %s", name, text)
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// What cannot be handed off, or not so, is refused before anything listens.
func TestHandOffRefuses(t *testing.T) {
	meddle(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	upload := shared(t, "--op", "put")
	const object, listen = "s3://acme-contracts/README.txt", "--listen=127.0.0.1:0"
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{2, "listens on no address that was not named; add one of\n        --listen ", []string{object}},
		{2, "is no address of this machine", []string{object, "--listen", "localhost:8443"}},
		{2, "all interfaces have no address", []string{object, "--listen", "0.0.0.0:8443"}},
		{2, "only a download is handed off", []string{upload, listen}},
		{2, "no object is named", []string{"s3://acme-contracts/", listen}},
		{2, "1 to 100 presses", []string{object, listen, "--uses", "0"}},
		{2, "is no length of time", []string{object, listen, "--for", "soon"}},
		{2, "at most", []string{object, listen, "--for", "13h"}},
		{2, "--allow: \"foo\" is no network", []string{object, listen, "--allow", "foo"}},
		{2, "the letters are all that follows", []string{object, "--listen", "127.0.0.1:8443", "--public-url", "http://laptop/x"}},
		{2, "needs a port that is known", []string{object, listen, "--public-url", "http://laptop:8443"}},
		{2, "it is http, and what listens speaks TLS", []string{object, "--listen", "127.0.0.1:8443", "--self-signed", "--public-url", "http://laptop:8443"}},
		{2, "a certificate is a file with its key", []string{object, listen, "--tls-cert", "x.pem"}},
		{2, "add --yes", []string{object, listen, "--stream"}},
		{1, "read certificate", []string{object, listen, "--tls-cert", "x.pem", "--tls-key", "x.pem"}},
		{1, "is taken by another program", []string{object, "--listen", taken.Addr().String()}},
		{1, "no interface of this machine has that address now", []string{object, "--listen", "203.0.113.77:8443"}},
		{1, "no such", []string{"s3://acme-contracts/nothing", listen}},
		{1, "no entry 0000000000000", []string{"0000000000000", listen}},
	} {
		if code, out, said := faced(t, append([]string{"handoff"}, c.args...)...); code != c.code || out != "" || !strings.Contains(said, c.says) {
			t.Errorf("%v: exit code %d\n%s%s", c.args, code, out, said)
		}
	}
}

// Guard rails bind a hand-off as they bind a link, before anything listens; where nothing
// may be written, a download is handed off all the same.
func TestHandOffByTheRails(t *testing.T) {
	meddle(t)
	rails := "read_only = true\n[[guard]]\nbucket = \"acme-contracts\"\nrequire_note = true\n"
	if err := os.WriteFile(filepath.Join(os.Getenv("SIGNET_HOME"), "config.toml"), []byte(rails), 0o600); err != nil {
		t.Fatal(err)
	}
	const object, listen = "s3://acme-contracts/README.txt", "--listen=127.0.0.1:0"
	if code, out, said := faced(t, "handoff", object, listen); code != 1 || out != "" || !strings.Contains(said, "refused: ") || !strings.Contains(said, "--note") {
		t.Errorf("without a note: %d\n%s%s", code, out, said)
	}
	h := handOffNow(t, object, listen, "--note", "why")
	if status, text := h.press(); status != 200 || len(text) != 255 {
		t.Errorf("%d, %d bytes", status, len(text))
	}
	<-h.done
}

// get uses a link as a stranger would.
func get(t *testing.T, link string) (status int, body string) {
	t.Helper()
	res, err := http.Get(link) //nolint:noctx // the client of a stranger
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(text)
}
