package minio_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/share"
	"signet/share/minio"
	"signet/share/sign"
)

// Account is what a place of this user signs with.
func (c client) Account(context.Context, string) (sign.Account, string, error) {
	creds := aws.Credentials{AccessKeyID: c.id, SecretAccessKey: c.secret, SessionToken: c.token}
	return sign.Account{
		Credentials: credentials.StaticCredentialsProvider{Value: creds}, Region: c.region, Endpoint: c.endpoint, PathStyle: true, Send: http.DefaultClient.Do,
		Identity: func(context.Context) (share.Identity, error) {
			return share.Identity{AccessKeyID: c.id, Temporary: c.token != ""}, nil
		},
	}, "lab", nil
}

// made is a link by a key of its own, as the signer makes it for this user.
func (c client) made(t *testing.T, bucket, id string) (string, share.Record, error) {
	t.Helper()
	signer := sign.New(c)
	signer.Kind = func(string, string) share.SignerKind { return share.KindMinIOKey }
	target := share.Target{Place: "lab", Bucket: bucket, Key: "doc.txt"}
	who, at, err := signer.Identity(t.Context(), target, "revocable")
	if err != nil {
		return "", share.Record{}, err
	}
	rec := share.Record{ID: id, Spec: share.Spec{
		Target: target, Operation: share.Download, Endpoint: at, AccessKeyID: who.AccessKeyID,
		SignedAt: time.Now().UTC().Truncate(time.Second), Seconds: 600, Mandate: who.Mandate,
	}}
	made, err := signer.Prepare(t.Context(), rec, time.Now())
	if err != nil {
		return "", rec, err
	}
	rec.Spec.Mandate.Key = made.Key
	signed, err := signer.Sign(t.Context(), rec.Spec)
	must(t, err)
	return signed.URL.Reveal(), rec, nil
}

// An admin and an ordinary user make keys for their links, and end them; so does a key that
// may all that its user may. A user without rights and a key with a policy of its own make
// none, and a session is not asked; they are told what to do.
func TestWhoMakesKeysForLinks(t *testing.T) {
	eachServer(t, func(t *testing.T, user client) {
		b := user.bucket(t)
		users := map[string]client{"a user": user}
		var rightless *client
		if at := strings.Fields(os.Getenv("SIGNET_TEST_MINIO")); strings.HasSuffix(t.Name(), "/minio") {
			root := client{at[0], at[1], at[2], at[3], ""}
			users["an admin"] = root
			name := fmt.Sprintf("nobody-%d", time.Now().UnixNano())
			must(t, root.admin(t.Context(), http.MethodPut, "add-user", map[string][]string{"accessKey": {name}}, []byte(`{"secretKey":"a-secret-of-nobody","status":"enabled"}`)))
			rightless = &client{root.endpoint, root.region, name, "a-secret-of-nobody", ""}
		}
		n := 0
		for what, u := range users {
			n++
			link, rec, err := u.made(t, b, fmt.Sprintf("0scnbxgq5n4%02d", n))
			must(t, err)
			answers(t, what, link, 200, "")
			must(t, sign.New(u).End(t.Context(), rec, time.Now()))
			answers(t, what+", after its end", link, 403, "InvalidAccessKeyId")
		}

		child := client{user.endpoint, user.region, "SIGNETchild", "a-secret-of-a-made-key", ""}
		must(t, user.addKey(t.Context(), minio.Key{ID: child.id, Secret: child.secret}))
		link, rec, err := child.made(t, b, "0scnbxgq5n4zw")
		must(t, err)
		answers(t, "by a key that may what its user may", link, 200, "")
		must(t, sign.New(child).End(t.Context(), rec, time.Now()))
		must(t, user.deleteKey(t.Context(), child.id))
		must(t, user.addKey(t.Context(), minio.Key{ID: child.id, Secret: child.secret, Policy: []byte(only("GetObject", b, "doc.txt", ""))}))
		defer func() { must(t, user.deleteKey(t.Context(), child.id)) }()
		var refused *share.AnswerError
		if _, _, err := child.made(t, b, "0scnbxgq5n4zz"); !errors.As(err, &refused) || !strings.Contains(err.Error(), "give the place the user's own access key") {
			t.Errorf("by a key with a policy of its own: %v", err)
		}
		if rightless != nil {
			if _, _, err := rightless.made(t, b, "0scnbxgq5n4zx"); !errors.As(err, &refused) || !strings.Contains(err.Error(), "a user to whom no policy gives a right") {
				t.Errorf("by a user without rights: %v", err)
			}
		}
		session, err := user.assumeRole(t.Context(), only("GetObject", b, "doc.txt", ""), "share-x")
		must(t, err)
		var usage *share.UsageError
		if _, _, err := session.made(t, b, "0scnbxgq5n4zy"); !errors.As(err, &usage) || !strings.Contains(err.Error(), "give the place the user's own access key") {
			t.Errorf("by a session: %v", err)
		}
	})
}
