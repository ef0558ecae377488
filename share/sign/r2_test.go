package sign_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/session"
	"signet/share/sign"
)

// A link of R2 is signed by a session that is made of the place's own key, says the one
// action on the one object, and is made again from the log to the byte.
func TestR2(t *testing.T) {
	r, _ := sessions(t)
	r.set(time.Now()) // its end is read by the wall's clock
	for op, action := range map[share.Operation]string{share.Download: "GetObject", share.Metadata: "HeadObject", share.Upload: "PutObject", share.Delete: "DeleteObject"} {
		q := document(share.KindR2Session)
		q.Operation, q.Lifetime = op, share.For(7*24*time.Hour)
		link := r.sign(q)
		u, err := url.Parse(link.URL.Reveal())
		if err != nil {
			t.Fatal(err)
		}
		said, ok := session.Read(u.Query().Get("X-Amz-Security-Token"))
		if scope := said.Scope; !ok || !said.Expires.Equal(link.Terms.Ends) || scope == nil || scope.Bucket != "plain" || strings.Join(scope.Actions, " ") != action || strings.Join(scope.Objects, " ") != "doc.pdf" || len(scope.Prefixes) > 0 {
			t.Errorf("%s: the token says %+v %+v", op, said, scope)
		}
		if !strings.HasPrefix(u.Query().Get("X-Amz-Credential"), r.who.AccessKeyID+"/") {
			t.Error("the key id is not that of its parent")
		}
		if u.Query().Get("X-Amz-Expires") != "604800" || len(link.URL.Reveal()) > 1400 {
			t.Errorf("%s: %d bytes", op, len(link.URL.Reveal()))
		}
		rec := r.recorded(link)
		r.nothingOf(u.Query().Get("X-Amz-Security-Token"), u.Query().Get("X-Amz-Signature"))
		r.sessions(sign.Asking{}) // the account stands in the log
		again, err := r.Rebuild(t.Context(), rec)
		if err != nil || again.URL.Reveal() != link.URL.Reveal() {
			t.Errorf("%s: another link is made again: %v", op, err)
		}
		r.sessions(sign.Asking{Account: strings.Repeat("0", 32)})
	}
	r.sessions(sign.Asking{})
	if _, err := r.Share(t.Context(), document(share.KindR2Session)); err == nil || !strings.Contains(err.Error(), "names no account there") {
		t.Errorf("at another server than R2: %v", err)
	}
	form := document(share.KindR2Session)
	form.Operation = share.Form
	if _, err := r.Share(t.Context(), form); err == nil || !strings.Contains(err.Error(), "R2 knows no forms") {
		t.Errorf("a form: %v", err)
	}
}
