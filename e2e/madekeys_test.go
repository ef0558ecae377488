package e2e

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// keyed is a signet whose place has a signer that makes a key for each link.
func (s *server) keyed(t *testing.T) *signet {
	t.Helper()
	p := signetFor(t, s)
	p.settings(t, fmt.Sprintf("[[place]]\nname = \"lab\"\nendpoint = %q\nregion = %q\npath_style = true\n[[place.signer]]\nname = \"revocable\"\nkind = \"minio-key\"\n", s.url, s.region))
	return p
}

// revocable signs one link by a key of its own.
func (p *signet) revocable(t *testing.T, bucket, key string, flags ...string) link {
	t.Helper()
	out := p.must(t, "", append([]string{"share", "s3://" + bucket + "/" + key, "--place", "lab", "--revocable", "--json"}, flags...)...)
	return links(t, out.stdout)[0]
}

// makesKeys are the servers at which users make keys.
func makesKeys(t *testing.T, test func(t *testing.T, s *server)) {
	t.Helper()
	for _, name := range []string{"demo", "minio"} {
		t.Run(name, func(t *testing.T) { test(t, theServer(t, name)) })
	}
}

// Two people have a link to one object, one is taken back, the other lives; and the log
// shows it again as it was.
func TestOneOfTwoLinksIsTakenBack(t *testing.T) {
	t.Parallel()
	makesKeys(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), s.keyed(t)
		s.put(t, b, "doc.txt", "text")
		plain := p.share(t, s, b, "doc.txt", "--expires", "1h")
		ito, tanaka := p.revocable(t, b, "doc.txt", "--expires", "1h"), p.revocable(t, b, "doc.txt", "--expires", "1h")
		for _, l := range []link{plain, ito, tanaka} {
			mustWork(t, "before", use(t, "GET", l.URL, nil, ""))
		}
		if again := strings.TrimSpace(p.must(t, "", "log", "show", ito.ShareID, "--url").stdout); again != ito.URL {
			t.Error("another link is shown again")
		}
		out := p.must(t, "", "revoke", ito.ShareID, "--yes")
		if want := ito.ShareID + " is revoked; proved: the link answered 206 before and 403 InvalidAccessKeyId after"; !strings.Contains(out.stdout, want) {
			t.Errorf("%s%s", out.stdout, out.stderr)
		}
		if a := use(t, "GET", ito.URL, nil, ""); !strings.Contains(a.body, "InvalidAccessKeyId") {
			t.Errorf("the link that was taken back: %d %s", a.status, a.refusal())
		}
		for _, l := range []link{plain, tanaka} {
			mustWork(t, "after", use(t, "GET", l.URL, nil, ""))
		}
		p.must(t, "", "log", "verify")
		if len(ito.URL) > len(plain.URL)+10 {
			t.Errorf("%d characters, and %d of a plain link", len(ito.URL), len(plain.URL))
		}
	})
}

// Each operation works with the rights of its link's key, whatever the object is called,
// and with no other object.
func TestWhatAMadeKeyMay(t *testing.T) {
	t.Parallel()
	makesKeys(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), s.keyed(t)
		s.versioned(t, b)
		for _, key := range []string{"a*b?.txt", "${aws:username}$.txt", `Ä "q" <&>+.txt`} {
			version := s.put(t, b, key, "old")
			s.put(t, b, key, "new")
			mustWork(t, key, use(t, "GET", p.revocable(t, b, key).URL, nil, ""))
			mustWork(t, "metadata of "+key, use(t, "HEAD", p.revocable(t, b, key, "--op", "head").URL, nil, ""))
			if a := use(t, "GET", p.revocable(t, b, key, "--version-id", version).URL, nil, ""); a.body != "old" {
				t.Errorf("the version of %s: %d %s", key, a.status, a.refusal())
			}
			up := p.revocable(t, b, key, "--op", "put")
			mustWork(t, "upload to "+key, use(t, "PUT", up.URL, up.Headers, "newer"))
			mustFail(t, "download by the upload link", use(t, "GET", up.URL, nil, ""))
			mustWork(t, "delete "+key, use(t, "DELETE", p.revocable(t, b, key, "--op", "delete").URL, nil, ""))
		}
		tagged := p.revocable(t, b, "tagged.txt", "--op", "put", "--tag", "a=b")
		mustWork(t, "a tagged upload", use(t, "PUT", tagged.URL, tagged.Headers, "x"))
		form := p.revocable(t, b, "in/", "--op", "post", "--key-prefix")
		mustWork(t, "a form", post(t, form, "x.txt", "", "x"))
		path, content := p.big(t)
		p.must(t, "", "share", "s3://"+b+"/big.iso", "--place", "lab", "--revocable", "--op", "multipart", "--size", fmt.Sprint(len(content)), "--part-size", "5MiB", "-o", "up.sh")
		if out, err := p.script(t, "up.sh", path).CombinedOutput(); err != nil {
			t.Errorf("the script of a multipart upload: %v\n%s", err, out)
		}
		s.mustHold(t, b, "big.iso", content)
	})
}

