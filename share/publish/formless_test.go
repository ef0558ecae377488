package publish_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/share"
	"signet/share/handover"
	"signet/share/publish"
	"signet/share/sign"
)

// r2 signs as for an account of Cloudflare R2, which is never asked.
type r2 struct{}

func (r2) Account(context.Context, string) (sign.Account, string, error) {
	return sign.Account{
		Credentials: credentials.StaticCredentialsProvider{Value: aws.Credentials{AccessKeyID: "AKIAEXAMPLE", SecretAccessKey: "secret"}},
		Region:      "auto", Endpoint: "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com", PathStyle: true,
		Identity: func(context.Context) (share.Identity, error) {
			return share.Identity{AccessKeyID: "AKIAEXAMPLE", Source: "test"}, nil
		},
	}, "r2", nil
}

// onlyPage keeps what is stored.
type onlyPage struct{ body *string }

func (onlyPage) Keeps(context.Context, string) (publish.Keeping, error) {
	return publish.KeepsUnknown, nil
}

func (s onlyPage) PutNew(_ context.Context, _, _ string, body []byte, _ publish.Stored) (string, error) {
	*s.body = string(body)
	return "", nil
}

func (onlyPage) Delete(context.Context, string, string, string) error { return nil }

// R2 takes no forms: the page has upload links in their place, and says what that means.
func TestAStoreWithoutForms(t *testing.T) {
	r := newRig(t)
	body := ""
	r.Service = &share.Service{Signer: sign.New(r2{}), Recorder: r.log, Diary: r.log, Default: share.For(time.Hour), Clock: noon}
	r.Store = func(context.Context, string) (publish.Store, error) { return onlyPage{&body}, nil }
	told := false
	done, err := r.Ask(t.Context(), publish.Asking{Terms: asking("plain"), Items: items(t, "passport:image/*:2MB", "contract"), Told: func([]string) { told = true }}, handover.Options{Now: noon()})
	if err != nil || done.Formless != "Cloudflare R2" || done.Files != publish.StandInFiles || done.Links != 2*publish.StandInFiles || !told {
		t.Fatalf("%+v %v", done, err)
	}
	for _, want := range []string{"needs scripts", "Takes 5 files in all", "by this page alone", `data-most="2000000"`, "If-None-Match"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
	if strings.Contains(body, "<form") {
		t.Error("the page has a form")
	}
}

// Who signs for R2 by sessions signs no forms, and needs none there: its page has upload
// links in their place. Elsewhere that signer is refused, and so is what no upload link can
// promise.
func TestAStoreWithoutFormsBySessions(t *testing.T) {
	r := newRig(t)
	body := ""
	by := sign.New(r2{})
	by.Kind = func(_, signer string) share.SignerKind {
		return map[string]share.SignerKind{"sessions": share.KindR2Session}[signer]
	}
	by.Asking = func(string, string) sign.Asking { return sign.Asking{} }
	offers := func(string) []share.SignerOffer {
		return []share.SignerOffer{{Name: "sessions", Kind: share.KindR2Session}}
	}
	r.Service = &share.Service{Signer: by, Keys: by, Signers: offers, Recorder: r.log, Diary: r.log, Default: share.For(time.Hour), Clock: noon}
	r.Store = func(context.Context, string) (publish.Store, error) { return onlyPage{&body}, nil }
	terms := asking("plain")
	terms.Signer = "sessions"
	done, err := r.Ask(t.Context(), publish.Asking{Terms: terms, Items: items(t, "photo:image/*:2MB")}, handover.Options{Now: noon()})
	if err != nil || done.Formless != "Cloudflare R2" || done.Links != publish.StandInFiles || strings.Count(body, "X-Amz-Security-Token=") != publish.StandInFiles || done.Link.TokenBytes() == 0 {
		t.Fatalf("%+v %v\n%s", done, err, body)
	}
	terms.Options.MinSize = 5
	if _, err := r.Ask(t.Context(), publish.Asking{Terms: terms}, handover.Options{Now: noon()}); err == nil || !strings.Contains(err.Error(), "signs no upload form link") {
		t.Errorf("%v", err)
	}
	elsewhere := newRig(t)
	by = sign.New(elsewhere)
	by.Kind, by.Asking = func(string, string) share.SignerKind { return share.KindR2Session }, func(string, string) sign.Asking { return sign.Asking{} }
	elsewhere.Service.Signer, elsewhere.Service.Signers = by, offers
	terms.Options.MinSize = 0
	if _, err := elsewhere.Ask(t.Context(), publish.Asking{Terms: terms}, handover.Options{Now: noon()}); err == nil || !strings.Contains(err.Error(), "R2 knows no forms") {
		t.Errorf("%v", err)
	}
}
