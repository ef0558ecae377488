package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// disk is a small file system of its own.
type disk struct {
	t   *testing.T
	dir string
}

// newDisk mounts one of so many bytes, which only root may; elsewhere the test is skipped.
func newDisk(t *testing.T, bytes int) *disk {
	t.Helper()
	d := &disk{t, t.TempDir()}
	if err := syscall.Mount("signet", d.dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", bytes)); err != nil {
		t.Skipf("no file system of its own can be mounted here (%v): run the tests as root", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(d.dir, syscall.MNT_DETACH) })
	return d
}

// fill leaves so many bytes free.
func (d *disk) fill(free int64) {
	d.t.Helper()
	var fs syscall.Statfs_t
	err := syscall.Statfs(d.dir, &fs)
	if err == nil {
		err = os.WriteFile(filepath.Join(d.dir, "others"), make([]byte, max(int64(fs.Bfree)*fs.Bsize-free, 0)), 0o600)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// clear makes room again.
func (d *disk) clear() {
	d.t.Helper()
	if err := os.Remove(filepath.Join(d.dir, "others")); err != nil {
		d.t.Fatal(err)
	}
}

// readOnly has nothing written there any more.
func (d *disk) readOnly() {
	d.t.Helper()
	if err := syscall.Mount("signet", d.dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		d.t.Fatal(err)
	}
}

// keptOn is a signet that keeps everything on a disk.
func (d *disk) keptOn(p *signet) *signet {
	on := *p
	on.env = append(append([]string{}, p.env...), "SIGNET_HOME="+d.dir+"/signet")
	return &on
}

// A full disk: links are handed over, those that the log does not have are told, what it
// has stays, and it goes on when there is room again.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	t.Run("one link", func(t *testing.T) {
		d := newDisk(t, 2<<20)
		p := d.keptOn(signetFor(t, s))
		p.share(t, s, "acme-contracts", "before")
		d.fill(0)
		out := p.must(t, "", append([]string{"share", "s3://acme-contracts/meanwhile"}, s.at()...)...)
		if !strings.Contains(out.stdout, "X-Amz-Signature=") || !strings.Contains(out.stderr, "its disk is full") {
			t.Errorf("it says %s", hideLinks(out.stderr))
		}
		p.holds(t)
		d.clear()
		p.share(t, s, "acme-contracts", "after")
		p.holds(t)
		if known := p.logged(t); !known["before"] || !known["after"] {
			t.Errorf("the log has %v", known)
		}
	})
	t.Run("from the beginning", func(t *testing.T) {
		d := newDisk(t, 1<<20)
		p := d.keptOn(signetFor(t, s))
		d.fill(0)
		out := p.must(t, "", append([]string{"share", "s3://acme-contracts/meanwhile"}, s.at()...)...)
		if !strings.Contains(out.stdout, "X-Amz-Signature=") || !strings.Contains(out.stderr, "full") {
			t.Errorf("it says %s", hideLinks(out.stderr))
		}
		d.clear()
		p.share(t, s, "acme-contracts", "after")
		p.holds(t)
	})
	t.Run("in the midst of a batch", func(t *testing.T) {
		d := newDisk(t, 4<<20)
		p := d.keptOn(signetFor(t, s))
		p.share(t, s, "acme-contracts", "before")
		d.fill(600 << 10)
		var in strings.Builder
		for i := range 1000 {
			fmt.Fprintf(&in, "s3://acme-contracts/many/%d\n", i)
		}
		out := p.run(t, in.String(), append([]string{"share", "-"}, s.at()...)...)
		if n := strings.Count(out.stdout, "\n"); n != 1000 || out.code != 0 {
			t.Errorf("%d links, exit code %d: %s", n, out.code, hideLinks(out.stderr))
		}
		p.holds(t)
		known := len(p.logged(t)) - 1
		if want := fmt.Sprintf("not in the share log: %d links", 1000-known); known == 1000 || !strings.Contains(out.stderr, want) {
			t.Errorf("%d are in the log, and it says %s", known, hideLinks(out.stderr))
		}
		d.clear()
		p.share(t, s, "acme-contracts", "after")
		p.holds(t)
	})
	t.Run("a file", func(t *testing.T) {
		d := newDisk(t, 1<<20)
		p := signetFor(t, s)
		d.fill(0)
		for _, flag := range []string{"--qr-out=" + d.dir + "/code.pdf", "--output=" + d.dir + "/page.html"} {
			out := p.run(t, "", append([]string{"share", "s3://acme-contracts/README.txt", flag}, s.at()...)...)
			if out.code != 1 || !strings.Contains(out.stderr, "no space left on device") {
				t.Errorf("exit code %d: %s", out.code, hideLinks(out.stderr))
			}
		}
		d.clear()
		if all, _ := os.ReadDir(d.dir); len(all) > 0 {
			t.Errorf("left behind: %v", all)
		}
		p.holds(t)
	})
	t.Run("a download", func(t *testing.T) {
		d := newDisk(t, 1<<20)
		p := signetFor(t, s)
		w := p.alone(t, size{80, 24}, nil, s.at()...)
		w.atReadme()
		d.fill(0)
		w.keys("w")
		w.wait(`file ›`)
		w.keys(eraseLine + d.dir + "/README.txt" + enterKey)
		w.wait(`✗ [\s\S]*(full|space)`)
		w.keys("q")
		if code := w.exits(); code != 0 {
			t.Errorf("exit code %d", code)
		}
		w.restored()
		d.clear()
		if all, _ := os.ReadDir(d.dir); len(all) > 0 {
			t.Errorf("left behind: %v", all)
		}
	})
	t.Run("settings and bookmarks", func(t *testing.T) {
		d := newDisk(t, 1<<20)
		p := d.keptOn(signetFor(t, s))
		p.must(t, "", "bookmarks", "add", "s3://acme-contracts/before/", "--name", "before")
		d.fill(0)
		out := p.run(t, "", "bookmarks", "add", "s3://acme-contracts/meanwhile/", "--name", "meanwhile")
		if out.code != 1 || !strings.Contains(out.stderr, "no space left on device") {
			t.Errorf("exit code %d: %s", out.code, out.stderr)
		}
		if list := p.must(t, "", "bookmarks", "list").stdout; !strings.Contains(list, "before") || strings.Contains(list, "meanwhile") {
			t.Errorf("the bookmarks are %s", list)
		}
		d.clear()
	})
}

