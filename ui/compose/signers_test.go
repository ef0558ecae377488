package compose

import (
	"strings"
	"testing"
	"time"

	"signet/share"
)

// fronted is a place that has a signer of CloudFront too.
func fronted(r *rig) {
	front := share.SignerOffer{Name: "front", Kind: share.KindCloudFront}
	r.in.Signers = []share.SignerOffer{{Name: share.DefaultSigner, Kind: share.KindKey}, front}
	r.service.Signers = func(string) []share.SignerOffer { return []share.SignerOffer{front} }
}

// Where a place has one signer, nobody is asked which.
func TestOneSignerIsNotAskedFor(t *testing.T) {
	r := newRig(t)
	if got := r.View(120, 40); strings.Contains(got, "signed by") || strings.Contains(got, "only from") {
		t.Errorf("a choice of one:\n%s", got)
	}
}

// The form chooses who signs; the card says what each gives and how large its code is.
func TestWhoSignsIsChosen(t *testing.T) {
	r := newRig(t, fronted)
	view, card := r.View(120, 40), r.card()
	if !strings.Contains(view, "signed by") || strings.Contains(view, "only from") {
		t.Fatalf("the row is not there, or a network that a key cannot keep:\n%s", view)
	}
	for _, want := range []string{
		"default key: at most 7 days, from everywhere; code 65 modules",
		"front CloudFront: until any day to 19 Jan 2038, from one network or everywhere, download links alone, for a whole folder too; code 65 modules",
	} {
		if !strings.Contains(card, want) {
			t.Errorf("the card lacks %q:\n%s", want, view)
		}
	}

	r.goTo(fieldSigner)
	r.Press("right")
	r.fill(fieldFrom, "203.0.113.0/24")
	r.goTo(fieldExpiry)
	for range 9 {
		r.Press("right")
	}
	r.fill(fieldTyped, "400d")
	foot := r.foot()
	for _, want := range []string{"who comes from 203.0.113.0/24 can download", "(400 days)", "Signed by front (CloudFront); it is taken back by removing the key"} {
		if !strings.Contains(foot, want) {
			t.Errorf("%q is not said: %s", want, foot)
		}
	}
	if card := r.card(); !strings.Contains(card, "at most Tue 19 Jan 2038") || strings.Contains(card, "cuts it short") {
		t.Errorf("the most of CloudFront is not on the card: %s", card)
	}
	r.Press("ctrl+s")
	if len(r.service.shared) != 1 {
		t.Fatal("not signed")
	}
	if got := r.service.shared[0]; got.Signer != "front" || len(got.From) != 1 || got.From[0].String() != "203.0.113.0/24" || got.Lifetime.Duration != 400*24*time.Hour {
		t.Errorf("signed by %q from %v for %v", got.Signer, got.From, got.Lifetime)
	}
}

// What the chosen signer cannot do is said, and the way back to the other takes its
// limits along: a network that nothing would enforce is not asked of it.
func TestWhatASignerCannotDo(t *testing.T) {
	r := newRig(t, fronted)
	r.goTo(fieldSigner)
	r.Press("right")
	r.fill(fieldFrom, "203.0.113.7/24")
	if got := r.View(119, 40); !strings.Contains(got, "names a host within its network") {
		t.Errorf("not said below the field:\n%s", got)
	}
	r.goTo(fieldSigner)
	r.Press("left")
	if got := r.Screen.(*Screen).plan.plan.Request; got.Signer != "" || len(got.From) > 0 {
		t.Errorf("asked of %q: %v", got.Signer, got.From)
	}
	r.goTo(fieldExpiry)
	for range 9 {
		r.Press("right")
	}
	r.fill(fieldTyped, "400d")
	if got := r.View(119, 40); !strings.Contains(got, "over 7 days") {
		t.Errorf("a key signs for a year:\n%s", got)
	}
}

// A share that is made anew is signed as before.
func TestRenewedByTheSameSigner(t *testing.T) {
	r := newRig(t, fronted, func(r *rig) {
		r.in.Request.Signer = "front"
		r.in.Request.From, _ = share.ParseNetworks([]string{"203.0.113.0/24"})
		r.in.Request.Lifetime = share.For(400 * 24 * time.Hour)
	})
	if foot := r.foot(); !strings.Contains(foot, "who comes from 203.0.113.0/24") || !strings.Contains(foot, "(400 days)") {
		t.Errorf("another link than before: %s", foot)
	}
}

// A signer that can opens the folder of the object too, and says so before it is signed;
// the key, and an object in no folder, are not asked.
func TestAWholeFolder(t *testing.T) {
	r := newRig(t, fronted)
	if strings.Contains(r.View(119, 40), "whole folder") {
		t.Error("a key is asked for what it cannot")
	}
	r.goTo(fieldSigner)
	r.Press("right")
	r.goTo(fieldBelow)
	r.Press("right")
	folder := r.in.Request.Folder()
	if foot := r.foot(); folder == "" || !strings.Contains(foot, "all else that is or will be below "+r.in.Request.Target.Bucket+"/"+folder) {
		t.Errorf("not said: %s", foot)
	}
	r.Press("ctrl+s")
	if len(r.service.shared) != 1 || !r.service.shared[0].Below {
		t.Errorf("signed: %+v", r.service.shared)
	}
	r = newRig(t, fronted, func(r *rig) { r.in.Request.Target.Key = "q3.pdf" })
	r.goTo(fieldSigner)
	r.Press("right")
	if strings.Contains(r.View(119, 40), "whole folder") {
		t.Error("an object in no folder is asked for the whole bucket")
	}
}

// Two keys lead from what is allowed to who gets it, however many signers a place has.
func TestTheRecipientComesBeforeWhoSigns(t *testing.T) {
	r := newRig(t, fronted)
	r.goTo(fieldOp)
	r.Press("tab", "tab")
	if at := r.Screen.(*Screen).form.Focus(); at != fieldTo {
		t.Errorf("two keys below what is allowed stands %q", at)
	}
}
