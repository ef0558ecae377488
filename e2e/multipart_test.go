package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// partSize is the least that S3 takes, and bigSize makes three parts with it.
const (
	partSize = 5 << 20
	bigSize  = 2*partSize + 1_234_567
)

// big is a file of the recipient's, the same in every run.
func (p *signet) big(t *testing.T) (path, content string) {
	t.Helper()
	b := make([]byte, bigSize)
	_, _ = rand.NewChaCha8([32]byte{7}).Read(b)
	path = filepath.Join(p.home, "big.iso")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, string(b)
}

// shareParts starts an upload and has its two scripts written, up.py and up.sh.
func (p *signet) shareParts(t *testing.T, s *server, bucket, key string, flags ...string) (id string) {
	t.Helper()
	args := append(append([]string{"share"}, s.at()...), "s3://"+bucket+"/"+key, "--op", "multipart",
		"--size", "11720327", "--part-size", "5MiB", "--expires", "1h", "-o", "up.py", "-o", "up.sh")
	for _, old := range []string{"up.py", "up.sh"} {
		_ = os.Remove(filepath.Join(p.home, old))
	}
	out := p.must(t, "", append(args, flags...)...)
	if out.stdout != "" {
		t.Fatal("standard output is not empty")
	}
	return p.newest(t)
}

// newest is the id of the share that was logged last.
func (p *signet) newest(t *testing.T) string {
	t.Helper()
	var e struct {
		ID string `json:"id"`
	}
	line := p.must(t, "", "log", "--json", "--limit", "1").stdout
	if err := json.Unmarshal([]byte(line), &e); err != nil || e.ID == "" {
		t.Fatalf("the log's newest entry: %v", err)
	}
	return e.ID
}

// script is a script of the recipient's, who has no credentials and no signet.
func (p *signet) script(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	with := "sh"
	if strings.HasSuffix(name, ".py") {
		with = "python3"
	}
	cmd := exec.CommandContext(within(t, testTimeout), with, append([]string{name}, args...)...)
	cmd.Dir, cmd.Env = p.home, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.home, "TMPDIR=" + p.home, "no_proxy=*", "SIGNET_WAIT=0"}
	return cmd
}

// runs runs a script to its end.
func (p *signet) runs(t *testing.T, name string, args ...string) (words string, ok bool) {
	t.Helper()
	out, err := p.script(t, name, args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "X-Amz-Signature") || strings.Contains(string(out), "Traceback") {
		t.Errorf("%s tells a link, or fell over", name)
	}
	return string(out), err == nil
}

// mustRun runs a script, and fails unless it says all of that and ends as it should.
func (p *signet) mustRun(t *testing.T, well bool, command []string, want ...string) {
	t.Helper()
	words, ok := p.runs(t, command[0], command[1:]...)
	if ok != well {
		t.Fatalf("%q: went well: %v\n%s", command, ok, words)
	}
	for _, w := range want {
		if !strings.Contains(words, w) {
			t.Errorf("%q does not say %q, but\n%s", command, w, words)
		}
	}
}

func isPart(n string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		return r.Method == http.MethodPut && r.URL.Query().Get("partNumber") == n
	}
}

// killedAt runs a script that is killed when it sends a part.
func (p *signet) killedAt(t *testing.T, proxy *between, part, name string, args ...string) {
	t.Helper()
	cmd := p.script(t, name, args...)
	started := make(chan struct{})
	proxy.when(isPart(part), func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
		<-started
		_ = cmd.Process.Kill()
		cut(w, r, pass)
	})
	defer proxy.passes()
	err := cmd.Start()
	close(started)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the script was not stopped")
	}
}

// uploads is what the log says of one upload.
func (p *signet) uploads(t *testing.T, want string, args ...string) {
	t.Helper()
	out := p.must(t, "", append([]string{"log", "uploads"}, args...)...)
	if !regexp.MustCompile(want).MatchString(out.stdout + out.stderr) {
		t.Errorf("signet log uploads %q does not say %q, but\n%s%s", args, want, out.stdout, out.stderr)
	}
}

