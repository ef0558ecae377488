package sign_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share"
	"signet/share/ledger"
	"signet/share/policy"
	"signet/share/session"
	"signet/share/sign"
	"signet/share/takeback"
)

// client asks the server as its owner.
func (r *rig) client() *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint: aws.String(r.server.Endpoint()), Region: r.server.Region(), UsePathStyle: true,
		Credentials:  credentials.NewStaticCredentialsProvider(r.who.AccessKeyID, r.who.SecretKey, ""),
		HTTPSignerV4: atTime{v4.NewSigner(), r.now},
	})
}

// atTime signs by the rig's clock.
type atTime struct {
	*v4.Signer
	now func() time.Time
}

func (a atTime) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request, hash, service, region string, _ time.Time, o ...func(*v4.SignerOptions)) error {
	return a.Signer.SignHTTP(ctx, c, r, hash, service, region, a.now(), o...)
}

// sessions is a rig whose place has a signer of each kind of session, by its kind's name.
func sessions(t *testing.T) (*rig, *sign.Signer) {
	t.Helper()
	r := newRig(t)
	r.put("plain", "doc.pdf", "content")
	return r, r.sessions(sign.Asking{RoleARN: "arn:aws:iam::123456789012:role/demo", Account: strings.Repeat("0", 32)})
}

// sessions are the signers of another run of the program, which has kept nothing.
func (r *rig) sessions(by sign.Asking) *sign.Signer {
	s := sign.New(r)
	s.Kind = func(_, signer string) share.SignerKind { return share.SignerKind(signer) }
	s.Asking = func(string, string) sign.Asking { return by }
	r.Signer, r.Keys, r.Diary = s, s, r.log
	r.Signers = func(string) (out []share.SignerOffer) {
		for _, i := range share.SignerKinds() {
			out = append(out, share.SignerOffer{Name: string(i.Kind), Kind: i.Kind})
		}
		return out
	}
	return s
}

func document(kind share.SignerKind) share.Request {
	return share.Request{Target: share.Target{Place: "demo", Bucket: "plain", Key: "doc.pdf"}, Operation: share.Download, Signer: string(kind), Lifetime: share.For(time.Hour)}
}

func (r *rig) get(link share.Link) answer { return r.send(http.MethodGet, link.URL.Reveal(), nil, "") }

// recorded is what the log has of a link.
func (r *rig) recorded(link share.Link) share.Record {
	r.t.Helper()
	e, err := r.log.Get(r.t.Context(), link.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return e.Record
}

// A link of a session opens its object, from its networks, as long as it was asked to; the
// session is another one for each, and the log has nothing of its secrets.
func TestSessionsSign(t *testing.T) {
	for _, kind := range []share.SignerKind{share.KindAWSSession, share.KindMinIOSession} {
		t.Run(string(kind), func(t *testing.T) {
			r, s := sessions(t)
			here, away := document(kind), document(kind)
			here.From = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("192.0.2.0/24")}
			away.From = here.From[1:]
			short := document(kind)
			short.Lifetime = share.For(5 * time.Minute)
			one, other, brief := r.sign(here), r.sign(away), r.sign(short)
			r.works("from here", r.get(one), http.StatusOK)
			r.refused("from elsewhere", r.get(other))
			rec := r.recorded(one)
			if key := rec.Spec.Mandate.Key; !strings.HasPrefix(key, "ASIA") || key == r.recorded(other).Spec.Mandate.Key || rec.SignatureSHA256 == "" || !rec.Temporary {
				t.Errorf("the log has %+v", rec)
			}
			for _, l := range []share.Link{one, other, brief} {
				kept := s.Kept(r.recorded(l).Spec.Mandate.Key)
				r.nothingOf(kept.SecretAccessKey, kept.SessionToken, url.QueryEscape(kept.SessionToken), kept.SessionToken[len(kept.SessionToken)-20:])
			}
			r.set(r.now().Add(5*time.Minute + time.Second))
			r.refused("after its five minutes", r.get(brief))
			r.works("the longer one", r.get(one), http.StatusOK)
		})
	}
}

