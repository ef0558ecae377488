package e2e

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// somebody is an account without rights, as whom the program runs where the tests run as
// root, who may write everywhere.
const somebody = 65534

// asSomebody is a signet whose home is somebody's, and which runs as that.
type asSomebody struct{ *signet }

func newSomebody(t *testing.T) asSomebody {
	t.Helper()
	p := signetWith(t, keys{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""})
	if os.Geteuid() == 0 {
		for dir := p.home; dir != "/" && dir != filepath.Clean(os.TempDir()); dir = filepath.Dir(dir) {
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		for _, dir := range []string{here.dir, filepath.Dir(here.program)} {
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chown(p.home, somebody, somebody); err != nil {
			t.Fatal(err)
		}
	}
	return asSomebody{p}
}

// does runs a line of a shell, in which $S is the program.
func (p asSomebody) does(t *testing.T, line string) said {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(within(t, testTimeout), "sh", "-c", line)
	cmd.Dir, cmd.Env = p.home, append(slices.Clone(p.env), "S="+cmp.Or(p.program, here.program), "SHELL=/bin/bash")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: somebody, Gid: somebody}
	}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // what hangs is no shell
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return said{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// offline are the flags of a server that is not asked.
const offline = " --endpoint http://127.0.0.1:1 --region us-east-1 --path-style "

// Whatever the mask of the shell: nobody else reads what is written. Only the completions,
// which have nothing in them, are for whoever starts a shell.
func TestFilesAreOursWhateverTheMask(t *testing.T) {
	t.Parallel()
	for _, mask := range []string{"000", "022", "077", "777"} {
		t.Run(mask, func(t *testing.T) {
			p := newSomebody(t)
			out := p.does(t, "umask "+mask+`
$S share s3://acme/a`+offline+`--output a.html --output a.txt
$S share s3://acme/b`+offline+`--qr-out code.png
$S qr --out q.svg https://acme.example/x
$S bookmarks add s3://acme/x/ --name n
$S place add p`+offline+`--no-test
$S completion install
$S log`)
			files := 0
			err := filepath.WalkDir(p.home, func(path string, d fs.DirEntry, err error) error {
				if err != nil || path == p.home {
					return err
				}
				info, err := d.Info()
				if err != nil {
					return err
				}
				most := fs.FileMode(0o600)
				switch {
				case d.IsDir():
					most = 0o700
				case strings.Contains(path, "completions"):
					most = 0o644
				}
				if !d.IsDir() {
					files++
				}
				if got := info.Mode().Perm(); got&^most != 0 {
					t.Errorf("%s has mode %o", strings.TrimPrefix(path, p.home), got)
				}
				return nil
			})
			if err != nil || files < 3 || mask != "777" && (out.code != 0 || files < 8 || !strings.Contains(out.stdout, "s3://acme/a")) {
				t.Errorf("%v, %d files, %d\n%s%s", err, files, out.code, out.stdout, out.stderr)
			}
		})
	}
}

// What somebody else has put in the place of a file is neither written to nor waited for,
// and what was signed is handed out all the same.
func TestTrapsInThePlaceOfFiles(t *testing.T) {
	t.Parallel()
	traps := map[string]func(file, precious string) error{
		"a link to a file":  func(file, precious string) error { return os.Symlink(precious, file) },
		"a link to nowhere": func(file, precious string) error { return os.Symlink(precious+"-not", file) },
		"a pipe":            func(file, _ string) error { return syscall.Mkfifo(file, 0o666) },
		"a device":          func(file, _ string) error { return os.Symlink("/dev/zero", file) },
	}
	for _, file := range []string{
		"config/signet/config.toml", "config/signet/bookmarks.toml", "config/signet/bookmarks.toml.lock", "state/signet/shares.db", "state/signet/shares.db.lock",
		"state/signet/shares.db-journal", "state/signet/shares.db-wal", "state/signet/regions", "state/signet/trials.json",
	} {
		for name, put := range traps {
			t.Run(name+" for "+filepath.Base(file), func(t *testing.T) {
				p := newSomebody(t)
				if out := p.does(t, "mkdir -p -m 700 config/signet state/signet; chmod 700 config state; echo precious >precious; chmod 600 precious"); out.code != 0 {
					t.Fatal(out.stderr)
				}
				if err := put(filepath.Join(p.home, file), filepath.Join(p.home, "precious")); err != nil {
					t.Fatal(err)
				}
				if err := os.Lchown(filepath.Join(p.home, file), somebody, somebody); err != nil && os.Geteuid() == 0 {
					t.Fatal(err)
				}
				out := p.does(t, "$S share s3://acme/a"+offline+"; $S bookmarks add s3://acme/x/; $S place; $S log; $S doctor; true")
				settings := strings.HasSuffix(file, "config.toml")
				if signed := strings.Contains(out.stdout, "X-Amz-Signature="); signed == settings || strings.Contains(out.stderr, "goroutine ") {
					t.Errorf("%s%s", out.stdout, out.stderr)
				}
				text, err := os.ReadFile(filepath.Join(p.home, "precious"))
				if err != nil || string(text) != "precious\n" {
					t.Errorf("it is changed: %q %v", text, err)
				}
				// The log and the bookmarks begin where a link of the user's own leads to.
				begins := name == "a link to nowhere" && (strings.HasSuffix(file, ".db") || strings.HasSuffix(file, "bookmarks.toml"))
				if _, err := os.Lstat(filepath.Join(p.home, "precious-not")); err == nil && !begins {
					t.Error("a file was made where the link leads")
				}
			})
		}
	}
}

// A pasted link has the program ask whom it says, once, for one byte and as nobody; and
// some hosts never, whichever way leads there.
func TestAPastedLinkAsksAsNobody(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var asked []*http.Request
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r)
		mu.Unlock()
		w.Header().Set("Location", "http://169.254.169.254/latest/")
		w.WriteHeader(http.StatusFound)
	}))
	defer proxy.Close()
	p := signetWith(t, keys{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "token-of-a-session"})
	p.env = append(p.env, "http_proxy="+strings.Replace(proxy.URL, "//", "//anna:geheim@", 1))
	terms := "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260304%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20260304T150405Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=" + strings.Repeat("0123456789abcdef", 4)
	for _, at := range []string{
		"http://169.254.169.254/a/b", "http://2852039166/a/b", "http://0xa9fea9fe/a/b", "http://[::ffff:a9fe:a9fe]/a/b", "http://metadata.google.internal/a/b",
		"http://acme.s3.amazonaws.com@169.254.169.254/a/b", "http://acme.example:25/a/b", "file:///etc/passwd", "gopher://acme.example/a",
	} {
		if out := p.run(t, at+terms, "inspect", "--online", "-"); out.code != 1 || strings.Contains(out.stdout, "used the link") || strings.Contains(out.stderr, "trying it") {
			t.Errorf("%s: %d\n%s%s", at, out.code, out.stdout, out.stderr)
		}
	}
	mu.Lock()
	if len(asked) > 0 {
		t.Errorf("%s is asked", asked[0].URL.Host)
	}
	mu.Unlock()
	out := p.run(t, "http://user:word@acme.example/a/b"+terms, "inspect", "--online", "-")
	if !strings.HasPrefix(out.stderr, "trying it once at http://acme.example, without any credentials\n") {
		t.Errorf("whom it asks is not said: %s", out.stderr)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(asked) != 1 || asked[0].Method != http.MethodGet || asked[0].Host != "acme.example" || asked[0].Header.Get("Range") != "bytes=0-0" {
		t.Fatalf("%d requests: %+v", len(asked), asked)
	}
	for _, name := range []string{"Authorization", "Proxy-Authorization", "Cookie", "Referer", "X-Amz-Security-Token"} {
		if asked[0].Header.Get(name) != "" {
			t.Errorf("it has %s", name)
		}
	}
}

