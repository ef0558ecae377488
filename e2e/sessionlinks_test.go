package e2e

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

// sessioned is a signet whose place has signers that get a session for each link.
func (s *server) sessioned(t *testing.T) *signet {
	t.Helper()
	p := signetFor(t, s)
	p.settings(t, fmt.Sprintf("[[place]]\nname = \"lab\"\nendpoint = %q\nregion = %q\npath_style = true\n[[place.signer]]\nname = \"session\"\nkind = \"minio-session\"\n[[place.signer]]\nname = \"role\"\nkind = \"aws-session\"\nrole_arn = \"arn:aws:iam::123456789012:role/demo\"\n", s.url, s.region))
	return p
}

// by signs one link by a signer.
func (p *signet) by(t *testing.T, signer, bucket, key string, flags ...string) link {
	t.Helper()
	out := p.must(t, "", append([]string{"share", "s3://" + bucket + "/" + key, "--place", "lab", "--signer", signer, "--json"}, flags...)...)
	return links(t, out.stdout)[0]
}

// Two people have a link to one object by a session each, one is taken back, the other
// lives. That is proved from another run of the program, by the session's key.
func TestSessionLinks(t *testing.T) {
	t.Parallel()
	makesKeys(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), s.sessioned(t)
		s.put(t, b, "doc.txt", "text")
		ito, tanaka := p.by(t, "session", b, "doc.txt", "--expires", "1h"), p.by(t, "session", b, "doc.txt", "--expires", "5m")
		for _, l := range []link{ito, tanaka} {
			mustWork(t, "before", use(t, "GET", l.URL, nil, ""))
			t.Logf("a link has %d characters", len(l.URL))
		}
		if out := p.run(t, "", "log", "show", ito.ShareID, "--url"); out.code != 1 || !strings.Contains(out.stderr, "kept in memory alone") {
			t.Errorf("shown again: %s%s", out.stdout, out.stderr)
		}
		out := p.run(t, "", "revoke", ito.ShareID, "--yes")
		proved := ito.ShareID + " is revoked; proved: the server answered 403 InvalidTokenId for its key before and 403 InvalidAccessKeyId after, each without the link"
		if out.code != 0 || !strings.Contains(out.stdout, proved) {
			t.Errorf("exit code %d\n%s%s", out.code, out.stdout, out.stderr)
		}
		if a := use(t, "GET", ito.URL, nil, ""); !strings.Contains(a.body, "InvalidAccessKeyId") {
			t.Errorf("the link that was taken back: %d %s", a.status, a.refusal())
		}
		mustWork(t, "after", use(t, "GET", tanaka.URL, nil, ""))
		p.must(t, "", "log", "verify")
	})
}

// Each operation works with the rights of its link's session, whatever the object is
// called, and from its networks.
func TestWhatASessionMay(t *testing.T) {
	t.Parallel()
	makesKeys(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), s.sessioned(t)
		s.versioned(t, b)
		signers := map[string][]string{"minio": {"session"}, "demo": {"session", "role"}}[s.kind.name]
		for _, signer := range signers {
			for _, key := range []string{"a*b?.txt", "${aws:username}$.txt", `Ä "q" <&>+.txt`} {
				version := s.put(t, b, key, "old")
				s.put(t, b, key, "new")
				mustWork(t, key, use(t, "GET", p.by(t, signer, b, key).URL, nil, ""))
				mustWork(t, "metadata of "+key, use(t, "HEAD", p.by(t, signer, b, key, "--op", "head").URL, nil, ""))
				if a := use(t, "GET", p.by(t, signer, b, key, "--version-id", version).URL, nil, ""); a.body != "old" {
					t.Errorf("the version of %s: %d %s", key, a.status, a.refusal())
				}
				up := p.by(t, signer, b, key, "--op", "put")
				mustWork(t, "upload to "+key, use(t, "PUT", up.URL, up.Headers, "newer"))
				mustFail(t, "download by the upload link", use(t, "GET", up.URL, nil, ""))
				mustWork(t, "delete "+key, use(t, "DELETE", p.by(t, signer, b, key, "--op", "delete").URL, nil, ""))
			}
			form := p.by(t, signer, b, "in/", "--op", "post", "--key-prefix")
			mustWork(t, "a form", post(t, form, "x.txt", "", "x"))
			s.put(t, b, "doc.txt", "text")
			l := p.by(t, signer, b, "doc.txt", "--from", "127.0.0.2", "--from", "198.51.100.0/24")
			if one, two := from(t, "127.0.0.1", l.URL), from(t, "127.0.0.2", l.URL); one != 403 || two != 200 {
				t.Errorf("from 127.0.0.1 %d, from 127.0.0.2 %d", one, two)
			}
		}
	})
}

// from opens a link from an address of this machine.
func from(t *testing.T, address, url string) int {
	t.Helper()
	client := recipient()
	client.Transport = &http.Transport{DisableKeepAlives: true, DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}).DialContext}
	r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := ask(client, r)
	if err != nil {
		t.Fatal(redact(err))
	}
	defer a.Body.Close()
	return a.StatusCode
}

// Who has no sessions, or none that end alone, is found out by asking, and nothing is
// signed: versitygw has no STS, and MinIO takes any role for one and names no session.
func TestServersWithoutSuchSessions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ signer, says string }{
		"versitygw": {"session", "the server gives out no sessions"},
		"minio":     {"role", "could not be ended alone"},
	} {
		t.Run(name, func(t *testing.T) {
			s := theServer(t, name)
			b, p := s.bucket(t), s.sessioned(t)
			s.put(t, b, "doc.txt", "text")
			out := p.run(t, "", "share", "s3://"+b+"/doc.txt", "--place", "lab", "--signer", c.signer)
			if out.code != 1 || out.stdout != "" || !strings.Contains(out.stderr, c.says) {
				t.Errorf("exit code %d: %s", out.code, out.stderr)
			}
			if listed := p.must(t, "", "log").stdout; !strings.Contains(listed, "failed") {
				t.Errorf("the log says %s", listed)
			}
		})
	}
}