// nothingOf looks for secrets in all that the log has written.
func (r *rig) nothingOf(secrets ...string) {
	r.t.Helper()
	files, err := filepath.Glob(filepath.Join(r.dir, "*"))
	if err != nil || len(files) == 0 {
		r.t.Fatal(files, err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, s := range secrets {
			if s == "" || bytes.Contains(content, []byte(s)) {
				r.t.Errorf("%s holds a secret (%d bytes)", filepath.Base(f), len(s))
			}
		}
	}
}

// A session of MinIO is ended by its type, and no other with it; one of AWS ends by a
// policy that denies its name.
func TestSessionsEnd(t *testing.T) {
	r, s := sessions(t)
	one, other := r.sign(document(share.KindMinIOSession)), r.sign(document(share.KindMinIOSession))
	r.works("before", r.get(one), http.StatusOK)
	if err := s.End(t.Context(), r.recorded(one), r.now()); err != nil {
		t.Fatal(err)
	}
	if a := r.get(one); a.status != http.StatusForbidden || !strings.Contains(a.body, "InvalidAccessKeyId") {
		t.Errorf("the ended one: %d %s", a.status, a.body)
	}
	r.works("the other one", r.get(other), http.StatusOK)

	role, another := r.sign(document(share.KindAWSSession)), r.sign(document(share.KindAWSSession))
	if err := s.End(t.Context(), r.recorded(role), r.now()); err == nil || !strings.Contains(err.Error(), "signet revoke "+role.ID+", by the way session") {
		t.Errorf("AWS ends it: %v", err)
	}
	deny := policy.Document{}
	deny, err := deny.With(takeback.DenySession(r.recorded(role), nil))
	if err != nil {
		t.Fatal(err)
	}
	text, bucket := deny.String(), "plain"
	if _, err := r.client().PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: &bucket, Policy: &text}); err != nil {
		t.Fatal(err)
	}
	if a := r.get(role); a.status != http.StatusForbidden || !strings.Contains(a.body, "AccessDenied") {
		t.Errorf("the denied one: %d %s", a.status, a.body)
	}
	r.works("another of the role", r.get(another), http.StatusOK)
}

// What a later run of the program cannot make again it says so, and the record said it.
func TestSessionsOfAnotherRun(t *testing.T) {
	r, _ := sessions(t)
	link := r.sign(document(share.KindAWSSession))
	again, err := r.Rebuild(t.Context(), r.recorded(link))
	if err != nil || again.URL.Reveal() != link.URL.Reveal() {
		t.Errorf("while the program runs: %v", err)
	}
	r.sessions(sign.Asking{})
	_, err = r.Rebuild(t.Context(), r.recorded(link))
	var gone *share.KeyGoneError
	if !errors.As(err, &gone) || !gone.Session || !strings.Contains(err.Error(), "kept in memory alone") || !strings.Contains(err.Error(), gone.AccessKeyID) {
		t.Errorf("in another run: %v", err)
	}
	var told bool
	for _, f := range r.recorded(link).Facts() {
		told = told || f.Name == "shown again" && strings.Contains(f.Value, "only while signet runs")
	}
	if !told {
		t.Error("the log does not say it beforehand")
	}
}

// Which sessions there are, and for how long, is known before anything is asked for.
func TestSessionsThatThereAreNot(t *testing.T) {
	r, _ := sessions(t)
	for what, c := range map[string]struct {
		change func(*share.Request)
		says   string
	}{
		"too long":        {func(q *share.Request) { q.Lifetime = share.For(13 * time.Hour) }, "over 12 h, the most that a session of a role lives"},
		"an access point": {func(q *share.Request) { q.Target.Bucket = "reports-a1b2-s3alias" }, "an access point"},
	} {
		q := document(share.KindAWSSession)
		c.change(&q)
		if _, err := r.Share(t.Context(), q); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", what, err)
		}
	}
	r.who = r.server.IssueSession(10 * time.Hour)
	q := document(share.KindAWSSession)
	q.Lifetime = share.For(2 * time.Hour)
	p, err := r.Plan(t.Context(), q)
	if err != nil || p.Terms.Ends.Sub(r.now()) != time.Hour || !strings.Contains(p.Terms.Because(), "got with a session") {
		t.Errorf("a session got with a session ends %v, because %s: %v", p.Terms.Ends, p.Terms.Because(), err)
	}
	for _, kind := range []share.SignerKind{share.KindMinIOSession, share.KindR2Session} {
		if _, err := r.Share(t.Context(), document(kind)); err == nil || !strings.Contains(err.Error(), "a session, which gets none") {
			t.Errorf("%s by a session: %v", kind, err)
		}
	}
}

