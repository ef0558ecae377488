package sign

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/demo"
	"signet/share"
	"signet/share/ledger"
	"signet/share/policy"
)

// The secret of a made key is what it was when the first link was signed by one, for ever:
// else the log could not show it again. a foreign HKDF has the same bytes.
func TestMadeSecret(t *testing.T) {
	got, err := madeSecret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "0scnbxgq5n49t")
	if want := "ZA0C0K7RNI3gvUcxQUtus3rUZnIheEGbueKSZzmV"; err != nil || got != want || len(got) != 40 {
		t.Errorf("%s, want %s: %v", got, want, err)
	}
	if other, _ := madeSecret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "0scnbxgq5n49v"); other == got {
		t.Error("two shares have one secret")
	}
}

// withKeys is a signer of the owner of a demo server.
func withKeys(t *testing.T) (*Signer, accounts) {
	t.Helper()
	s, err := demo.Start(t.Context(), demo.Options{Empty: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	o := s.Owner()
	a := accounts{creds: aws.Credentials{AccessKeyID: o.AccessKeyID, SecretAccessKey: o.SecretKey}, region: s.Region(), endpoint: s.Endpoint(), pathStyle: true, send: http.DefaultClient.Do}
	signer := New(a)
	signer.Kind = func(string, string) share.SignerKind { return share.KindMinIOKey }
	return signer, a
}

func keyedRecord(a accounts, now time.Time) share.Record {
	return share.Record{ID: "0scnbxgq5n49t", Spec: share.Spec{
		Target: share.Target{Bucket: "b", Key: "a.pdf"}, Operation: share.Download,
		Endpoint:    share.Endpoint{URL: a.endpoint, Region: a.region, PathStyle: true, Signer: "revocable"},
		AccessKeyID: a.creds.AccessKeyID, SignedAt: now.Truncate(time.Second), Seconds: 60, Mandate: share.Mandate{Kind: share.KindMinIOKey},
	}}
}

// A key is made, signs the same link each time, is found, and is deleted; what is not
// there any more is said to be gone.
func TestAKeyIsMadeAndEnded(t *testing.T) {
	s, a := withKeys(t)
	now := time.Now()
	rec := keyedRecord(a, now)
	id, at, err := s.Identity(t.Context(), rec.Spec.Target, "revocable")
	if err != nil || id.AccessKeyID != a.creds.AccessKeyID || id.Mandate.Kind != share.KindMinIOKey || at.Signer != "revocable" {
		t.Fatalf("%+v at %+v: %v", id, at, err)
	}
	if _, err := s.Sign(t.Context(), rec.Spec); err == nil || !strings.Contains(err.Error(), "its key was not made") {
		t.Errorf("signed without a key: %v", err)
	}
	made, err := s.Prepare(t.Context(), rec, now)
	if err != nil || made.Key != "SIGNET"+rec.ID {
		t.Fatalf("%+v, %v", made, err)
	}
	rec.Spec.Mandate.Key = made.Key
	first, again := mustSign(t, s, rec.Spec), mustSign(t, New(a), rec.Spec)
	if first.URL.Reveal() != again.URL.Reveal() || !strings.Contains(first.URL.Reveal(), made.Key) {
		t.Error("another link the second time, or by another key")
	}
	if there, err := s.There(t.Context(), rec, now); err != nil || !there {
		t.Errorf("there: %v, %v", there, err)
	}
	var refused *share.AnswerError
	if _, err := s.Prepare(t.Context(), rec, now); !errors.As(err, &refused) || !strings.Contains(err.Error(), "already") {
		t.Errorf("made twice: %v", err)
	}
	if err := s.End(t.Context(), rec, now); err != nil {
		t.Fatal(err)
	}
	if there, err := s.There(t.Context(), rec, now); err != nil || there {
		t.Errorf("there after its end: %v, %v", there, err)
	}
	if err := s.End(t.Context(), rec, now); !errors.As(err, &refused) || !refused.Gone {
		t.Errorf("ended twice: %v", err)
	}
}

// A log that came from somebody else may name any server: none but that of the place is
// sent what its keys have signed.
func TestKeysAreAskedForAtTheirPlaceAlone(t *testing.T) {
	s, a := withKeys(t)
	asked := 0
	stranger := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer stranger.Close()
	ended := map[share.SignerKind]string{share.KindMinIOKey: "delete the key of ", share.KindMinIOSession: "end the session of "}
	for kind := range ended {
		rec := keyedRecord(a, time.Now())
		rec.Spec.Endpoint.URL, rec.Spec.Mandate.Kind = stranger.URL, kind
		_, there := s.There(t.Context(), rec, time.Now())
		for what, err := range map[string]error{"asked for": there, "ended": s.End(t.Context(), rec, time.Now())} {
			const want = ": its place leads to another server than the link, to which nothing goes that its key signs; restore the place in the settings"
			if err == nil || asked > 0 || what == "ended" && err.Error() != ended[kind]+rec.ID+want {
				t.Errorf("%s is %s: %v", kind, what, err)
			}
		}
	}
}

// Who makes no keys is told what to do instead; nothing is made, and nothing is sent to a
// server that is none for it.
func TestWhoMakesNoKeys(t *testing.T) {
	s, a := withKeys(t)
	now := time.Now()
	parent := keyedRecord(a, now)
	if _, err := s.Prepare(t.Context(), parent, now); err != nil {
		t.Fatal(err)
	}
	secret, err := madeSecret(a.creds.SecretAccessKey, parent.ID)
	if err != nil {
		t.Fatal(err)
	}
	child := a
	child.creds = aws.Credentials{AccessKeyID: "SIGNET" + parent.ID, SecretAccessKey: secret}
	rec := keyedRecord(child, now)
	rec.ID = "0scnbxgq5n49v"
	_, err = New(child).Prepare(t.Context(), rec, now)
	answers(t, "a key of a user", err, "the server lets these credentials make and see no keys")

	wrong := a
	wrong.creds.SecretAccessKey = "wrong-secret"
	_, err = New(wrong).Prepare(t.Context(), keyedRecord(wrong, now), now)
	answers(t, "a wrong secret", err, "SignatureDoesNotMatch")

	var sent int
	none := a
	none.send = func(r *http.Request) (*http.Response, error) {
		sent++
		if r.Method != http.MethodGet {
			t.Errorf("%s was sent to a server that was not asked before", r.Method)
		}
		r.URL.Path = "/b" // as a store that knows no such path
		return http.DefaultClient.Do(r)
	}
	_, err = New(none).Prepare(t.Context(), keyedRecord(none, now), now)
	answers(t, "another store", err, "this server has no keys that users make")
	if sent != 1 {
		t.Errorf("%d requests to it", sent)
	}

	other := a
	other.creds.AccessKeyID = "AKIAOTHER"
	_, err = New(other).Prepare(t.Context(), parent, now)
	answers(t, "another key by now", err, "access key "+a.creds.AccessKeyID+" is not at hand")

	for what, c := range map[string]struct {
		change func(*accounts, *share.Target)
		want   string
	}{
		"a session":         {func(a *accounts, _ *share.Target) { a.creds.SessionToken = "t" }, "that is of a session: once it has ended the log could not show the link again"},
		"a read-only place": {func(a *accounts, _ *share.Target) { a.readOnly = true }, "the place is read-only"},
		"AWS":               {func(a *accounts, _ *share.Target) { a.endpoint = "" }, "AWS has none that users make so"},
		"an access point":   {func(_ *accounts, t *share.Target) { t.Bucket = "arn:aws:s3:eu-west-1:123456789012:accesspoint/p" }, "name the bucket"},
	} {
		a, target := a, parent.Spec.Target
		c.change(&a, &target)
		s := New(a)
		s.Kind = func(string, string) share.SignerKind { return share.KindMinIOKey }
		var usage *share.UsageError
		if _, _, err := s.Identity(t.Context(), target, "revocable"); !errors.As(err, &usage) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// answers demands that nothing was made, for a reason, and that no secret is in it.
func answers(t *testing.T, what string, err error, want string) {
	t.Helper()
	var refused *share.AnswerError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: %v, want %q", what, err, want)
	}
}

// The policy of a key lets through what the link asks for, whatever its object is called,
// and the end of the key is late enough for the server.
func TestPolicyOfAMadeKey(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	rec := keyedRecord(accounts{}, now)
	rec.Spec.Mandate.From = []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}
	for _, key := range []string{"a.pdf", "a*b?c.txt", "${aws:username}.txt", "a$b", `"q"<&>é.txt`} {
		rec.Spec.Target.Key = key
		rules, err := policy.ReadRules([]byte(grant(rec.Spec).String()), policy.OfSession)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		asks := func(key, from string) policy.Verdict {
			return rules.Judge(policy.Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/" + key, Context: map[string]string{
				policy.SourceIP: from, policy.CurrentTime: now.Add(time.Second).Format(time.RFC3339),
			}})
		}
		if asks(key, "127.0.0.2") != policy.Allowed || asks(key, "127.0.0.1") == policy.Allowed || asks("x/"+key, "127.0.0.2") == policy.Allowed {
			t.Errorf("%s: %s", key, grant(rec.Spec))
		}
	}
	if got := madeUntil(rec.Spec, now); got.Sub(now) != earliestEnd {
		t.Errorf("a link of a minute has a key until %s", got)
	}
	if rec.Spec.Seconds = 7200; !madeUntil(rec.Spec, now).Equal(rec.Spec.Ends()) {
		t.Error("a link of two hours has a key of another end")
	}
	rec.Spec.Mandate.Starts, rec.Spec.SignedAt = true, now.Add(time.Hour)
	if g := grant(rec.Spec); !g.Starts.Equal(rec.Spec.SignedAt) {
		t.Errorf("%s", g)
	}
}

