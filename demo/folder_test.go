package demo

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// TestRestart does everything that changes a store, starts a second server in
// the same folder, and finds it all again: links included.
func TestRestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	s := startServer(t, Options{Dir: dir})
	c, ctx := owned(s), t.Context()
	must(t, s.MakeBucket("box", false, ""))
	must(t, s.MakeBucket("kept", true, "eu-west-3"))
	must(t, s.MakeBucket("short-lived", false, ""))
	put := func(bucket, key, body string) {
		must(t, s.Put(bucket, key, []byte(body), PutOptions{ContentType: "text/x-own", Metadata: map[string]string{"a": "ü"}}))
	}
	put("box", "doc.txt", "first")
	put("box", "doc.txt", "second")
	put("box", "gone", "x")
	put("kept", "k", "one")
	put("kept", "k", "two")
	put("field-reports", "odd-names/new\nline.txt", "overwritten")
	_, err := c.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("box"), Key: aws.String("gone")})
	must(t, err)
	_, err = c.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("acme-contracts"), Key: aws.String("README.txt")})
	must(t, err)
	_, err = c.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String("short-lived")})
	must(t, err)
	_, err = c.PutObjectTagging(ctx, &s3.PutObjectTaggingInput{
		Bucket: aws.String("box"), Key: aws.String("doc.txt"), Tagging: &types.Tagging{TagSet: []types.Tag{{Key: aws.String("t"), Value: aws.String("v")}}},
	})
	must(t, err)
	link := presigned(t, s, s.Owner(), time.Hour)
	session := presigned(t, s, s.IssueSession(time.Hour), time.Hour)
	before := contents(t, s)
	must(t, s.Close())
	onlyOwner(t, dir)

	s = startServer(t, Options{Dir: dir})
	if after := contents(t, s); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	for _, l := range []string{link, session} {
		if a := fetch(t, "GET", l, nil, nil); a.status != 200 || a.body != "second" {
			t.Errorf("link of the first run: %d %s %q", a.status, a.Code, a.body)
		}
	}
	blobs, err := os.ReadDir(filepath.Join(dir, "objects"))
	must(t, err)
	if len(blobs) != 4 {
		t.Errorf("%d bodies in the folder, want those of 4 versions", len(blobs))
	}
}

// contents describes every version of every bucket.
func contents(t testing.TB, s *Server) string {
	t.Helper()
	var b strings.Builder
	for _, in := range s.front.store.list() {
		b.WriteString(in.name + " " + in.region + " " + in.versioning + "\n")
		if in.name == "archive-5000" {
			continue
		}
		p, err := s.front.store.versions(in.name, query{max: 1000})
		must(t, err)
		for _, e := range p.entries {
			v := e.version
			b.WriteString(e.key + "|" + v.id + "|" + v.modified.UTC().String() + "|" + v.meta["X-Amz-Meta-A"] + v.meta["X-Amz-Tagging"] + "|" + v.meta["Content-Type"])
			if !v.marker {
				b.WriteString(v.etag())
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func onlyOwner(t testing.TB, dir string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		in, err := d.Info()
		if err == nil && in.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v", path, in.Mode())
		}
		return err
	}))
}

func TestFolderIsLocked(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, Options{Dir: dir, Empty: true})
	if _, err := Start(t.Context(), Options{Dir: dir, Empty: true}); err == nil || !strings.HasSuffix(err.Error(), "another signet is using it; stop that one or choose another folder") {
		t.Errorf("a second server in the folder: %v", err)
	}
	must(t, s.Close())
	must(t, startServer(t, Options{Dir: dir, Empty: true}).Close())
}

