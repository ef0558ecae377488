package minio_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/demo"
	"signet/share/minio"
)

// eachServer runs a test with a user of the demo server, and with one of a real MinIO
// where e2e names one: e2e builds and starts it.
func eachServer(t *testing.T, test func(t *testing.T, user client)) {
	t.Helper()
	t.Run("demo", func(t *testing.T) {
		s, err := demo.Start(t.Context(), demo.Options{Empty: true})
		must(t, err)
		t.Cleanup(func() { _ = s.Close() })
		own := s.Owner()
		test(t, client{s.Endpoint(), s.Region(), own.AccessKeyID, own.SecretKey, ""})
	})
	at := strings.Fields(os.Getenv("SIGNET_TEST_MINIO")) // URL region id secret, of its root
	if len(at) == 4 {
		t.Run("minio", func(t *testing.T) { test(t, client{at[0], at[1], at[2], at[3], ""}.ordinary(t)) })
	}
}

// ordinary makes a user who may read and write objects, and has no right of an admin.
func (c client) ordinary(t *testing.T) client {
	t.Helper()
	name, secret := fmt.Sprintf("user-%d", time.Now().UnixNano()), "an-ordinary-secret"
	must(t, c.admin(t.Context(), http.MethodPut, "add-user", map[string][]string{"accessKey": {name}}, []byte(`{"secretKey":"`+secret+`","status":"enabled"}`)))
	must(t, c.admin(t.Context(), http.MethodPut, "set-user-or-group-policy", map[string][]string{"policyName": {"readwrite"}, "userOrGroup": {name}, "isGroup": {"false"}}, nil))
	return client{c.endpoint, c.region, name, secret, ""}
}

func (c client) s3() *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint: aws.String(c.endpoint), Region: c.region, UsePathStyle: true, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider(c.id, c.secret, c.token),
	})
}

// bucket makes one with two documents.
func (c client) bucket(t *testing.T) string {
	t.Helper()
	name := fmt.Sprintf("b%d", time.Now().UnixNano())
	_, err := c.s3().CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name})
	must(t, err)
	for _, k := range []string{"doc.txt", "other.txt"} {
		_, err = c.s3().PutObject(t.Context(), &s3.PutObjectInput{Bucket: &name, Key: aws.String(k), Body: strings.NewReader("x")})
		must(t, err)
	}
	return name
}

// link opens an object for an hour.
func (c client) link(t *testing.T, bucket, key string) string {
	t.Helper()
	l, err := s3.NewPresignClient(c.s3()).PresignGetObject(t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: &key}, s3.WithPresignExpires(time.Hour))
	must(t, err)
	return l.URL
}

// answers demands a status of a link, and the code of a refusal.
func answers(t *testing.T, what, link string, status int, code string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	must(t, err)
	res, err := http.DefaultClient.Do(r)
	must(t, err)
	defer res.Body.Close()
	body := make([]byte, 4096)
	n, _ := res.Body.Read(body)
	if res.StatusCode != status || !strings.Contains(string(body[:n]), code) {
		t.Errorf("%s: %d %s, want %d %s", what, res.StatusCode, body[:n], status, code)
	}
}

// only allows one action on one object.
func only(action, bucket, key, condition string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:` + action + `"],"Resource":["arn:aws:s3:::` + bucket + `/` + key + `"]` + condition + `}]}`
}

// A user without any right of an admin makes a key for one object, whose links work, and
// deletes it, and they are dead at once. His other links live on.
func TestKeyOfOneObject(t *testing.T) {
	eachServer(t, func(t *testing.T, user client) {
		b := user.bucket(t)
		end := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
		made := client{user.endpoint, user.region, "SIGNET0abcdefgh1234", "forty-characters-of-a-secret-of-the-user", ""}
		for _, id := range []string{made.id, "SIGNETanother"} {
			must(t, user.addKey(t.Context(), minio.Key{
				ID: id, Secret: made.secret, Policy: []byte(only("GetObject", b, "doc.txt", "")),
				Name: "signet", Description: "share 0abcdefgh1234", Ends: end,
			}))
		}
		link := made.link(t, b, "doc.txt")
		second := client{user.endpoint, user.region, "SIGNETanother", made.secret, ""}.link(t, b, "doc.txt")
		answers(t, "the link", link, 200, "")
		answers(t, "another object", made.link(t, b, "other.txt"), 403, "AccessDenied")
		if _, err := made.s3().DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &b, Key: aws.String("doc.txt")}); err == nil {
			t.Error("the key deletes what it may only read")
		}
		k, err := user.key(t.Context(), made.id)
		must(t, err)
		if k.ParentUser != user.id || k.ImpliedPolicy || k.AccountStatus != "on" || !k.Expiration.Equal(end) || k.Name != "signet" || !strings.Contains(k.Policy, b+"/doc.txt") {
			t.Errorf("the key is told as %+v", k)
		}
		must(t, user.deleteKey(t.Context(), made.id))
		answers(t, "the link of the deleted key", link, 403, "InvalidAccessKeyId")
		answers(t, "the other key's", second, 200, "")
		answers(t, "the user's own", user.link(t, b, "doc.txt"), 200, "")
		must(t, user.deleteKey(t.Context(), "SIGNETanother"))
		_, err = user.key(t.Context(), made.id)
		refusedWith(t, "a key that is gone is told", err, 404, "XMinioInvalidIAMCredentials")
		refusedWith(t, "it is deleted again", user.deleteKey(t.Context(), made.id), 404, "XMinioInvalidIAMCredentials")
	})
}

