package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// What revoke says of a link is true at every server: where it says that the link is dead,
// the link is refused, and where a server lets links through whatever the policy of the
// bucket says, as MinIO does, that is said and the link counts as open.
func TestRevokeSaysWhatIsTrue(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "a*b.txt", "a")
		s.put(t, b, "axb.txt", "x")
		p := signetFor(t, s)
		l := p.share(t, s, b, "a*b.txt", "--expires", "10m")
		other := p.share(t, s, b, "axb.txt", "--expires", "10m")
		out := p.run(t, "", append([]string{"revoke", l.ShareID, "--yes"}, s.at()...)...)
		a := use(t, http.MethodGet, l.URL, nil, "")
		switch said := strings.Contains(out.stdout, l.ShareID+" is revoked; proved"); {
		case said != (out.code == 0):
			t.Errorf("exit code %d, and it says %q", out.code, out.stdout)
		case said:
			mustFail(t, "the revoked link", a)
		default:
			mustWork(t, "the link that lives on", a)
		}
		if wants := map[string]bool{"demo": true, "minio": false}; out.code == 0 != wants[s.kind.name] && s.kind.name != "versitygw" {
			t.Errorf("exit code %d\n%s\n%s", out.code, out.stdout, out.stderr)
		}
		mustWork(t, "a link to another object", use(t, http.MethodGet, other.URL, nil, ""))
		listed := p.must(t, "", "log", "--open").stdout
		if strings.Contains(listed, l.ShareID) != (out.code != 0) {
			t.Errorf("the log has it among the open ones: %s", listed)
		}
	})
}

// At MinIO, where a Deny has no effect on signed requests, the policy of a bucket is no way,
// by no command: the server is asked, and nothing is written.
func TestRevokeOffersWhatCounts(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "a.txt", "a")
		p := signetFor(t, s)
		l := p.share(t, s, b, "a.txt", "--expires", "10m")
		offered := s.kind.name != "minio"
		if listed := p.must(t, "", append([]string{"revoke", l.ShareID, "--list"}, s.at()...)...).stdout; strings.Contains(listed, "policy  deny links") != offered || strings.Contains(listed, "policy  not for this share: the server is MinIO") == offered {
			t.Errorf("it offers\n%s", listed)
		}
		if offered {
			return
		}
		for _, how := range [][]string{nil, {"--how", "policy"}} {
			out := p.run(t, "", append(append([]string{"revoke", l.ShareID, "--yes"}, how...), s.at()...)...)
			want := "policy: the server is MinIO"
			if how == nil {
				want = "so that one has to be named: object or key"
			}
			if out.code != 1 || !strings.Contains(out.stderr, want) || !strings.Contains(out.stderr, "--list shows") {
				t.Errorf("%v: exit code %d\n%s%s", how, out.code, out.stdout, out.stderr)
			}
		}
		mustWork(t, "the link", use(t, http.MethodGet, l.URL, nil, ""))
		if shown := p.must(t, "", "log", "show", l.ShareID).stdout; strings.Contains(shown, "revoking") {
			t.Errorf("something was begun: %s", shown)
		}
	})
}

// Deleting the object ends links at every server, and is proved; several at once are each
// told the truth about.
func TestRevokeDeletes(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "one", "1")
		s.put(t, b, "two", "2")
		s.put(t, b, "three", "3")
		p := signetFor(t, s)
		one := p.share(t, s, b, "one", "--expires", "10m", "--to", "Ms Ito")
		two := p.share(t, s, b, "two", "--expires", "10m", "--to", "Ms Ito")
		three := p.share(t, s, b, "three", "--expires", "10m", "--to", "Mr Itoh")
		mustWork(t, "before", use(t, http.MethodGet, one.URL, nil, ""))
		out := p.run(t, "", append([]string{"revoke", "--to", "ms ito", "--how", "object", "--yes"}, s.at()...)...)
		if out.code != 0 || strings.Count(out.stdout, " is revoked; proved: the link answered 206 before and 404 ") != 2 || !strings.Contains(out.stderr, "2 of 2 shares revoked, 2 of them proved") {
			t.Errorf("exit code %d\n%s\n%s", out.code, out.stdout, out.stderr)
		}
		mustFail(t, "a link to a deleted object", use(t, http.MethodGet, one.URL, nil, ""))
		mustFail(t, "another one", use(t, http.MethodGet, two.URL, nil, ""))
		mustWork(t, "what another recipient has", use(t, http.MethodGet, three.URL, nil, ""))
	})
}
