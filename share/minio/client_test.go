package minio_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"signet/share/minio"
)

// client makes the requests of the admin interface and of STS that signet needs, as small
// signed requests of its own. It waits here, beside what judges it, for the signer of keys.
type client struct {
	endpoint, region string // http://127.0.0.1:9000
	id, secret       string
	token            string
}

// refused is an answer that is no success.
type refused struct {
	Status  int
	Code    string `json:"Code" xml:"Error>Code"`
	Message string `json:"Message" xml:"Error>Message"`
}

func (r *refused) Error() string { return fmt.Sprintf("%d %s: %s", r.Status, r.Code, r.Message) }

type newKey struct {
	AccessKey   string          `json:"accessKey,omitempty"`
	SecretKey   string          `json:"secretKey,omitempty"`
	Policy      json.RawMessage `json:"policy,omitempty"`
	TargetUser  string          `json:"targetUser,omitempty"`
	Name        string          `json:"name,omitempty"`
	Description string          `json:"description,omitempty"`
	Expiration  *time.Time      `json:"expiration,omitempty"`
}

type key struct {
	ParentUser    string    `json:"parentUser"`
	AccountStatus string    `json:"accountStatus"`
	ImpliedPolicy bool      `json:"impliedPolicy"`
	Policy        string    `json:"policy"`
	Name          string    `json:"name"`
	Description   string    `json:"description"`
	Expiration    time.Time `json:"expiration"`
}

func (c client) addKey(ctx context.Context, k newKey) error {
	plain, err := json.Marshal(k)
	if err != nil {
		return err
	}
	_, err = c.admin(ctx, http.MethodPut, "add-service-account", nil, plain)
	return err
}

func (c client) deleteKey(ctx context.Context, id string) error {
	_, err := c.admin(ctx, http.MethodDelete, "delete-service-account", url.Values{"accessKey": {id}}, nil)
	return err
}

func (c client) key(ctx context.Context, id string) (k key, err error) {
	sealed, err := c.admin(ctx, http.MethodGet, "info-service-account", url.Values{"accessKey": {id}}, nil)
	if err != nil {
		return k, err
	}
	plain, err := minio.Open(c.secret, sealed)
	if err != nil {
		return k, err
	}
	return k, json.Unmarshal(plain, &k)
}

func (c client) revokeTokens(ctx context.Context, kind string) error {
	_, err := c.admin(ctx, http.MethodPost, "revoke-tokens/builtin", url.Values{"user": {c.id}, "tokenRevokeType": {kind}}, nil)
	return err
}

// assumeRole is a session of the caller, narrowed by a policy, to be ended by its kind.
func (c client) assumeRole(ctx context.Context, policy, kind string) (client, error) {
	form := url.Values{
		"Action": {"AssumeRole"}, "Version": {"2011-06-15"}, "DurationSeconds": {"900"},
		"Policy": {policy}, "TokenRevokeType": {kind},
	}
	body, err := c.send(ctx, http.MethodPost, "/", nil, []byte(form.Encode()), "sts")
	if err != nil {
		return client{}, err
	}
	var out struct {
		ID     string `xml:"AssumeRoleResult>Credentials>AccessKeyId"`
		Secret string `xml:"AssumeRoleResult>Credentials>SecretAccessKey"`
		Token  string `xml:"AssumeRoleResult>Credentials>SessionToken"`
	}
	err = xml.Unmarshal(body, &out)
	return client{c.endpoint, c.region, out.ID, out.Secret, out.Token}, err
}

// admin sends a call of the admin interface, its body sealed.
func (c client) admin(ctx context.Context, method, call string, query url.Values, plain []byte) ([]byte, error) {
	var body []byte
	if plain != nil {
		var err error
		if body, err = minio.Seal(c.secret, plain, rand.Reader); err != nil {
			return nil, err
		}
	}
	return c.send(ctx, method, "/minio/admin/v3/"+call, query, body, "s3")
}

// send signs a request in its headers (SigV4) and returns the body of a success.
func (c client) send(ctx context.Context, method, path string, query url.Values, body []byte, service string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.endpoint+path+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if service == "sts" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	c.sign(r, body, service, time.Now().UTC())
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err == nil && res.StatusCode/100 != 2 {
		no := &refused{Status: res.StatusCode}
		if json.Unmarshal(answer, no) != nil {
			_ = xml.Unmarshal(answer, no)
		}
		return nil, no
	}
	return answer, err
}

// sign adds an Authorization header.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
func (c client) sign(r *http.Request, body []byte, service string, at time.Time) {
	sum := sha256.Sum256(body)
	hash, stamp := hex.EncodeToString(sum[:]), at.Format("20060102T150405Z")
	names := "host;x-amz-content-sha256;x-amz-date"
	headers := "host:" + r.URL.Host + "\nx-amz-content-sha256:" + hash + "\nx-amz-date:" + stamp + "\n"
	r.Header.Set("X-Amz-Content-Sha256", hash)
	r.Header.Set("X-Amz-Date", stamp)
	if c.token != "" {
		r.Header.Set("X-Amz-Security-Token", c.token)
		names, headers = names+";x-amz-security-token", headers+"x-amz-security-token:"+c.token+"\n"
	}
	query := strings.ReplaceAll(r.URL.Query().Encode(), "+", "%20")
	canonical := sha256.Sum256([]byte(strings.Join([]string{r.Method, r.URL.EscapedPath(), query, headers, names, hash}, "\n")))
	scope := stamp[:8] + "/" + c.region + "/" + service + "/aws4_request"
	key := []byte("AWS4" + c.secret)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	signature := mac(key, "AWS4-HMAC-SHA256\n"+stamp+"\n"+scope+"\n"+hex.EncodeToString(canonical[:]))
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+c.id+"/"+scope+", SignedHeaders="+names+", Signature="+hex.EncodeToString(signature))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// must ends a test that cannot go on.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