// A draft has the length of the link, and asks nobody.
func TestDraftOfAMadeKey(t *testing.T) {
	a := example("")
	a.endpoint = "http://127.0.0.1:9000"
	s := New(a)
	s.Kind = func(string, string) share.SignerKind { return share.KindMinIOKey }
	svc := &share.Service{Signer: s, Signers: func(string) []share.SignerOffer {
		return []share.SignerOffer{{Name: "revocable", Kind: share.KindMinIOKey}}
	}}
	p, err := svc.Plan(context.Background(), share.Request{Target: share.Target{Bucket: "b", Key: "k"}, Operation: share.Download, Signer: "revocable", Lifetime: share.For(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	draft, err := svc.Draft(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	rec := keyedRecord(a, time.Now())
	rec.Spec.Target, rec.Spec.Seconds, rec.Spec.Mandate.Key = p.Request.Target, 3600, "SIGNET"+rec.ID
	rec.Spec.Endpoint = p.Endpoint
	if got, want := draft.URL.Len(), mustSign(t, s, rec.Spec).URL.Len(); got != want {
		t.Errorf("the draft has %d characters, the link %d", got, want)
	}
}

// No byte of the log is of the secret of a made key, of its maker's, or of the link.
func TestTheLogHasNoSecretOfAMadeKey(t *testing.T) {
	s, a := withKeys(t)
	dir := t.TempDir()
	log, err := ledger.Open(filepath.Join(dir, "log.db"), ledger.Options{Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	svc := &share.Service{
		Signer: s, Keys: s, Recorder: log, Diary: log,
		Signers: func(string) []share.SignerOffer {
			return []share.SignerOffer{{Name: "revocable", Kind: share.KindMinIOKey}}
		},
	}
	link, err := svc.Share(t.Context(), share.Request{Target: share.Target{Bucket: "b", Key: "k"}, Operation: share.Download, Revocable: true, Lifetime: share.For(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	e, err := log.Get(t.Context(), link.ID)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := svc.Rebuild(t.Context(), e.Record); err != nil || again.URL.Reveal() != link.URL.Reveal() {
		t.Errorf("the log shows another link, or none: %v", err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	made, err := madeSecret(a.creds.SecretAccessKey, link.ID)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for what, secret := range map[string]string{"the made key's": made, "its maker's": a.creds.SecretAccessKey, "the link's": signatureOf(link.URL.Reveal())} {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s holds %s secret", filepath.Base(file), what)
			}
		}
	}
}

// A proxy that did not wait for the server says nothing of the key: it may be there, and
// the intent in the log stays what it is.
func TestAKeyOfWhichNothingIsKnown(t *testing.T) {
	_, a := withKeys(t)
	now := time.Now()
	for _, status := range []int{http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout} {
		behind := a
		behind.send = func(r *http.Request) (*http.Response, error) {
			answer, err := http.DefaultClient.Do(r)
			if err != nil || r.Method == http.MethodGet {
				return answer, err
			}
			_ = answer.Body.Close()
			answer.StatusCode, answer.Body = status, io.NopCloser(strings.NewReader("<html>"))
			return answer, nil
		}
		s, rec := New(behind), keyedRecord(behind, now)
		var refused *share.AnswerError
		_, err := s.Prepare(t.Context(), rec, now)
		if err == nil || errors.As(err, &refused) || strings.Contains(err.Error(), "no keys that users make") {
			t.Errorf("%d: %v", status, err)
		}
		if there, err := s.There(t.Context(), rec, now); err != nil || !there {
			t.Errorf("%d: the key is there: %v, %v", status, there, err)
		}
		if err := s.End(t.Context(), rec, now); err == nil || errors.As(err, &refused) {
			t.Errorf("%d: ended: %v", status, err)
		}
	}
}
