package inspect

import (
	"strings"

	"signet/share/say"
)

// googleV4 reads signed URLs of Google Cloud Storage:
// https://cloud.google.com/storage/docs/access-control/signed-urls
func (rd reader) googleV4() {
	r, q := rd.r, rd.q
	parts := strings.Split(q.get("X-Goog-Credential"), "/")
	date := ""
	if len(parts) >= 5 {
		date = parts[len(parts)-4]
		r.Signer.KeyID = cut(strings.Join(parts[:len(parts)-4], "/"), 200)
		if region := parts[len(parts)-3]; region != "auto" {
			r.Target.Region = cut(region, 40)
		}
	} else if q.has("X-Goog-Credential") {
		rd.n.add("credential", say.Bad, "the credential in the link is not whole", "copy the link again")
	}
	r.Signer.Detail = "an HMAC key"
	if strings.Contains(r.Signer.KeyID, "@") {
		r.Signer.Detail = "a Google service account"
	}
	rd.dates(q.get("X-Goog-Date"), q.get("X-Goog-Expires"), date)
	r.Headers = signedHeaders(q.get("X-Goog-SignedHeaders"))
	rd.googleObject()
}

// googleV2 reads the older form, with an absolute end.
func (rd reader) googleV2() {
	rd.r.Signer = Signer{KeyID: cut(rd.q.get("GoogleAccessId"), 200), Detail: "a Google service account"}
	rd.absolute("Expires")
	rd.googleObject()
}

func (rd reader) googleObject() {
	r := rd.r
	r.Target.Store, r.Target.Guessed = "Google Cloud Storage", false
	r.Target.VersionID = cut(rd.q.get("generation"), 64)
	r.Allows = "one thing, not visible in the link: a download most likely"
	for _, p := range rd.q {
		if strings.HasPrefix(strings.ToLower(p.name), "response-") {
			r.Method, r.Allows = "GET", "download"
		}
	}
}
