package e2e

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func TestFileName(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "x1.pdf", "pdf")
		for _, c := range []struct {
			flags []string
			want  []string
		}{
			{[]string{"--filename", "report.pdf"}, []string{"attachment", `filename="report.pdf"`}},
			{[]string{"--filename", "Jahresbericht ü 📄.pdf"}, []string{"attachment", `filename="`, `filename*=UTF-8''Jahresbericht%20%C3%BC%20%F0%9F%93%84.pdf`}},
			{[]string{"--filename", `a"b;c=d&e+f.pdf`}, []string{"attachment", "filename*=UTF-8''a%22b%3Bc%3Dd&e+f.pdf"}},
			{[]string{"--inline"}, []string{"inline"}},
			{[]string{"--inline", "--filename", "see me.pdf"}, []string{"inline", `filename="see me.pdf"`}},
		} {
			l := p.share(t, s, b, "x1.pdf", c.flags...)
			a := use(t, http.MethodGet, l.URL, nil, "")
			mustWork(t, strings.Join(c.flags, " "), a)
			for _, part := range c.want {
				if !strings.Contains(a.header.Get("Content-Disposition"), part) {
					t.Errorf("%v: Content-Disposition %q lacks %q", c.flags, a.header.Get("Content-Disposition"), part)
				}
			}
			wrongUses(t, l, http.MethodGet, "")
		}
	})
}

func TestContentTypeOfDownload(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "data.bin", "a,b")
		l := p.share(t, s, b, "data.bin", "--content-type", "text/csv; charset=utf-8")
		a := use(t, http.MethodGet, l.URL, nil, "")
		mustWork(t, "download", a)
		if got := a.header.Get("Content-Type"); got != "text/csv; charset=utf-8" {
			t.Errorf("Content-Type %q", got)
		}
	})
}

func TestAnswersOfDownload(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "data.bin", "a,b")
		for name, c := range map[string][2]string{
			"Cache-Control":    {"no-store, max-age=0"},
			"Content-Language": {"de,en-GB"},
			"Content-Encoding": {"br"},
			"Expires":          {"2026-12-24T17:00:00Z", "Thu, 24 Dec 2026 17:00:00 GMT"},
		} {
			l := p.share(t, s, b, "data.bin", "--response-"+strings.ToLower(name), c[0])
			a := use(t, http.MethodGet, l.URL, nil, "")
			mustWork(t, name, a)
			if got := a.header.Get(name); got != c[0] && got != c[1] {
				t.Errorf("%s: %q, want %q", name, got, c)
			}
			wrongUses(t, l, http.MethodGet, "")
		}
	})
}

func TestUploadWithDisposition(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		l := p.share(t, s, b, "in/a.csv", "--op", "put", "--content-disposition", `attachment; filename="b.csv"`)
		mustFail(t, "without", use(t, http.MethodPut, l.URL, nil, "hello"))
		mustWork(t, "upload", use(t, http.MethodPut, l.URL, l.Headers, "hello"))
		a := use(t, http.MethodGet, p.share(t, s, b, "in/a.csv").URL, nil, "")
		mustWork(t, "download", a)
		if got := a.header.Get("Content-Disposition"); got != `attachment; filename="b.csv"` && s.kind.name != "demo" { // which keeps none
			t.Errorf("stored as %q", got)
		}
	})
}

func TestUploadWithEveryOption(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		l := p.share(t, s, b, "in/a.csv", "--op", "put", "--content-type", "text/csv", "--exact-size", "5",
			"--if-none-match", "--metadata", "sender=acme", "--metadata", "case=2026/11")
		for _, want := range []string{"Content-Type", "If-None-Match", "X-Amz-Meta-Sender", "X-Amz-Meta-Case"} {
			if _, ok := header(l.Headers, want); !ok {
				t.Errorf("the sender is not told of %s", want)
			}
		}
		for name := range l.Headers {
			if !strings.EqualFold(name, "Content-Length") {
				mustFail(t, "without "+name, use(t, http.MethodPut, l.URL, changed(l.Headers, name, ""), "hello"))
				mustFail(t, "another "+name, use(t, http.MethodPut, l.URL, changed(l.Headers, name, "other"), "hello"))
			}
		}
		mustFail(t, "one byte more", use(t, http.MethodPut, l.URL, l.Headers, "hello!"))
		mustFail(t, "one byte less", use(t, http.MethodPut, l.URL, l.Headers, "hell"))
		mustFail(t, "metadata of one's own", use(t, http.MethodPut, l.URL, changed(l.Headers, "X-Amz-Meta-Mine", "1"), "hello"))
		s.mustLack(t, b, "in/a.csv")

		mustWork(t, "upload", use(t, http.MethodPut, l.URL, l.Headers, "hello"))
		o := s.mustHold(t, b, "in/a.csv", "hello")
		if o.contentType != "text/csv" || o.metadata["sender"] != "acme" || o.metadata["case"] != "2026/11" {
			t.Errorf("stored as %q with %v", o.contentType, o.metadata)
		}
		again := use(t, http.MethodPut, l.URL, l.Headers, "HELLO")
		if again.status != http.StatusPreconditionFailed {
			t.Errorf("a second upload: status %d, want 412", again.status)
		}
		s.mustHold(t, b, "in/a.csv", "hello")
	})
}

// header finds a header by its name in any case.
func header(h headers, name string) (string, bool) {
	for n, v := range h {
		if strings.EqualFold(n, name) {
			return v, true
		}
	}
	return "", false
}

