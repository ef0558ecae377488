package ui

import (
	"context"
	"strings"
	"testing"

	"signet/share"
)

// twoPlaces are one of AWS and one of a server of one's own.
func twoPlaces(p *Parts) {
	own := func() []string { return []string{"https://minio.example.com"} }
	p.Places = func(context.Context) ([]Place, error) {
		return []Place{{Name: "work", Browser: shelf{}}, {Name: "attic", Browser: shelf{}, Servers: own}}, nil
	}
	p.At = share.Target{Place: "work", Bucket: "acme"}
}

// An address of another place is not opened here; one key opens it there.
func TestAnAddressOfAnotherPlace(t *testing.T) {
	for text, want := range map[string]string{
		"https://minio.example.com/zeta/x/b.pdf": "› b.pdf",
		"https://MinIO.example.com:443/zeta/x/":  "signet attic › zeta/x/",
		"https://zeta.minio.example.com/x/":      "signet attic › zeta/x/",
	} {
		r := open(t, twoPlaces)
		r.press("ctrl+o")
		r.types(text)
		r.press("tab") // nothing is offered yet
		r.press("enter")
		got := strings.Join(strings.Fields(r.screen()), " ")
		for _, says := range []string{"it fits the place attic", "tab open it at attic", "esc cancel"} {
			if !strings.Contains(got, says) {
				t.Errorf("%s: no %q:\n%s", text, says, r.screen())
			}
		}
		r.press("tab")
		r.shows(want)
	}
	r := open(t, twoPlaces)
	r.press("ctrl+o")
	r.types("https://zeta.fra1.digitaloceanspaces.com/x/y")
	r.press("enter", "tab") // no place fits
	if got := r.screen(); !strings.Contains(got, "DigitalOcean") && !strings.Contains(got, "go to") || strings.Contains(got, "tab open it") {
		t.Errorf("offers\n%s", got)
	}
}

// A version that the address names is what the form is about.
func TestAnAddressOfAVersion(t *testing.T) {
	r := open(t, twoPlaces)
	r.press("ctrl+o")
	r.types("https://zeta.s3.amazonaws.com/x/b.pdf?versionId=v17")
	r.press("enter")
	r.shows("zeta/x/b.pdf")
	r.shows("(this version)")
}

// A signed link behind s3:// goes nowhere: not to the server, not into the header.
func TestASecretIsNotGoneTo(t *testing.T) {
	signature := strings.Repeat("0a", 32)
	for text, says := range map[string]string{
		"s3://acme/in/file.txt?X-Amz-Credential=AKIA&X-Amz-Signature=" + signature: "write s3://acme/in/file.txt",
		"s3://acme/in/file.txt%3FX-Amz-Signature=" + signature:                     "write s3://acme/in/file.txt",
		strings.Repeat("aB3d", 10):                                                 "looks like a secret key",
		"s3://" + strings.Repeat("aB3d", 10) + "/x":                                "looks like a secret key",
	} {
		r := open(t, twoPlaces)
		r.press("ctrl+o")
		r.types(text)
		r.press("enter")
		if got := strings.Join(strings.Fields(r.screen()), " "); !strings.Contains(got, says) || !strings.Contains(got, "go to") {
			t.Errorf("%s:\n%s", text, r.screen())
		}
	}
}
