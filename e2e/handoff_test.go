//go:build unix

package e2e

import (
	"bufio"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	protocol "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// handOff is a hand-off while it goes on: its address, what the sender reads, and its end.
type handOff struct {
	t    *testing.T
	url  string
	says *words
	cmd  *exec.Cmd
	done chan struct{}
}

// handsOff begins one on a port that is free.
func (p *signet) handsOff(t *testing.T, args ...string) *handOff {
	t.Helper()
	h := &handOff{t: t, says: &words{}, done: make(chan struct{})}
	h.cmd = exec.CommandContext(t.Context(), here.program, append([]string{"handoff", "--listen", "127.0.0.1:0"}, args...)...)
	h.cmd.Env, h.cmd.Dir, h.cmd.Stderr = p.env, p.home, h.says
	out, err := h.cmd.StdoutPipe()
	if err == nil {
		err = h.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	go func() {
		_, _ = io.Copy(io.Discard, out)
		_ = h.cmd.Wait()
		close(h.done)
	}()
	t.Cleanup(func() { h.stop() })
	if h.url = strings.TrimSpace(line); err != nil {
		<-h.done
		t.Fatalf("no address: %v\n%s", err, h.says)
	}
	return h
}

// stop is ctrl+c.
func (h *handOff) stop() {
	_ = h.cmd.Process.Signal(os.Interrupt)
	<-h.done
}

// ends waits for an end by itself, of which the sender reads.
func (h *handOff) ends(says string) {
	h.t.Helper()
	<-h.done
	if code := h.cmd.ProcessState.ExitCode(); code != 0 || !strings.Contains(h.says.String(), says) {
		h.t.Errorf("exit code %d, and it does not say %q\n%s", code, says, h.says)
	}
	if strings.Contains(h.says.String(), "Signature=") {
		h.t.Error("the sender's screen has a link")
	}
}

// A phone opens the page, the button leads to the document, and the policy of the page
// lets the browser go there, whatever the object and the note are called.
func TestHandOffOnAPhone(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	b, p := s.bucket(t), signetFor(t, s)
	const key, note = `q3 <img src=x onerror=alert(1)> "&' ü.txt`, `the <script>alert(1)</script> "plan"`
	s.put(t, b, key, "opened in the room")
	tab := browser(t)
	for _, scheme := range []string{"light", "dark"} {
		h := p.handsOff(t, append(s.at(), "s3://"+b+"/"+key, "--note", note)...)
		phone := onPhone(tab, t, h.url, scheme, "", false)
		text, err := chromedp.Run(phone.ctx, chromedp.Text(chromedp.CSS("main")))
		if err != nil {
			t.Fatal(redact(err))
		}
		for _, want := range []string{"ü.txt", note, "18 B", "The button can be pressed once.", "Each press opens the document for 60 seconds", "others on this network can read along"} {
			if !strings.Contains(text, want) {
				t.Errorf("the page does not say %q:\n%s", want, text)
			}
		}
		if err := chromedp.Do(phone.ctx, chromedp.Click(chromedp.CSS(`button[type="submit"]`))); err != nil {
			t.Fatal(redact(err))
		}
		until(t, "the document is shown", func() bool {
			text, _ := chromedp.Run(phone.ctx, chromedp.Text(chromedp.CSS("body")))
			return strings.TrimSpace(text) == "opened in the room"
		})
		h.ends("all presses are taken")
	}
}

// What goes through signet is saved by the browser, once.
func TestHandOffIsDownloadedOnce(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	b, p := s.bucket(t), signetFor(t, s)
	body := strings.Repeat("a document of some size. ", 40_000)
	s.put(t, b, "report.txt", body)
	defer s.drop(t, b, "report.txt")
	h := p.handsOff(t, append(s.at(), "s3://"+b+"/report.txt", "--stream", "--yes")...)
	phone, dir := onPhone(browser(t), t, h.url, "light", "", false), t.TempDir()
	to := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, protocol.SetDownloadBehavior, protocol.SetDownloadBehaviorParams{Behavior: protocol.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir})
		return err
	})
	if err := chromedp.Do(phone.ctx, to, chromedp.Click(chromedp.CSS(`button[type="submit"]`))); err != nil {
		t.Fatal(redact(err))
	}
	until(t, "the document is saved", func() bool {
		got, err := os.ReadFile(filepath.Join(dir, "report.txt"))
		return err == nil && string(got) == body
	})
	h.ends("press 1: delivered, 1,000,000 bytes")
	entry := p.must(t, "", "receipt", p.newestShare(t)).stdout
	if !strings.Contains(entry, "127.0.0.1") {
		t.Errorf("the receipt has no address:\n%s", entry)
	}
}