// changed is a copy of the headers with one of them set, or left out.
func changed(h headers, name, value string) headers {
	out := maps.Clone(h)
	delete(out, name)
	if value != "" {
		out[name] = value
	}
	return out
}

// Neither server has keys to encrypt with here: what counts is that the header
// is signed, told to the sender, and reaches the server's own judgement.
func TestEncryption(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		l := p.share(t, s, b, "secret.txt", "--op", "put", "--sse", "AES256")
		if v, _ := header(l.Headers, "X-Amz-Server-Side-Encryption"); v != "AES256" {
			t.Fatalf("the sender is not told of the encryption")
		}
		mustFail(t, "without the header", use(t, http.MethodPut, l.URL, nil, "hello"))
		s.mustLack(t, b, "secret.txt")
		a := use(t, http.MethodPut, l.URL, l.Headers, "hello")
		if a.ok() {
			if o := s.mustHold(t, b, "secret.txt", "hello"); s.kind.name == "minio" && o.sse != types.ServerSideEncryptionAes256 {
				t.Errorf("stored with encryption %q", o.sse)
			}
			return
		}
		if code := a.refusal(); code == "SignatureDoesNotMatch" || code == "AccessDenied" {
			t.Errorf("the signature does not hold: %d %s", a.status, code)
		}
	})
}

func TestVersion(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.versioned(t, b)
		first, second := s.put(t, b, "a.txt", "first"), s.put(t, b, "a.txt", "second")
		if first == second || first == "" {
			t.Fatalf("versions %q and %q", first, second)
		}
		get := p.share(t, s, b, "a.txt", "--version-id", first)
		if get.VersionID != first {
			t.Errorf("version_id %q", get.VersionID)
		}
		if a := use(t, http.MethodGet, get.URL, nil, ""); a.body != "first" {
			t.Errorf("the link to the first version gives %q", a.body)
		}
		if a := use(t, http.MethodGet, p.share(t, s, b, "a.txt").URL, nil, ""); a.body != "second" {
			t.Errorf("the plain link gives %q", a.body)
		}
		mustFail(t, "another version", use(t, http.MethodGet, strings.Replace(get.URL, first, second, 1), nil, ""))

		del := p.share(t, s, b, "a.txt", "--op", "delete", "--version-id", first)
		mustWork(t, "delete the version", use(t, http.MethodDelete, del.URL, del.Headers, ""))
		mustFail(t, "the deleted version", use(t, http.MethodGet, get.URL, nil, ""))
		s.mustHold(t, b, "a.txt", "second")
	})
}

// A version pinned at signing survives an overwrite.
func TestPinVersion(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.versioned(t, b)
		first := s.put(t, b, "a.txt", "first")
		l := p.share(t, s, b, "a.txt", "--pin-version")
		if l.VersionID != first {
			t.Errorf("version_id %q, want %q", l.VersionID, first)
		}
		s.put(t, b, "a.txt", "overwritten")
		if a := use(t, http.MethodGet, l.URL, nil, ""); a.body != "first" {
			t.Errorf("after an overwrite the link gives %q", a.body)
		}
	})
}

// shareInTime shares for a few seconds, and uses the link before it ends: for
// twice as long each time that a busy machine came too late.
func (p *signet) shareInTime(t *testing.T, s *server, bucket, key string) (link, answer) {
	t.Helper()
	for length := 3 * time.Second; ; length *= 2 {
		l := p.share(t, s, bucket, key, "--expires", length.String())
		if a := use(t, http.MethodGet, l.URL, nil, ""); a.ok() || time.Now().Before(l.ExpiresAt) || length > testTimeout {
			return l, a
		}
	}
}

// ended waits until a link is over, and a second more.
func ended(t *testing.T, l link) {
	t.Helper()
	select {
	case <-time.After(time.Until(l.ExpiresAt.Add(time.Second))):
	case <-t.Context().Done():
	}
}

// A link works until its end and not a second longer.
func TestEnd(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "a.txt", "a")
		l, a := p.shareInTime(t, s, b, "a.txt")
		mustWork(t, "before the end", a)
		ended(t, l)
		a = use(t, http.MethodGet, l.URL, nil, "")
		mustFail(t, "one second after the end", a)
	})
}

// An embargo: the link is signed with a date to come. Servers tolerate 15
// minutes of clock difference, which is why the nearer of the two opens.
func TestStarts(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "a.txt", "a")
		at := func(d time.Duration) link {
			return p.share(t, s, b, "a.txt", "--starts", time.Now().Add(d).UTC().Format(time.RFC3339), "--expires", "1h")
		}
		near, asked, far := at(10*time.Minute), time.Now().Truncate(time.Second), at(24*time.Hour)
		if first, last := asked.Add(25*time.Hour), time.Now().Add(25*time.Hour); far.ExpiresAt.Before(first) || far.ExpiresAt.After(last) {
			t.Errorf("an hour from tomorrow on ends %s, want %s to %s", far.ExpiresAt, first, last)
		}
		mustWork(t, "within the tolerance", use(t, http.MethodGet, near.URL, nil, ""))
		a := use(t, http.MethodGet, far.URL, nil, "")
		if s.kind.laxStart {
			mustWork(t, "a link of tomorrow, at a server that does not look", a)
			return
		}
		mustFail(t, "a link of tomorrow", a)
	})
}
