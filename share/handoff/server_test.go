package handoff_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"signet/share/handoff"
)

// strangers is a listener whose connections come from addresses in turn.
type strangers struct {
	net.Listener
	from chan string
}

func (s strangers) Accept() (net.Conn, error) {
	c, err := s.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return stranger{c, net.TCPAddrFromAddrPort(netip.MustParseAddrPort(<-s.from))}, nil
}

type stranger struct {
	net.Conn
	from net.Addr
}

func (s stranger) RemoteAddr() net.Addr { return s.from }

// serve serves a handler to connections of addresses that dial is given.
func serve(t *testing.T, h http.Handler) (dial func(from string) net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	from := make(chan string, 1)
	server := handoff.Server(h)
	go func() { _ = server.Serve(handoff.Bounded(strangers{l, from})) }()
	t.Cleanup(func() { _ = server.Close() })
	return func(addr string) net.Conn {
		from <- addr
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
}

func here(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") }

func answers(c net.Conn) bool {
	_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	return err == nil && r.StatusCode == 200
}

// Where one address has as many connections as it may, the oldest one that asks for
// nothing goes, and the others go on.
func TestConnectionsAreBounded(t *testing.T) {
	dial := serve(t, http.HandlerFunc(here))
	var held []net.Conn
	for range 33 {
		c := dial("192.168.178.40:1")
		if !answers(c) {
			t.Fatal("no answer")
		}
		held = append(held, c)
	}
	if answers(held[0]) {
		t.Error("there is one connection too many")
	}
	for _, c := range held[1:] {
		if !answers(c) {
			t.Error("one that was there has no answer")
		}
	}
}

// Whoever holds all connections that there are, from many addresses and with half a
// request each, keeps nobody out.
func TestHeldConnectionsKeepNobodyOut(t *testing.T) {
	dial := serve(t, http.HandlerFunc(here))
	for i := range 200 {
		c := dial("[2001:db8::" + strconv.FormatInt(int64(i/3+1), 16) + "]:1")
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: ")
	}
	visitor := dial("192.168.178.41:1")
	for range 40 {
		if !answers(visitor) {
			t.Fatal("a visitor has no answer")
		}
		_, _ = io.WriteString(dial("[2001:db8::ffff]:1"), "POST /")
	}
}

// What is being answered is not broken off for anybody.
func TestWhatIsBeingAnsweredGoesOn(t *testing.T) {
	begun, goes := make(chan bool), make(chan bool)
	dial := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun <- true
		<-goes
		here(w, r)
	}))
	var held []net.Conn
	for range 32 {
		c := dial("192.168.178.40:1")
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		<-begun
		held = append(held, c)
	}
	if _, err := dial("192.168.178.40:1").Read(make([]byte, 1)); err == nil {
		t.Error("one connection too many is kept")
	}
	close(goes)
	for _, c := range held {
		if r, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil || r.StatusCode != 200 {
			t.Errorf("it was broken off: %v", err)
		}
	}
}