// A limit on the size of files ends a write as a full disk does, and not the program.
func TestALimitOnFiles(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	p := signetFor(t, s)
	p.share(t, s, "acme-contracts", "before")
	cmd := exec.CommandContext(within(t, testTimeout), "sh", append([]string{"-c", `ulimit -f 8; exec "$0" "$@"`, here.program, "share", "s3://acme-contracts/meanwhile"}, s.at()...)...)
	cmd.Env, cmd.Dir = p.env, p.home
	var says strings.Builder
	cmd.Stderr = &says
	link, err := cmd.Output()
	if err != nil || !strings.Contains(string(link), "X-Amz-Signature=") || strings.Contains(says.String(), "goroutine ") {
		t.Errorf("%v: %s", err, hideLinks(says.String()))
	}
	p.holds(t)
}

// A home that cannot be written: what is there is read, links are handed over with a
// warning, and what should be kept is refused in a plain sentence.
func TestAReadOnlyHome(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for _, used := range []bool{true, false} {
		t.Run(map[bool]string{true: "with a log", false: "empty"}[used], func(t *testing.T) {
			d := newDisk(t, 4<<20)
			p := d.keptOn(signetFor(t, s))
			if used {
				p.share(t, s, "acme-contracts", "before")
			}
			d.readOnly()
			out := p.must(t, "", append([]string{"share", "s3://acme-contracts/meanwhile"}, s.at()...)...)
			if !strings.Contains(out.stdout, "X-Amz-Signature=") || !strings.Contains(out.stderr, "set XDG_STATE_HOME to another folder") {
				t.Errorf("it says %s", hideLinks(out.stderr))
			}
			if out := p.run(t, "", "bookmarks", "add", "s3://acme-contracts/"); out.code != 1 || !strings.Contains(out.stderr, "read-only file system") {
				t.Errorf("a bookmark: exit code %d: %s", out.code, out.stderr)
			}
			if used && !p.logged(t)["before"] {
				t.Error("the log cannot be read")
			}
			p.holds(t)
			w := p.alone(t, size{100, 30}, nil, s.at()...)
			w.atReadme()
			w.keys("s")
			w.sign()
			w.wait(`ends in \d+ min`)
			w.wait(`not in the share log|not recorded`)
			w.signal(syscall.SIGTERM)
			if code := w.exits(); code != 143 {
				t.Errorf("exit code %d", code)
			}
			w.restored()
		})
	}
}
