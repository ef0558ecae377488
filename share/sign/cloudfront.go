package sign

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"signet/share"
	"signet/share/cloudfront"
)

// Distribution is a signer of the kind cloudfront, as the settings of a place have it.
type Distribution struct {
	Domain, KeyPairID string
	Bucket, Prefix    string // what it serves; the prefix is no part of its addresses
	Origin            string // the endpoint that it asks, as share.Endpoint.URL
	Hash              cloudfront.Hash
	ForwardsQuery     bool                           // parameters of the address reach S3
	Key               func() (cloudfront.Key, error) // reads the private key
}

func (s *Signer) distribution(place, signer string) (Distribution, bool) {
	if s.Distribution == nil {
		return Distribution{}, false
	}
	return s.Distribution(place, signer)
}

// distributed says who signs for a target by a signer that is no key of S3's. Nothing
// is asked of anybody: neither AWS nor its credentials are needed.
func (s *Signer) distributed(target share.Target, signer string) (share.Identity, share.Endpoint, error) {
	d, ok := s.distribution(target.Place, signer)
	if !ok {
		return share.Identity{}, share.Endpoint{}, &share.UsageError{Op: "--signer", Problem: "the place " + target.Place + " has no signer " + signer}
	}
	if target.Bucket != d.Bucket || !strings.HasPrefix(target.Key, d.Prefix) {
		return share.Identity{}, share.Endpoint{}, &share.UsageError{
			Op: "--signer", Problem: signer + " serves s3://" + d.Bucket + "/" + d.Prefix + ", and not " + target.URI(), Hint: "share it with the place's own key",
		}
	}
	if _, err := d.Key(); err != nil {
		return share.Identity{}, share.Endpoint{}, fmt.Errorf("sign %s: %w", target.URI(), err)
	}
	m := share.Mandate{Kind: share.KindCloudFront, Strips: d.Prefix, Hash: string(d.Hash), Query: d.ForwardsQuery, Origin: d.Origin}
	id := share.Identity{AccessKeyID: d.KeyPairID, Source: "key pair of CloudFront", Mandate: m}
	return id, share.Endpoint{URL: d.url(), Place: target.Place, Signer: signer}, nil
}

// url is where the distribution answers. That of the demo says itself that it has no
// certificate.
func (d Distribution) url() string {
	if strings.HasPrefix(d.Domain, "http://") {
		return d.Domain
	}
	return "https://" + d.Domain
}

// cloudFront signs a spec with the key pair that it names.
func (s *Signer) cloudFront(spec share.Spec) (share.Signed, error) {
	d, ok := s.distribution(spec.Endpoint.Place, spec.Endpoint.Signer)
	if !ok || d.KeyPairID != spec.AccessKeyID {
		return share.Signed{}, &share.KeyGoneError{AccessKeyID: spec.AccessKeyID}
	}
	key, err := d.Key()
	if err != nil {
		return share.Signed{}, fmt.Errorf("sign %s: %w", spec.Target.URI(), err)
	}
	by := cloudfront.Signer{KeyPairID: spec.AccessKeyID, Key: key, Hash: cloudfront.Hash(spec.Mandate.Hash)}
	link, err := by.Sign(distributedURL(spec), distributedPolicy(spec))
	if err != nil {
		return share.Signed{}, fmt.Errorf("sign %s: %w", spec.Target.URI(), err)
	}
	_, signature, _ := strings.Cut(link, "&Signature=") // behind Expires or Policy
	signature, _, _ = strings.Cut(signature, "&")
	sum := sha256.Sum256([]byte(signature)) // as it stands: its letters have two cases
	return share.Signed{Method: http.MethodGet, URL: share.NewSecret(link), SignatureSHA256: hex.EncodeToString(sum[:])}, nil
}

// distributedURL is the address of an object at a distribution.
func distributedURL(spec share.Spec) string {
	link := spec.Endpoint.URL + "/" + escapePath(strings.TrimPrefix(spec.Target.Key, spec.Mandate.Strips))
	separator := "?"
	for _, p := range spec.Signs().Query {
		link += separator + p.Name + "=" + escapeQuery(p.Value)
		separator = "&"
	}
	return link
}

func distributedPolicy(spec share.Spec) cloudfront.Policy {
	p := cloudfront.Policy{Ends: spec.Ends()}
	if spec.Mandate.Below {
		p.Resource = spec.Endpoint.URL + "/" + escapePath(strings.TrimPrefix(spec.Folder(), spec.Mandate.Strips)) + "*"
	}
	if spec.Mandate.Starts {
		p.Starts = spec.SignedAt
	}
	if len(spec.Mandate.From) > 0 {
		p.From = spec.Mandate.From[0]
	}
	return p
}
