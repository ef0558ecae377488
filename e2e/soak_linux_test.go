package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// amount is how much a soak does. The long one takes a quarter of an hour: make soak.
type amount struct{ shares, reconnects, samples int }

func soakAmount() amount {
	if os.Getenv("SIGNET_SOAK") != "" {
		return amount{1000, 100, 100}
	}
	return amount{20, 2, 10}
}

// soakEntry is the program with a window: on SIGUSR1 it collects its garbage and writes how
// many goroutines it has, and how many bytes are in use; the stacks stand beside.
const soakEntry = `package main

import ("fmt"; "os"; "os/signal"; "runtime"; "runtime/pprof"; "syscall"; "signet/cli")

func main() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		for range asked {
			runtime.GC()
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			file := os.Getenv("SOAK_FILE")
			if f, err := os.Create(file + ".stacks"); err == nil {
				_ = pprof.Lookup("goroutine").WriteTo(f, 1)
				_ = f.Close()
			}
			_ = os.WriteFile(file+".new", fmt.Appendf(nil, "%d %d", runtime.NumGoroutine(), m.HeapAlloc), 0o600)
			_ = os.Rename(file+".new", file)
		}
	}()
	os.Exit(cli.Main(os.Args[1:], cli.IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
`

// soak is one copy of the program that is used for long.
type soak struct {
	*walk
	server  *server
	root    string // of the server's data
	pid     int
	file    string // where the program says what it has
	screens int
	sampled []sample
}

// sample is what the program has in use at one moment.
type sample struct{ goroutines, heap, resident, files, threads int }

// One copy of the program goes through thousands of screens, signs a thousand links and
// loses its server a hundred times: what it has in use at the end is what it had in use
// after the first part.
func TestSoak(t *testing.T) {
	t.Parallel()
	n := soakAmount()
	k := soaking(t)
	begun := time.Now()
	for i := range n.shares {
		if i%(n.shares/n.reconnects) == 1 {
			k.reconnects()
		}
		k.round()
		if (i+1)%(n.shares/n.samples) == 0 {
			k.sample()
		}
	}
	took := time.Since(begun).Round(time.Second)
	first, last := k.window(1), k.window(3)
	t.Logf("%d screens, %d shares, %d reconnects in %s; at first %+v, at last %+v", k.screens, n.shares, n.reconnects, took, first, last)
	k.level(first, last)
	k.quit()
	k.p.holds(t)
	if known := strings.Count(k.p.must(t, "", "log", "--json").stdout, "\n"); known != n.shares {
		t.Errorf("the log has %d shares, want %d", known, n.shares)
	}
}

// level judges what is in use at the end by what was in use after the first part, when
// each kind of screen had been seen: what leaks by a piece for each screen or share shows
// many times over.
func (k *soak) level(first, last sample) {
	k.t.Helper()
	for _, of := range []struct {
		what        string
		first, most int
		last        int
	}{
		{"goroutines", first.goroutines, first.goroutines + 4, last.goroutines},
		{"open files", first.files, first.files + 4, last.files},
		{"threads", first.threads, first.threads + 8, last.threads},
		{"bytes in use", first.heap, first.heap + first.heap/5 + 2<<20, last.heap},
		{"bytes resident", first.resident, first.resident + first.resident/5 + 8<<20, last.resident},
	} {
		if of.last > of.most {
			stacks, _ := os.ReadFile(k.file + ".stacks")
			k.t.Errorf("%s: %d after the first part, %d at the end\n%s", of.what, of.first, of.last, stacks)
		}
	}
}

// window is the median of the samples of one quarter of the time, 0 to 3.
func (k *soak) window(quarter int) sample {
	part := k.sampled[quarter*len(k.sampled)/4 : (quarter+1)*len(k.sampled)/4]
	median := func(of func(sample) int) int {
		var all []int
		for _, s := range part {
			all = append(all, of(s))
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	return sample{
		median(func(s sample) int { return s.goroutines }), median(func(s sample) int { return s.heap }),
		median(func(s sample) int { return s.resident }), median(func(s sample) int { return s.files }), median(func(s sample) int { return s.threads }),
	}
}

// soaking starts a server on a port that stays its own, and the program in front of it.
func soaking(t *testing.T) *soak {
	t.Helper()
	program, err := entered("soak", soakEntry)
	if err != nil {
		t.Fatal(err)
	}
	k := &soak{root: t.TempDir()}
	if k.server, err = demo().start(t.Context(), here.program, k.root); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.server.stop() })
	p := signetFor(t, k.server).later(program)
	k.file = filepath.Join(p.home, "soak")
	p.env = append(p.env, "SOAK_FILE="+k.file)
	k.walk = walkIn(t, p, p.near(t, size{120, 40}, k.server.at()...))
	k.wait(`\d+ buckets`)
	k.pid = k.child()
	k.open("acme-contracts")
	k.wait(`README\.txt`)
	k.choose("README.txt")
	return k
}