// One script begins and is killed, the other one goes on.
func TestMultipart(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		for _, c := range [][2]string{{"up.py", "up.sh"}, {"up.sh", "up.py"}} {
			t.Run(c[0]+" first", func(t *testing.T) {
				there, proxy := s.via(t)
				b, p := s.bucket(t), signetFor(t, s)
				path, content := p.big(t)
				p.env = append(p.env, "AWS_ENDPOINT_URL="+there.url) // where the object is looked at that became of it
				id := p.shareParts(t, there, b, "in/big ü.iso", "--content-type", "application/x-iso9660-image", "--metadata", "case=7", "--tag", "team=ops")
				p.uploads(t, `0 of 3 parts there, 0 B of 11\.7 MB; its links end in`)
				p.killedAt(t, proxy, "3", c[0], path)
				s.mustLack(t, b, "in/big ü.iso")
				p.uploads(t, `2 of 3 parts there, 10\.5 MB of 11\.7 MB`, id)
				p.mustRun(t, true, []string{c[1], "--status"}, "2 of 3 parts are there")
				p.mustRun(t, true, []string{c[1], path}, "part 1 of 3 is there already", "part 2 of 3 is there already", "part 3 of 3 sent", "uploaded: ")
				o := s.mustHold(t, b, "in/big ü.iso", content)
				if o.contentType != "application/x-iso9660-image" || !maps.Equal(o.metadata, map[string]string{"case": "7"}) {
					t.Errorf("stored as %q with %v", o.contentType, o.metadata)
				}
				if tags := s.tags(t, b, "in/big ü.iso"); !maps.Equal(tags, map[string]string{"team": "ops"}) {
					t.Errorf("stored with tags %v", tags)
				}
				p.mustRun(t, false, []string{c[0], path}, "the server knows no such upload any more")
				p.uploads(t, `the object is there, of 3 parts and 11\.7 MB; by whom is not known`)
				p.uploads(t, `no multipart upload of the log may be unfinished`)
			})
		}
	})
}

// unfinished is how many uploads the server has of an object.
func (s *server) unfinished(t *testing.T, bucket, key string) int {
	t.Helper()
	out, err := s.client().ListMultipartUploads(within(t, testTimeout), &s3.ListMultipartUploadsInput{Bucket: &bucket, Prefix: &key})
	if err != nil {
		t.Fatal(err)
	}
	return len(out.Uploads)
}

// The owner ends an upload with credentials: completes it when the recipient sent
// all and did not complete it, and aborts it.
func TestMultipartEndedByItsOwner(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		there, proxy := s.via(t)
		b, p := s.bucket(t), signetFor(t, s)
		p.env = append(p.env, "AWS_ENDPOINT_URL="+there.url) // an upload is asked for where its place leads, and nowhere else
		path, content := p.big(t)
		id := p.shareParts(t, there, b, "a.iso", "--content-type", "text/x-a")
		if out := p.run(t, "", "log", "uploads", id, "--complete"); out.code != 1 || !strings.Contains(out.stderr, "0 of 3 parts are there") {
			t.Errorf("completed without parts: exit code %d\n%s", out.code, out.stderr)
		}
		proxy.when(func(r *http.Request) bool { return r.Method == http.MethodPost }, cut)
		p.mustRun(t, false, []string{"up.py", path}, "part 3 of 3 sent", "given up after 8 tries")
		proxy.passes()
		p.uploads(t, `3 of 3 parts there`)
		s.mustLack(t, b, "a.iso")
		p.uploads(t, id+`: completed; its links are of no use any more`, id, "--complete")
		if o := s.mustHold(t, b, "a.iso", content); o.contentType != "text/x-a" {
			t.Errorf("stored as %q", o.contentType)
		}
		p.uploads(t, `no multipart upload of the log may be unfinished`)

		id = p.shareParts(t, there, b, "b.iso")
		p.killedAt(t, proxy, "2", "up.sh", path)
		p.findsPart(t, id)
		p.uploads(t, id+`: aborted; its links are of no use any more`, id, "--abort")
		if n := s.unfinished(t, b, "b.iso"); n != 0 {
			t.Errorf("the server has %d uploads still", n)
		}
		for _, script := range []string{"up.py", "up.sh"} {
			p.mustRun(t, false, []string{script, path}, "the server knows no such upload any more")
		}
		p.shareParts(t, there, b, "c.iso")
		p.mustRun(t, true, []string{"up.sh", "--abort"}, "aborted: the parts that were sent are dropped")
		p.uploads(t, `it was completed or aborted, and which is not known`)
		s.mustLack(t, b, "c.iso")
	})
}

