package minio_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"signet/share/minio"
)

// client is whoever asks: a user, a key that he made, or a session.
type client struct {
	endpoint, region string // http://127.0.0.1:9000
	id, secret       string
	token            string
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

func (c client) of() minio.Client {
	return minio.Client{Endpoint: c.endpoint, Region: c.region, ID: c.id, Secret: c.secret, Send: http.DefaultClient.Do}
}

func (c client) addKey(ctx context.Context, k minio.Key) error {
	return c.of().Make(ctx, k, time.Now())
}

func (c client) deleteKey(ctx context.Context, id string) error {
	return c.of().Delete(ctx, id, time.Now())
}

func (c client) admin(ctx context.Context, method, call string, query url.Values, plain []byte) error {
	_, err := c.of().Admin(ctx, method, call, query, plain)
	return err
}

func (c client) key(ctx context.Context, id string) (k key, err error) {
	sealed, err := c.of().Admin(ctx, http.MethodGet, "info-service-account", url.Values{"accessKey": {id}}, nil)
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
	return c.of().EndSessions(ctx, kind, time.Now())
}

// assumeRole is a session of the caller, narrowed by a policy, to be ended by its kind.
func (c client) assumeRole(ctx context.Context, policy, kind string) (client, error) {
	form := []byte(url.Values{
		"Action": {"AssumeRole"}, "Version": {"2011-06-15"}, "DurationSeconds": {"900"},
		"Policy": {policy}, "TokenRevokeType": {kind},
	}.Encode())
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint+"/", bytes.NewReader(form))
	if err != nil {
		return client{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	sum := sha256.Sum256(form)
	err = v4.NewSigner().SignHTTP(ctx, aws.Credentials{AccessKeyID: c.id, SecretAccessKey: c.secret}, r, hex.EncodeToString(sum[:]), "sts", c.region, time.Now())
	if err != nil {
		return client{}, err
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return client{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		return client{}, fmt.Errorf("%d %s: %w", res.StatusCode, body, err)
	}
	var out struct {
		ID     string `xml:"AssumeRoleResult>Credentials>AccessKeyId"`
		Secret string `xml:"AssumeRoleResult>Credentials>SecretAccessKey"`
		Token  string `xml:"AssumeRoleResult>Credentials>SessionToken"`
	}
	err = xml.Unmarshal(body, &out)
	return client{c.endpoint, c.region, out.ID, out.Secret, out.Token}, err
}

// What answers otherwise than MinIO does is found out, and quoted no further than its code.
func TestServersThatAreNone(t *testing.T) {
	const secret = "a-secret-of-the-user"
	for what, c := range map[string]struct {
		status  int
		body    string
		foreign bool
		text    string
	}{
		"another store":      {404, "<?xml version=\"1.0\"?><Error><Code>NoSuchBucket</Code><Message>none</Message></Error>", true, "404 NoSuchBucket none"},
		"a proxy":            {403, "<html><body>forbidden", true, "403"},
		"JSON of another":    {400, `{"error":"x"}`, true, "400"},
		"MinIO":              {404, `{"Code":"XMinioInvalidIAMCredentials","Message":"none"}`, false, "404 XMinioInvalidIAMCredentials none"},
		"more than it reads": {400, strings.Repeat("x", 1<<20), true, "400"},
		"nobody waited":      {504, "<html>gateway timeout", false, "504"},
		"another one's no":   {501, "<Error><Code>NotImplemented</Code></Error>", true, "501 NotImplemented"},
		"no key there":       {200, "an object of that name", false, "the answer cannot be read"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		}))
		user := client{s.URL, "us-east-1", "user", secret, ""}
		err := user.deleteKey(t.Context(), "SIGNETx")
		if c.status == 200 {
			err = user.addKey(t.Context(), minio.Key{ID: "SIGNETx", Secret: secret})
		}
		s.Close()
		var no *minio.Refusal
		if errors.As(err, &no) != (c.status != 200) || err == nil || err.Error() != c.text || no != nil && no.Foreign != c.foreign {
			t.Errorf("%s: %v", what, err)
		}
		if err := user.addKey(t.Context(), minio.Key{}); err == nil || strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "Signature") {
			t.Errorf("%s: with nobody there: %v", what, err)
		}
	}
}

// must ends a test that cannot go on.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
