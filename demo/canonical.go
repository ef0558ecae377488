package demo

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	algorithm   = "AWS4-HMAC-SHA256"
	terminal    = "aws4_request"
	longFormat  = "20060102T150405Z"
	dateFormat  = "20060102"
	unsigned    = "UNSIGNED-PAYLOAD"
	emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

// scope is the part of the world a signing key is good for.
type scope struct {
	AccessKeyID, Date, Region, Service, Terminal string
}

func (s scope) String() string {
	return strings.Join([]string{s.Date, s.Region, s.Service, s.Terminal}, "/")
}

// parseScope reads AKID/date/region/service/terminal. An access key id may
// itself hold slashes, so the other four are taken from the end.
func parseScope(credential string) (scope, bool) {
	parts := strings.Split(credential, "/")
	n := len(parts)
	if n < 5 {
		return scope{}, false
	}
	s := scope{strings.Join(parts[:n-4], "/"), parts[n-4], parts[n-3], parts[n-2], parts[n-1]}
	return s, s.AccessKeyID != ""
}

// canonicalRequest builds the text that is hashed and signed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
func canonicalRequest(r *http.Request, query url.Values, signedHeaders []string, payloadHash string) string {
	names := slices.Clone(signedHeaders)
	slices.Sort(names)
	var b strings.Builder
	b.WriteString(r.Method + "\n")
	b.WriteString(uriEncode(r.URL.Path, true) + "\n")
	b.WriteString(canonicalQuery(query) + "\n")
	for _, name := range names {
		b.WriteString(name + ":" + headerValue(r, name) + "\n")
	}
	b.WriteString("\n" + strings.Join(names, ";") + "\n" + payloadHash)
	return b.String()
}

// canonicalQuery sorts by encoded name, then value, and leaves the signature
// itself out.
func canonicalQuery(query url.Values) string {
	pairs := make([]string, 0, len(query))
	for name, values := range query {
		if name == "X-Amz-Signature" {
			continue
		}
		for _, v := range values {
			pairs = append(pairs, uriEncode(name, false)+"="+uriEncode(v, false))
		}
	}
	slices.SortFunc(pairs, func(a, b string) int {
		an, av, _ := strings.Cut(a, "=")
		bn, bv, _ := strings.Cut(b, "=")
		return cmp.Or(strings.Compare(an, bn), strings.Compare(av, bv))
	})
	return strings.Join(pairs, "&")
}

// headerValue is the value a client must have signed: all values joined by
// commas, outer space cut, inner space folded. Go's server takes Host and
// Content-Length out of the header, so they are read where it keeps them.
func headerValue(r *http.Request, name string) string {
	switch name {
	case "host":
		return r.Host
	case "content-length":
		if r.ContentLength < 0 {
			return ""
		}
		return strconv.FormatInt(r.ContentLength, 10)
	case "transfer-encoding":
		return strings.Join(r.TransferEncoding, ",")
	}
	values := slices.Clone(r.Header.Values(name))
	for i, v := range values {
		values[i] = foldSpace(v)
	}
	return strings.Join(values, ",")
}

func foldSpace(s string) string {
	s = strings.Trim(s, " \t")
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return s
}

// stringToSign binds the canonical request to a time and a scope.
func stringToSign(canonical string, at time.Time, s scope) string {
	return strings.Join([]string{algorithm, at.Format(longFormat), s.String(), hexSHA256([]byte(canonical))}, "\n")
}

// signingKey derives the key of one day, region and service from a secret.
func signingKey(secret string, s scope) []byte {
	key := hmacSHA256([]byte("AWS4"+secret), s.Date)
	key = hmacSHA256(key, s.Region)
	key = hmacSHA256(key, s.Service)
	return hmacSHA256(key, s.Terminal)
}

func sign(key []byte, text string) string { return hex.EncodeToString(hmacSHA256(key, text)) }

// equal compares two signatures in constant time.
func equal(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

func hmacSHA256(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func hexSHA256(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// uriEncode escapes every byte but A-Z a-z 0-9 - . _ ~ and, in paths, "/".
func uriEncode(s string, keepSlash bool) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9',
			c == '-', c == '.', c == '_', c == '~', c == '/' && keepSlash:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
	return b.String()
}
