package e2e

import (
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// misuse is one way to be refused. Its name begins with the operation.
type misuse struct {
	name string
	do   func(*scene) answer
}

// TestRefusals has the servers of others refuse whatever a link or a form can
// meet, and holds their answers against the record that signet's words are
// tested with. SIGNET_RECORD=1 writes the record anew.
func TestRefusals(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		if s.kind.build.pkg == "" {
			return // signet's own tests have the demo server refuse
		}
		sc := newScene(t, s)
		var all []entry
		for _, m := range slices.Concat(linkMisuses(s.kind), downloadMisuses(), uploadMisuses(), formMisuses(s.kind), headerMisuses()) {
			s.put(t, sc.bucket, "there", "hello") // which others have deleted, or replaced
			all = add(all, m.name, m.do(sc).record())
		}
		if os.Getenv("SIGNET_RECORD") != "" {
			s.keep(t, all)
		}
		mustEqual(t, all, s.kind.recorded(t))
	})
}

// mustEqual names every misuse that is answered otherwise than the record says.
func mustEqual(t *testing.T, live, kept []entry) {
	t.Helper()
	byUse := func(all []entry) map[string]string {
		m := map[string]string{}
		for _, e := range all {
			for _, use := range e.uses {
				m[use] = e.answer
			}
		}
		return m
	}
	now, then := byUse(live), byUse(kept)
	for use, answer := range now {
		if answer != then[use] {
			t.Errorf("%s: answered\n%s\nthe record says\n%s", use, answer, then[use])
		}
		delete(then, use)
	}
	for use := range then {
		t.Errorf("%s: only the record knows it", use)
	}
}

// scene is a server with something to refuse, and whoever signs for it.
type scene struct {
	*server
	t               *testing.T
	bucket, keeping string // the latter keeps versions
	owner           *signet
	ended           map[string]link // by operation: what is over
}

func newScene(t *testing.T, s *server) *scene {
	t.Helper()
	sc := &scene{server: s, t: t, bucket: s.bucket(t), owner: signetFor(t, s), ended: map[string]link{}}
	sc.keeping = sc.bucket + "-v"
	if _, err := s.client().CreateBucket(within(t, testTimeout), &s3.CreateBucketInput{Bucket: &sc.keeping}); err != nil {
		t.Fatal(err)
	}
	s.versioned(t, sc.keeping)
	s.put(t, sc.keeping, "there", "hello")
	for _, op := range []string{"get", "head", "put", "delete", "post"} {
		sc.ended[op] = sc.link(op, "there", "--expires", "1s")
	}
	for _, l := range sc.ended {
		ended(t, l)
	}
	return sc
}

// link is signed by the owner.
func (s *scene) link(op, key string, flags ...string) link {
	s.t.Helper()
	return s.linkOf(s.owner, op, key, flags...)
}

func (s *scene) linkOf(who *signet, op, key string, flags ...string) link {
	s.t.Helper()
	return who.share(s.t, s.server, s.bucket, key, append([]string{"--op", op}, flags...)...)
}

// elsewhere is a link that is signed for another region.
func (s *scene) elsewhere(op string) link {
	s.t.Helper()
	flags := []string{"share", "--json", "--endpoint", s.url, "--region", "ap-south-1", "--path-style", "--op", op, "s3://" + s.bucket + "/there"}
	return links(s.t, s.owner.must(s.t, "", flags...).stdout)[0]
}

// use uses a link as it was made, but for its address.
func (s *scene) use(l link, change func(string) string) answer {
	s.t.Helper()
	if l.Method == http.MethodPost {
		return post(s.t, l, "a.jpg", "", "hello")
	}
	return use(s.t, l.Method, change(l.URL), l.Headers, bodyOf(l.Method))
}

func asMade(link string) string { return link }

func bodyOf(method string) string {
	if method == http.MethodPut {
		return "hello"
	}
	return ""
}

// custom signs and sends what signet itself does not sign, but others do. The
// target is a key in the bucket, with a query.
func (s *scene) custom(method, target, body string, signed ...string) answer {
	s.t.Helper()
	return s.customIn(s.bucket, method, target, body, signed...)
}

