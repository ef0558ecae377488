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
	if Denied(nil) || Expired(nil) {
		t.Error("no error is no refusal")
	}
}
