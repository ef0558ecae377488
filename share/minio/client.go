package minio

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Client makes, sees and deletes access keys of a user, in his own name: no right of an
// admin is needed. Its requests are signed at the time that is given, which has to be near
// the server's. No error of it quotes a secret or a signature.
type Client struct {
	Endpoint, Region string // http://127.0.0.1:9000
	ID, Secret       string // of the user
	Send             func(*http.Request) (*http.Response, error)
}

// Key is an access key that a user makes for himself.
type Key struct {
	ID, Secret        string // of 3 to 20 and of 8 to 40 characters
	Policy            []byte // narrows what the user may; nil: all of it
	Name, Description string
	Ends              time.Time // at least Soonest ahead
}

// Soonest is how far ahead the end of a key has to be: MinIO answers 500 to what is nearer.
const Soonest = 15 * time.Minute

// Refusal is an answer that is no success, in the server's own words.
type Refusal struct {
	Status  int
	Code    string `json:"Code" xml:"Code"`
	Message string `json:"Message" xml:"Message"`
	// Foreign: it is not written as this interface writes its refusals, so the server has
	// no such interface, or somebody before it does not let one ask.
	Foreign bool `json:"-" xml:"-"`
}

// Definite reports that nothing was done. After another answer it may have been: a proxy
// that did not wait for the server says so too.
func (r *Refusal) Definite() bool {
	return r.Status < http.StatusInternalServerError || r.Status == http.StatusNotImplemented
}

func (r *Refusal) Error() string {
	return strings.TrimSpace(fmt.Sprintf("%d %s %s", r.Status, r.Code, r.Message))
}

// The codes that are told apart.
const (
	CodeNoKey  = "XMinioInvalidIAMCredentials" // of a key that there is not
	CodeDenied = "AccessDenied"
	CodeID     = "XMinioAdminInvalidAccessKey"
	CodeSecret = "XMinioAdminInvalidSecretKey"
)

// ErrOther is a success that is none: the server made a key with another id or secret than
// it was asked for. It was deleted again.
var ErrOther = errors.New("the server chose another id or secret for the key than it was asked to")

// Make makes a key. After a definite *Refusal or ErrOther there is none; after any other
// error nobody knows.
func (c Client) Make(ctx context.Context, k Key, at time.Time) error {
	order := struct {
		AccessKey   string          `json:"accessKey"`
		SecretKey   string          `json:"secretKey"`
		Policy      json.RawMessage `json:"policy,omitempty"`
		Name        string          `json:"name,omitempty"`
		Description string          `json:"description,omitempty"`
		Expiration  *time.Time      `json:"expiration,omitempty"`
	}{k.ID, k.Secret, k.Policy, k.Name, k.Description, nil}
	if !k.Ends.IsZero() {
		order.Expiration = &k.Ends
	}
	plain, err := json.Marshal(order)
	if err != nil {
		return err
	}
	sealed, err := c.admin(ctx, http.MethodPut, "add-service-account", nil, plain, at)
	if err != nil {
		return err
	}
	return c.asAsked(ctx, k, sealed, at)
}

// asAsked holds the answer against what was asked for: a key with another secret signs
// links that open nothing.
func (c Client) asAsked(ctx context.Context, k Key, sealed []byte, at time.Time) error {
	var made struct {
		Credentials struct {
			AccessKey string `json:"accessKey"`
			SecretKey string `json:"secretKey"`
		} `json:"credentials"`
	}
	if err := c.open(sealed, &made); err != nil {
		return err
	}
	got := made.Credentials
	if got.AccessKey == k.ID && hmac.Equal([]byte(got.SecretKey), []byte(k.Secret)) {
		return nil
	}
	if err := c.Delete(ctx, got.AccessKey, at); err != nil {
		return fmt.Errorf("the server made the key %q, with another id or secret than it was asked to, which could not be deleted: %w", got.AccessKey, err)
	}
	return ErrOther
}

