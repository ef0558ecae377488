package demo

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// statements is a policy of the newer language.
func statements(all string) string { return `{"Version":"2012-10-17","Statement":[` + all + `]}` }

// elsewhere lets requests come from an address of choice.
type elsewhere struct{ at atomic.Value }

func (e *elsewhere) middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if at, _ := e.at.Load().(string); at != "" {
			r.RemoteAddr = at
		}
		next.ServeHTTP(w, r)
	})
}

func setBucketPolicy(t testing.TB, s *Server, text string) {
	t.Helper()
	_, err := owned(s).PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: aws.String("box"), Policy: &text})
	must(t, err)
}

// A link that was handed out is dead once the policy of the bucket denies links to that
// object; its owner's own programs go on, and links to others too.
func TestBucketPolicyTakesLinksBack(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	must(t, s.Put("box", "doc2txt", []byte("x"), PutOptions{}))
	link := presigned(t, s, s.Owner(), time.Hour)
	if a := fetch(t, "GET", link, nil, nil); a.status != 200 {
		t.Fatalf("before: %d %s", a.status, a.Code)
	}
	text := statements(`{"Sid":"signet0abc","Effect":"Deny","Principal":"*","Action":["s3:GetObject","s3:GetObjectVersion"],
		"Resource":"arn:aws:s3:::box/doc.txt","Condition":{"StringEquals":{"s3:authType":"REST-QUERY-STRING"}}}`)
	setBucketPolicy(t, s, text)
	a := fetch(t, "GET", link, nil, nil)
	a.expect(t, 403, "AccessDenied")
	if a := fetch(t, "HEAD", link, nil, nil); a.status != 403 {
		t.Errorf("HEAD: %d", a.status)
	}
	ask(t, s, "GET", "/box/doc.txt", nil, "").expect(t, 200, "")
	out, err := owned(s).GetBucketPolicy(t.Context(), &s3.GetBucketPolicyInput{Bucket: aws.String("box")})
	must(t, err)
	if *out.Policy != text {
		t.Errorf("read back as\n%s", *out.Policy)
	}
	_, err = owned(s).DeleteBucketPolicy(t.Context(), &s3.DeleteBucketPolicyInput{Bucket: aws.String("box")})
	must(t, err)
	if a := fetch(t, "GET", link, nil, nil); a.status != 200 {
		t.Errorf("after the policy is gone: %d %s", a.status, a.Code)
	}
	if _, err = owned(s).GetBucketPolicy(t.Context(), &s3.GetBucketPolicyInput{Bucket: aws.String("box")}); code(err) != "NoSuchBucketPolicy" {
		t.Errorf("no policy: %v", err)
	}
}

// Old links are denied by their age, forms by how they are signed.
func TestBucketPolicyByAgeAndForm(t *testing.T) {
	clock := newClock()
	s := emptyServer(t, Options{Clock: clock.Now})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	setBucketPolicy(t, s, statements(
		`{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*","Condition":{"NumericGreaterThan":{"s3:signatureAge":60000}}},
		 {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::box/in/*","Condition":{"StringEquals":{"s3:authType":"POST"}}}`))
	link := signedWith(t, s, clock.Now(), nil)
	clock.advance(time.Minute)
	fetch(t, "GET", link, nil, nil).expect(t, 200, "")
	clock.advance(time.Second)
	fetch(t, "GET", link, nil, nil).expect(t, 403, "AccessDenied")
	fetch(t, "GET", signedWith(t, s, clock.Now(), nil), nil, nil).expect(t, 200, "")

	form := newForm(t, s, s.Owner(), "in/a.txt")
	form.file, form.name = "x", "a.txt"
	form.send(t).expect(t, 403, "AccessDenied")
	ask(t, s, "PUT", "/box/in/a.txt", nil, "x").expect(t, 200, "")
}

