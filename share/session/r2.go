package session

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"time"
)

// R2 is a session of Cloudflare R2 for one action on one object. Whoever has the secret
// key of a token of R2 makes it without asking anybody, and the same one each time.
// https://developers.cloudflare.com/r2/api/s3/temporary-credentials/
type R2 struct {
	Account string // id of the account
	Host    string // of the endpoint
	Parent  string // access key id of the token, and of the session too
	Bucket  string
	Key     string // of the object
	Prefix  string // instead of an object: all that begins so
	Action  string // GetObject, HeadObject, PutObject, DeleteObject; empty: all of its permission
	Writes  bool   // the action does
	From    time.Time
	Until   time.Time // at most seven days later; both in whole seconds
}

// r2Claims and what follows them stand in this order in the token: it is the same to the
// byte each time.
type r2Claims struct {
	Bucket     string   `json:"bucket"`
	Permission string   `json:"scope"`
	Actions    []string `json:"actions,omitempty"`
	Paths      struct {
		Objects  []string `json:"objectPaths"`
		Prefixes []string `json:"prefixPaths"`
	} `json:"paths"`
}

type r2Token struct {
	r2Claims
	Subject  string `json:"sub"`
	Issuer   string `json:"iss"`
	Audience string `json:"aud"`
	Issued   int64  `json:"iat"`
	Expires  int64  `json:"exp"`
}

// Keys are the secret key and the token of the session, by the secret key of its parent.
func (r R2) Keys(parent string) (secret, token string) {
	c := r2Token{
		r2Claims: r2Claims{Bucket: r.Bucket, Permission: "object-read-only"},
		Subject:  r.Account, Issuer: r.Parent, Audience: r.Host, Issued: r.From.Unix(), Expires: r.Until.Unix(),
	}
	c.Paths.Objects, c.Paths.Prefixes = []string{r.Key}, []string{}
	if r.Prefix != "" {
		c.Paths.Objects, c.Paths.Prefixes = []string{}, []string{r.Prefix}
	}
	if r.Action != "" {
		c.Actions = []string{r.Action}
	}
	if r.Writes {
		c.Permission = "object-read-write"
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(c) // texts and numbers alone: it cannot fail
	code := base64.RawURLEncoding.EncodeToString
	signed := code([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + code(bytes.TrimSpace(b.Bytes()))
	mac := hmac.New(sha256.New, []byte(parent))
	mac.Write([]byte(signed))
	jwt := signed + "." + code(mac.Sum(nil))
	sum := sha256.Sum256([]byte(jwt))
	return hex.EncodeToString(sum[:]), base64.StdEncoding.EncodeToString([]byte("jwt/" + jwt))
}