// There reports whether the user has a key of that id.
func (c Client) There(ctx context.Context, id string, at time.Time) (bool, error) {
	sealed, err := c.admin(ctx, http.MethodGet, "info-service-account", url.Values{"accessKey": {id}}, nil, at)
	var refused *Refusal
	switch {
	case errors.As(err, &refused) && refused.Code == CodeNoKey && !refused.Foreign:
		return false, nil
	case err != nil:
		return false, err
	}
	return true, c.open(sealed, &struct{}{})
}

// Delete deletes a key. A *Refusal of CodeNoKey says that there is none.
func (c Client) Delete(ctx context.Context, id string, at time.Time) error {
	_, err := c.admin(ctx, http.MethodDelete, "delete-service-account", url.Values{"accessKey": {id}}, nil, at)
	return err
}

// EndSessions ends the sessions of the user that were given that type. MinIO answers the
// same where there is none: whether one has ended only a try tells.
func (c Client) EndSessions(ctx context.Context, kind string, at time.Time) error {
	_, err := c.admin(ctx, http.MethodPost, "revoke-tokens/builtin", url.Values{"user": {c.ID}, "tokenRevokeType": {kind}}, nil, at)
	return err
}

// open reads a sealed answer.
func (c Client) open(sealed []byte, into any) error {
	plain, err := Open(c.Secret, sealed)
	if err == nil {
		err = json.Unmarshal(plain, into)
	}
	if err != nil {
		return errors.New("the answer cannot be read")
	}
	return nil
}

// admin sends a call of the admin interface, its body sealed, once.
func (c Client) admin(ctx context.Context, method, call string, query url.Values, plain []byte, at time.Time) ([]byte, error) {
	var body []byte
	if plain != nil {
		var err error
		if body, err = Seal(c.Secret, plain, rand.Reader); err != nil {
			return nil, err
		}
	}
	target := strings.TrimSuffix(c.Endpoint, "/") + "/minio/admin/v3/" + call
	if len(query) > 0 {
		target += "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
	}
	r, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(body))
	if err != nil || c.Send == nil {
		return nil, errors.New("no request can be sent from here")
	}
	c.sign(r, body, at.UTC())
	answer, err := c.Send(r)
	if err != nil {
		return nil, cause(err)
	}
	defer func() { _ = answer.Body.Close() }()
	said, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	switch {
	case answer.StatusCode/100 != 2:
		return nil, refusal(answer.StatusCode, said)
	case err != nil:
		return nil, errors.New("the answer broke off")
	}
	return said, nil
}

// maxAnswer is more than any answer takes, in bytes.
const maxAnswer = 64 << 10

// cause is the innermost error: those around it may quote the request.
func cause(err error) error {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err
}

// refusal reads an answer: this interface writes JSON, and S3 XML.
func refusal(status int, body []byte) *Refusal {
	r := &Refusal{}
	if json.Unmarshal(body, r) != nil || r.Code == "" {
		r = &Refusal{}
		if xml.Unmarshal(body, r) != nil {
			r.Code, r.Message = "", ""
		}
		r.Status = status
		r.Foreign = r.Definite()
		return r
	}
	r.Status = status
	return r
}

// sign adds an Authorization header.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
func (c Client) sign(r *http.Request, body []byte, at time.Time) {
	sum := sha256.Sum256(body)
	hash, stamp := hex.EncodeToString(sum[:]), at.Format("20060102T150405Z")
	const names = "host;x-amz-content-sha256;x-amz-date"
	headers := "host:" + r.URL.Host + "\nx-amz-content-sha256:" + hash + "\nx-amz-date:" + stamp + "\n"
	r.Header.Set("X-Amz-Content-Sha256", hash)
	r.Header.Set("X-Amz-Date", stamp)
	canonical := sha256.Sum256([]byte(strings.Join([]string{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, headers, names, hash}, "\n")))
	scope := stamp[:8] + "/" + c.Region + "/s3/aws4_request"
	key := []byte("AWS4" + c.Secret)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	signature := mac(key, "AWS4-HMAC-SHA256\n"+stamp+"\n"+scope+"\n"+hex.EncodeToString(canonical[:]))
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+c.ID+"/"+scope+", SignedHeaders="+names+", Signature="+hex.EncodeToString(signature))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
