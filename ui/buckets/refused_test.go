package buckets

import (
	"context"
	"errors"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"signet/s3browser"
	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// What is refused is one short line: what was asked stands before it, and the bucket
// above it.
func TestRefusalsAreShort(t *testing.T) {
	reading := "reading the public access block of s3://acme-hr: "
	for _, c := range []struct {
		want string
		err  error
	}{
		{"", nil},
		{"", errors.New("no answer of S3")},
		{"", &s3browser.Error{Kind: s3browser.Cancelled, Sentence: reading + "cancelled"}},
		{"this server does not know it", &s3browser.Error{
			Code: "NotImplemented", Status: 501, Sentence: reading + "the server does not know how to do this",
			Said: "the server says: A header you provided implies functionality that is not implemented (NotImplemented)",
			Why:  "it offers only a part of S3", Hint: "use another option, or another server",
		}},
		{"not allowed: needs s3:GetBucketPublicAccessBlock", &s3browser.Error{
			Kind: s3browser.AccessDenied, Needs: "s3:GetBucketPublicAccessBlock",
			Sentence: "access denied reading the public access block of s3://acme-hr", Hint: "needs s3:GetBucketPublicAccessBlock",
		}},
		{"not allowed: perhaps s3:GetBucketPublicAccessBlock is missing; the server says: The moon is full", &s3browser.Error{
			Kind: s3browser.AccessDenied, Needs: "s3:GetBucketPublicAccessBlock", Said: "the server says: The moon is full",
			Sentence: "access denied reading the public access block of s3://acme-hr", Why: "a right may be missing", Hint: "ask whoever runs the server",
		}},
		{"not allowed by an explicit deny; ask whoever wrote it", &s3browser.Error{
			Kind: s3browser.AccessDenied, Sentence: "access denied reading the public access block of s3://acme-hr by an explicit deny", Hint: "ask whoever wrote it",
		}},
		{"no connection; check the network", &s3browser.Error{Kind: s3browser.Unreachable, Sentence: reading + "no connection", Hint: "check the network"}},
		{"the session has expired", &s3browser.Error{Kind: s3browser.ExpiredSession, Sentence: "the session has expired"}},
	} {
		if got := refused("acme-hr", c.err); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// unable is a place whose server offers only a part of S3, to somebody without rights.
type unable struct{ *place }

func (unable) PublicAccess(context.Context, string) (s3browser.PublicAccess, error) {
	return s3browser.PublicAccess{}, &s3browser.Error{Code: "NotImplemented", Status: 501, Sentence: "reading the public access block of s3://acme-hr: the server does not know how to do this", Why: "it offers only a part of S3", Hint: "use another server"}
}

func (unable) Lifecycle(context.Context, string) ([]s3browser.LifecycleRule, error) {
	return nil, &s3browser.Error{Kind: s3browser.AccessDenied, Needs: "s3:GetLifecycleConfiguration", Sentence: "access denied reading the lifecycle of s3://acme-hr", Hint: "needs s3:GetLifecycleConfiguration"}
}

func TestDetailsThatAreRefused(t *testing.T) {
	d := uitest.New(t, func(env kit.Env) kit.Screen { return New(env, unable{three()}, Options{Place: "work"}, Exits{}) })
	d.View(80, 24)
	d.Press("down", "tab")
	d.Goldens("refused")
	if v := d.View(80, 24); strings.Contains(v, "s3://") || !strings.Contains(v, "public access this server does not know it") || !strings.Contains(v, "not allowed: needs s3:GetLifecycleConfiguration") {
		t.Error(v)
	}
}

// # counts the bucket under the cursor, and is offered on no empty list.
func TestABucketIsCounted(t *testing.T) {
	d, s, o := start(t, three())
	d.Press("#")
	if _, ok := d.Step().(kit.Push); !ok || o.counted != (share.Target{Place: "work\x1b]0;x\a", Bucket: "acme-finance", Region: "eu-central-1"}) {
		t.Errorf("%T, counted %+v", d.Step(), o.counted)
	}
	offered := func(keys []string) bool { return strings.Contains(strings.Join(keys, " "), "#") }
	if !offered(enabled(s.Keys().ShortHelp())) {
		t.Error("the footer does not offer it")
	}
	if _, s, _ := start(t, &place{}); offered(enabled(s.Keys().ShortHelp())) {
		t.Error("it is offered where there is no bucket")
	}
}

func enabled(all []key.Binding) (names []string) {
	for _, b := range all {
		if b.Enabled() {
			names = append(names, b.Help().Key)
		}
	}
	return names
}