// child is the program that the shell in the terminal has started.
func (k *soak) child() int {
	k.t.Helper()
	parent, pid := k.cmd.Process.Pid, 0
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", parent))
	if err == nil {
		_, err = fmt.Sscan(string(text), &pid)
	}
	if err != nil {
		k.t.Fatal(err)
	}
	return pid
}

// The way of a round, which begins and ends on a list: what is pressed, and where that
// leads to.
func way() [][2]string {
	const list, link = "acme-contracts/", "acme-contracts/ › link"
	return [][2]string{
		{"s", "acme-contracts/ › share README.txt"},
		{"1" + signKey, link},
		{"Q", codeAlone},
		{escKey, link},
		{"H", link + " › share log"},
		{escKey, link},
		{escKey, list},
		{"?", "any key closes"},
		{"x", list},
		{"i", list + " › inspect"},
		{escKey, list},
		{"p", list + " › preview of README.txt"},
		{escKey, list},
		{"V", list + " › versions of README.txt"},
		{escKey, list},
		{"\x10", list + " › places"}, // ctrl+p
		{escKey, list},
	}
}

// round shares once, and goes by the other screens.
func (k *soak) round() {
	k.t.Helper()
	for _, step := range way() {
		k.keys(step[0])
		title := " signet  " + step[1]
		k.until("the screen "+step[1], func() bool {
			text := k.text()
			if head, _, _ := strings.Cut(text, "\n"); strings.HasPrefix(step[1], "acme") {
				return head == title
			}
			return strings.Contains(text, step[1])
		})
		k.screens++
	}
}

// reconnects stops the server, has the program find that out, and starts it anew.
func (k *soak) reconnects() {
	k.t.Helper()
	port := k.server.url[strings.LastIndex(k.server.url, ":")+1:]
	k.server.stop()
	k.keys("R")
	k.wait(`is the server running`)
	k.server = k.starts(port)
	k.keys("r")
	k.wait(`1 of 5 · 4 folders, 1 object`)
	k.screens += 2
}

// starts runs the server again where it was.
func (k *soak) starts(port string) *server {
	k.t.Helper()
	s := *k.server
	s.said, s.ended = new(words), make(chan struct{})
	s.cmd = exec.Command(here.program, s.kind.args(port, k.root)...)
	s.cmd.Env = []string{"HOME=" + k.root, "PATH=" + os.Getenv("PATH")}
	s.cmd.Stdout, s.cmd.Stderr = s.said, s.said
	dieWithTests(s.cmd)
	err := s.cmd.Start()
	if err == nil {
		go func() {
			_ = s.cmd.Wait()
			close(s.ended)
		}()
		err = s.wait(within(k.t, testTimeout))
	}
	if err != nil {
		k.t.Fatalf("%v\n%s", err, s.said)
	}
	return &s
}

// sample asks the program what it has, and the system.
func (k *soak) sample() {
	k.t.Helper()
	_ = os.Remove(k.file)
	if err := syscall.Kill(k.pid, syscall.SIGUSR1); err != nil {
		k.t.Fatal(err)
	}
	var s sample
	k.until("the program says what it has", func() bool {
		text, err := os.ReadFile(k.file)
		if err == nil {
			_, err = fmt.Sscan(string(text), &s.goroutines, &s.heap)
		}
		return err == nil
	})
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", k.pid))
	if err != nil {
		k.t.Fatal(err)
	}
	s.files = len(files)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", k.pid))
	if err != nil {
		k.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		switch name {
		case "VmRSS":
			_, _ = fmt.Sscan(value, &s.resident) // in kB
			s.resident <<= 10
		case "Threads":
			_, _ = fmt.Sscan(value, &s.threads)
		}
	}
	k.sampled = append(k.sampled, s)
}