// Whoever holds all the connections of a hand-off, by half a request each and from many
// addresses, keeps nobody from the document.
func TestHeldConnectionsOfAHandOff(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	b, p := s.bucket(t), signetFor(t, s)
	s.put(t, b, "q3.txt", "the numbers")
	h := p.handsOff(t, append(s.at(), "s3://"+b+"/q3.txt")...)
	at, err := url.Parse(h.url)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 240 {
		from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+i%8))}}
		c, err := from.DialContext(within(t, testTimeout), "tcp", at.Host)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		_, _ = io.WriteString(c, []string{"GET / HTTP/1.1\r\nHost: ", "", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"}[i%3])
	}
	mustWork(t, "a visitor", curl(t, h.url))
	if a := curl(t, h.url, "-X", "POST", "-H", "Origin: null"); a.status != 404 {
		t.Errorf("a page without a name presses: %d", a.status)
	}
	if a := curl(t, h.url, "-X", "POST", "-H", "Host: evil.example"); a.status != 404 {
		t.Errorf("another name presses: %d", a.status)
	}
	mustWork(t, "a press", curl(t, h.url, "--location", "--data", ""))
	h.stop()
}

// Programs that signet starts are told no link, key or signature: not as an argument, which
// everybody on the machine reads, nor by an environment of their own.
func TestHelpersAreToldNoSecret(t *testing.T) {
	t.Parallel()
	p := signetWith(t, keys{})
	bin, told := filepath.Join(p.home, "bin"), filepath.Join(p.home, "told")
	secret := "SECRETwJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPL"
	script := "#!/bin/sh\n{ echo \"$0 $*\"; env; } >>" + told + "\n"
	files := map[string]string{
		"ssh-add": script + "echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB no'\n", "ssh-keygen": script + "cat >/dev/null; exit 1\n", "tmux": script + "cat >/dev/null\n",
		"helper": script + `printf '{"Version":1,"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"` + secret + `"}'` + "\n",
	}
	if err := errors.Join(os.MkdirAll(bin, 0o700), os.MkdirAll(p.home+"/config/signet", 0o700)); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	settings := "[[place]]\nname = 'work'\nendpoint = 'http://127.0.0.1:1'\nregion = 'us-east-1'\ncredential_command = ['" + filepath.Join(bin, "helper") + "', 'get']\n"
	if err := os.WriteFile(p.home+"/config/signet/config.toml", []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	p.env = slices.DeleteFunc(p.env, func(s string) bool { return strings.HasPrefix(s, "AWS_ACCESS") || strings.HasPrefix(s, "AWS_SECRET") })
	p.env = append(p.env, "PATH="+bin+":"+os.Getenv("PATH"), "SSH_AUTH_SOCK="+p.home+"/none", "TMUX="+p.home+"/none,1,0")
	link := strings.TrimSpace(p.must(t, "", "share", "--place", "work", "s3://acme/q3.pdf").stdout)
	id := strings.Fields(p.must(t, "", "log").stdout)[0]
	p.run(t, "", "log", "show", id, "--url")
	p.run(t, "", "log", "export", "--evidence", id)
	p.run(t, link, "qr", "-")
	p.run(t, link, "inspect", "-")
	p.run(t, "", "doctor")
	text, err := os.ReadFile(told)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"helper", "ssh-add", "ssh-keygen"} {
		if !strings.Contains(string(text), filepath.Join(bin, name)+" ") {
			t.Errorf("%s was not started", name)
		}
	}
	_, signature, _ := strings.Cut(link, "X-Amz-Signature=")
	for what, bad := range map[string]string{"the signature": signature[:32], "the secret key": secret, "a link": "X-Amz-"} {
		if strings.Contains(string(text), bad) {
			t.Errorf("a helper is told %s", what)
		}
	}
}

