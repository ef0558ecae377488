package e2e

import (
	"bytes"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// stream is something that is wrong with what a command reads from or writes to, and what
// must become of the command. The same table stands in docs/adr/0055-faults-of-the-machine.md.
type stream struct {
	name     string
	redirect string // as the shell writes it
	code     int    // asUsual: that of a run without the fault
	prints   bool   // standard output says what it always does
	says     string // a part of what stands on standard error
}

const asUsual = -2

func streams() []stream {
	const full = "signet: standard output could not be written: no space left on device; "
	return []stream{
		{"standard input closed", "<&-", asUsual, true, ""},
		{"standard output closed", ">&-", asUsual, false, ""},
		{"standard error closed", "2>&-", asUsual, true, ""},
		{"all three closed", "<&- >&- 2>&-", asUsual, false, ""},
		{"standard output on a full disk", ">/dev/full", 1, false, full},
		{"standard error on a full disk", "2>/dev/full", asUsual, true, ""},
		{"both on a full disk", ">/dev/full 2>&1", 1, false, ""},
	}
}

// printing are commands that answer on standard output, one of each kind.
func printing(s *server, id, link string) [][]string {
	at := func(args ...string) []string { return append(args, s.at()...) }
	return [][]string{
		at("share", "s3://acme-contracts/README.txt"),
		at("share", "s3://acme-contracts/a", "s3://acme-contracts/b"),
		at("share", "s3://acme-contracts/README.txt", "--handover", "mail"),
		at("share", "s3://acme-contracts/in/", "--op", "post", "--key-prefix"),
		at("share", "s3://acme-contracts/up", "--op", "multipart", "--size", "20MB", "--part-size", "10MB"),
		{"share", "s3://acme-contracts/README.txt", "--place", "lab", "--signer", "session"},
		at("grant", "s3://acme-contracts/2026/", "--allow", "list,get", "--expires", "1h"),
		at("ls"), at("ls", "s3://acme-contracts/", "--json"),
		{"log"},
		{"log", "--json"},
		{"log", "--csv"},
		{"log", "show", id},
		{"log", "show", id, "--url"},
		{"log", "verify"},
		{"log", "keys"},
		{"receipt", id},
		{"revoke", id, "--list"},
		{"inspect", link},
		{"inspect", link, "--json"},
		{"qr", "https://signet.example/"},
		{"config"},
		{"config", "--keys"},
		{"config", "--json"},
		{"version"},
		{"version", "--json"},
		{"--version"},
		{"--help"},
		{"share", "--help"},
		{"completion", "bash"},
		{"bookmarks", "list", "--json"},
	}
}

// Whatever is wrong with its standard streams, a command does what it was asked for, its
// exit code says so, and an answer that did not arrive is no success.
func TestStreamsOfTheMachine(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	p := s.sessioned(t)
	p.env = append(p.env, "TERM=xterm-256color", "LANG=C.UTF-8") // so that a code can be drawn
	first := p.share(t, s, "acme-contracts", "README.txt")
	p.must(t, "", "bookmarks", "add", "s3://acme-contracts/")
	var wait sync.WaitGroup
	room := make(chan struct{}, 4)
	for _, args := range printing(s, first.ShareID, first.URL) {
		usual := p.run(t, "", args...)
		if usual.code > 1 || usual.stdout == "" { // a link to this machine has something wrong with it
			t.Errorf("%s: exit code %d without a fault, %d bytes: %s", args[0], usual.code, len(usual.stdout), hideLinks(usual.stderr))
			continue
		}
		for _, f := range streams() {
			wait.Go(func() {
				room <- struct{}{}
				defer func() { <-room }()
				f.befalls(t, p, usual, args)
			})
		}
	}
	wait.Wait()
	p.holds(t)
}

func (f stream) befalls(t *testing.T, p *signet, usual said, args []string) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(within(t, testTimeout), "sh", append([]string{"-c", `exec "$0" "$@" ` + f.redirect, here.program}, args...)...)
	cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = p.env, p.home, &stdout, &stderr
	_ = cmd.Run()
	want := f.code
	if want == asUsual {
		want = usual.code
	}
	what := fmt.Sprintf("%s, %s", f.name, strings.Join(args[:min(len(args), 2)], " "))
	if got := cmd.ProcessState.ExitCode(); got != want {
		t.Errorf("%s: exit code %d, want %d: %s", hideLinks(what), got, want, hideLinks(stderr.String()))
	}
	if f.prints && stdout.Len() < len(usual.stdout)/2 { // an age, an id or a signature may differ
		t.Errorf("%s: %d bytes of the answer, usually %d", hideLinks(what), stdout.Len(), len(usual.stdout))
	}
	if !strings.Contains(stderr.String(), f.says) || strings.Contains(stderr.String(), "goroutine ") {
		t.Errorf("%s: it does not say %q: %s", hideLinks(what), f.says, hideLinks(stderr.String()))
	}
	if once := args[0] == "grant" || slices.Contains(args, "session"); f.says != "" && strings.Contains(stderr.String(), "signet revoke ") != once {
		t.Errorf("%s: what is shown once is lost, and how it is ended is said: want %v: %s", hideLinks(what), once, hideLinks(stderr.String()))
	}
	if !strings.Contains(f.redirect, "2>") && strings.Count(stderr.String(), "no space left") > 1 {
		t.Errorf("%s: it says so more than once: %s", hideLinks(what), hideLinks(stderr.String()))
	}
}

// What was signed when its reader went away is in the log, however much of it was read.
func TestReadersThatGo(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for _, lines := range []int{0, 1, 300} {
		t.Run(fmt.Sprint(lines), func(t *testing.T) {
			t.Parallel()
			p := signetFor(t, s)
			var stdout, stderr bytes.Buffer
			cmd := exec.CommandContext(within(t, testTimeout), "bash", append([]string{
				"-c",
				`for i in {1..1000}; do echo s3://acme-contracts/$i; done | "$0" "$@" | head -n ` + fmt.Sprint(lines) + `; echo ${PIPESTATUS[1]} >&2`, here.program, "share", "-",
			}, s.at()...)...)
			cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = p.env, p.home, &stdout, &stderr
			if err := cmd.Run(); err != nil {
				t.Fatal(err)
			}
			if got := strings.Count(stdout.String(), "\n"); got != lines {
				t.Errorf("%d links were read, want %d", got, lines)
			}
			if !strings.HasSuffix(stderr.String(), fmt.Sprintf("%d\n", 128+int(syscall.SIGPIPE))) {
				t.Errorf("it ended otherwise than others do whose reader goes: %s", hideLinks(stderr.String()))
			}
			p.holds(t)
			known := p.logged(t)
			for i := range lines {
				if key := fmt.Sprint(i + 1); !known[key] {
					t.Errorf("a link to %s was read, and is not in the log", key)
				}
			}
		})
	}
}
