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