func TestFolderOfItsOwn(t *testing.T) {
	a := startServer(t, Options{Dir: t.TempDir(), Empty: true})
	b := startServer(t, Options{Dir: t.TempDir(), Empty: true})
	if a.Owner().SecretKey == b.Owner().SecretKey || a.Owner().SecretKey == a.Guest().SecretKey {
		t.Error("keys are shared")
	}
	must(t, a.MakeBucket("box", false, ""))
	must(t, b.MakeBucket("box", false, ""))
	must(t, a.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	foreign := strings.Replace(presigned(t, a, b.Owner(), time.Hour), b.Endpoint(), a.Endpoint(), 1)
	fetch(t, "GET", foreign, nil, nil).expect(t, 403, "InvalidAccessKeyId")
}

// TestTornJournal cuts the journal at every byte of its last line, as a crash
// would, and expects everything before it.
func TestTornJournal(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, Options{Dir: dir, Empty: true})
	must(t, s.MakeBucket("box", false, ""))
	must(t, s.Put("box", "a", []byte("x"), PutOptions{}))
	must(t, s.Close())
	path := filepath.Join(dir, "journal.jsonl")
	whole, err := os.ReadFile(path)
	must(t, err)
	first := strings.IndexByte(string(whole), '\n') + 1
	whole = append(whole[:len(whole)-1], strings.Repeat(" ", 500)...) // half a line, longer than the next one
	for _, n := range []int{first, first + 1, len(whole) / 2, len(whole)} {
		must(t, os.WriteFile(path, whole[:n], 0o600))
		s := startServer(t, Options{Dir: dir, Empty: true})
		if _, ok := s.front.store.lookup("box"); !ok {
			t.Fatalf("cut at %d: the bucket is gone", n)
		}
		must(t, s.Put("box", "b", []byte("y"), PutOptions{}))
		must(t, s.Close())
		s = startServer(t, Options{Dir: dir, Empty: true})
		if _, err := s.front.store.get("box", "b", ""); err != nil {
			t.Errorf("cut at %d: what came after is not readable: %v", n, err)
		}
		must(t, s.Close())
	}
	must(t, os.WriteFile(path, append([]byte("{broken}\n"), whole...), 0o600))
	if _, err := Start(t.Context(), Options{Dir: dir, Empty: true}); err == nil || !strings.Contains(err.Error(), "at byte 0") {
		t.Errorf("a broken journal: %v", err)
	}
}

// TestPortIsKept finds the port of last time again, and another one while it
// is taken.
func TestPortIsKept(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, Options{Dir: dir, Empty: true})
	first := s.Endpoint()
	must(t, s.Close())
	s = startServer(t, Options{Dir: dir, Empty: true})
	if s.Endpoint() != first {
		t.Errorf("was at %s, is at %s", first, s.Endpoint())
	}
	must(t, s.Close())
	blocker := startServer(t, Options{Addr: strings.TrimPrefix(first, "http://"), Empty: true})
	s = startServer(t, Options{Dir: dir, Empty: true})
	if s.Endpoint() == first {
		t.Errorf("%s is taken", first)
	}
	must(t, blocker.Close())
	if _, err := Start(t.Context(), Options{Addr: strings.TrimPrefix(s.Endpoint(), "http://")}); err == nil {
		t.Error("an address that is taken must be an error")
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "doc.txt", make([]byte, 1<<20), PutOptions{}))
	must(t, s.Close())
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestFolderFails takes the folder away from under a running server.
func TestFolderFails(t *testing.T) {
	dir := t.TempDir()
	s := emptyServer(t, Options{Dir: dir})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	must(t, os.RemoveAll(filepath.Join(dir, "objects")))
	_, err := owned(s).PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String("box"), Key: aws.String("k"), Body: strings.NewReader("x")})
	if code(err) != "InternalError" || !strings.Contains(err.Error(), "keep body in demo folder") {
		t.Errorf("put: %v", err)
	}
	if _, err := s.front.store.get("box", "k", ""); err == nil {
		t.Error("an object without a body is in the store")
	}
	fetch(t, "GET", presigned(t, s, s.Owner(), time.Hour), nil, nil).expect(t, 500, "InternalError")
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o500))
	if _, err := Start(t.Context(), Options{Dir: filepath.Join(dir, "demo")}); err == nil {
		t.Error("started in a folder that cannot be written")
	}
}
