// Package session reads what a session token says of itself. Those of AWS, Wasabi and
// Ceph are opaque; those of MinIO and of Cloudflare R2 carry their end in clear.
package session

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// maxToken is far above any session token: AWS's stay below 4 kB.
const maxToken = 64 << 10

// Claims are what a token says. Nothing is verified: the server does that.
type Claims struct {
	Expires time.Time // end of the session; zero: the token names none
	Parent  string    // MinIO: the user whose session it is
	Policy  string    // MinIO: the session policy, base64 of JSON
	EndsBy  string    // MinIO: the type by which the session is ended alone
	Scope   *Scope    // R2: what it may; nil: the token says nothing of that
}

// Scope is what a session of R2 may.
type Scope struct {
	Bucket, Permission string
	Actions            []string // empty: all of the permission
	Objects, Prefixes  []string // empty: all of the bucket
}

// Read takes a token apart that is a JSON Web Token (RFC 7519), as MinIO's are, or
// base64 of "jwt/" and one, as Cloudflare R2's are. ok: it is one.
// https://developers.cloudflare.com/r2/api/s3/tokens/
func Read(token string) (c Claims, ok bool) {
	token = strings.TrimSpace(token)
	if len(token) > maxToken {
		return c, false
	}
	parts := strings.Split(unwrapped(token), ".")
	if len(parts) != 3 {
		return c, false
	}
	payload, err := decode(parts[1])
	if err != nil {
		return c, false
	}
	var claims struct {
		Exp           json.Number `json:"exp"`
		Parent        string      `json:"parent"`
		SessionPolicy string      `json:"sessionPolicy"`
		RevokeType    string      `json:"tokenRevokeType"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return c, false
	}
	c = Claims{Expires: numericDate(claims.Exp), Parent: claims.Parent, Policy: claims.SessionPolicy, EndsBy: claims.RevokeType}
	var r2 r2Claims
	if json.Unmarshal(payload, &r2) == nil && r2.Bucket != "" {
		c.Scope = &Scope{r2.Bucket, r2.Permission, r2.Actions, r2.Paths.Objects, r2.Paths.Prefixes}
	}
	return c, true
}

// End is the end that a token names; zero: it names none.
func End(token string) time.Time {
	c, _ := Read(token)
	return c.Expires
}

// unwrapped is the token inside one of R2's.
func unwrapped(token string) string {
	const mark = "jwt/"
	if inner, ok := strings.CutPrefix(token, mark); ok {
		return inner
	}
	if raw, err := decode(token); err == nil {
		if inner, ok := strings.CutPrefix(string(raw), mark); ok {
			return inner
		}
	}
	return token
}

// decode reads base64 in both alphabets, with padding and without.
func decode(text string) ([]byte, error) {
	text = strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(text, "="))
	return base64.RawURLEncoding.DecodeString(text)
}

// numericDate reads seconds since 1970, as RFC 7519 has them: a number, which may
// have a fraction. What lies beyond the year 5000 is no date but a mistake.
func numericDate(n json.Number) time.Time {
	seconds, err := n.Float64()
	if err != nil || seconds < 1 || seconds > 1e11 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}
