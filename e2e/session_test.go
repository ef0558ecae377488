package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// eachSTS runs the test against every server that gives temporary credentials.
func eachSTS(t *testing.T, test func(t *testing.T, s *server)) {
	t.Helper()
	eachServer(t, func(t *testing.T, s *server) {
		if !s.kind.noSTS {
			test(t, s)
		}
	})
}

// session asks the server's STS for temporary credentials, optionally narrowed
// by a policy.
func (s *server) session(t *testing.T, seconds int32, policy string) keys {
	t.Helper()
	c := sts.New(sts.Options{
		BaseEndpoint: aws.String(s.url),
		Region:       s.region,
		Credentials:  credentials.NewStaticCredentialsProvider(s.key, s.secret, ""),
	})
	in := &sts.AssumeRoleInput{
		// MinIO needs neither; the SDK insists on both.
		RoleArn: aws.String("arn:aws:iam::000000000000:role/demo"), RoleSessionName: aws.String("e2e"),
		DurationSeconds: &seconds,
	}
	if policy != "" {
		in.Policy = &policy
	}
	out, err := c.AssumeRole(within(t, testTimeout), in)
	if err != nil {
		t.Fatal(err)
	}
	return keys{aws.ToString(out.Credentials.AccessKeyId), aws.ToString(out.Credentials.SecretAccessKey), aws.ToString(out.Credentials.SessionToken)}
}

// A link lives no longer than the session that signed it, and says so before
// anybody relies on the 24 hours that were asked for.
func TestSessionEndsTheLink(t *testing.T) {
	t.Parallel()
	eachSTS(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "a.txt", "a")
		asked := time.Now()
		p := signetWith(t, s.session(t, 900, ""))
		out := p.must(t, "", append(append([]string{"share", "--json"}, s.at()...), "s3://"+b+"/a.txt", "--expires", "24h")...)
		signed := time.Now()
		l := links(t, out.stdout)[0]
		if l.LimitedBy != "credentials" {
			t.Errorf("limited_by %q, want credentials", l.LimitedBy)
		}
		const length = 15 * time.Minute
		if first, last := asked.Add(length-time.Second), signed.Add(length+time.Second); l.ExpiresAt.Before(first) || l.ExpiresAt.After(last) {
			t.Errorf("announced until %s, want 15 minutes from then: %s to %s", l.ExpiresAt, first, last)
		}
		if !strings.Contains(out.stderr, "session") && !strings.Contains(out.stderr, "credential") {
			t.Errorf("standard error does not name the reason: %q", out.stderr)
		}
		a := use(t, http.MethodGet, l.URL, nil, "")
		mustWork(t, "download", a)
		wrongUses(t, l, http.MethodGet, "")
	})
}

// The token is part of what is signed.
func TestSessionTokenIsSigned(t *testing.T) {
	t.Parallel()
	eachSTS(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "a.txt", "a")
		k := s.session(t, 900, "")
		l := signetWith(t, k).share(t, s, b, "a.txt", "--expires", "10m")
		if l.LimitedBy != "request" {
			t.Errorf("limited_by %q, want request", l.LimitedBy)
		}
		mustWork(t, "download", use(t, http.MethodGet, l.URL, nil, ""))
		bare := strings.Replace(l.URL, "&X-Amz-Security-Token="+queryEscape(k.token), "", 1)
		if bare == l.URL {
			t.Fatal("the link carries no token")
		}
		mustFail(t, "without the token", use(t, http.MethodGet, bare, nil, ""))
	})
}

func queryEscape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// A form signed in a session carries the token as a field.
func TestSessionForm(t *testing.T) {
	t.Parallel()
	eachSTS(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		l := signetWith(t, s.session(t, 900, "")).share(t, s, b, "in/a.txt", "--op", "post", "--max-size", "10", "--expires", "10m")
		mustFail(t, "too large", post(t, l, "a.txt", "", "12345678901"))
		mustWork(t, "form", post(t, l, "a.txt", "", "hello"))
		s.mustHold(t, b, "in/a.txt", "hello")
	})
}

// Who may do nothing signs links that do nothing: the check says so beforehand.
// Only MinIO narrows a session by a policy.
func TestForbidden(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	b := s.bucket(t)
	s.put(t, b, "open.txt", "open")
	s.put(t, b, "secret.txt", "secret")
	p := signetWith(t, s.session(t, 900, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::`+b+`/open.txt"]}]}`))
	mustWork(t, "the allowed object", use(t, http.MethodGet, p.share(t, s, b, "open.txt", "--expires", "5m").URL, nil, ""))
	mustFail(t, "the forbidden one", use(t, http.MethodGet, p.share(t, s, b, "secret.txt", "--expires", "5m").URL, nil, ""))

	out := p.run(t, "", append(append([]string{"share", "--check"}, s.at()...), "s3://"+b+"/secret.txt", "--expires", "5m")...)
	if !strings.Contains(strings.ToLower(out.stderr), "denied") {
		t.Errorf("the check does not say that access is denied: %q", out.stderr)
	}
}