// Requests that two programs may read in two ways are a press to nobody, and what stands
// behind them is no request.
func TestOddRequestsPressNothing(t *testing.T) {
	w := newWorld(t)
	h := w.begin(nil)
	dial := serve(t, h)
	path := strings.TrimPrefix(h.URL().Reveal(), origin)
	host := strings.TrimPrefix(origin, "http://")
	press := "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"
	wrong := "POST /abcdefghij HTTP/1.1\r\nHost: " + host + "\r\n"
	length := strconv.Itoa(len(press))
	for name, raw := range map[string]string{
		"a request in a body":             wrong + "Content-Length: " + length + "\r\n\r\n" + press,
		"CL.TE":                           wrong + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + press,
		"TE.CL":                           wrong + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n" + strconv.FormatInt(int64(len(press)), 16) + "\r\n" + press + "\r\n0\r\n\r\n",
		"chunks behind a space":           wrong + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + press,
		"chunks by another name":          wrong + "Transfer-Encoding: xchunked\r\n\r\n" + press,
		"chunks twice":                    wrong + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + press,
		"two lengths":                     wrong + "Content-Length: 0\r\nContent-Length: " + length + "\r\n\r\n" + press,
		"a length with a sign":            wrong + "Content-Length: +" + length + "\r\n\r\n" + press,
		"a length below nothing":          wrong + "Content-Length: -1\r\n\r\n" + press,
		"a length in two lines":           wrong + "Content-Length:\r\n " + length + "\r\n\r\n" + press,
		"a header in two lines":           wrong + "Connection: close\r\nX: a\r\n Content-Length: " + length + "\r\n\r\n",
		"a body that is waited for":       wrong + "Expect: 100-continue\r\nContent-Length: " + length + "\r\n\r\n" + press,
		"a body that never comes":         wrong + "Content-Length: 1000\r\n\r\n",
		"HTTP/2":                          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + press,
		"HTTP/2 by upgrade":               "GET /abcdefghij HTTP/1.1\r\nHost: " + host + "\r\nConnection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
		"HTTP/0.9":                        "POST " + path + "\r\n\r\n",
		"HTTP/3.7":                        "POST " + path + " HTTP/3.7\r\nHost: " + host + "\r\n\r\n",
		"no host":                         "POST " + path + " HTTP/1.1\r\n\r\n",
		"two hosts":                       "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nHost: evil.example\r\n\r\n",
		"another host in the line":        "POST http://evil.example" + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
		"a host with a user":              "POST http://" + host + "@evil.example" + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
		"a tunnel":                        "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
		"an empty name":                   "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\n: x\r\n\r\n",
		"a zero":                          "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nX: \x00\r\n\r\n",
		"a method of ours, small":         "post " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
		"a method that is said elsewhere": "GET " + path + "?_method=POST HTTP/1.1\r\nHost: " + host + "\r\nX-HTTP-Method-Override: POST\r\nConnection: close\r\n\r\n",
		"large headers":                   "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nX: " + strings.Repeat("a", 20_000) + "\r\n\r\n",
		"a large address":                 "POST " + path + "?" + strings.Repeat("a", 20_000) + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
		"a slash more":                    "POST /" + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
		"a slash in disguise":             "POST /%2f" + path[1:] + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
		"by dots":                         "POST /x/.." + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
		"by a backslash":                  "POST /x\\.." + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
		"with a parameter of the path":    "POST " + path + ";x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
		"in capitals":                     "POST " + strings.ToUpper(path) + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			c := dial("192.168.178." + strconv.Itoa(len(name)) + ":1")
			_, _ = io.WriteString(c, raw)
			said, _ := io.ReadAll(c) // all that comes until it is closed from there: nobody waits for more
			if strings.Contains(string(said), "303") || strings.Count(string(said), "HTTP/1.") > 1 {
				t.Errorf("%s", said)
			}
		})
	}
	w.pass(time.Minute) // who asked too often may ask again
	if s := h.State(); s.Left != 1 || len(w.asked) != 0 {
		t.Fatalf("it was pressed: %+v", s)
	}
	c := dial("192.168.178.9:1")
	_, _ = io.WriteString(c, press)
	if r, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil || r.StatusCode != 303 {
		t.Errorf("a plain press: %v", err)
	}
}

// Requests one behind the other are answered one by one, and count each: no connection
// guesses faster than another.
func TestPipelinedGuessesAreBounded(t *testing.T) {
	w := newWorld(t)
	h := w.begin(nil)
	path := strings.TrimPrefix(h.URL().Reveal(), origin)
	c := serve(t, h)("192.168.178.40:1")
	ask := func(path string) string {
		return "GET " + path + " HTTP/1.1\r\nHost: " + strings.TrimPrefix(origin, "http://") + "\r\n\r\n"
	}
	go func() {
		for range 40 {
			_, _ = io.WriteString(c, ask("/abcdefghij"))
		}
		_, _ = io.WriteString(c, ask(path))
	}()
	in := bufio.NewReader(c)
	for range 41 {
		r, err := http.ReadResponse(in, nil)
		if err != nil || r.StatusCode != 404 {
			t.Fatalf("%v %v", r, err)
		}
		_, _ = io.Copy(io.Discard, r.Body)
	}
}
