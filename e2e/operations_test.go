package e2e

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// others are the methods that a link for one of them must refuse.
func others(method string) []string {
	var out []string
	for _, m := range []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete} {
		if m != method {
			out = append(out, m)
		}
	}
	return out
}

// wrongUses tries what no link may allow.
func wrongUses(t *testing.T, l link, method, body string) {
	t.Helper()
	for _, m := range others(method) {
		mustFail(t, m+" with a link for "+method, use(t, m, l.URL, l.Headers, ""))
	}
	for name, broken := range tampered(t, l.URL) {
		mustFail(t, name, use(t, method, broken, l.Headers, body))
	}
}

// tampered are copies of a link with one thing changed.
func tampered(t *testing.T, link string) map[string]string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal("not a URL")
	}
	with := func(change func(u *url.URL, q url.Values)) string {
		c, q := *u, u.Query()
		change(&c, q)
		c.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
		return c.String()
	}
	set := func(name, value string) string {
		return with(func(_ *url.URL, q url.Values) { q.Set(name, value) })
	}
	signature := u.Query().Get("X-Amz-Signature")
	return map[string]string{
		"another signature":  set("X-Amz-Signature", flip(signature)),
		"a cut signature":    set("X-Amz-Signature", signature[:63]),
		"no signature":       with(func(_ *url.URL, q url.Values) { q.Del("X-Amz-Signature") }),
		"a longer life":      set("X-Amz-Expires", "604799"),
		"another day":        set("X-Amz-Date", "20200101T000000Z"),
		"another access key": set("X-Amz-Credential", "other"+u.Query().Get("X-Amz-Credential")),
		"another object":     with(func(u *url.URL, _ url.Values) { u.Path += "x"; u.RawPath = "" }),
		"another file name":  set("response-content-disposition", `attachment; filename="evil.exe"`),
		"another type":       set("response-content-type", "text/html"),
		"a tracking tail":    set("utm_source", "mail"),
	}
}

// flip changes the first hex digit.
func flip(hex string) string {
	if hex[0] == '0' {
		return "1" + hex[1:]
	}
	return "0" + hex[1:]
}

func TestDownload(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "report.pdf", "the report")
		l := p.share(t, s, b, "report.pdf", "--expires", "15m")
		if l.Operation != "get" || l.Method != "GET" || l.LimitedBy != "request" || l.ShareID == "" {
			t.Errorf("operation %q, limited by %q, share %q", l.Operation, l.LimitedBy, l.ShareID)
		}
		if got := l.ExpiresAt.Sub(l.SignedAt); got != 15*time.Minute {
			t.Errorf("lives %s, want 15 minutes", got)
		}
		if len(l.Headers) > 0 {
			t.Errorf("a browser cannot send %v", l.Headers)
		}
		a := use(t, http.MethodGet, l.URL, nil, "")
		mustWork(t, "download", a)
		if a.body != "the report" {
			t.Errorf("got %q", a.body)
		}
		if c := curl(t, l.URL); c.status != 200 || c.body != "the report" {
			t.Errorf("curl got %d %q", c.status, c.body)
		}
		wrongUses(t, l, http.MethodGet, "")
	})
}

func TestPlainLinkSignsHostAlone(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		l := signetFor(t, s).share(t, s, "nobody-looks", "a.txt")
		u, err := url.Parse(l.URL)
		if err != nil {
			t.Fatal("not a URL")
		}
		q := u.Query()
		if q.Get("X-Amz-SignedHeaders") != "host" || q.Has("x-id") || q.Has("X-Amz-Checksum-Mode") || len(q) != 6 {
			t.Errorf("parameters beyond the six of SigV4, or headers beyond host: %d, %s", len(q), q.Get("X-Amz-SignedHeaders"))
		}
	})
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "a.txt", "12345")
		l := p.share(t, s, b, "a.txt", "--op", "head")
		a := use(t, http.MethodHead, l.URL, l.Headers, "")
		mustWork(t, "head", a)
		if a.header.Get("Content-Length") != "5" {
			t.Errorf("Content-Length %q", a.header.Get("Content-Length"))
		}
		wrongUses(t, l, http.MethodHead, "")
	})
}

func TestDelete(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "a.txt", "a")
		s.put(t, b, "a.txtx", "its neighbour")
		l := p.share(t, s, b, "a.txt", "--op", "delete")
		wrongUses(t, l, http.MethodDelete, "")
		s.mustHold(t, b, "a.txt", "a")
		mustWork(t, "delete", use(t, http.MethodDelete, l.URL, l.Headers, ""))
		s.mustLack(t, b, "a.txt")
		s.mustHold(t, b, "a.txtx", "its neighbour")
	})
}

func TestUpload(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		l := p.share(t, s, b, "in/new.txt", "--op", "put")
		wrongUses(t, l, http.MethodPut, "forged")
		s.mustLack(t, b, "in/new.txt")
		mustWork(t, "upload", use(t, http.MethodPut, l.URL, l.Headers, "hello"))
		s.mustHold(t, b, "in/new.txt", "hello")
	})
}

func TestForm(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		l := p.share(t, s, b, "in/photo.jpg", "--op", "post", "--min-size", "3", "--max-size", "1000", "--content-type", "image/jpeg")
		mustFail(t, "too small", post(t, l, "photo.jpg", "", "12"))
		mustFail(t, "too large", post(t, l, "photo.jpg", "", strings.Repeat("x", 1001)))
		mustFail(t, "another type", post(t, l, "photo.jpg", "text/html", "hello"))
		mustFail(t, "another key", postFields(t, l.URL, replaced(l.Fields, "key", "in/other.jpg"), "photo.jpg", "", "hello"))
		mustFail(t, "another policy", postFields(t, l.URL, replaced(l.Fields, "policy", "e30="), "photo.jpg", "", "hello"))
		mustFail(t, "no signature", postFields(t, l.URL, replaced(l.Fields, "X-Amz-Signature", strings.Repeat("0", 64)), "photo.jpg", "", "hello"))
		s.mustLack(t, b, "in/photo.jpg")
		mustWork(t, "form", post(t, l, "photo.jpg", "", strings.Repeat("x", 1000)))
		if o := s.mustHold(t, b, "in/photo.jpg", strings.Repeat("x", 1000)); o.contentType != "image/jpeg" {
			t.Errorf("stored as %q", o.contentType)
		}
	})
}

// replaced is a copy of the fields with one of them changed.
func replaced(all fields, name, value string) fields {
	out := slices.Clone(all)
	for i := range out {
		if strings.EqualFold(out[i][0], name) {
			out[i][1] = value
		}
	}
	return out
}

func TestFormBelowPrefix(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		l := p.share(t, s, b, "inbox/", "--op", "post", "--key-prefix")
		mustWork(t, "form", post(t, l, "photo.jpg", "", "hello"))
		name := "inbox/photo.jpg"
		if s.kind.literalName {
			name = "inbox/${filename}"
		}
		s.mustHold(t, b, name, "hello")
		mustWork(t, "a key below the prefix", postFields(t, l.URL, replaced(l.Fields, "key", "inbox/deep/er.txt"), "x", "", "deep"))
		s.mustHold(t, b, "inbox/deep/er.txt", "deep")
		mustFail(t, "a key beside the prefix", postFields(t, l.URL, replaced(l.Fields, "key", "outbox/x"), "x", "", "hello"))
		s.mustLack(t, b, "outbox/x")
	})
}
