package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// world is what every test shares: the program, and the servers that judge it.
type world struct {
	dir     string // is gone when they have run
	program string // the signet binary
	servers []*server
	mu      sync.Mutex
	ends    []func()
}

// also is done when all tests have run.
func (w *world) also(end func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ends = append(w.ends, end)
}

var here world

// testTimeout is how long anything may take before a test gives up. It only ends
// what would never end, and says nothing about how fast a machine is.
const testTimeout = 10 * time.Minute

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "signet-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	// Whoever starts the tests by nohup has the program ignore what ends it, as it should.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	here.dir = dir
	if err := here.build(ctx, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer here.stop()
	if err := here.start(ctx, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// build makes the program; SIGNET names one that is there already.
func (w *world) build(ctx context.Context, dir string) error {
	if w.program = os.Getenv("SIGNET"); w.program != "" {
		return nil
	}
	w.program = filepath.Join(dir, "signet")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", w.program, ".")
	cmd.Dir = ".."
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build signet: %w\n%s", err, out)
	}
	return nil
}

// later is the same program, whose clock is ahead: to it, what was begun just now was begun
// minutes ago.
func (w *world) later(t *testing.T) string {
	t.Helper()
	program, err := laterProgram()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// laterProgram is built once for all tests that need it.
var laterProgram = sync.OnceValues(func() (string, error) {
	return entered("later", `package main

import ("os"; "time"; "signet/cli")

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Clock: func() time.Time { return time.Now().Add(3 * time.Minute) }}))
}
`)
})

// entered is the same program behind another entry, the text of its main.go.
func entered(name, text string) (program string, err error) {
	main, err := filepath.Abs("../main.go")
	if err != nil {
		return "", err
	}
	source := filepath.Join(here.dir, name+".go")
	program = filepath.Join(here.dir, name)
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {main: source}})
	if err == nil {
		err = errors.Join(os.WriteFile(source, []byte(text), 0o600), os.WriteFile(source+".json", overlay, 0o600))
	}
	if err == nil {
		_, err = outputIn(context.Background(), "..", "go", "build", "-overlay", source+".json", "-o", program, ".")
	}
	return program, err
}

func (w *world) start(ctx context.Context, dir string) error {
	for _, kind := range []kind{demo(), versitygw(), minio()} {
		s, err := kind.start(ctx, w.program, filepath.Join(dir, kind.name))
		if err != nil {
			return fmt.Errorf("start %s: %w", kind.name, err)
		}
		w.servers = append(w.servers, s)
	}
	return nil
}

func (w *world) stop() {
	for _, s := range w.servers {
		s.stop()
	}
	for _, end := range w.ends {
		end()
	}
}

// eachServer runs the test against every server.
func eachServer(t *testing.T, test func(t *testing.T, s *server)) {
	t.Helper()
	for _, s := range here.servers {
		t.Run(s.kind.name, func(t *testing.T) { test(t, s) })
	}
}

// theServer is the one of that name, for what only it can do.
func theServer(t *testing.T, name string) *server {
	t.Helper()
	for _, s := range here.servers {
		if s.kind.name == name {
			return s
		}
	}
	t.Fatalf("no server named %s", name)
	return nil
}

// within is a context for one test's own requests.
func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
