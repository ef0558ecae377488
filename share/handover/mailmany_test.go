package handover

import (
	"errors"
	"strings"
	"testing"
	"time"

	"signet/share"
)

func several(now time.Time) (plain, keyed, upload share.Link) {
	made := func(op share.Operation, key string) share.Link {
		return share.Link{
			Method: op.Info().Method, URL: share.NewSecret("https://b.s3.amazonaws.com/" + key + "?X-Amz-Signature=" + key), SignedAt: now,
			Request: share.Request{Operation: op, Target: share.Target{Bucket: "b", Key: key}, Object: share.Object{Known: true, Size: 2800}},
			Terms:   share.Terms{Starts: now, Ends: now.Add(2 * time.Hour), Asked: now.Add(2 * time.Hour)},
		}
	}
	plain, keyed, upload = made(share.Download, "a.pdf"), made(share.Download, "sealed.bin"), made(share.Upload, "scan.jpg")
	keyed.Headers = []share.Header{{Name: "If-Match", Value: `"abc"`}}
	return plain, keyed, upload
}

// A link that a browser cannot use stands in the mail with the command that uses it,
// and the others as links.
func TestOneMailForLinksThatNeedHeaders(t *testing.T) {
	now := time.Date(2026, 3, 4, 15, 0, 0, 0, time.UTC)
	plain, keyed, _ := several(now)
	if keyed.Opens() {
		t.Fatal("the link with a header opens in a browser")
	}
	text, err := MailMany([]share.Link{plain, keyed}, Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	want := `Subject: 2 documents

Here are 2 documents for you to download:

a.pdf (2.8 kB), until Wednesday, 4 March 2026, 17:00 UTC:
https://b.s3.amazonaws.com/a.pdf?X-Amz-Signature=a.pdf

sealed.bin (2.8 kB), until Wednesday, 4 March 2026, 17:00 UTC, by this command:
curl --fail --output 'sealed.bin' --header 'If-Match: "abc"' 'https://b.s3.amazonaws.com/sealed.bin?X-Amz-Signature=sealed.bin'

A command is run in a terminal; its link does not work in a browser.

They need no password: everyone who has a link can download its document, so please do not forward them.
`
	if text.Reveal() != want {
		t.Errorf("got\n%s", text.Reveal())
	}
	if single, err := Text(keyed, Curl, Options{Now: now}); err != nil || !strings.Contains(text.Reveal(), strings.TrimSpace(single.Reveal())) {
		t.Errorf("it is not the command of the single hand-over: %v\n%s", err, single.Reveal())
	}
}

func TestOneMailForOtherLinks(t *testing.T) {
	now := time.Date(2026, 3, 4, 15, 0, 0, 0, time.UTC)
	plain, _, upload := several(now)
	text, err := MailMany([]share.Link{plain, upload}, Options{Now: now})
	if got := text.Reveal(); err != nil || strings.Contains(got, "2 documents") || !strings.Contains(got, "With this link you can upload scan.jpg, until") || !strings.Contains(got, "curl") {
		t.Errorf("%v\n%s", err, got)
	}
	form := upload
	form.Request.Operation = share.Form
	var usage *share.UsageError
	if _, err = MailMany([]share.Link{plain, form}, Options{Now: now}); !errors.As(err, &usage) || !strings.Contains(err.Error(), "scan.jpg") {
		t.Errorf("a form: %v", err)
	}
}
