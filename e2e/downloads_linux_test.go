package e2e

import (
	"bytes"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// opening are the requests for the content of an object.
func opening(r *http.Request) bool {
	return r.Method == http.MethodGet && !r.URL.Query().Has("list-type") && strings.Count(r.URL.Path, "/") > 1
}

// torn answers as the server does, sends no more than some of the body, and then ends in a
// way of its own.
func torn(some func(body []byte) []byte, end func(net.Conn)) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
		got := httptest.NewRecorder()
		pass.ServeHTTP(got, r)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		got.Header().Set("Content-Length", strconv.Itoa(got.Body.Len()))
		var answer bytes.Buffer // written at once, so that its head is not torn by chance
		answer.WriteString("HTTP/1.1 " + strconv.Itoa(got.Code) + " \r\n")
		_ = got.Header().Write(&answer)
		answer.WriteString("\r\n")
		answer.Write(some(got.Body.Bytes()))
		_, _ = conn.Write(answer.Bytes())
		end(conn)
	}
}

func ofHalf(body []byte) []byte { return body[:len(body)/2] }
func ofNone([]byte) []byte      { return nil }

// stalls keeps silent until whoever asks goes.
func stalls(conn net.Conn) { _, _ = conn.Read(make([]byte, 1)) }

// resets loses what may still be on its way.
func resets(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
}

// ends closes, though more was promised.
func ends(net.Conn) {}

// A download that stalls, is reset or ends too early goes on where it broke off. If it cannot
// the screen says so, nothing is left of it, and what was asked is asked again by one key.
func TestDownloadsThatBreakOff(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for name, c := range map[string]struct {
		end  func(net.Conn)
		says string
	}{
		"stalled":   {stalls, `✗ [\s\S]*(too slowly|within 1 s|silent)`},
		"reset":     {resets, `✗ [\s\S]*broke\s+off`},
		"too short": {ends, `✗ [\s\S]*the\s+connection\s+broke\s+off`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			there, b := s.via(t)
			p := signetFor(t, there)
			if name == "stalled" {
				p.env = append(p.env, "SIGNET_TIMEOUT=1s")
			}
			w := p.alone(t, size{80, 24}, nil, there.at()...)
			w.atReadme()
			into := filepath.Join(p.home, "saved")
			if err := os.Mkdir(into, 0o700); err != nil {
				t.Fatal(err)
			}
			has := func(want ...string) {
				t.Helper()
				all, err := os.ReadDir(into)
				var names []string
				for _, f := range all {
					names = append(names, f.Name())
				}
				if got := strings.Join(names, " "); err != nil || got != strings.Join(want, " ") {
					t.Errorf("in the folder are %q, want %q; %v", got, want, err)
				}
			}

			var asked atomic.Int64
			begins, breaks := torn(ofHalf, c.end), torn(ofNone, c.end)
			b.when(opening, func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
				if asked.Add(1) == 1 {
					begins(w, r, pass)
					return
				}
				breaks(w, r, pass)
			})
			w.keys("w")
			w.wait(`file ›`)
			w.keys(eraseLine + filepath.Join(into, "README.txt") + enterKey)
			w.wait(`the connection broke \d+ times? and was taken up again`)
			w.wait(`nothing comes at the moment`)
			w.see("what became of it", c.says)
			w.wait(`nothing is left of the \d+ B that came`)
			has()

			asked.Store(0)
			b.when(opening, func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
				if asked.Add(1) == 1 {
					begins(w, r, pass)
					return
				}
				pass.ServeHTTP(w, r)
			})
			w.keys("r")
			w.wait(`file ›`)
			w.keys(enterKey)
			w.see("what was saved", `✓ saved as`)
			has("README.txt")
			whole, _ := s.get(t, "acme-contracts", "README.txt")
			if got, err := os.ReadFile(filepath.Join(into, "README.txt")); err != nil || string(got) != whole.body {
				t.Errorf("%d bytes were saved of %d, %v", len(got), len(whole.body), err)
			}

			asked.Store(0)
			silent := torn(ofHalf, stalls)
			var waiting atomic.Int64
			b.when(opening, func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
				waiting.Add(1)
				defer waiting.Add(-1)
				silent(w, r, pass)
			})
			w.leave("saved as")
			w.keys("w")
			w.wait(`file ›`)
			w.keys(eraseLine + filepath.Join(into, "other.txt") + enterKey)
			w.until("it is on its way", func() bool { return waiting.Load() > 0 })
			w.wait(`under\s+another\s+name`)
			w.keys(escKey)
			w.see("what was stopped", `stopped after`)
			has("README.txt")
			w.leave("stopped after")
			w.wait(`README\.txt`)
			w.keys("q")
			if code := w.exits(); code != 0 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

// Who sends less than the list has, and says so, is believed; but the screen says that the
// list has another size.
func TestADownloadOfAnotherSizeThanTheListHas(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	there, b := s.via(t)
	p := signetFor(t, there)
	w := p.alone(t, size{80, 24}, nil, there.at()...)
	w.atReadme()
	b.when(opening, func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
		got := httptest.NewRecorder()
		pass.ServeHTTP(got, r)
		w.Header().Set("Etag", got.Header().Get("Etag"))
		_, _ = w.Write(ofHalf(got.Body.Bytes()))
	})
	w.keys("w")
	w.wait(`file ›`)
	w.keys(eraseLine + filepath.Join(p.home, "half.txt") + enterKey)
	w.wait(`✓ saved as`)
	w.see("what is said of it", `the list has it with \d+ B`)
	w.keys("q")
	if code := w.exits(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