func refusedWith(t *testing.T, what string, err error, status int, code string) {
	t.Helper()
	var no *minio.Refusal
	if !errors.As(err, &no) || no.Status != status || no.Code != code {
		t.Errorf("%s: %v, want %d %s", what, err, status, code)
	}
}

// What a server refuses of a new key, the demo refuses alike.
func TestKeysThatAreRefused(t *testing.T) {
	eachServer(t, func(t *testing.T, user client) {
		b, soon := user.bucket(t), time.Now().Add(14*time.Minute)
		good := minio.Key{ID: "SIGNETgood", Secret: "a-good-secret", Policy: []byte(only("GetObject", b, "doc.txt", ""))}
		must(t, user.addKey(t.Context(), good))
		child := client{user.endpoint, user.region, good.ID, good.Secret, ""}
		defer func() { must(t, user.deleteKey(t.Context(), good.ID)) }()
		for what, c := range map[string]struct {
			by     client
			change func(*minio.Key)
			status int
			code   string
		}{
			"an end too soon": {user, func(k *minio.Key) { k.Ends = soon }, 500, "InternalError"},
			"an id too short": {user, func(k *minio.Key) { k.ID = "ab" }, 400, "XMinioAdminInvalidAccessKey"},
			"an id too long":  {user, func(k *minio.Key) { k.ID = strings.Repeat("A", 21) }, 400, "XMinioAdminInvalidAccessKey"},
			"a short secret":  {user, func(k *minio.Key) { k.Secret = "1234567" }, 400, "XMinioAdminInvalidSecretKey"},
			"a long secret":   {user, func(k *minio.Key) { k.Secret = strings.Repeat("s", 41) }, 400, "XMinioAdminInvalidSecretKey"},
			"an id twice":     {user, func(k *minio.Key) { k.ID = good.ID }, 400, "XMinioIAMServiceAccountNotAllowed"},
			"by a key":        {child, func(*minio.Key) {}, 403, "AccessDenied"},
		} {
			k := minio.Key{ID: "SIGNETrefused", Secret: "another-secret", Policy: good.Policy}
			c.change(&k)
			err := c.by.addKey(t.Context(), k)
			refusedWith(t, what, err, c.status, c.code)
			if err == nil && k.ID != good.ID {
				must(t, user.deleteKey(t.Context(), k.ID))
			}
		}
	})
}

// A session is ended by its kind, others live on; a kind that there is none of is
// answered as well as one that there is.
func TestSessionsEndByKind(t *testing.T) {
	eachServer(t, func(t *testing.T, user client) {
		b := user.bucket(t)
		links := map[string]string{}
		var first client
		for _, kind := range []string{"share-a", "share-b"} {
			s, err := user.assumeRole(t.Context(), only("GetObject", b, "doc.txt", ""), kind)
			must(t, err)
			if links[kind] = s.link(t, b, "doc.txt"); kind == "share-a" {
				first = s
			}
			answers(t, kind, links[kind], 200, "")
			answers(t, kind+" elsewhere", s.link(t, b, "other.txt"), 403, "AccessDenied")
		}
		must(t, user.revokeTokens(t.Context(), "share-none"))
		answers(t, "before", links["share-a"], 200, "")
		must(t, user.revokeTokens(t.Context(), "share-a"))
		answers(t, "the ended one", links["share-a"], 403, "InvalidAccessKeyId")
		answers(t, "the other one", links["share-b"], 200, "")
		answers(t, "the user's own", user.link(t, b, "doc.txt"), 200, "")
		if _, err := first.s3().ListBuckets(t.Context(), &s3.ListBucketsInput{}); err == nil {
			t.Error("an ended session still asks")
		}
		again, err := user.assumeRole(t.Context(), only("GetObject", b, "doc.txt", ""), "share-a")
		must(t, err)
		answers(t, "a later session of this kind", again.link(t, b, "doc.txt"), 200, "")
	})
}
