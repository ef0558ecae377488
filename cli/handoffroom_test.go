package cli

import (
	"fmt"
	"path/filepath"
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

// What the policy of the bucket denies since a link like it was revoked, no press opens:
// that is said before anybody presses, and of what goes through here as well.
func TestAHandOffSaysThatItIsDenied(t *testing.T) {
	m, dir := meddle(t), t.TempDir()
	t.Setenv("SIGNET_HOME", filepath.Join(dir, "signet"))
	writeSettings(t, dir, fmt.Sprintf("[[place]]\nname = \"lab\"\nendpoint = %q\nregion = %q\n", m.server.Endpoint(), m.server.Region()))
	a := newApp(t)
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	r := share.Request{Target: share.Target{Place: "lab", Bucket: "acme-contracts", Key: "README.txt"}, Operation: share.Download, Lifetime: share.For(time.Hour)}
	link, err := svc.Share(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if code, _, said := faced(t, "revoke", link.ID, "--how", "policy", "--yes"); code != 0 {
		t.Fatal(said)
	}
	a.denials = denials{} // what was known of the bucket before
	for _, stream := range []bool{false, true} {
		terms := handoff.Terms{Request: r, Uses: 1, Ends: a.Clock().Add(10 * time.Minute), Stream: stream}
		if err := a.rehearse(t.Context(), svc, &terms); err != nil {
			t.Fatal(err)
		}
		if said := strings.Join(handoff.Cautions(terms), "\n"); !strings.Contains(said, "a link like this one was revoked") {
			t.Errorf("through here: %t: %s", stream, said)
		}
	}
}