// findsPart: the link of one part leads to the upload and the part.
func (p *signet) findsPart(t *testing.T, id string) {
	t.Helper()
	cmd := exec.CommandContext(within(t, testTimeout), "python3", "-c", "scope = {'__name__': 'script'}\nexec(open('up.py', encoding='utf-8').read(), scope)\nprint(scope['link'](2))")
	cmd.Dir = p.home
	link, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	out := p.must(t, string(link), "log", "find", "-")
	if !strings.Contains(out.stdout, id) || !strings.Contains(out.stderr, "found by signature, of part 2 of 3") {
		t.Errorf("log find says\n%s%s", out.stdout, out.stderr)
	}
}

// signet is killed between the intent and the outcome: before the server has heard of
// it, and after.
func TestMultipartKilledWhileItStarts(t *testing.T) {
	t.Parallel()
	later := here.later(t)
	eachServer(t, func(t *testing.T, s *server) {
		for name, heard := range map[string]bool{"before the server hears": false, "after the server has started it": true} {
			t.Run(name, func(t *testing.T) {
				there, proxy := s.via(t)
				b, p := s.bucket(t), signetFor(t, s)
				p.env = append(p.env, "AWS_ENDPOINT_URL="+there.url) // an upload is asked for where its place leads, and nowhere else
				p.killedStarting(t, there, proxy, b, heard)
				id, left := p.newest(t), 0
				p.uploads(t, `it was begun just now, and may be on its way`)
				p = p.later(later)
				if heard {
					left = 1
					p.uploads(t, `stopped while it started this upload, and nobody has a link; the server has 1 upload .* --abort drops it`)
				} else {
					p.uploads(t, `stopped while it started this upload, and nobody has a link; the server has none of it: .* --abort notes that`)
				}
				if n := s.unfinished(t, b, "a.iso"); n != left {
					t.Fatalf("the server has %d uploads, want %d", n, left)
				}
				p.uploads(t, id+`: signet was stopped while it started the upload; `, id, "--abort")
				if n := s.unfinished(t, b, "a.iso"); n != 0 {
					t.Errorf("the server has %d uploads still", n)
				}
				p.uploads(t, `no multipart upload of the log may be unfinished`)
				p.must(t, "", "log", "verify")
			})
		}
	})
}

func (p *signet) killedStarting(t *testing.T, s *server, proxy *between, bucket string, heard bool) {
	t.Helper()
	args := append(append([]string{"share"}, s.at()...), "s3://"+bucket+"/a.iso", "--op", "multipart", "--size", "20MB", "-o", "up.py")
	p.killedAsking(t, proxy, http.MethodPost, heard, args...)
	if _, err := os.Stat(filepath.Join(p.home, "up.py")); err == nil {
		t.Error("there is a script")
	}
}

// unheard is an answer that nobody gets.
type unheard struct{ header http.Header }

func (u unheard) Header() http.Header         { return u.header }
func (u unheard) Write(b []byte) (int, error) { return len(b), nil }
func (u unheard) WriteHeader(int)             {}

