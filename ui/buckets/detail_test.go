package buckets

import (
	"context"
	"strings"
	"testing"
	"time"

	"signet/s3browser"
	"signet/ui/uitest"
)

// setup tells how the buckets of a test are set up.
type setup struct{ refused error }

func (setup) Region(context.Context, string) (string, error)     { return "eu-west-3", nil }
func (setup) Versioning(context.Context, string) (string, error) { return "Enabled", nil }
func (s setup) Encryption(context.Context, string) (s3browser.Encryption, error) {
	return s3browser.Encryption{Algorithm: "aws:kms", KMSKeyID: "arn:aws:kms:eu-west-3:123456789012:key/x"}, s.refused
}

func (setup) PublicAccess(context.Context, string) (s3browser.PublicAccess, error) {
	return s3browser.PublicAccess{BlockACLs: true, IgnoreACLs: true, BlockPolicy: true, Restrict: true}, nil
}

func (setup) ObjectLock(context.Context, string) (s3browser.ObjectLock, error) {
	return s3browser.ObjectLock{On: true, Mode: "GOVERNANCE", Years: 1}, nil
}

func (setup) Lifecycle(context.Context, string) ([]s3browser.LifecycleRule, error) {
	return []s3browser.LifecycleRule{{Name: "tidy\x1b[31m", Prefix: "logs/", Days: 30}, {Parts: 7}}, nil
}

// The details stand beside the list, or on tab instead of it, and one that is refused
// is said in its place.
func TestDetailsOfABucket(t *testing.T) {
	p := three()
	d, s, _ := start(t, p)
	d.View(120, 40)
	d.Press("down")
	uitest.Sizes(t, s)
	d.View(80, 24)
	d.Press("tab")
	d.Goldens("detail")
	uitest.CheckKeys(t, s.Keys())
	p.setup.refused = &s3browser.Error{Kind: s3browser.AccessDenied, Needs: "s3:GetEncryptionConfiguration", Sentence: "access denied reading the encryption of s3://acme-hr", Hint: "needs s3:GetEncryptionConfiguration"}
	d.Press("r")
	if v := d.View(80, 24); !strings.Contains(v, "not allowed: needs s3:GetEncryptionConfiguration") || !strings.Contains(v, "every version is kept") {
		t.Error(v)
	}
}

// Moving on ends the questions, and coming back asks anew what was not told.
func TestLeavingABucketEndsItsQuestions(t *testing.T) {
	d, s, _ := start(t, three())
	d.View(120, 40)
	d.Hold = true
	d.Press("down")
	late := d.Pending()
	d.Press("up")
	d.Hold = false
	d.Settle()
	if v := d.View(120, 40); late == 0 || strings.Contains(v, "…  ") || !strings.Contains(v, "every version is kept") {
		t.Errorf("%d questions\n%s", late, v)
	}
	d.Press("down")
	if v := d.View(120, 40); !strings.Contains(v, "eu-west-3") {
		t.Errorf("not asked anew:\n%s", v)
	}
	_ = s
}

func TestLifecycleInWords(t *testing.T) {
	day := time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)
	for want, r := range map[string]s3browser.LifecycleRule{
		"all objects: removed after 1 day (x)":                                                                                                 {Name: "x", Days: 1},
		"off: below a/, tagged k=v: to GLACIER after 90 days, removed from 2 Jan 2027 on":                                                      {Off: true, Prefix: "a/", Tags: []s3browser.Tag{{Key: "k", Value: "v"}}, Moves: []s3browser.Move{{Days: 90, Class: "GLACIER"}}, Date: day},
		"larger than 1 MB, smaller than 2 MB: old versions to STANDARD_IA after 30 days, old versions removed after 60 days, but the newest 3": {Larger: 1e6, Smaller: 2e6, OldMoves: []s3browser.Move{{Days: 30, Class: "STANDARD_IA"}}, Old: 60, Keep: 3},
		"all objects: delete markers that hide nothing removed, unfinished uploads removed after 7 days":                                       {Markers: true, Parts: 7},
		"all objects: nothing that is known here":                                                                                              {},
	} {
		if got := ruleWords(&r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSetupInWords(t *testing.T) {
	for want, got := range map[string][]string{
		"off": objectLock(s3browser.ObjectLock{}), "on; new objects for 30 days, compliance": objectLock(s3browser.ObjectLock{On: true, Mode: "COMPLIANCE", Days: 30}),
		"on; new objects are not locked by themselves": objectLock(s3browser.ObjectLock{On: true}),
		"none by default":         encryption(s3browser.Encryption{}),
		"a public policy refused": publicAccess(s3browser.PublicAccess{BlockPolicy: true}),
		"not blocked by the bucket; the account may block it": publicAccess(s3browser.PublicAccess{}),
		"no rules: nothing ends by itself":                    lifecycle(nil),
	} {
		if len(got) != 1 || got[0] != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
