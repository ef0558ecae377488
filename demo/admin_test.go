package demo

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share/minio"
)

// newKeyBody is what a client sends to make a key, sealed.
func newKeyBody(t testing.TB, secret, id, policy string, end time.Time) string {
	t.Helper()
	in := map[string]any{"accessKey": id, "secretKey": "secret-of-the-key", "name": "signet"}
	if policy != "" {
		in["policy"] = json.RawMessage(policy)
	}
	if !end.IsZero() {
		in["expiration"] = end
	}
	plain, err := json.Marshal(in)
	must(t, err)
	body, err := minio.Seal(secret, plain, rand.Reader)
	must(t, err)
	return string(body)
}

const (
	addKeyPath    = adminPath + "add-service-account"
	deleteKeyPath = adminPath + "delete-service-account?accessKey="
)

// A key's links are dead the second that the key is over, and it is kept until then.
func TestKeyEnds(t *testing.T) {
	clock, dir := newClock(), t.TempDir()
	s := emptyServer(t, Options{Clock: clock.Now, Dir: dir})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	policy := statements(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/doc.txt","Condition":{"IpAddress":{"aws:SourceIp":"127.0.0.1"}}}`)
	ask(t, s, http.MethodPut, addKeyPath, nil, newKeyBody(t, s.Owner().SecretKey, "SIGNETone", policy, clock.Now().Add(15*time.Minute))).expect(t, 200, "")
	link := presigned(t, s, Credentials{AccessKeyID: "SIGNETone", SecretKey: "secret-of-the-key"}, time.Hour)
	must(t, s.Close())
	startServer(t, Options{Clock: clock.Now, Dir: dir, Empty: true})
	clock.advance(15*time.Minute - time.Second)
	fetch(t, "GET", link, nil, nil).expect(t, 200, "")
	clock.advance(time.Second)
	fetch(t, "GET", link, nil, nil).expect(t, 403, "InvalidAccessKeyId")
}

// Ended sessions stay ended when the server starts again.
func TestEndedSessionsStayEnded(t *testing.T) {
	dir := t.TempDir()
	s := emptyServer(t, Options{Dir: dir})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	links := map[string]string{}
	for _, kind := range []string{"", "share-a"} {
		c, err := s.front.keys.session(s.Owner(), s.random, order{end: time.Now().Add(time.Hour), kind: kind})
		must(t, err)
		links[kind] = presigned(t, s, c, time.Hour)
	}
	ask(t, s, http.MethodPost, adminPath+"revoke-tokens/builtin?tokenRevokeType=share-a", nil, "").expect(t, 204, "")
	must(t, s.Close())
	s = startServer(t, Options{Dir: dir, Empty: true})
	fetch(t, "GET", links["share-a"], nil, nil).expect(t, 403, "InvalidAccessKeyId")
	fetch(t, "GET", links[""], nil, nil).expect(t, 200, "")
	ask(t, s, http.MethodPost, adminPath+"revoke-tokens/builtin?fullRevoke=true", nil, "").expect(t, 204, "")
	fetch(t, "GET", links[""], nil, nil).expect(t, 403, "InvalidAccessKeyId")
	fetch(t, "GET", presigned(t, s, s.IssueSession(time.Hour), time.Minute), nil, nil).expect(t, 200, "")
}

// Nobody else sees or deletes a key, a changed body makes none, and a key may not do what
// its user may not.
func TestKeysOfOthers(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	own := newKeyBody(t, s.Owner().SecretKey, "SIGNETown", "", time.Time{})
	for what, body := range map[string]string{"another's seal": newKeyBody(t, s.Guest().SecretKey, "SIGNETown", "", time.Time{}), "cut": own[:len(own)-1], "none": ""} {
		if a := ask(t, s, http.MethodPut, addKeyPath, nil, body); a.status != 400 {
			t.Errorf("%s: %d", what, a.status)
		}
	}
	odd := newKeyBody(t, s.Owner().SecretKey, "SIGNETown", statements(`{"Effect":"Allow","NotAction":"s3:GetObject","Resource":"*"}`), time.Time{})
	if a := ask(t, s, http.MethodPut, addKeyPath, nil, odd); a.status != 501 {
		t.Errorf("a policy that is not understood: %d", a.status)
	}
	ask(t, s, http.MethodPut, addKeyPath, nil, own).expect(t, 200, "")
	link := presigned(t, s, Credentials{AccessKeyID: "SIGNETown", SecretKey: "secret-of-the-key"}, time.Hour)
	if a := askAs(t, s, s.Guest(), http.MethodDelete, deleteKeyPath+"SIGNETown", nil, ""); a.status != 403 {
		t.Errorf("the guest deletes the owner's key: %d", a.status)
	}
	if a := askAs(t, s, s.Guest(), http.MethodPost, adminPath+"revoke-tokens/builtin?fullRevoke=true&user="+s.Owner().AccessKeyID, nil, ""); a.status != 403 {
		t.Errorf("the guest ends the owner's sessions: %d", a.status)
	}
	fetch(t, "GET", link, nil, nil).expect(t, 200, "")

	s.DenyGuest("box")
	body := newKeyBody(t, s.Guest().SecretKey, "SIGNETguest", statements(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`), time.Time{})
	askAs(t, s, s.Guest(), http.MethodPut, addKeyPath, nil, body).expect(t, 200, "")
	child := Credentials{AccessKeyID: "SIGNETguest", SecretKey: "secret-of-the-key"}
	fetch(t, "GET", presigned(t, s, child, time.Hour), nil, nil).expect(t, 403, "AccessDenied")
	if _, err := client(s, child, s.Region()).ListBuckets(t.Context(), &s3.ListBucketsInput{}); code(err) != "AccessDenied" {
		t.Errorf("the guest's key lists buckets: %v", err)
	}
}

// The interface stands where a bucket of its name would.
func TestNoBucketStandsInTheWay(t *testing.T) {
	s := emptyServer(t, Options{})
	ask(t, s, http.MethodPut, "/minio", nil, "").expect(t, 400, "InvalidBucketName")
	if a := ask(t, s, http.MethodGet, adminPath+"list-users", nil, ""); a.status != 501 {
		t.Errorf("a call that is not known: %d", a.status)
	}
	if a := fetch(t, "GET", s.Endpoint()+adminPath+"info-service-account?accessKey=x", nil, nil); a.status != 403 {
		t.Errorf("nobody asks: %d", a.status)
	}
}