// A link works from its networks alone. MinIO believes whoever reaches it directly what
// address he has, which is said of the link; a server that does not know better is noticed.
func TestNetworksOfAMadeKey(t *testing.T) {
	t.Parallel()
	makesKeys(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), s.keyed(t)
		s.put(t, b, "doc.txt", "text")
		out := p.must(t, "", "share", "s3://"+b+"/doc.txt", "--place", "lab", "--revocable", "--json", "--from", "127.0.0.2", "--from", "2001:db8::/32", "--from", "198.51.100.0/24")
		if !strings.Contains(out.stderr, "X-Forwarded-For") {
			t.Errorf("not said that the limit can be got around: %s", out.stderr)
		}
		l := links(t, out.stdout)[0]
		from := func(address string, h headers) int {
			client := recipient()
			client.Transport = &http.Transport{DisableKeepAlives: true, DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}).DialContext}
			r, err := http.NewRequestWithContext(t.Context(), "GET", l.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range h {
				r.Header.Set(name, value)
			}
			a, err := ask(client, r)
			if err != nil {
				t.Fatal(redact(err))
			}
			defer a.Body.Close()
			return a.StatusCode
		}
		if one, two := from("127.0.0.1", nil), from("127.0.0.2", nil); one != 403 || two != 200 {
			t.Errorf("from 127.0.0.1 %d, from 127.0.0.2 %d", one, two)
		}
		spoofed := from("127.0.0.1", headers{"X-Forwarded-For": "2001:db8::1"})
		if want := map[string]int{"minio": 200, "demo": 403}[s.kind.name]; spoofed != want {
			t.Errorf("with a header that names another address: %d, want %d", spoofed, want)
		}
	})
}

// A download that has begun goes on to its end, whatever ends meanwhile: servers judge a
// request once. The next one is refused.
func TestAnEndInTheMiddleOfADownload(t *testing.T) {
	t.Parallel()
	makesKeys(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), s.keyed(t)
		big := strings.Repeat("0123456789abcdef", 1<<20) // more than any buffer between
		s.put(t, b, "big.bin", big)
		defer s.drop(t, b, "big.bin") // the demo holds no more than 256 MiB of all tests
		revoked := p.revocable(t, b, "big.bin", "--expires", "1h")
		rest := begun(t, revoked.URL)
		p.must(t, "", "revoke", revoked.ShareID, "--yes")
		if n := rest(); n != len(big) {
			t.Errorf("%d of %d bytes came of a link that was taken back meanwhile", n, len(big))
		}
		mustFail(t, "the link that was taken back", use(t, "GET", revoked.URL, nil, ""))

		for life := 3 * time.Second; ; life *= 2 { // the machine may come too late
			short := p.revocable(t, b, "big.bin", "--expires", life.String())
			if !short.ExpiresAt.After(time.Now()) {
				continue
			}
			rest := begun(t, short.URL)
			if rest == nil {
				continue
			}
			time.Sleep(time.Until(short.ExpiresAt) + time.Second)
			if n := rest(); n != len(big) {
				t.Errorf("%d of %d bytes came of a link that ended meanwhile", n, len(big))
			}
			mustFail(t, "the link that ended", use(t, "GET", short.URL, nil, ""))
			return
		}
	})
}

