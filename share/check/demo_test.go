package check_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/demo"
	"signet/share"
	"signet/share/check"
	"signet/share/say"
	"signet/share/sign"
)

// place signs with one set of credentials of a demo server.
type place struct {
	server *demo.Server
	who    demo.Credentials
}

func (p place) Account(context.Context, string) (sign.Account, string, error) {
	return sign.Account{
		Credentials: credentials.StaticCredentialsProvider{Value: aws.Credentials{
			AccessKeyID: p.who.AccessKeyID, SecretAccessKey: p.who.SecretKey, SessionToken: p.who.SessionToken,
		}},
		Region: p.server.Region(), Endpoint: p.server.Endpoint(), PathStyle: true,
	}, "demo", nil
}

// sign makes a real link.
func (p place) sign(t *testing.T, op share.Operation, key string, o share.Options, at time.Time, seconds int64) share.Link {
	t.Helper()
	spec := share.Spec{
		Target: share.Target{Bucket: "hr", Key: key}, Operation: op, Options: o, AccessKeyID: p.who.AccessKeyID,
		Endpoint: share.Endpoint{URL: p.server.Endpoint(), Region: p.server.Region(), PathStyle: true, Place: "demo"},
		SignedAt: at.UTC().Truncate(time.Second), Seconds: seconds,
	}
	signed, err := sign.New(p).Sign(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	return share.Link{
		Request: share.Request{Target: spec.Target, Operation: op, Options: o}, URL: signed.URL, Headers: signed.Headers, Method: signed.Method,
		Terms: share.Terms{Starts: at, Ends: at.Add(time.Duration(seconds) * time.Second)}, Endpoint: spec.Endpoint,
	}
}

// The checks against a server that verifies every signature.
func TestAgainstTheDemoServer(t *testing.T) {
	now := time.Now()
	clock := func() time.Time { return now } // stands still, so that no link ends before it is used
	server, err := demo.Start(t.Context(), demo.Options{Empty: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	if err := server.MakeBucket("hr", false, ""); err != nil {
		t.Fatal(err)
	}
	for key, o := range map[string]demo.PutOptions{
		"cv.pdf": {ContentType: "application/pdf"}, "a b+ä%.txt": {}, "frozen": {StorageClass: "GLACIER"}, "locked": {CustomerKey: true},
	} {
		if err := server.Put("hr", key, []byte("content"), o); err != nil {
			t.Fatal(err)
		}
	}
	if err := server.Put("hr", "empty", nil, demo.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	p := place{server, server.Owner()}
	tamper := func(l share.Link) share.Link {
		l.URL = share.NewSecret(strings.Replace(l.URL.Reveal(), "cv.pdf", "cv2.pdf", 1))
		return l
	}
	cut := func(l share.Link) share.Link {
		l.URL = share.NewSecret(l.URL.Reveal()[:l.URL.Len()-8])
		return l
	}
	named := share.Options{Filename: "Lebenslauf ä.pdf"}
	for _, c := range []struct {
		name string
		link share.Link
		want say.Level
		says string
	}{
		{"opens", p.sign(t, share.Download, "cv.pdf", named, now, 60), say.Good, "7 B, application/pdf, saved as Lebenslauf ä.pdf"},
		{"awkward key", p.sign(t, share.Download, "a b+ä%.txt", share.Options{}, now, 60), say.Good, "7 B"},
		{"empty", p.sign(t, share.Download, "empty", share.Options{}, now, 60), say.Good, "empty"},
		{"metadata", p.sign(t, share.Metadata, "cv.pdf", share.Options{}, now, 60), say.Good, "opens"},
		{"missing", p.sign(t, share.Download, "nothing", share.Options{}, now, 60), say.Bad, "NoSuchKey"},
		{"changed", tamper(p.sign(t, share.Download, "cv.pdf", share.Options{}, now, 60)), say.Bad, "SignatureDoesNotMatch"},
		{"cut off", cut(p.sign(t, share.Download, "cv.pdf", share.Options{}, now, 60)), say.Bad, "refused"},
		{"ended", p.sign(t, share.Download, "cv.pdf", share.Options{}, now.Add(-time.Hour), 60), say.Bad, "AccessDenied"},
		{"archived", p.sign(t, share.Download, "frozen", share.Options{}, now, 60), say.Bad, "InvalidObjectState"},
		{"customer key", p.sign(t, share.Download, "locked", share.Options{}, now, 60), say.Bad, "refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			checker := check.Checker{Clock: clock, Timeout: time.Hour}
			method := c.link.Method
			used, got := checker.Use(t.Context(), method, c.link.URL, c.link.Headers)
			if !used || len(got) == 0 || got[0].Level != c.want || !strings.Contains(got[0].Text, c.says) {
				t.Fatalf("%v %+v", used, got)
			}
		})
	}
	upload := p.sign(t, share.Upload, "new", share.Options{}, now, 60)
	var checker check.Checker
	if r := checker.Check(t.Context(), upload, check.Full); r.Used {
		t.Error("an upload link was used")
	}
}
