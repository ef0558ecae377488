package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// batch is signet share - under way: its links as they come.
type batch struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines *bufio.Reader
	says  *words
	links []string
}

// sharesMany begins to share what is written to it.
func (p *signet) sharesMany(t *testing.T, s *server) *batch {
	t.Helper()
	b := &batch{says: &words{}}
	b.cmd = exec.CommandContext(within(t, testTimeout), here.program, append([]string{"share", "-"}, s.at()...)...)
	b.cmd.Env, b.cmd.Dir, b.cmd.Stderr = p.env, p.home, b.says
	var err error
	if b.in, err = b.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := b.cmd.StdoutPipe()
	if err == nil {
		err = b.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	b.lines = bufio.NewReader(out)
	return b
}

// names writes n names of objects below a folder, beside whoever reads the links. The last
// of those wait for more, unless there is no more.
func (b *batch) names(folder string, n int, more bool) {
	go func() {
		if !more {
			defer b.in.Close()
		}
		for i := range n {
			if _, err := fmt.Fprintf(b.in, "s3://acme-contracts/%s/%d\n", folder, i); err != nil {
				return // it has ended
			}
		}
	}()
}

// reads takes links until there are n of them, or no more.
func (b *batch) reads(n int) {
	for len(b.links) < n {
		line, err := b.lines.ReadString('\n')
		if err != nil {
			return // half a link opens nothing
		}
		b.links = append(b.links, strings.TrimSpace(line))
	}
}

// ended takes what is left, and gives the exit code.
func (b *batch) ended() int {
	b.reads(1 << 30)
	_ = b.cmd.Wait()
	return b.cmd.ProcessState.ExitCode()
}

// knows looks whether the log has all links that were given away.
func (p *signet) knows(t *testing.T, links []string) {
	t.Helper()
	p.holds(t)
	known := p.logged(t)
	for _, link := range links {
		path, _, _ := strings.Cut(link, "?")
		if _, key, _ := strings.Cut(path, "/acme-contracts/"); !known[key] {
			t.Errorf("a link to %s was given away, and is not in the log", key)
		}
	}
}

// A batch that is killed in the midst, again and again: each link that was given away is
// in the log, and the log holds.
func TestKilledInABatch(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	p := signetFor(t, s)
	var links []string
	for round, after := range []int{0, 1, 2, 249, 250, 251, 400, 500, 700, 750} {
		b := p.sharesMany(t, s)
		b.names(fmt.Sprint("round-", round), 1000, true)
		b.reads(after)
		_ = b.cmd.Process.Kill()
		if code := b.ended(); code != -1 {
			t.Errorf("exit code %d after kill -9", code)
		}
		links = append(links, b.links...)
	}
	if len(links) < 3000 {
		t.Errorf("%d links were given away", len(links))
	}
	p.knows(t, links)
}

// Signals end a batch in good order: it says how many links there are, and all are in the
// log.
func TestSignalsInABatch(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for by, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
		t.Run(by.String(), func(t *testing.T) {
			t.Parallel()
			p := signetFor(t, s)
			b := p.sharesMany(t, s) // whose input goes on and on
			b.names("open", 600, true)
			b.reads(300)
			_ = b.cmd.Process.Signal(by)
			if got := b.ended(); got != code {
				t.Errorf("exit code %d, want %d", got, code)
			}
			if said := b.says.String(); !strings.Contains(said, fmt.Sprintf("stopped: %d links were signed; %[1]d of them are in the share log", len(b.links))) {
				t.Errorf("%d links, and it says %s", len(b.links), said)
			}
			p.knows(t, b.links)
		})
	}
}

// Two copies share at the same time, a third is killed beside them, and a fourth looks.
func TestCopiesAtTheSameTime(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	p := signetFor(t, s)
	var all [3]*batch
	for i := range all {
		all[i] = p.sharesMany(t, s)
		all[i].names(fmt.Sprint("copy-", i), 1000, false)
	}
	var wait sync.WaitGroup
	for i, b := range all {
		wait.Go(func() {
			if i == 2 {
				b.reads(300)
				_ = b.cmd.Process.Kill()
				_ = b.ended()
				return
			}
			if code := b.ended(); code != 0 || len(b.links) != 1000 {
				t.Errorf("exit code %d, %d links: %s", code, len(b.links), b.says)
			}
		})
	}
	if out := p.run(t, "", "log", "--limit", "1"); out.code != 0 {
		t.Errorf("who looks meanwhile gets exit code %d: %s", out.code, out.stderr)
	}
	wait.Wait()
	for _, b := range all {
		p.knows(t, b.links)
	}
}

// Copies that write bookmarks and settings at the same time, some of them killed: the files
// can be read, and whatever was said to be kept is there.
func TestCopiesThatRemember(t *testing.T) {
	t.Parallel()
	p := signetFor(t, theServer(t, "demo"))
	var wait sync.WaitGroup
	var mu sync.Mutex
	var kept []string
	for i := range 9 {
		wait.Go(func() {
			name := fmt.Sprint("name-", i)
			cmd := exec.CommandContext(within(t, testTimeout), here.program, "bookmarks", "add", "s3://acme-contracts/"+name+"/", "--name", name)
			cmd.Env, cmd.Dir = p.env, p.home
			if err := cmd.Start(); err != nil {
				t.Error(err)
				return
			}
			if i%3 == 0 {
				_ = cmd.Process.Kill()
			}
			if cmd.Wait() == nil {
				mu.Lock()
				kept = append(kept, name)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	list := p.must(t, "", "bookmarks", "list").stdout
	for _, name := range kept {
		if !strings.Contains(list, name) {
			t.Errorf("%s was kept, and is not there", name)
		}
	}
	if len(kept) == 0 {
		t.Error("nothing was kept")
	}
}

// A hand-off that is ended in the midst of a document: the exit code says by what, the port
// is free, and the log has the press.
func TestSignalsAtAHandOff(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for by, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGKILL: -1} {
		t.Run(by.String(), func(t *testing.T) {
			t.Parallel()
			there, b := s.via(t)
			p := signetFor(t, there)
			h := p.handsOff(t, append(there.at(), "s3://acme-contracts/README.txt", "--stream", "--yes")...)
			waiting := halfWay(b)
			gone := make(chan struct{})
			go func() {
				defer close(gone)
				res, err := http.PostForm(h.url, nil) //nolint:noctx // it breaks off
				if err == nil {
					_, _ = io.Copy(io.Discard, res.Body)
					_ = res.Body.Close()
				}
			}()
			if !await(10*time.Millisecond, gone, func() bool { return waiting.Load() > 0 }) {
				t.Fatalf("nothing is on its way: %s", h.says)
			}
			_ = h.cmd.Process.Signal(by)
			<-h.done
			<-gone
			if got := h.cmd.ProcessState.ExitCode(); got != code {
				t.Errorf("exit code %d, want %d: %s", got, code, h.says)
			}
			p.holds(t)
			if !p.logged(t)["README.txt"] {
				t.Error("the log does not have the press")
			}
		})
	}
}
