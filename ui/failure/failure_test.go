package failure

import (
	"errors"
	"fmt"
	"testing"

	"signet/s3browser"
)

func TestExplain(t *testing.T) {
	known := &s3browser.Error{Kind: s3browser.AccessDenied, Sentence: "access denied", Why: "a policy says no", Hint: "needs s3:ListBucket"}
	for _, c := range []struct {
		err                    error
		sentence, more         string
		wantDenied, wantExpire bool
	}{
		{known, "access denied", "a policy says no; needs s3:ListBucket", true, false},
		{fmt.Errorf("list: %w", known), "access denied", "a policy says no; needs s3:ListBucket", true, false},
		{&s3browser.Error{Kind: s3browser.ExpiredSession, Sentence: "the session is over"}, "the session is over", "", false, true},
		{errors.New("broken pipe"), "broken pipe", "", false, false},
	} {
		sentence, more := Explain(c.err)
		if sentence != c.sentence || more != c.more || Denied(c.err) != c.wantDenied || Expired(c.err) != c.wantExpire {
			t.Errorf("%v: %q, %q", c.err, sentence, more)
		}
	}
	wrong := &s3browser.Error{Kind: s3browser.BadCredentials, Sentence: "the signature does not match", Hint: "check the secret key"}
	for _, c := range []struct {
		err         error
		flags, want string
	}{
		{wrong, "--place 'my nas'", "check the secret key; signet doctor --place 'my nas' looks at keys, clock and server one by one"},
		{wrong, "", "check the secret key; signet doctor, for the same place, looks at keys, clock and server one by one"},
		{wrong, "--profile acme", "check the secret key; signet doctor --profile acme looks at keys, clock and server one by one"},
		{known, "--place nas", "a policy says no; needs s3:ListBucket"},
		{errors.New("broken pipe"), "--place nas", ""},
	} {
		if _, more := First(c.err, c.flags); more != c.want {
			t.Errorf("%v: %q", c.err, more)
		}
	}
	if Denied(nil) || Expired(nil) {
		t.Error("no error is no refusal")
	}
}
