package share

import (
	"context"
	"strings"
	"testing"
	"time"
)

// drafter signs as a server would see it.
type drafter struct{ signed int }

func (d *drafter) Identity(context.Context, Target, string) (Identity, Endpoint, error) {
	return Identity{AccessKeyID: "AKIAEXAMPLE"}, Endpoint{Region: "eu-central-1"}, nil
}

func (d *drafter) Sign(_ context.Context, s Spec) (Signed, error) {
	d.signed++
	return Signed{Method: "GET", URL: NewSecret("https://host/" + s.Target.Key + "?X-Amz-Signature=0123abcd&x=1")}, nil
}

// A draft is as long as the link, opens nothing and is in no log.
func TestDraft(t *testing.T) {
	d := &drafter{}
	s := &Service{Signer: d, Clock: func() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }}
	plan, err := s.Plan(t.Context(), Request{Target: Target{Bucket: "acme", Key: "a.pdf"}, Operation: Download, Lifetime: For(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	draft, err := s.Draft(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	if got := draft.URL.Reveal(); got != "https://host/a.pdf?X-Amz-Signature=dcba3210&x=1" {
		t.Errorf("%s", strings.ReplaceAll(got, "host", "HOST"))
	}
	plan.Request.Operation = Form
	if draft, err = s.Draft(t.Context(), plan); err != nil || !draft.URL.Empty() || d.signed != 1 {
		t.Errorf("a form has the link %v, %v, signed %d times", draft.URL, err, d.signed)
	}
}
