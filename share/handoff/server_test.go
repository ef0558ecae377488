package handoff_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"

	"signet/share/handoff"
)

// More connections than one address may have are closed at once, and those that are
// there go on.
func TestConnectionsAreBounded(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := handoff.Server(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") }))
	go func() { _ = server.Serve(handoff.Bounded(l)) }()
	defer func() { _ = server.Close() }()
	dial := func() net.Conn {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	answers := func(c net.Conn) bool {
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		r, err := http.ReadResponse(bufio.NewReader(c), nil)
		return err == nil && r.StatusCode == 200
	}
	var held []net.Conn
	for range 32 {
		c := dial()
		if !answers(c) {
			t.Fatal("no answer")
		}
		held = append(held, c)
	}
	if answers(dial()) {
		t.Error("one connection too many has an answer")
	}
	if !answers(held[0]) {
		t.Error("one that was there has none")
	}
	_ = held[1].Close()
	for there := false; !there; there = answers(dial()) { // its end is noticed in its own time
		t.Log("not yet")
	}
}