// The folder that one is in is a stranger's as often as not: no settings, profiles, logs or
// commands are read from it, also where nobody says where home is.
func TestNothingIsReadFromTheFolderOneIsIn(t *testing.T) {
	t.Parallel()
	p := newSomebody(t)
	settings := "default_place = 'evil'\n[[place]]\nname = 'evil'\nendpoint = 'http://127.0.0.1:1'\nregion = 'us-east-1'\ncredential_command = ['touch', '" + p.home + "/touched']\n"
	profile := "[default]\nregion = us-east-1\ncredential_process = touch " + p.home + "/touched\n"
	line := "set -e\n"
	for _, file := range []string{
		"config.toml", "signet.toml", ".signet.toml", ".signetrc", ".signet/config.toml", "signet/config.toml", ".config/signet/config.toml", "config/signet/config.toml",
	} {
		line += "mkdir -p -m 700 here/" + filepath.Dir(file) + "; cat >here/" + file + " <<'END'\n" + settings + "END\nchmod 600 here/" + file + "\n"
	}
	line += "mkdir -p here/.aws; cat >here/.aws/config <<'END'\n" + profile + "END\ncp here/.aws/config here/.aws/credentials\n"
	if out := p.does(t, line); out.code != 0 {
		t.Fatal(out.stderr)
	}
	p.env = slices.DeleteFunc(p.env, func(s string) bool {
		return strings.HasPrefix(s, "HOME=") || strings.HasPrefix(s, "XDG_") || strings.HasPrefix(s, "AWS_ACCESS") || strings.HasPrefix(s, "AWS_SECRET")
	})
	homes := []string{"HOME=/nonexistent ", "HOME=/nonexistent XDG_CONFIG_HOME= ", "HOME=/nonexistent XDG_CONFIG_HOME=config ", "HOME=/nonexistent XDG_CONFIG_HOME=. XDG_STATE_HOME=. XDG_CACHE_HOME=. "}
	if os.Geteuid() == 0 { // else the list of users has a home, which is that of whoever runs the tests
		homes = append(homes, "", "HOME= ")
	}
	for _, home := range homes {
		out := p.does(t, "cd here; "+home+"$S place list; "+home+"$S share s3://acme/a"+offline+"; find . -name shares.db -o -name bookmarks.toml.lock; test ! -e ../touched")
		if out.code != 0 || strings.Contains(out.stdout, "evil") || strings.Contains(out.stdout, "shares.db") {
			t.Errorf("%s: %d\n%s%s", home, out.code, out.stdout, out.stderr)
		}
	}
}