// newestShare is the id of the newest entry of the log.
func (p *signet) newestShare(t *testing.T) string {
	t.Helper()
	return regexp.MustCompile(`"id":"([^"]+)"`).FindStringSubmatch(p.must(t, "", "log", "--json").stdout)[1]
}

// By curl: what previewers, guessers, strangers and two at once get.
func TestHandOffByCurl(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	b, p := s.bucket(t), signetFor(t, s)
	s.put(t, b, "q3.txt", "the numbers")
	h := p.handsOff(t, append(s.at(), "s3://"+b+"/q3.txt")...)
	for _, flags := range [][]string{{"--head"}, nil, {"--header", "Sec-Purpose: prefetch"}} {
		mustWork(t, "a previewer", curl(t, h.url, flags...))
	}
	at, err := url.Parse(h.url)
	if err != nil {
		t.Fatal(err)
	}
	nothing := curl(t, "http://"+at.Host+"/abcdefghij")
	for what, flags := range map[string][]string{
		"a name of a stranger's that leads here": {"--request", "POST", "--data", "", "--header", "Host: evil.example:" + at.Port()},
		"a page of another site":                 {"--request", "POST", "--data", "", "--header", "Origin: https://evil.example"},
		"a large body":                           {"--request", "POST", "--data", strings.Repeat("x", 5000)},
	} {
		if a := curl(t, h.url, flags...); a.status != 404 || a.body != nothing.body {
			t.Errorf("%s gets %d\n%s", what, a.status, a.body)
		}
	}
	// Fifty guesses a second, for as long as it takes to count that they are too many: all
	// get the same, and the one address that is right gets no more by then.
	guesses := recipient()
	guesses.Transport = &http.Transport{}
	for range 50 {
		r, err := guesses.Get("http://" + at.Host + "/abcdefghij")
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(r.Body)
		_ = r.Body.Close()
		if r.StatusCode != 404 || string(text) != nothing.body {
			t.Fatalf("a guess gets %d\n%s", r.StatusCode, text)
		}
	}
	until(t, "who asked too often may ask again", func() bool { return curl(t, h.url).status == 200 })
	if says := h.says.String(); !strings.Contains(says, "for an address that there is not, the last from 127.0.0.1") {
		t.Errorf("the sender reads nothing of it:\n%s", says)
	}

	h.stop()

	// Two presses at the same moment, with one left.
	h = p.handsOff(t, append(s.at(), "s3://"+b+"/q3.txt")...)
	answers := make(chan int, 2)
	for range 2 {
		go func() {
			r, err := recipient().Post(h.url, "application/x-www-form-urlencoded", nil)
			if err != nil {
				answers <- 0
				return
			}
			_ = r.Body.Close()
			answers <- r.StatusCode
		}()
	}
	if one, other := <-answers, <-answers; one+other != 303+404 {
		t.Errorf("they get %d and %d", one, other)
	}
	h.ends("press 1 of 1 from 127.0.0.1")
}

// A reader who is slow, or gone, keeps nobody else from the document, and resumes.
func TestHandOffSlowReader(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	b, p := s.bucket(t), signetFor(t, s)
	body := strings.Repeat("0123456789abcdef", 1<<20)
	s.put(t, b, "large.bin", body)
	defer s.drop(t, b, "large.bin")
	h := p.handsOff(t, append(s.at(), "s3://"+b+"/large.bin", "--stream", "--yes", "--uses", "2")...)
	r, err := recipient().Post(h.url, "application/x-www-form-urlencoded", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	at, _ := url.Parse(h.url)
	mine := "http://" + at.Host + r.Header.Get("Location")
	slow, err := recipient().Get(mine)
	if err != nil {
		t.Fatal(err)
	}
	begin := make([]byte, 1000)
	if _, err := io.ReadFull(slow.Body, begin); err != nil {
		t.Fatal(err)
	}
	if a := curl(t, h.url, "--location", "--data", ""); a.status != 200 || a.body != body {
		t.Errorf("somebody else gets %d, %d bytes", a.status, len(a.body))
	}
	_ = slow.Body.Close() // gone
	until(t, "the sender reads that it broke off", func() bool { return strings.Contains(h.says.String(), "broke off") })
	if a := curl(t, mine, "--range", "1000-"); a.status != 206 || string(begin)+a.body != body {
		t.Errorf("what is resumed: %d, %d bytes", a.status, len(a.body))
	}
	h.stop()
}

// A store that does not answer costs no press, and is said on both sides.
func TestHandOffStoppedStore(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	b, p := s.bucket(t), signetFor(t, s)
	s.put(t, b, "q3.txt", "the numbers")
	store, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = store.Scheme, store.Host
		r.Out.Host = r.In.Host
	}})
	var once sync.Once
	stop := func() { once.Do(front.Close) }
	defer stop()
	h := p.handsOff(t, "--endpoint", front.URL, "--region", s.region, "--path-style", "s3://"+b+"/q3.txt")
	stop()
	if a := curl(t, h.url, "--request", "POST", "--data", ""); a.status != 503 || !strings.Contains(a.body, "does not count") {
		t.Errorf("%d\n%s", a.status, a.body)
	}
	if a := curl(t, h.url); a.status != 200 || !strings.Contains(a.body, "can be pressed once") {
		t.Errorf("%d\n%s", a.status, a.body)
	}
	until(t, "the sender reads why", func() bool {
		return strings.Contains(h.says.String(), "a press got nothing, and does not count")
	})
	h.stop()
}

