package sign_test

import (
	"crypto/x509"
	"encoding/pem"
	"strings"
	"time"

	"signet/demo"
	"signet/share"
	"signet/share/cloudfront"
	"signet/share/sign"
)

// front is a distribution before the bucket, and the service that signs for it.
func (r *rig) front(o demo.DistributionOptions) (*demo.Distribution, *share.Service) {
	r.t.Helper()
	id, private, err := r.server.FrontKey()
	if err != nil {
		r.t.Fatal(err)
	}
	d, err := r.server.Distribute(r.t.Context(), o)
	if err != nil {
		r.t.Fatal(err)
	}
	d.Trust(id, &private.PublicKey)
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		r.t.Fatal(err)
	}
	signer := sign.New(nil)
	signer.Distribution = func(string, string) (sign.Distribution, bool) {
		return sign.Distribution{
			Domain: d.URL(), KeyPairID: id, Bucket: o.Bucket, Prefix: o.Prefix, ForwardsQuery: o.ForwardsQuery, Origin: r.server.Endpoint(),
			Hash: cloudfront.SHA256, Key: func() (cloudfront.Key, error) {
				return cloudfront.ParseKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
			},
		}, true
	}
	return d, &share.Service{Signer: signer, Clock: r.now, Signers: func(string) []share.SignerOffer {
		return []share.SignerOffer{{Name: "front", Kind: share.KindCloudFront}}
	}}
}

// fronted uses a link by a distribution in front of the bucket; change damages it.
func (r *rig) fronted(key string, change func(string) string) answer {
	_, s := r.front(demo.DistributionOptions{Bucket: "plain"})
	l, err := s.Share(r.t.Context(), share.Request{Target: share.Target{Bucket: "plain", Key: key}, Operation: share.Download, Signer: "front", Lifetime: share.For(10 * time.Minute)})
	if err != nil {
		r.t.Fatal(err)
	}
	link := change(l.URL.Reveal())
	if link == l.URL.Reveal() && key == "there" {
		r.set(l.Terms.Ends)
	}
	return r.send(l.Method, link, nil, "")
}

// frontRefused is what the link of a distribution can meet.
func frontRefused() (all []refused) {
	for _, c := range []struct {
		refused
		key    string
		change func(string) string
	}{
		{refused{"a front: over", nil, 403, "AccessDenied", words{"CloudFront refuses the link", "CloudFront does not say which", "signet inspect"}}, "there", asMade},
		{refused{"a front: nothing there", nil, 403, "AccessDenied", words{"the store behind it refuses", "the object is not there, or the distribution has no right to it", "the distribution may read it"}}, "nothing", asMade},
		{refused{"a front: cut off", nil, 403, "MissingKey", words{"no signature", "cut off the link", "copy the whole link"}}, "there", replace(`&Key-Pair-Id=.*`, "")},
		{refused{"a front: another key", nil, 403, "InvalidKey", words{"does not know the key", "taken out of the key group", "sign a new link"}}, "there", replace(`Key-Pair-Id=K`, "Key-Pair-Id=Q")},
		{refused{"a front: letters lost", nil, 403, "MalformedSignature", words{"cannot read the signature", "changed on the way", "exactly as it was made"}}, "there", replace(`Signature=`, "Signature=!")},
		{refused{"a front: a policy that is none", nil, 403, "MalformedPolicy", words{"cannot read the policy", "changed on the way", "shows its policy"}}, "there", func(l string) string { return strings.Replace(l, "Expires=", "Policy=!&Expires=", 1) }},
	} {
		row := c.refused
		row.do = func(r *rig) answer { return r.fronted(c.key, c.change) }
		all = append(all, row)
	}
	return all
}