// begun begins a download, and gives what reads the rest of it and says how much came;
// nil: it was refused.
func begun(t *testing.T, url string) func() int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := ask(recipient(), r)
	if err != nil {
		t.Fatal(redact(err))
	}
	first := make([]byte, 1000)
	if _, err := io.ReadFull(a.Body, first); err != nil || a.StatusCode != http.StatusOK {
		_ = a.Body.Close()
		return nil
	}
	return func() int {
		defer a.Body.Close()
		n, _ := io.Copy(io.Discard, a.Body)
		return len(first) + int(n)
	}
}

// signet is killed between making the key and recording it: before the server has heard
// of it, and after. The intent is found, and cleaned up.
func TestKilledWhileAKeyIsMade(t *testing.T) {
	t.Parallel()
	later := here.later(t)
	makesKeys(t, func(t *testing.T, s *server) {
		for name, heard := range map[string]bool{"before the server hears": false, "after the key is made": true} {
			t.Run(name, func(t *testing.T) {
				there, proxy := s.via(t)
				b, p := s.bucket(t), there.keyed(t)
				s.put(t, b, "doc.txt", "text")
				p.killedMaking(t, proxy, b, heard)
				id := p.newest(t)
				if listed := p.must(t, "", "log").stdout; !strings.Contains(listed, "starting") {
					t.Errorf("the log lists it as\n%s", listed)
				}
				if out := p.run(t, "", "revoke", id, "--yes"); out.code == 0 || !strings.Contains(out.stderr, "it was begun just now") {
					t.Errorf("it is undone at once: %s", out.stderr)
				}
				p = p.later(later)
				want := "nobody has the link; the server has no such key: signet revoke " + id + " notes that"
				if heard {
					want = "nobody has the link; the server has the key: signet revoke " + id + " deletes it, and notes that"
				}
				if out := p.must(t, "", "revoke", id, "--list"); !strings.Contains(out.stdout, want) {
					t.Errorf("%s, want %s", out.stdout, want)
				}
				if out := p.run(t, "", "log", "show", id, "--url"); out.code == 0 || strings.Contains(out.stdout, "http") {
					t.Errorf("a link is shown: %s", out.stderr)
				}
				p.must(t, "", "revoke", id, "--yes")
				if out := p.must(t, "", "log", "show", id); !strings.Contains(out.stdout, "failed") || heard != strings.Contains(out.stdout, "which is deleted") {
					t.Errorf("the log says\n%s", out.stdout)
				}
				if out := p.run(t, "", "revoke", id, "--list"); out.code == 0 {
					t.Errorf("there are ways for what never was: %s", out.stdout)
				}
				p.must(t, "", "log", "verify")
			})
		}
	})
}

func (p *signet) killedMaking(t *testing.T, proxy *between, bucket string, heard bool) {
	t.Helper()
	p.killedAsking(t, proxy, http.MethodPut, heard, "share", "s3://"+bucket+"/doc.txt", "--place", "lab", "--revocable")
}

// killedAsking runs signet, and kills it at its first request of that method: before the
// server has heard of it, or after the server has done it.
func (p *signet) killedAsking(t *testing.T, proxy *between, method string, heard bool, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(within(t, testTimeout), here.program, args...)
	cmd.Env, cmd.Dir = p.env, p.home
	started := make(chan struct{})
	proxy.when(func(r *http.Request) bool { return r.Method == method }, func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
		<-started
		if heard {
			pass.ServeHTTP(unheard{http.Header{}}, r)
		}
		_ = cmd.Process.Kill()
		cut(w, r, pass)
	})
	defer proxy.passes()
	err := cmd.Start()
	close(started)
	if err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		t.Fatal("signet was not stopped")
	}
}