// What the server refuses is told in plain words, and the log has it as never signed.
func TestSessionsRefused(t *testing.T) {
	r, _ := sessions(t)
	r.sessions(sign.Asking{RoleARN: "arn:aws:iam::123456789012:role/other"})
	_, err := r.Share(t.Context(), document(share.KindAWSSession))
	var no *share.AnswerError
	if !errors.As(err, &no) || !strings.Contains(err.Error(), "trust policy") {
		t.Errorf("a role of others: %v", err)
	}
	failed := 0
	err = r.log.Each(t.Context(), ledger.Query{State: ledger.StateFailed}, func(ledger.Entry) error { failed++; return nil })
	if err != nil || failed != 1 {
		t.Errorf("%d are noted as never signed: %v", failed, err)
	}
}

// A server that gives sessions and heeds neither a type nor a name cannot end one alone:
// none of its sessions signs a link that is said to be taken back alone.
func TestSessionsWithoutAType(t *testing.T) {
	r, s := sessions(t)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		form, _ := url.ParseQuery(string(body))
		ends, named := r.now().Add(time.Hour), ""
		if form.Get("DurationSeconds") == "10800" {
			named = "<AssumedRoleUser><AssumedRoleId>AROA:" + form.Get("RoleSessionName") + "</AssumedRoleId></AssumedRoleUser>"
		}
		by := session.R2{Bucket: "b", Until: r.now().Add(time.Hour)} // some token that is readable
		_, token := by.Keys("k")
		if form.Get("TokenRevokeType") == "" && form.Get("RoleSessionName") == "" {
			t.Error("no type was asked for")
		}
		_, _ = io.WriteString(w, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAOTHER</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>`+token+`</SessionToken><Expiration>`+ends.Format(time.RFC3339)+`</Expiration></Credentials>`+named+`</AssumeRoleResult></AssumeRoleResponse>`)
	}))
	defer front.Close()
	r.asked = front.URL
	for kind, says := range map[share.SignerKind]string{share.KindMinIOSession: "not the type by which MinIO", share.KindAWSSession: "not the name by which a policy"} {
		if _, err := r.Share(t.Context(), document(kind)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if s.Kept("ASIAOTHER").AccessKeyID != "" {
		t.Error("its session is kept")
	}
	late := document(share.KindAWSSession)
	late.Lifetime = share.For(3 * time.Hour)
	if _, err := r.Share(t.Context(), late); err == nil || !strings.Contains(err.Error(), "before the link would") {
		t.Errorf("a session that is shorter than was asked for: %v", err)
	}
}

// How long a link will be is known before its session is got, at MinIO nearly to the byte.
func TestSessionsMeasured(t *testing.T) {
	r, _ := sessions(t)
	for kind, off := range map[share.SignerKind]int{share.KindMinIOSession: 60, share.KindAWSSession: 1000} {
		q := document(kind)
		q.From = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
		p, err := r.Plan(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		draft, err := r.Draft(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		link := r.sign(q)
		if d := draft.URL.Len() - link.URL.Len(); d > off || d < -off {
			t.Errorf("%s: measured %d, and it is %d", kind, draft.URL.Len(), link.URL.Len())
		}
	}
}

// Where the program was stopped while it asked, nobody has the session's secret: nothing is
// asked of anybody, and the intent is noted as never signed.
func TestSessionsIntended(t *testing.T) {
	for _, kind := range []share.SignerKind{share.KindAWSSession, share.KindMinIOSession} {
		r, _ := sessions(t)
		rec := r.recorded(r.sign(document(kind)))
		rec.ID, rec.SignatureSHA256, rec.Spec.Mandate.Key = "0000000000001", "", ""
		intent := []share.Record{rec}
		if err := r.log.RecordAll(t.Context(), intent); err != nil {
			t.Fatal(err)
		}
		r.asked = "http://127.0.0.1:1" // where nobody answers
		if _, err := r.Undo(t.Context(), intent[0]); err == nil || !strings.Contains(err.Error(), "it was begun just now") {
			t.Errorf("%s: what another signet is about to hand out is undone: %v", kind, err)
		}
		r.set(r.now().Add(3 * time.Minute))
		words, err := r.Undo(t.Context(), intent[0])
		e, got := r.log.Get(t.Context(), intent[0].ID)
		if err != nil || got != nil || e.StateAt(r.now()) != ledger.StateFailed || !strings.Contains(words, "whose secret nobody has") {
			t.Errorf("%s: %q, %v; %s, %v", kind, words, err, e.StateAt(r.now()), got)
		}
	}
}