// A policy stays with a kept folder, binds the owner too, and never locks him out.
func TestBucketPolicyIsKept(t *testing.T) {
	dir := t.TempDir()
	s := emptyServer(t, Options{Dir: dir})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	setBucketPolicy(t, s, statements(`{"Effect":"Deny","Principal":"*","Action":"*","Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"]}`))
	must(t, s.Close())
	s = startServer(t, Options{Dir: dir, Empty: true})
	ask(t, s, "GET", "/box/doc.txt", nil, "").expect(t, 403, "AccessDenied")
	ask(t, s, "GET", "/box?list-type=2", nil, "").expect(t, 403, "AccessDenied")
	c := client(s, s.IssueSession(time.Hour), s.Region())
	if _, err := c.DeleteBucketPolicy(t.Context(), &s3.DeleteBucketPolicyInput{Bucket: aws.String("box")}); code(err) != "AccessDenied" {
		t.Errorf("a session of the owner's removes what denies it all: %v", err)
	}
	_, err := owned(s).DeleteBucketPolicy(t.Context(), &s3.DeleteBucketPolicyInput{Bucket: aws.String("box")})
	must(t, err)
	ask(t, s, "GET", "/box/doc.txt", nil, "").expect(t, 200, "")
}

func TestPoliciesThatAreRefused(t *testing.T) {
	s := emptyServer(t, Options{})
	const deny = `"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/a"`
	for text, want := range map[string]string{
		`{`:            "MalformedPolicy",
		statements(``): "MalformedPolicy",
		statements(`{"Effect":"deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/a"}`):   "MalformedPolicy",
		statements(`{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/a"}`):                   "MalformedPolicy",
		statements(`{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b?x/a"}`):   "MalformedPolicy",
		statements(`{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::boxes/a"}`): "MalformedPolicy",
		statements(`{` + deny + `,"NotAction":"s3:PutObject"}`):                                                   "NotImplemented",
		statements(`{` + deny + `,"Condition":{"Bool":{"aws:SecureTransport":"false"}}}`):                         "NotImplemented",
		statements(`{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/a"}`):  "AccessDenied",
		statements(`{"Sid":"` + strings.Repeat("0", policySize) + `",` + deny + `}`):                              "MalformedPolicy",
	} {
		_, err := owned(s).PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: aws.String("box"), Policy: &text})
		if code(err) != want {
			t.Errorf("%.120s\n%v, want %s", text, err, want)
		}
	}
}

// What is deleted, tagged or copied in one request is judged piece by piece.
func TestEachPartOfARequestIsJudged(t *testing.T) {
	s := emptyServer(t, Options{})
	for _, key := range []string{"doc.txt", "other", "tagged"} {
		must(t, s.Put("box", key, []byte("x"), PutOptions{}))
	}
	setBucketPolicy(t, s, statements(
		`{"Effect":"Deny","Principal":"*","Action":["s3:DeleteObject","s3:GetObjectVersion"],"Resource":"arn:aws:s3:::box/doc.txt"},
		 {"Effect":"Deny","Principal":"*","Action":"s3:*Tagging","Resource":"arn:aws:s3:::box/*"},
		 {"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/other"}`))
	out, err := owned(s).DeleteObjects(t.Context(), &s3.DeleteObjectsInput{Bucket: aws.String("box"), Delete: &types.Delete{
		Objects: []types.ObjectIdentifier{{Key: aws.String("doc.txt")}, {Key: aws.String("tagged")}},
	}})
	must(t, err)
	if len(out.Errors) != 1 || *out.Errors[0].Key != "doc.txt" || *out.Errors[0].Code != "AccessDenied" || len(out.Deleted) != 1 {
		t.Errorf("deleted %v, errors %v", out.Deleted, out.Errors)
	}
	ask(t, s, "GET", "/box/doc.txt?versionId=null", nil, "").expect(t, 403, "AccessDenied")
	ask(t, s, "GET", "/box/doc.txt", nil, "").expect(t, 200, "")
	ask(t, s, "PUT", "/box/new", with("X-Amz-Tagging", "a=b"), "x").expect(t, 403, "AccessDenied")
	ask(t, s, "PUT", "/box/new", with("X-Amz-Copy-Source", "box/other"), "").expect(t, 403, "AccessDenied")
	ask(t, s, "GET", "/box/doc.txt?tagging", nil, "").expect(t, 403, "AccessDenied")
}

// assumed is a session of the role, by the real client of STS.
func assumed(t testing.TB, s *Server, by Credentials, name, policy string) (Credentials, error) {
	t.Helper()
	c := sts.New(sts.Options{
		BaseEndpoint: aws.String(s.Endpoint()), Region: s.Region(), RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider(by.AccessKeyID, by.SecretKey, ""),
	})
	in := &sts.AssumeRoleInput{RoleArn: aws.String("arn:aws:iam::123456789012:role/demo"), RoleSessionName: &name}
	if policy != "" {
		in.Policy = &policy
	}
	out, err := c.AssumeRole(t.Context(), in)
	if err != nil {
		return Credentials{}, err
	}
	if want := "AROADEMO:" + name; *out.AssumedRoleUser.AssumedRoleId != want {
		t.Errorf("the session is called %s, want %s", *out.AssumedRoleUser.AssumedRoleId, want)
	}
	return Credentials{AccessKeyID: *out.Credentials.AccessKeyId, SecretKey: *out.Credentials.SecretAccessKey, SessionToken: *out.Credentials.SessionToken}, nil
}

