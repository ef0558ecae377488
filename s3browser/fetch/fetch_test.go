package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"signet/s3browser"
)

// shelf is an object whose connections break after so many bytes.
type shelf struct {
	body   []byte
	etag   string
	breaks int               // bytes that each connection brings; 0: all
	every  error             // of every Get
	change func(*shelf, int) // before the n-th Get
	asked  []s3browser.GetRequest
}

var errBroken = &s3browser.Error{Kind: s3browser.ServerFailed, Sentence: "reading s3://b/k: the connection broke off"}

func (o *shelf) Get(_ context.Context, r s3browser.GetRequest) (*s3browser.Content, error) {
	o.asked = append(o.asked, r)
	if o.change != nil {
		o.change(o, len(o.asked))
	}
	if o.every != nil {
		return nil, o.every
	}
	if r.IfMatch != "" && r.IfMatch != o.etag {
		return nil, &s3browser.Error{Status: 412, Sentence: "a condition does not hold"}
	}
	rest := o.body[r.From:]
	var end error
	if o.breaks > 0 && len(rest) > o.breaks {
		rest, end = rest[:o.breaks], errBroken
	}
	return &s3browser.Content{Body: io.NopCloser(io.MultiReader(bytes.NewReader(rest), failing{end})), From: r.From, Size: int64(len(o.body)), ETag: o.etag}, nil
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}

func save(ctx context.Context, o *shelf, j Job) (*Progress, error) {
	p := &Progress{}
	j.Bucket, j.Key = "b", "k"
	return p, (&transfer{from: o, job: j, progress: p}).run(ctx)
}

// left are the files of a folder.
func left(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestABrokenConnectionIsTakenUpAgain(t *testing.T) {
	dir := t.TempDir()
	o := &shelf{body: bytes.Repeat([]byte("0123456789"), 1000), etag: "e1", breaks: 1500}
	path := filepath.Join(dir, "file")
	p, err := save(t.Context(), o, Job{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(path)
	if !bytes.Equal(got, o.body) || p.Done.Load() != 10_000 || p.Size.Load() != 10_000 || p.Broken.Load() != 6 {
		t.Errorf("%d bytes, progress %d of %d, %d broken", len(got), p.Done.Load(), p.Size.Load(), p.Broken.Load())
	}
	if r := o.asked[1]; r.From != 1500 || r.IfMatch != "e1" {
		t.Errorf("went on with %+v", r)
	}
	info, _ := os.Stat(path)
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if l := left(t, dir); l != "file" {
		t.Errorf("left: %s", l)
	}
}

func TestNothingIsLeftOfWhatFailed(t *testing.T) {
	gone := &s3browser.Error{Kind: s3browser.NotFound, Sentence: "no such object"}
	ctx, cancel := context.WithCancel(t.Context())
	for name, c := range map[string]struct {
		o    *shelf
		ctx  context.Context
		want string
		gets int
	}{
		"changed":                             {o: &shelf{etag: "e1", breaks: 5, change: func(o *shelf, n int) { o.etag = map[int]string{1: "e1"}[n] }}, want: "changed while it was read", gets: 2},
		"changed, and the condition not kept": {o: &shelf{breaks: 5, change: func(o *shelf, n int) { o.body = o.body[:10-n] }}, want: "changed while it was read", gets: 2},
		"gone":                                {o: &shelf{every: gone}, want: "no such object", gets: 1},
		"never there":                         {o: &shelf{every: errBroken}, want: "broke off", gets: attempts + 1},
		"stopped": {o: &shelf{breaks: 5, change: func(_ *shelf, n int) {
			if n == 2 {
				cancel()
			}
		}, etag: "e1"}, ctx: ctx, want: "canceled"},
	} {
		if c.ctx == nil {
			c.ctx = t.Context()
		}
		if c.o.body == nil {
			c.o.body = []byte("0123456789")
		}
		dir := t.TempDir()
		_, err := save(c.ctx, c.o, Job{Path: filepath.Join(dir, "file")})
		if name == "stopped" && err == nil { // what was under way may still come to its end
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || c.gets > 0 && len(c.o.asked) != c.gets {
			t.Errorf("%s: %v after %d requests", name, err, len(c.o.asked))
		}
		if l := left(t, dir); l != "" {
			t.Errorf("%s left %s", name, l)
		}
	}
}

func TestAFileIsReplacedOnlyWhenSaid(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := &shelf{body: []byte("theirs")}
	if _, err := save(t.Context(), o, Job{Path: path}); !errors.Is(err, fs.ErrExist) || len(o.asked) != 0 {
		t.Errorf("%v after %d requests", err, len(o.asked))
	}
	if _, err := save(t.Context(), o, Job{Path: path, Overwrite: true}); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); string(got) != "theirs" {
		t.Errorf("%s", got)
	}
	later := filepath.Join(dir, "later")
	o.change = func(*shelf, int) { _ = os.WriteFile(later, []byte("came meanwhile"), 0o600) }
	if _, err := save(t.Context(), o, Job{Path: later}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that came meanwhile: %v", err)
	}
	if got, _ := os.ReadFile(later); string(got) != "came meanwhile" || left(t, dir) != "file later" {
		t.Errorf("%s; %s", got, left(t, dir))
	}
	if _, err := save(t.Context(), o, Job{Path: dir}); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := save(t.Context(), o, Job{Path: filepath.Join(dir, "none", "file")}); err == nil {
		t.Error("a folder that is not there")
	}
}

// full is a disk on which nothing has room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, &fs.PathError{Op: "write", Err: syscall.ENOSPC} }

func TestAFullDiskIsSaid(t *testing.T) {
	o := &shelf{body: []byte("0123456789"), etag: "e"}
	tr := &transfer{from: o, progress: &Progress{}}
	if err := tr.fill(t.Context(), full{}); err == nil || !strings.Contains(err.Error(), "the disk is full after 0 B of 10 B") || len(o.asked) != 1 {
		t.Errorf("%v after %d requests", err, len(o.asked))
	}
}
