package s3browser

import (
	"testing"

	"signet/demo"
)

// What the demo says of its buckets, in S3's own documents and refusals.
func TestSetupOfABucket(t *testing.T) {
	s := start(t, demo.Options{})
	c, ctx := connect(s, s.Owner()), t.Context()
	if e, err := c.Encryption(ctx, "field-reports"); err != nil || e != (Encryption{Algorithm: "AES256"}) {
		t.Errorf("encryption %+v, %v", e, err)
	}
	if p, err := c.PublicAccess(ctx, "field-reports"); err != nil || p != (PublicAccess{true, true, true, true}) {
		t.Errorf("public access %+v, %v", p, err)
	}
	rules, err := c.Lifecycle(ctx, "field-reports")
	if err != nil || len(rules) != 2 || rules[0].Name != "outbox after 4 days" || rules[0].Prefix != "outbox/" || rules[0].Days != 4 || rules[1].Parts != 7 || rules[1].Off {
		t.Errorf("lifecycle %+v, %v", rules, err)
	}
	if rules, err := c.Lifecycle(ctx, "acme-contracts"); err != nil || rules != nil {
		t.Errorf("no lifecycle: %+v, %v", rules, err)
	}
	if l, err := c.ObjectLock(ctx, "board-minutes"); err != nil || !l.On || l.Mode != "" {
		t.Errorf("object lock %+v, %v", l, err)
	}
	if l, err := c.ObjectLock(ctx, "acme-contracts"); err != nil || l.On {
		t.Errorf("no object lock: %+v, %v", l, err)
	}
	h, err := c.Head(ctx, "board-minutes", "2025/Minutes Q1.pdf", "")
	if err != nil || h.LockMode != "COMPLIANCE" || h.LockUntil.IsZero() {
		t.Errorf("locked object %+v, %v", h, err)
	}
	const key = "2026/Nordwind Logistik/Service Agreement.pdf"
	if tags, err := c.Tags(ctx, "acme-contracts", key); err != nil || len(tags) != 2 || tags[0] != (Tag{"matter", "NW-2026-17"}) {
		t.Errorf("tags %+v, %v", tags, err)
	}
	if _, err := connect(s, s.Guest()).Lifecycle(ctx, "board-minutes"); err == nil {
		t.Error("the guest is told of a bucket that he is denied")
	} else {
		if e := failure(t, err, AccessDenied); e.Needs != "s3:GetLifecycleConfiguration" || e.Unsupported() {
			t.Errorf("needs %q, unsupported %t", e.Needs, e.Unsupported())
		}
	}
	if sums, err := c.Checksums(ctx, "acme-contracts", key); err != nil {
		t.Errorf("checksums %+v, %v", sums, err)
	}
}

func TestWhatAServerDoesNotKnow(t *testing.T) {
	c := serve(t, refuse(501, "NotImplemented", "A header you provided implies functionality that is not implemented"))
	_, err := c.PublicAccess(t.Context(), "b")
	if e := failure(t, err, Other); !e.Unsupported() {
		t.Errorf("not unsupported: %+v", e)
	}
}
