package sign_test

import (
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/demo"
	"signet/share"
	"signet/share/handover"
)

// A link for a folder opens what is in it and nothing else, by the address of an object, by
// that of another, and by cookies.
func TestBelowOpensAFolder(t *testing.T) {
	r := newRig(t)
	for _, key := range []string{"public/2026 *?/index.html", "public/2026 *?/sub/ü b.pdf", "public/2026 *", "public/other.txt", "secret.txt"} {
		r.put("plain", key, "of "+key)
	}
	d, s := r.front(demo.DistributionOptions{Bucket: "plain", Prefix: "public/"})
	link, err := s.Share(t.Context(), share.Request{
		Target: share.Target{Bucket: "plain", Key: "public/2026 *?/index.html"}, Operation: share.Download, Signer: "front", Below: true,
		Lifetime: share.Lifetime{Until: time.Date(2037, 12, 24, 0, 0, 0, 0, time.UTC)}, From: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
	})
	if err != nil {
		t.Fatal(err)
	}
	address, query, _ := strings.Cut(link.URL.Reveal(), "?")
	if address != d.URL()+"/2026%20%2A%3F/index.html" {
		t.Error("another address than that of the object")
	}
	for path, want := range map[string]string{
		"/2026%20%2A%3F/index.html":         "of public/2026 *?/index.html",
		"/2026%20%2A%3F/sub/%C3%BC%20b.pdf": "of public/2026 *?/sub/ü b.pdf",
		"/2026%20%2A":                       "AccessDenied",
		"/2026%20%2A%3F/../other.txt":       "AccessDenied",
		"/other.txt":                        "AccessDenied",
		"/secret.txt":                       "AccessDenied",
	} {
		a := r.send(http.MethodGet, d.URL()+path+"?"+query, nil, "")
		if !strings.Contains(a.body, want) || (a.status == http.StatusOK) != strings.HasPrefix(want, "of ") {
			t.Errorf("%s: %d %.80s, want %q", path, a.status, a.body, want)
		}
	}
	byCookies(t, link, d.URL())
	r.set(link.Terms.Ends)
	if a := r.send(http.MethodGet, link.URL.Reveal(), nil, ""); a.status != http.StatusForbidden {
		t.Errorf("after its end: %d", a.status)
	}
}

// byCookies opens the folder with curl, which reads the file of cookies.
func byCookies(t *testing.T, link share.Link, front string) {
	t.Helper()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	text, err := handover.Text(link, handover.CookieJar, handover.Options{})
	if err != nil {
		t.Fatal(err)
	}
	jar := filepath.Join(t.TempDir(), "x.jar")
	if err := os.WriteFile(jar, []byte(text.Reveal()), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/2026%20%2A%3F/sub/%C3%BC%20b.pdf": "of public", "/other.txt": "MissingKey"} {
		out, err := exec.CommandContext(t.Context(), "curl", "-s", "-b", jar, "--path-as-is", front+path).Output()
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s by cookies: %q, %v, want %q", path, out, err, want)
		}
	}
}

// What a distribution passes on reaches its store, and what it does not is not signed.
func TestADistributionThatForwardsTheQuery(t *testing.T) {
	r := newRig(t)
	first := r.put("versions", "a.txt", "first")
	r.put("versions", "a.txt", "second")
	for _, forwards := range []bool{true, false} {
		_, s := r.front(demo.DistributionOptions{Bucket: "versions", ForwardsQuery: forwards})
		request := share.Request{Target: share.Target{Bucket: "versions", Key: "a.txt", VersionID: first}, Operation: share.Download, Signer: "front", Lifetime: share.For(time.Hour)}
		link, err := s.Share(t.Context(), request)
		if !forwards {
			if err == nil || !strings.Contains(err.Error(), "forwards_query = true") {
				t.Errorf("a version that would be left out: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if a := r.send(http.MethodGet, link.URL.Reveal(), nil, ""); a.status != http.StatusOK || a.body != "first" {
			t.Errorf("%d %q", a.status, a.body)
		}
	}
}