// By TLS with a certificate made for it: its fingerprint is on both sides, and is the one
// that the connection has.
func TestHandOffByTLS(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	b, p := s.bucket(t), signetFor(t, s)
	s.put(t, b, "q3.txt", "the numbers")
	h := p.handsOff(t, append(s.at(), "s3://"+b+"/q3.txt", "--self-signed", "--stream")...)
	at, _ := url.Parse(h.url)
	c, err := tls.Dial("tcp", at.Host, &tls.Config{InsecureSkipVerify: true}) // the fingerprint is compared
	if err != nil {
		t.Fatal(err)
	}
	leaf := c.ConnectionState().PeerCertificates[0]
	_ = c.Close()
	own := strings.ReplaceAll(fmt.Sprintf("% X", sha256.Sum256(leaf.Raw)), " ", ":")
	page := curl(t, h.url, "--insecure")
	if at.Scheme != "https" || leaf.VerifyHostname(at.Hostname()) != nil || !strings.Contains(page.body, own) || !strings.Contains(page.body, "nobody vouches for it") || strings.Contains(page.body, "read along") {
		t.Errorf("%s, certificate %s\n%s", h.url, own, page.body)
	}
	if said := strings.Join(strings.Fields(h.says.String()), ""); !strings.Contains(said, own) {
		t.Errorf("the sender does not read %s:\n%s", own, h.says)
	}
	if a := curl(t, h.url, "--insecure", "--location", "--data", ""); a.status != 200 || a.body != "the numbers" {
		t.Errorf("%d %q", a.status, a.body)
	}
	h.stop()
}

// Whoever says nothing, or says it slowly, is given up, and others are served meanwhile.
func TestHandOffWhoSaysNothing(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	b, p := s.bucket(t), signetFor(t, s)
	s.put(t, b, "q3.txt", "the numbers")
	h := p.handsOff(t, append(s.at(), "s3://"+b+"/q3.txt")...)
	at, _ := url.Parse(h.url)
	var silent []net.Conn
	for range 20 {
		c, err := net.Dial("tcp", at.Host)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: ")
		silent = append(silent, c)
	}
	mustWork(t, "somebody else", curl(t, h.url))
	for _, c := range silent {
		_, _ = io.Copy(io.Discard, c) // ends when it is given up
		_ = c.Close()
	}
	h.stop()
}

// Field staff, in 80x24 over ssh without graphics: the code of the hand-off is on the
// screen beside its text, a decoder reads it, and the document arrives.
func TestWalkHandOff(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, at size) {
		w := start(t, signetWith(t, keys{}), at, "demo")
		w.see("start", `5 buckets`)
		w.open("acme-contracts")
		w.see("the bucket", `2025/`)
		w.open("2025/")
		w.wait(`Nordwind`)
		w.open("Nordwind")
		w.wait(`Mutual NDA`)
		w.open("Mutual NDA")
		w.wait(`Anyone with this link can download`)
		w.sign()
		w.see("the link", `ends in 1[45] min`)
		address := w.handedOff()
		page := use(t, http.MethodGet, address, nil, "")
		mustWork(t, "the page", page)
		press := use(t, http.MethodPost, address, nil, "")
		if press.status != 303 {
			t.Fatalf("a press: %d", press.status)
		}
		w.fetched(press.header.Get("Location"), "%PDF-")
		w.see("who pressed", `it is over: all presses are taken`)
		w.wait(`127\.0\.0\.1`)
		w.keys("H")
		w.see("the log", `newest first[\s\S]*Mutual NDA`)
		w.quit()
	})
}
