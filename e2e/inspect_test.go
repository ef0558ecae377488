package e2e

import (
	"strings"
	"testing"
)

// The inspector asks the server and says in words why it refuses.
func TestInspectOnline(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "a.txt", "a")
		good := p.share(t, s, b, "a.txt", "--expires", "1h")
		missing := p.share(t, s, b, "gone.txt", "--expires", "1h")
		over := p.share(t, s, b, "a.txt", "--expires", "1s")
		stranger := signetWith(t, keys{"nobody", s.secret, ""}).share(t, s, b, "a.txt", "--expires", "1h")
		ended(t, over)
		for _, c := range []struct {
			name, url string
			words     []string // one of them is said
		}{
			{"good", good.URL, []string{"works", "answers", "opens", "ok"}},
			{"missing", missing.URL, []string{"no such", "no object", "not there", "missing", "does not exist"}},
			{"ended", over.URL, []string{"expired", "ended", "is over"}},
			{"tampered", tampered(t, good.URL)["another signature"], []string{"signature"}},
			{"tracking tail", tampered(t, good.URL)["a tracking tail"], []string{"utm_source"}},
			{"unknown key", stranger.URL, []string{"access key"}},
		} {
			out := p.run(t, "", "inspect", "--online", c.url)
			text := strings.ToLower(out.stdout + out.stderr)
			if !saysOne(text, c.words) {
				t.Errorf("%s: says none of %q:\n%s", c.name, c.words, text)
			}
			for _, l := range []link{good, missing, over, stranger} {
				if strings.Contains(text, signatureOf(t, l.URL)) {
					t.Errorf("%s: a whole signature is printed", c.name)
				}
			}
		}
	})
}

func saysOne(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// A pasted link comes on standard input, where no shell history keeps it.
func TestInspectOffline(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	b := s.bucket(t)
	p := signetWith(t, s.session(t, 900, ""))
	l := p.share(t, s, b, "dir/a b.txt", "--expires", "5m")
	out := p.run(t, l.URL+"\n", "inspect", "-")
	if out.code != 1 {
		t.Errorf("exit code %d, want 1: a link to the loopback is of no use to others", out.code)
	}
	for _, want := range []string{b, "dir/a b.txt", "127.0.0.1"} {
		if !strings.Contains(out.stdout, want) {
			t.Errorf("%q is not named:\n%s", want, out.stdout)
		}
	}
	_, token, _ := strings.Cut(l.URL, "X-Amz-Security-Token=")
	if strings.Contains(out.stdout+out.stderr, token[:40]) {
		t.Error("the token is printed")
	}
}

// A check tells what is wrong before the link is sent.
func TestCheck(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "a.txt", "a")
		check := func(key string) said {
			return p.run(t, "", append(append([]string{"share", "--check"}, s.at()...), "s3://"+b+"/"+key, "--expires", "1h")...)
		}
		if out := check("a.txt"); out.code != 0 || !strings.HasPrefix(out.stdout, s.url) {
			t.Errorf("a good object: exit code %d\n%s", out.code, out.stderr)
		}
		out := check("gone.txt")
		if text := strings.ToLower(out.stderr); !saysOne(text, []string{"no such", "no object", "not there", "missing", "does not exist"}) {
			t.Errorf("a missing object is not announced: %q", out.stderr)
		}
	})
}
