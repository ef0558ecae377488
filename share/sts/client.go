package sts

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"signet/share"
)

// Shortest is how short a session can be: no server gives one for less.
const Shortest = 15 * time.Minute

// MaxPolicy is how long the policy of a session may be, in characters.
const MaxPolicy = 2048

const (
	maxAnswer = 64 << 10         // bytes that are read of an answer: a token has 4 kB
	patience  = 30 * time.Second // for one answer
)

// Client asks one server, in the name of whoever has the credentials.
type Client struct {
	Endpoint    string // scheme and host: address.STS of AWS, or the store's own
	Region      string
	Credentials aws.Credentials
	Send        func(*http.Request) (*http.Response, error)
	Now         func() time.Time // by the server's clock; nil: by this machine's
}

// Order is what is asked for. What is empty is not sent.
type Order struct {
	RoleARN     string // AWS demands it
	SessionName string // AWS demands it: 2 to 64 letters, digits and =,.@_-
	ExternalID  string
	Policy      string // narrows what the role or the caller may
	RevokeType  string // MinIO: by which the session is ended
	Life        time.Duration
}

// Session is what a server gives.
type Session struct {
	AccessKeyID string
	SecretKey   share.Secret
	Token       share.Secret
	Expires     time.Time
	UserID      string // ROLE-ID:SESSION-NAME, aws:userid in policies; empty: unsaid
}

// AssumeRole asks for a session. Errors are of type *RefusedError where the server gave
// none; after any other one nobody knows, and nobody has its secret. No error quotes a
// secret.
func (c Client) AssumeRole(ctx context.Context, o Order) (Session, error) {
	if n := len([]rune(o.Policy)); n > MaxPolicy {
		return Session{}, longPolicy(n)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := c.request(ctx, o.form().Encode())
	if err != nil {
		return Session{}, err
	}
	body, err := c.answer(r, c.refused)
	if err != nil {
		return Session{}, err
	}
	return read(body)
}

// answer is the body of a success; what is none, refused puts into words.
func (c Client) answer(r *http.Request, refused func(*http.Response, []byte) *RefusedError) ([]byte, error) {
	answer, err := c.Send(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, innermost(err))
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	switch {
	case answer.StatusCode/100 != 2:
		return nil, refused(answer, body)
	case err != nil:
		return nil, errors.New(doing + ": the answer broke off")
	}
	return body, nil
}

// doing begins every error.
const doing = "ask for a session"

// Plain is an error of this package without its beginning, for who says himself what he
// asks for.
func Plain(err error) string { return strings.TrimPrefix(err.Error(), doing+": ") }

func (o Order) form() url.Values {
	form := url.Values{"Action": {"AssumeRole"}, "Version": {"2011-06-15"}}
	for _, f := range []struct{ name, value string }{
		{"RoleArn", o.RoleARN},
		{"RoleSessionName", o.SessionName},
		{"ExternalId", o.ExternalID},
		{"Policy", o.Policy},
		{"TokenRevokeType", o.RevokeType},
	} {
		if f.value != "" {
			form.Set(f.name, f.value)
		}
	}
	if o.Life > 0 {
		form.Set("DurationSeconds", strconv.FormatInt(int64(o.Life/time.Second), 10))
	}
	return form
}

// request is a form that is signed in its headers.
func (c Client) request(ctx context.Context, form string) (*http.Request, error) {
	at := strings.TrimSuffix(c.Endpoint, "/") + "/"
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader([]byte(form)))
	if err != nil || c.Endpoint == "" || c.Send == nil {
		return nil, errors.New(doing + ": it is not known where")
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	now := time.Now
	if c.Now != nil {
		now = c.Now
	}
	sum := sha256.Sum256([]byte(form))
	if err := v4.NewSigner().SignHTTP(ctx, c.Credentials, r, hex.EncodeToString(sum[:]), "sts", c.Region, now().UTC()); err != nil {
		return nil, errors.New(doing + ": the request cannot be signed")
	}
	return r, nil
}

// innermost is the cause, without the address that was asked.
func innermost(err error) error {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err
}
