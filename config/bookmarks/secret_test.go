package bookmarks

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A signed link that was pasted behind s3:// is neither kept nor noted.
func TestSecretsAreNotKept(t *testing.T) {
	signature := strings.Repeat("0a", 32)
	for key, bare := range map[string]string{
		"in/file.txt?X-Amz-Signature=" + signature:               "in/file.txt",
		"in/file.txt?versionId=1&X-Amz-Credential=AKIA/20260101": "in/file.txt",
		"in/file.txt%3FX-Amz-Signature%3D" + signature:           "in/file.txt",
		"in/a%2520b%25253FX-Amz-Signature=" + signature:          "in/a b",
		"k&x-goog-signature=" + signature:                        "k",
		"k?AWSAccessKeyId=AKIA&Signature=abc":                    "k",
		"k?x-oss-security=1&OSSAccessKeyId=1":                    "k",
		"k?Policy=e30_&Key-Pair-Id=K1":                           "k",
		"k?sv=2020&sig=abc":                                      "k",
		"?X-Amz-Signature=" + signature:                          "",
	} {
		s := store(t)
		l := Location{Place: "work", Bucket: "acme", Key: key}
		if got, secret := l.Secret(); !secret || got.Key != bare || got.Bucket != "acme" {
			t.Errorf("%s: %v, bare it is %q", key, secret, got.Key)
		}
		if _, err := s.Add(Bookmark{Location: l}); err == nil || strings.Contains(err.Error(), signature) {
			t.Errorf("%s is bookmarked: %v", key, err)
		}
		if err := s.Visit(l, nil); err != nil {
			t.Error(err)
		}
		for _, path := range []string{s.Bookmarks, s.Recents} {
			if data, _ := os.ReadFile(path); len(data) > 0 {
				t.Errorf("%s stands in %s", key, path)
			}
		}
	}
	if bare, secret := (Location{Bucket: strings.Repeat("aB3d", 10)}).Secret(); !secret || bare.Address() != "" {
		t.Error("a secret key is taken for a bucket")
	}
	for _, key := range []string{"", "what?.pdf", "a&b/c;d", "token=abc/policy=x/", "Signature.pdf", "100%", "100%25", "sha256/" + signature, "minutes?draft=2"} {
		if bare, secret := (Location{Bucket: "acme", Key: key}).Secret(); secret || bare.Key != key {
			t.Errorf("%q is taken for a secret", key)
		}
	}
}

// A bookmark of before that is one can be seen and removed.
func TestASecretThatIsKeptAlreadyCanGo(t *testing.T) {
	s := store(t)
	text := "[[bookmark]]\nplace = \"work\"\naddress = \"s3://acme/k?X-Amz-Signature=" + strings.Repeat("0a", 32) + "\"\nadded = 2026-03-04T12:00:00Z\n"
	if err := os.MkdirAll(filepath.Dir(s.Bookmarks), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.Bookmarks, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := s.List()
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	if gone, err := s.Remove(list[0].Location); gone || err != nil {
		t.Error(gone, err)
	}
}

// Where a secret was noted once, the recents leave it out, and the next visit takes it out
// of the file; a bookmark of it is shown without it, and not gone to.
func TestASecretThatWasNotedIsNotShown(t *testing.T) {
	s := store(t)
	sum := strings.Repeat("0a", 32)
	if err := os.MkdirAll(filepath.Dir(s.Recents), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.Recents, []byte(`{"place":"work","bucket":"acme","key":"k?X-Amz-Signature=`+sum+`"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Visited(); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
	if err := s.Visit(Location{Place: "work", Bucket: "acme"}, nil); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(s.Recents); err != nil || strings.Contains(string(text), sum) || !strings.Contains(string(text), "acme") {
		t.Errorf("%s %v", text, err)
	}
	l := Location{Place: "work", Bucket: "acme", Key: "k?X-Amz-Signature=" + sum}
	if l.Shown() != "s3://acme/k" || l.Gone(true, "") == "" {
		t.Errorf("shown as %s, gone: %s", l.Shown(), l.Gone(true, ""))
	}
}
