package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// kind is a server that can be started as a process.
type kind struct {
	name  string
	build build // how its binary comes to be; zero: it is signet itself
	args  func(port, root string) []string
	env   []string
	ready string // path that answers 200 once the server takes requests; empty: any answer will do

	// What it cannot do. These are facts about the server, checked by the
	// tests, so that a better version is noticed.
	noForeignKeys func(key string) bool // keys that it refuses or stores as others
	literalName   bool                  // ${filename} of a form is kept as it stands
	laxStart      bool                  // links dated ahead are accepted at once
	noSTS         bool                  // gives no temporary credentials

	asciiTags bool // refuses tags in other letters

	// What it does that others refuse: an upload link copies, and unpacks, for a
	// header that nobody signed.
	laxHeaders bool
}

// build pins a server that is written by others.
type build struct {
	pkg     string // its main package
	modfile string // beside this file; pins the version and every checksum
	module  string // whose version names the binary in the cache
}

// The owner of the servers of others.
const (
	rootKey    = "signet-e2e-root"
	rootSecret = "signet-e2e-secret-key"
)

// demo is signet's own server: it must judge as the others do.
func demo() kind {
	return kind{
		name: "demo",
		args: func(port, root string) []string {
			return []string{"demo", "--serve", "--port", port, "--data", filepath.Join(root, "data")}
		},
		noForeignKeys: func(string) bool { return false },
	}
}

func versitygw() kind {
	return kind{
		name:  "versitygw",
		build: build{pkg: "github.com/versity/versitygw/cmd/versitygw", modfile: "versitygw.mod", module: "github.com/versity/versitygw"},
		args: func(port, root string) []string {
			return []string{
				"--access", rootKey, "--secret", rootSecret, "--port", "127.0.0.1:" + port, "--quiet", "--keep-alive",
				"posix", "--versioning-dir", filepath.Join(root, "versions"), filepath.Join(root, "data"),
			}
		},
		// A folder on disk: slashes mean what they mean to the file system, and a
		// key that ends with one is a folder without content.
		noForeignKeys: func(key string) bool {
			return strings.HasPrefix(key, "/") || strings.HasSuffix(key, "/") || strings.Contains(key, "//") || longSegment(key)
		},
		literalName: true,
		laxStart:    true,
		noSTS:       true,
	}
}

func minio() kind {
	return kind{
		name:  "minio",
		build: build{pkg: "github.com/minio/minio", modfile: "minio.mod", module: "github.com/minio/minio"},
		args: func(port, root string) []string {
			return []string{"server", "--quiet", "--address", "127.0.0.1:" + port, "--console-address", "127.0.0.1:0", filepath.Join(root, "data")}
		},
		env: []string{
			"MINIO_ROOT_USER=" + rootKey, "MINIO_ROOT_PASSWORD=" + rootSecret,
			"MINIO_UPDATE=off", "MINIO_CALLHOME_ENABLE=off", "MINIO_BROWSER=off",
		},
		ready: "/minio/health/ready",
		noForeignKeys: func(key string) bool {
			return dotted(key) || strings.Contains(key, "//") || longSegment(key)
		},
		laxHeaders: true,
		asciiTags:  true,
	}
}

// longSegment: a name that no file system takes.
func longSegment(key string) bool {
	for p := range strings.SplitSeq(key, "/") {
		if len(p) > 255 {
			return true
		}
	}
	return false
}

// server is a running one, and its owner.
type server struct {
	kind                kind
	url                 string // http://127.0.0.1:PORT
	region, key, secret string
	cmd                 *exec.Cmd
	said                *words
	ended               chan struct{} // closed when the process has ended
}

// errEnded is a server that ends as soon as it is started.
var errEnded = errors.New("ended at once")

// words is what a process prints, read while it runs.
type words struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

// start builds the server when the cache has none and waits until it answers.
func (k kind) start(ctx context.Context, program, root string) (*server, error) {
	binary, err := k.binary(ctx, program)
	if err != nil {
		return nil, err
	}
	for _, d := range []string{"data", "versions"} {
		if err := os.MkdirAll(filepath.Join(root, d), 0o700); err != nil {
			return nil, err
		}
	}
	return k.startIn(ctx, binary, root)
}

// startIn starts the server on a port that was free a moment ago, and on another
// one when somebody was faster.
func (k kind) startIn(ctx context.Context, binary, root string) (*server, error) {
	for tries := 1; ; tries++ {
		s, err := k.startOnce(ctx, binary, root)
		if err == nil || tries == 5 || !errors.Is(err, errEnded) {
			return s, err
		}
	}
}

func (k kind) startOnce(ctx context.Context, binary, root string) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &server{kind: k, url: "http://127.0.0.1:" + port, region: "us-east-1", key: rootKey, secret: rootSecret, said: new(words), ended: make(chan struct{})}
	s.cmd = exec.CommandContext(ctx, binary, k.args(port, root)...)
	s.cmd.Env = append([]string{"HOME=" + root, "PATH=" + os.Getenv("PATH")}, k.env...)
	s.cmd.Stdout, s.cmd.Stderr = s.said, s.said
	dieWithTests(s.cmd)
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.cmd.Wait()
		close(s.ended)
	}()
	if err := s.wait(ctx); err != nil {
		s.stop()
		return nil, fmt.Errorf("%w\n%s", err, s.said)
	}
	s.introduce()
	return s, nil
}

// introduce takes over the owner that the demo server names when it starts.
func (s *server) introduce() {
	for line := range strings.Lines(s.said.String()) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch name {
		case "export AWS_REGION":
			s.region = value
		case "export AWS_ACCESS_KEY_ID":
			s.key = value
		case "export AWS_SECRET_ACCESS_KEY":
			s.secret = value
		}
	}
}

// binary is the server's executable in the cache, built when it is missing.
func (k kind) binary(ctx context.Context, program string) (string, error) {
	if k.build.pkg == "" {
		return program, nil
	}
	version, err := output(ctx, "go", "list", "-modfile="+k.build.modfile, "-m", "-f", "{{.Version}}", k.build.module)
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	path := filepath.Join(cache, "signet-dev", k.name+"-"+version)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	fmt.Fprintf(os.Stderr, "building %s %s, once; this takes some minutes\n", k.name, version)
	part := fmt.Sprintf("%s.%d.part", path, os.Getpid()) // another run may build it too
	if _, err := output(ctx, "go", "build", "-modfile="+k.build.modfile, "-trimpath", "-ldflags=-s -w", "-o", part, k.build.pkg); err != nil {
		return "", err
	}
	return path, os.Rename(part, path)
}

// output runs a command and returns what it prints.
func output(ctx context.Context, name string, args ...string) (string, error) {
	return outputIn(ctx, ".", name, args...)
}

func outputIn(ctx context.Context, dir, name string, args ...string) (string, error) {
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, stderr.Bytes())
	}
	return strings.TrimSpace(string(out)), nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// wait returns once the server answers.
func (s *server) wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, testTimeout)
	defer cancel()
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for {
		if s.answers(ctx) {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.New("does not answer")
		case <-s.ended:
			return errEnded
		case <-tick.C:
		}
	}
}

func (s *server) answers(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+s.kind.ready, nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	res.Body.Close()
	if s.kind.build.pkg == "" {
		return strings.Contains(s.said.String(), "export AWS_SECRET_ACCESS_KEY=")
	}
	return s.kind.ready == "" || res.StatusCode == http.StatusOK
}

func (s *server) stop() {
	_ = s.cmd.Process.Kill()
	<-s.ended
}