// A session with a policy may do what both it and its user may: one object, one action,
// from one network, in one span of time.
func TestSessionPolicy(t *testing.T) {
	clock, from := newClock(), &elsewhere{}
	s := emptyServer(t, Options{Clock: clock.Now, Middleware: from.middleware})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	must(t, s.Put("box", "other", []byte("x"), PutOptions{}))
	begins, ends := clock.Now().Add(time.Minute).UTC().Format(time.RFC3339), clock.Now().Add(10*time.Minute).UTC().Format(time.RFC3339)
	session, err := assumed(t, s, s.Owner(), "signet-0abc", statements(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/doc.txt","Condition":{
		"IpAddress":{"aws:SourceIp":"192.0.2.0/24"},"DateGreaterThan":{"aws:CurrentTime":"`+begins+`"},"DateLessThan":{"aws:CurrentTime":"`+ends+`"}}}`))
	must(t, err)
	link := presigned(t, s, session, time.Hour)
	from.at.Store("192.0.2.7:1234")
	fetch(t, "GET", link, nil, nil).expect(t, 403, "AccessDenied") // not yet
	clock.advance(2 * time.Minute)
	fetch(t, "GET", link, nil, nil).expect(t, 200, "")
	from.at.Store("198.51.100.7:1234")
	fetch(t, "GET", link, http.Header{"X-Forwarded-For": {"192.0.2.7"}}, nil).expect(t, 403, "AccessDenied")
	from.at.Store("192.0.2.7:1234")
	c := client(s, session, s.Region())
	if _, err := c.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("box"), Key: aws.String("other")}); code(err) != "AccessDenied" {
		t.Errorf("another object: %v", err)
	}
	if _, err := c.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String("box"), Key: aws.String("doc.txt")}); code(err) != "AccessDenied" {
		t.Errorf("another action: %v", err)
	}
	if _, err := c.ListBuckets(t.Context(), &s3.ListBucketsInput{}); code(err) != "AccessDenied" {
		t.Errorf("the list of buckets: %v", err)
	}
	clock.advance(8 * time.Minute)
	fetch(t, "GET", link, nil, nil).expect(t, 403, "AccessDenied") // over
}

// One session is ended by its name, the others go on.
func TestDenyBySessionName(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	links := map[string]string{}
	for _, name := range []string{"share-a", "share-b"} {
		session, err := assumed(t, s, s.Owner(), name, "")
		must(t, err)
		links[name] = presigned(t, s, session, time.Minute)
	}
	setBucketPolicy(t, s, statements(`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::box/*","Condition":{"StringLike":{"aws:userid":"*:share-a"}}}`))
	fetch(t, "GET", links["share-a"], nil, nil).expect(t, 403, "AccessDenied")
	fetch(t, "GET", links["share-b"], nil, nil).expect(t, 200, "")
}

// The guest's session may not do more than the guest, whatever its policy says; and what
// the policy of a bucket grants the guest, he may.
func TestPoliciesOfTheGuest(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	s.DenyGuest("box")
	all := statements(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`)
	session, err := assumed(t, s, s.Guest(), "guests", all)
	must(t, err)
	fetch(t, "GET", presigned(t, s, session, time.Minute), nil, nil).expect(t, 403, "AccessDenied")
	link := presigned(t, s, s.Guest(), time.Minute)
	fetch(t, "GET", link, nil, nil).expect(t, 403, "AccessDenied")
	setBucketPolicy(t, s, statements(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/guest"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*"}`))
	fetch(t, "GET", link, nil, nil).expect(t, 200, "")
	_, err = assumed(t, s, s.Owner(), "odd", statements(`{"Effect":"Allow","Action":"s3:*","NotResource":"*"}`))
	if code(err) != "NotImplemented" {
		t.Errorf("a policy that is not understood: %v", err)
	}
	if _, err = assumed(t, s, s.Owner(), "with space", ""); code(err) != "ValidationError" {
		t.Errorf("a name that is none: %v", err)
	}
}
