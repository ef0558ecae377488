package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// tags are those that a server has of an object.
func (s *server) tags(t *testing.T, bucket, key string) map[string]string {
	t.Helper()
	out, err := s.client().GetObjectTagging(within(t, testTimeout), &s3.GetObjectTaggingInput{Bucket: &bucket, Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	tags := map[string]string{}
	for _, one := range out.TagSet {
		tags[aws.ToString(one.Key)] = aws.ToString(one.Value)
	}
	return tags
}

func TestTagsOfAnUpload(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		if foreign := p.share(t, s, b, "in/foreign", "--op", "put", "--tag", "größe=ü"); use(t, http.MethodPut, foreign.URL, foreign.Headers, "hello").ok() == s.kind.asciiTags {
			t.Errorf("%s takes tags in other letters: %v", s.kind.name, !s.kind.asciiTags)
		}
		flags := []string{"--tag", "project=x 1+2", "--tag", "size/a=b@c:d", "--tag", "empty="}
		check := func(key string) {
			if tags := s.tags(t, b, key); len(tags) != 3 || tags["project"] != "x 1+2" || tags["size/a"] != "b@c:d" {
				t.Errorf("%s of %s is tagged %v", key, s.kind.name, tags)
			}
		}
		put := p.share(t, s, b, "in/put", append(flags, "--op", "put")...)
		mustFail(t, "without tags", use(t, http.MethodPut, put.URL, nil, "hello"))
		mustFail(t, "other tags", use(t, http.MethodPut, put.URL, changed(put.Headers, "X-Amz-Tagging", "a=b"), "hello"))
		mustWork(t, "upload", use(t, http.MethodPut, put.URL, put.Headers, "hello"))
		check("in/put")
		form := p.share(t, s, b, "in/post", append(flags, "--op", "post")...)
		mustFail(t, "other tags of a form", postFields(t, form.URL, replaced(form.Fields, "tagging", "<Tagging><TagSet></TagSet></Tagging>"), "f", "", "hello"))
		mustWork(t, "form", post(t, form, "f", "", "hello"))
		check("in/post")
	})
}

func TestChecksumOfAnUpload(t *testing.T) {
	t.Parallel()
	const body, other = "hello", "hell0"
	sum := sha256.Sum256([]byte(body))
	file := filepath.Join(t.TempDir(), "hello.txt")
	if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		for name, flags := range map[string][]string{
			"hex":       {"--checksum", hex.EncodeToString(sum[:])},
			"file":      {"--checksum-file", file},
			"crc64nvme": {"--checksum-file", file, "--checksum", "crc64nvme"},
		} {
			put := p.share(t, s, b, "put-"+name, append(flags, "--op", "put")...)
			if a := use(t, http.MethodPut, put.URL, put.Headers, other); a.status != http.StatusBadRequest {
				t.Errorf("%s: other content: %d", name, a.status)
			}
			mustFail(t, name+": without the header", use(t, http.MethodPut, put.URL, nil, other))
			s.mustLack(t, b, "put-"+name)
			mustWork(t, name, use(t, http.MethodPut, put.URL, put.Headers, body))
			s.mustHold(t, b, "put-"+name, body)
			form := p.share(t, s, b, "post-"+name, append(flags, "--op", "post")...)
			if a := post(t, form, "f", "", other); a.status != http.StatusBadRequest {
				t.Errorf("%s: other content by a form: %d", name, a.status)
			}
			mustWork(t, name+" by form", post(t, form, "f", "", body))
			s.mustHold(t, b, "post-"+name, body)
		}
	})
}

func TestStorageClassOfAnUpload(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		l := p.share(t, s, b, "k", "--op", "put", "--storage-class", "reduced-redundancy")
		mustFail(t, "without", use(t, http.MethodPut, l.URL, nil, "hello"))
		mustFail(t, "another", use(t, http.MethodPut, l.URL, changed(l.Headers, "X-Amz-Storage-Class", "STANDARD"), "hello"))
		mustWork(t, "upload", use(t, http.MethodPut, l.URL, l.Headers, "hello"))
		form := p.share(t, s, b, "f", "--op", "post", "--storage-class", "STANDARD")
		mustFail(t, "another class of a form", postFields(t, form.URL, replaced(form.Fields, "x-amz-storage-class", "GLACIER"), "f", "", "hello"))
		mustWork(t, "form", post(t, form, "f", "", "hello"))
	})
}

// Who pays and whose the bucket is stand in the address: the link opens without a
// header, and cannot be changed.
func TestOwnerAndPayer(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "k", "hello")
		l := p.share(t, s, b, "k", "--requester-pays", "--expected-bucket-owner", "1234-5678-9012")
		if len(l.Headers) != 0 {
			t.Errorf("the holder must send %d headers", len(l.Headers))
		}
		if a := use(t, http.MethodGet, l.URL, nil, ""); !a.ok() { // none of these knows owners
			t.Errorf("%s answers %d", s.kind.name, a.status)
		}
		wrongUses(t, l, http.MethodGet, "")
	})
}

func TestIfMatch(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "k", "hello")
		l := p.share(t, s, b, "k", "--if-match", "5d41402abc4b2a76b9719d911017c592")
		mustFail(t, "without", use(t, http.MethodGet, l.URL, nil, ""))
		mustFail(t, "another", use(t, http.MethodGet, l.URL, headers{"If-Match": `"x"`}, ""))
		mustWork(t, "with", use(t, http.MethodGet, l.URL, l.Headers, ""))
		s.put(t, b, "k", "other")
		if a := use(t, http.MethodGet, l.URL, l.Headers, ""); a.status != http.StatusPreconditionFailed {
			t.Errorf("of another content: %d", a.status)
		}
	})
}