// A batch that is stopped half way leaves a true account: asked to stop, it finishes the
// key that is being made, and every key at the server has an open link in the log; killed,
// one is left that the log has as begun, and is cleared away.
func TestABatchOfKeysThatIsStopped(t *testing.T) {
	t.Parallel()
	later := here.later(t)
	makesKeys(t, func(t *testing.T, s *server) {
		for name, with := range map[string]os.Signal{"asked to": os.Interrupt, "killed": os.Kill} {
			t.Run(name, func(t *testing.T) {
				there, proxy := s.via(t)
				b, p := s.bucket(t), there.keyed(t)
				s.put(t, b, "doc.txt", "text")
				made := p.stoppedAtThirdKey(t, proxy, b, with)
				open := strings.Count(p.must(t, "", "log", "--json", "--open").stdout, "\n")
				begun := strings.Count(p.must(t, "", "log", "--json").stdout, `"state":"starting"`)
				wants := map[string]int{"asked to": 0, "killed": 1}[name]
				if made != 3 || open+begun != made || begun != wants {
					t.Errorf("%d keys were made; the log has %d open links, and %d begun", made, open, begun)
				}
				if begun > 0 {
					p.later(later).must(t, "", "revoke", p.newest(t), "--yes")
				}
				p.must(t, "", "log", "verify")
			})
		}
	})
}

// stoppedAtThirdKey shares an object many times at once, sends a signal while the third key
// is made, and says how many the server made.
func (p *signet) stoppedAtThirdKey(t *testing.T, proxy *between, bucket string, with os.Signal) int {
	t.Helper()
	cmd := exec.CommandContext(within(t, testTimeout), here.program, "share", "-", "--place", "lab", "--revocable")
	cmd.Env, cmd.Dir, cmd.Stdin = p.env, p.home, strings.NewReader(strings.Repeat("s3://"+bucket+"/doc.txt\n", 20))
	started := make(chan struct{})
	var made atomic.Int64
	proxy.when(func(r *http.Request) bool { return r.Method == http.MethodPut }, func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
		<-started
		if made.Add(1) != 3 {
			pass.ServeHTTP(w, r)
			return
		}
		if with == os.Interrupt {
			_ = cmd.Process.Signal(with)
			pass.ServeHTTP(w, r)
			return
		}
		pass.ServeHTTP(unheard{http.Header{}}, r)
		_ = cmd.Process.Signal(with)
		cut(w, r, pass)
	})
	defer proxy.passes()
	err := cmd.Start()
	close(started)
	if err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		t.Fatalf("signet was not stopped: %v", err)
	}
	return int(made.Load())
}

// A server that makes no such keys is found by its answer, and nothing is stored there,
// though to it the request for one is an upload.
func TestAServerWithoutKeysOfUsers(t *testing.T) {
	t.Parallel()
	s := theServer(t, "versitygw")
	b, p := s.bucket(t), s.keyed(t)
	s.put(t, b, "doc.txt", "text")
	out := p.run(t, "", "share", "s3://"+b+"/doc.txt", "--place", "lab", "--revocable")
	if out.code != 1 || out.stdout != "" || !strings.Contains(out.stderr, "this server has no keys that users make") {
		t.Errorf("exit code %d: %s", out.code, out.stderr)
	}
	if listed := p.must(t, "", "log").stdout; !strings.Contains(listed, "failed") {
		t.Errorf("the log lists it as\n%s", listed)
	}
}

// How long a link with a key of its own takes, against a plain one, and its length: for
// docs/adr/0038.
func TestWhatAMadeKeyTakes(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("measures")
	}
	makesKeys(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), s.keyed(t)
		s.put(t, b, "doc.txt", "text")
		measure := func(args ...string) (took time.Duration, size int) {
			var all []time.Duration
			for range 5 {
				from := time.Now()
				out := p.must(t, "", append([]string{"share", "s3://" + b + "/doc.txt", "--place", "lab"}, args...)...)
				all, size = append(all, time.Since(from)), len(strings.TrimSpace(out.stdout))
			}
			slices.Sort(all)
			return all[2].Round(time.Millisecond), size
		}
		plain, short := measure()
		made, long := measure("--revocable")
		from := time.Now()
		out := p.must(t, strings.Repeat("s3://"+b+"/doc.txt\n", 20), "share", "-", "--place", "lab", "--revocable")
		if n := strings.Count(out.stdout, "Credential=SIGNET"); n != 20 {
			t.Errorf("%d links of 20", n)
		}
		t.Logf("a plain link %v and %d bytes, one with a key of its own %v and %d bytes, of twenty at once %v each", plain, short, made, long, (time.Since(from) / 20).Round(time.Millisecond))
	})
}
