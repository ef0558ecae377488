package s3browser

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// clocked asks a server on a pipe, in a bubble where time passes only when all wait
// for it.
func clocked(t *testing.T, timeout time.Duration, serve func(server net.Conn)) (took time.Duration, err error) {
	t.Helper()
	ended := make(chan struct{})
	c := newTransport(doer(func(r *http.Request) (*http.Response, error) {
		transport := &http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) {
			here, there := net.Pipe()
			go func() {
				defer close(ended)
				defer there.Close()
				if _, err := http.ReadRequest(bufio.NewReader(there)); err == nil {
					serve(there)
				}
			}()
			return here, nil
		}}
		return transport.RoundTrip(r)
	}), new(clock), timeout)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://server/", nil)
	must(t, err)
	began := time.Now()
	response, err := c.Do(r)
	if err == nil {
		_, err = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
	took = time.Since(began)
	<-ended
	return took, err
}

// hold says nothing until the client hangs up.
func hold(server net.Conn) { _, _ = io.Copy(io.Discard, server) }

// Half a minute of silence is enough; then a thousand bytes a second must come.
func TestTimeoutOfASilentServer(t *testing.T) {
	begin := func(w net.Conn, length int) {
		_, _ = fmt.Fprintf(w, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", length)
	}
	for name, test := range map[string]struct {
		serve func(net.Conn)
		says  string
		took  time.Duration
	}{
		"silence": {hold, "no answer from server within 30 s", 30 * time.Second},
		"late": {func(w net.Conn) {
			time.Sleep(29 * time.Second)
			begin(w, 0)
		}, "", 29 * time.Second},
		"slow but steady": {func(w net.Conn) {
			begin(w, 100_000)
			for range 100 {
				_, _ = w.Write(make([]byte, 1000))
				time.Sleep(900 * time.Millisecond)
			}
		}, "", 99 * 900 * time.Millisecond},
		"in bursts": {func(w net.Conn) {
			begin(w, 90_000)
			for range 3 {
				time.Sleep(25 * time.Second)
				_, _ = w.Write(make([]byte, 30_000))
			}
		}, "", 75 * time.Second},
		"dripping": {func(w net.Conn) {
			begin(w, 100_000)
			for range 100_000 {
				if _, err := w.Write([]byte(" ")); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}, "came too slowly: less than 1 kB/s over 30 s", 30 * time.Second},
		"too slow from the middle on": {func(w net.Conn) {
			begin(w, 100_000)
			_, _ = w.Write(make([]byte, 60_000))
			hold(w)
		}, "came too slowly", 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				took, err := clocked(t, defaultTimeout, test.serve)
				if took != test.took || (test.says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), test.says) {
					t.Errorf("%v after %v, want %q after %v", err, took, test.says, test.took)
				}
			})
		})
	}
}

// Whoever reads slowly himself blames no server.
func TestTimeoutWithASlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWatch(&http.Request{URL: must2(t, "http://server/")}, defaultTimeout)
		response, err := w.answer(func(context.Context) (*http.Response, error) {
			return &http.Response{Body: io.NopCloser(strings.NewReader(strings.Repeat("x", 10)))}, nil
		})
		must(t, err)
		defer response.Body.Close()
		for range 10 {
			time.Sleep(time.Hour)
			if _, err := response.Body.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// All attempts of a call share one timeout, the one in another region included.
func TestTimeoutIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := Connect(Connection{Endpoint: "http://server", Region: "us-east-1", AccessKeyID: "A", SecretKey: "S"})
		l, err := c.load(t.Context())
		must(t, err)
		asked := 0
		l.config.HTTPClient = newTransport(doer(func(r *http.Request) (*http.Response, error) {
			asked++
			select {
			case <-time.After(20 * time.Second):
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
			return &http.Response{StatusCode: 503, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("<Error><Code>SlowDown</Code></Error>"))}, nil
		}), new(clock), defaultTimeout)
		began := time.Now()
		_, err = c.List(t.Context(), ListRequest{Bucket: "b"})
		failure(t, err, Unreachable)
		if took := time.Since(began); asked != 2 || took > 40*time.Second {
			t.Errorf("asked %d times in %v", asked, took)
		}
	})
}