// A server that refuses a part before it has read it, and breaks off: the scripts say
// why, by the answer if it comes through, and else by asking about the upload.
func TestMultipartRefusedEarly(t *testing.T) {
	t.Parallel()
	const ended = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
	eachServer(t, func(t *testing.T, s *server) {
		there, proxy := s.via(t)
		b, p := s.bucket(t), signetFor(t, s)
		p.env = append(p.env, "AWS_ENDPOINT_URL="+there.url)
		path, _ := p.big(t)
		for _, script := range []string{"up.py", "up.sh"} {
			for _, c := range []struct{ name, answer, list, want string }{
				{"an answer, then a reset", "404 Not Found\n<Error><Code>NoSuchUpload</Code></Error>", "", "the server knows no such upload any more"},
				{"a reset alone", "", "", "the server knows no such upload any more"},
				{"an answer of links that ended", "403 Forbidden\n" + ended, "", "part 2 was refused: 403 AccessDenied Request has expired"},
				{"a reset, of links that ended", "", ended, "the links are of no use any more: 403 AccessDenied Request has expired"},
			} {
				t.Run(script+" "+c.name, func(t *testing.T) {
					id := p.shareParts(t, there, b, script+c.name)
					var broke atomic.Bool
					proxy.when(func(r *http.Request) bool {
						return isPart("2")(r) || c.list != "" && broke.Load() && r.Method == http.MethodGet
					}, func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
						if r.Method == http.MethodGet {
							w.WriteHeader(http.StatusForbidden)
							_, _ = io.WriteString(w, c.list)
							return
						}
						refused := strings.HasPrefix(c.answer, "403")
						// An answer may be lost with its connection; where the list of
						// parts does not say it, either, only another try brings it.
						if broke.Swap(true) && !refused {
							t.Error("the part is sent once more")
						}
						if c.list == "" && !refused {
							p.uploads(t, "aborted", id, "--abort")
						}
						reset(w, c.answer)
					})
					defer proxy.passes()
					p.mustRun(t, false, []string{script, path}, "part 1 of 3 sent", c.want)
				})
			}
		}
	})
}

// reset answers, if there is something to answer, and breaks the connection off.
func reset(w http.ResponseWriter, answer string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	if status, body, ok := strings.Cut(answer, "\n"); ok {
		fmt.Fprintf(conn, "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, len(body), body)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
}

// The scripts run in every shell of this machine and in any locale, and with Python
// from 3.7 on, as its own parser says.
func TestMultipartScriptsRunAnywhere(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	b, p := s.bucket(t), signetFor(t, s)
	path, content := p.big(t)
	for _, shell := range [][]string{{"sh"}, {"dash"}, {"bash"}, {"bash", "--posix"}, {"busybox", "sh"}, {"ksh"}, {"mksh"}, {"yash"}, {"zsh", "--emulate", "sh"}, {"python3"}} {
		if _, err := exec.LookPath(shell[0]); err != nil {
			continue
		}
		for _, locale := range []string{"C", "C.UTF-8", "tr_TR.UTF-8"} {
			key, script := "in/"+strings.Join(shell, "")+locale+" ıİ.iso", "up.sh"
			if shell[0] == "python3" {
				script = "up.py"
			}
			p.shareParts(t, s, b, key)
			cmd := p.script(t, script, path)
			cmd.Path, cmd.Err = exec.LookPath(shell[0])
			cmd.Args = append(slices.Clone(shell), script, path)
			cmd.Env = append(cmd.Env, "LC_ALL="+locale)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v in %s: %v\n%s", shell, locale, err, out)
			}
			s.mustHold(t, b, key, content)
			s.drop(t, b, key) // the demo holds no more than 256 MiB of all tests
		}
	}
	for _, script := range []string{"up.py", "up.sh"} {
		text, err := os.ReadFile(filepath.Join(p.home, script))
		if err != nil || strings.Contains(string(text), "\r") {
			t.Errorf("%s: %v, or there is a carriage return in it", script, err)
		}
	}
	cmd := exec.CommandContext(within(t, testTimeout), "python3", "-c", "import ast\nast.parse(open('up.py', encoding='utf-8').read(), feature_version=(3, 7))")
	cmd.Dir = p.home
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
