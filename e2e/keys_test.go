package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
)

// vectorKeys are the keys of the signer's own test vectors: those that other
// tools get wrong, and generated ones.
func vectorKeys(t *testing.T) []string {
	t.Helper()
	f, err := os.Open("../share/sign/testdata/botocore_vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var keys []string
	seen := map[string]bool{"": true} // the first line has no key
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v struct{ Key string }
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		if !seen[v.Key] {
			seen[v.Key] = true
			keys = append(keys, v.Key)
		}
	}
	if len(keys) < 300 {
		t.Fatalf("only %d keys", len(keys))
	}
	return keys
}

// dotted says whether curl and browsers would resolve parts of the key away.
func dotted(key string) bool {
	for p := range strings.SplitSeq(key, "/") {
		if p == "." || p == ".." {
			return true
		}
	}
	return false
}

// Every key that the server can store comes back through its link, byte for
// byte, by Go's client and by curl.
func TestKeys(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		var uris []string
		bodies := map[string]string{}
		for i, key := range vectorKeys(t) {
			body := fmt.Sprintf("object %d", i)
			if s.kind.noForeignKeys(key) {
				continue
			}
			if _, err := s.tryPut(t, b, key, body); err != nil {
				t.Errorf("%s stores no %q", s.kind.name, key)
				continue
			}
			bodies[key] = body
			uris = append(uris, "s3://"+b+"/"+key)
		}
		all := p.shareAll(t, s, "", append([]string{"--"}, uris...)...)
		if len(all) != len(uris) {
			t.Fatalf("%d links for %d objects", len(all), len(uris))
		}
		for i, l := range all {
			want := bodies[l.Key]
			if "s3://"+b+"/"+l.Key != uris[i] {
				t.Fatalf("link %d is for %q, want %q", i, l.Key, uris[i])
			}
			if a := use(t, http.MethodGet, l.URL, nil, ""); a.status != 200 || a.body != want {
				t.Errorf("%q: %d %s", l.Key, a.status, a.refusal())
			}
			if i < 25 {
				viaCurl(t, l, want)
			}
		}
	})
}

// viaCurl fetches as a shell would: curl resolves dot segments, unless told
// not to, and so asks for another object than the one that was signed.
func viaCurl(t *testing.T, l link, want string) {
	t.Helper()
	if a := curl(t, l.URL, "--path-as-is"); a.status != 200 || a.body != want {
		t.Errorf("curl --path-as-is %q: %d %s", l.Key, a.status, a.refusal())
	}
	a := curl(t, l.URL)
	if dotted(l.Key) {
		if a.ok() {
			t.Errorf("curl %q: fetched, although its path was changed on the way", l.Key)
		}
	} else if a.status != 200 || a.body != want {
		t.Errorf("curl %q: %d %s", l.Key, a.status, a.refusal())
	}
}
