package cli

import (
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/handoff"
)

// An address that went with its network is noticed: nobody reaches what listens on it.
func TestHandOffWithoutItsInterface(t *testing.T) {
	for listens, troubled := range map[string]bool{"http://203.0.113.77:8443": true, "https://203.0.113.77:8443": true, "http://127.0.0.1:8443": false} {
		h, err := handoff.New(handoff.Terms{
			Request: share.Request{Operation: share.Download, Target: share.Target{Bucket: "b", Key: "k"}},
			Uses:    1, Ends: time.Now().Add(time.Minute), Listens: listens,
		}, handoff.World{Clock: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		(&room{HandOff: h}).watch()
		if got := h.State().Trouble; strings.Contains(got, "203.0.113.77 any more") != troubled {
			t.Errorf("%s: %q", listens, got)
		}
	}
}

// What is run on the laptop of whoever came by ssh has the way back that they came.
func TestTunnel(t *testing.T) {
	for connection, want := range map[string]string{
		"":                                     "",
		"10.0.0.9 5555 10.0.0.5 22":            "ssh -L 0.0.0.0:8443:127.0.0.1:8443 10.0.0.5",
		"10.0.0.9 5555 10.0.0.5 22; rm -rf /":  "",
		"10.0.0.9 5555 10.0.0.5 2222":          "ssh -p 2222 -L 0.0.0.0:8443:127.0.0.1:8443 10.0.0.5",
		"10.0.0.9 5555 $(reboot) 22":           "ssh -L 0.0.0.0:8443:127.0.0.1:8443 HOST",
		"2001:db8::9 5555 2001:db8::5 $(true)": "ssh -L 0.0.0.0:8443:127.0.0.1:8443 2001:db8::5",
	} {
		a := &app{IO: IO{Env: func(string) string { return connection }}}
		if got := a.tunnel(8443); got != want {
			t.Errorf("%q: %q, want %q", connection, got, want)
		}
	}
}