func (s *scene) customIn(bucket, method, target, body string, signed ...string) answer {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+"/"+bucket+"/"+target, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	h, payload := headers{}, "UNSIGNED-PAYLOAD"
	for pair := range slices.Chunk(signed, 2) {
		req.Header.Set(pair[0], pair[1])
		if h[pair[0]] = pair[1]; pair[0] == "X-Amz-Content-Sha256" {
			payload = pair[1]
		}
	}
	req.URL.RawQuery = strings.TrimPrefix(req.URL.RawQuery+"&X-Amz-Expires=600", "&")
	link, _, err := v4.NewSigner().PresignHTTP(s.t.Context(), s.root(), req, payload, "s3", s.region, time.Now(), func(o *v4.SignerOptions) {
		o.DisableURIPathEscaping, o.DisableHeaderHoisting = true, true
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return use(s.t, method, link, h, body)
}

func (s *server) root() aws.Credentials {
	return aws.Credentials{AccessKeyID: s.key, SecretAccessKey: s.secret}
}

// strangers are those whose signature is refused whatever they sign.
func strangers(k kind) map[string]func(*scene) keys {
	all := map[string]func(*scene) keys{
		"unknown key":           func(s *scene) keys { return keys{"AKIAIOSFODNN7EXAMPLE", s.secret, ""} },
		"wrong secret":          func(s *scene) keys { return keys{s.key, "wrong-secret-key", ""} },
		"a token of no session": func(s *scene) keys { return keys{s.key, s.secret, "token"} },
	}
	if k.noSTS {
		return all
	}
	all["no permission"] = func(s *scene) keys {
		return s.session(s.t, 900, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::other/*"]}]}`)
	}
	all["without its token"] = func(s *scene) keys {
		k := s.session(s.t, 900, "")
		k.token = ""
		return k
	}
	all["wrong token"] = func(s *scene) keys {
		k := s.session(s.t, 900, "")
		k.token = "x" + k.token
		return k
	}
	all["a session that is over"] = func(s *scene) keys {
		k := s.session(s.t, 900, "")
		s.revoke()
		return k
	}
	return all
}

// revoke ends every session of MinIO's root: no test waits for the 15 minutes
// that the shortest one lives. Links of an ended session are refused alike.
func (s *scene) revoke() {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url+"/minio/admin/v3/revoke-tokens/builtin?user="+s.key+"&fullRevoke=true", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	req.Header.Set("X-Amz-Content-Sha256", empty)
	if err := v4.NewSigner().SignHTTP(s.t.Context(), s.root(), req, empty, "s3", s.region, time.Now()); err != nil {
		s.t.Fatal(err)
	}
	mustWork(s.t, "revoke", send(s.t, req))
}

// linkMisuses is what every link can meet, whatever it is for.
func linkMisuses(k kind) []misuse {
	var all []misuse
	for _, op := range []string{"get", "head", "put", "delete"} {
		method := strings.ToUpper(op)
		add := func(name string, do func(*scene) answer) { all = append(all, misuse{op + ", " + name, do}) }
		add("over", func(s *scene) answer { return s.use(s.ended[op], asMade) })
		add("early", func(s *scene) answer {
			return s.use(s.link(op, "there", "--starts", time.Now().Add(24*time.Hour).UTC().Format(time.RFC3339)), asMade)
		})
		for _, m := range others(method) {
			add("used as "+m, func(s *scene) answer { l := s.link(op, "there"); return use(s.t, m, l.URL, l.Headers, "") })
		}
		for _, name := range []string{
			"another signature", "a cut signature", "no signature", "a longer life", "another day", "another access key",
			"another object", "another file name", "another type", "a tracking tail",
		} {
			add(name, func(s *scene) answer {
				l := s.link(op, "there")
				return s.use(l, func(string) string { return tampered(s.t, l.URL)[name] })
			})
		}
		for name, change := range damages() {
			add(name, func(s *scene) answer { return s.use(s.link(op, "there"), change) })
		}
		for name, header := range map[string][2]string{"signed twice": {"Authorization", "Bearer x"}, "a header of one's own": {"X-Amz-Meta-Mine", "1"}} {
			add(name, func(s *scene) answer {
				l := s.link(op, "there")
				l.Headers = changed(l.Headers, header[0], header[1])
				return s.use(l, asMade)
			})
		}
		for name, who := range strangers(k) {
			add(name, func(s *scene) answer {
				return s.use(s.linkOf(signetWith(s.t, who(s)), op, "there", "--expires", "10m"), asMade)
			})
		}
		add("another region", func(s *scene) answer { return s.use(s.elsewhere(op), asMade) })
		add("no such bucket", func(s *scene) answer { return s.customIn("nowhere-at-all", method, "there", bodyOf(method)) })
		add("a key that is too long", func(s *scene) answer { return s.custom(method, strings.Repeat("abcd/", 300)+"x", bodyOf(method)) })
		add("a key that cannot be", func(s *scene) answer { return s.custom(method, "a/../b", bodyOf(method)) })
		add("a version that is none", func(s *scene) answer { return s.custom(method, "there?versionId=abc", bodyOf(method)) })
	}
	slices.SortStableFunc(all, func(a, b misuse) int { return strings.Compare(a.name, b.name) })
	return all
}

// damages is what happens to a link between people, beside what tampered does.
func damages() map[string]func(string) string {
	set := func(name, value string) func(string) string {
		return func(link string) string {
			u, err := url.Parse(link)
			if err != nil {
				panic("not a URL")
			}
			q := u.Query()
			q.Set(name, value)
			u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
			return u.String()
		}
	}
	return map[string]func(string) string{
		"cut off before its query":  func(l string) string { l, _, _ = strings.Cut(l, "?"); return l },
		"escaped for HTML":          func(l string) string { return strings.ReplaceAll(l, "&", "&amp;") },
		"damaged escapes":           func(l string) string { return l + "&note=100%" },
		"eight days":                set("X-Amz-Expires", "691200"),
		"no number of seconds":      set("X-Amz-Expires", "10m"),
		"the date lost":             set("X-Amz-Date", "today"),
		"the credential cut":        set("X-Amz-Credential", "a/b"),
		"another service":           func(l string) string { return strings.Replace(l, "%2Fs3%2F", "%2Fec2%2F", 1) },
		"another kind of signature": set("X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256"),
		"the host not signed":       set("X-Amz-SignedHeaders", "range"),
		"signed by version 2": func(l string) string {
			l, _, _ = strings.Cut(l, "?")
			return l + "?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1989000000&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D"
		},
	}
}

// headerMisuses is what requests meet that are signed in their headers, as
// signet's own are when it browses.
func headerMisuses() []misuse {
	signed := func(late time.Duration, region string, change func(http.Header)) func(*scene) answer {
		return func(s *scene) answer {
			req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+"/"+s.bucket+"/there", nil)
			if err != nil {
				s.t.Fatal(err)
			}
			req.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
			if err := v4.NewSigner().SignHTTP(s.t.Context(), s.root(), req, "UNSIGNED-PAYLOAD", "s3", region, time.Now().Add(-late)); err != nil {
				s.t.Fatal(err)
			}
			change(req.Header)
			return send(s.t, req)
		}
	}
	as := func(http.Header) {}
	set := func(name, value string) func(*scene) answer {
		return signed(0, "us-east-1", func(h http.Header) {
			if h.Set(name, value); value == "" {
				h.Del(name)
			}
		})
	}
	return []misuse{
		{"header, clock behind", signed(time.Hour, "us-east-1", as)},
		{"header, clock ahead", signed(-time.Hour, "us-east-1", as)},
		{"header, another region", signed(0, "ap-south-1", as)},
		{"header, without a date", set("X-Amz-Date", "")},
		{"header, without the hash", set("X-Amz-Content-Sha256", "")},
		{"header, cut off", set("Authorization", "AWS4-HMAC-SHA256 Credential=x")},
		{"header, credential cut", set("Authorization", "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=x")},
		{"header, a sign-in of another kind", set("Authorization", "Bearer x")},
		{"header, signed by version 2", set("Authorization", "AWS AKIAIOSFODNN7EXAMPLE:x")},
	}
}
