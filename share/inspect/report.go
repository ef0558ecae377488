// Package inspect says what a pasted link is: pre-signed URLs of S3 and of the
// other object stores, upload form policies, plain S3 addresses. It tells what
// the link allows, on what, signed by which key, until when, and what is wrong
// with it, and repairs what a mail program or a chat did to it.
//
// It works offline and from the text alone, so it never says that a link works:
// only the server knows the key. It never gives away what it was shown: tokens
// and whole signatures stay in share.Secret fields.
package inspect

import (
	"time"

	"signet/share"
	"signet/share/say"
)

// MaxInput is how much of a pasted text is looked at, in bytes.
const MaxInput = 1 << 20

// Report is everything that could be read off the text. Strings come from the
// text, so they must be cleaned before a terminal; none of them holds a token
// or a whole signature. The JSON names are stable.
type Report struct {
	Kind  Kind   `json:"kind"`
	Name  string `json:"name"` // the kind in words
	State State  `json:"state"`

	Method string `json:"method,omitempty"` // empty: not visible in the link
	Allows string `json:"allows,omitempty"` // in words
	Target Target `json:"target,omitzero"`
	Signer Signer `json:"signer,omitzero"`

	SignedAt time.Time `json:"signed_at,omitzero"`
	Opens    time.Time `json:"opens,omitzero"`      // not usable before; zero: at once
	Seconds  int64     `json:"seconds,omitempty"`   // lifetime, where the link states one
	Expires  time.Time `json:"expires,omitzero"`    // as the link itself says
	Ends     time.Time `json:"ends,omitzero"`       // the least of all ends that can be known
	EndsWith string    `json:"ends_with,omitempty"` // what ends it: "the link", "the session token", ...
	AtMost   bool      `json:"at_most,omitempty"`   // Ends is an upper bound: something unseen may end it sooner

	Headers    []string    `json:"headers,omitempty"` // that must be sent, because they are signed; never host
	Token      *Token      `json:"session_token,omitempty"`
	Response   []Pair      `json:"response,omitempty"`   // what the answer's headers are overridden with
	Filename   string      `json:"filename,omitempty"`   // that the recipient saves under
	Conditions []Condition `json:"conditions,omitempty"` // of an upload form
	Limits     []string    `json:"limits,omitempty"`     // from which addresses, by which protocol
	TrackID    string      `json:"track_id,omitempty"`
	Signature  Signature   `json:"signature,omitzero"`

	Findings   []say.Remark `json:"findings"`
	Repairable bool         `json:"repairable"`
	Guess      bool         `json:"guess,omitempty"` // damage was undone in a way that is not certain; the link is not offered

	Others []Report `json:"-"` // further signed links of the same text, each for itself

	azure string // what a signature of Azure is for, as its sr says

	signed  bool // the secret part is there and whole
	settled bool // as the share log says that it was signed

	ticket   share.Secret // what cookies of CloudFront say, as the parameters of a link; empty: they are none
	URL      share.Secret `json:"-"` // the link as understood, after all repairs; empty: no URL
	Repaired share.Secret `json:"-"` // URL, if damage was undone and it is whole
}

// Kind says what sort of link it is. The values are stable.
type Kind string

// The kinds.
const (
	SigV4            Kind = "sigv4"
	SigV4A           Kind = "sigv4a"
	SigV2            Kind = "sigv2"
	PostPolicy       Kind = "post-policy"
	CloudFrontCanned Kind = "cloudfront-canned"
	CloudFrontCustom Kind = "cloudfront-custom"
	GoogleV4         Kind = "google-v4"
	GoogleV2         Kind = "google-v2"
	AzureService     Kind = "azure-service"
	AzureAccount     Kind = "azure-account"
	AzureDelegation  Kind = "azure-user-delegation"
	Alibaba          Kind = "alibaba-oss"
	Tencent          Kind = "tencent-cos"

	CloudFrontCookies Kind = "cloudfront-cookies"
	Firebase          Kind = "firebase-token"
	Supabase          Kind = "supabase-signed"
	OraclePAR         Kind = "oracle-par"
	Backblaze         Kind = "backblaze-token"
	SwiftTempURL      Kind = "swift-tempurl"
	HuaweiOBS         Kind = "huawei-obs"
	Qiniu             Kind = "qiniu"
	AlibabaCDN        Kind = "alibaba-cdn"
	Akamai            Kind = "akamai-token"
	Bunny             Kind = "bunny-token"
	Imgix             Kind = "imgix"

	SharedFile Kind = "share-link"  // of Dropbox and its like
	PlainS3    Kind = "s3-unsigned" // an S3 URL without a signature
	S3URI      Kind = "s3-uri"
	ARN        Kind = "arn"
	Opaque     Kind = "redirect" // a shortener or wrapper that hides the link
	OtherURL   Kind = "url"
	NotURL     Kind = "none"
)

// Signed reports whether links of this kind carry a signature.
func (k Kind) Signed() bool {
	switch k {
	case SharedFile, PlainS3, S3URI, ARN, Opaque, OtherURL, NotURL, "":
		return false
	}
	return true
}

// State says whether the link may still work, going by its own dates.
type State string

// The states.
const (
	Open      State = "open"
	Expired   State = "expired"
	NotYet    State = "not-yet"
	Broken    State = "broken"    // cut off, damaged or made so that no server accepts it
	Altered   State = "altered"   // not as the share log says that it was signed
	Unchecked State = "unchecked" // its dates allow it, but nothing here tells whether it was changed
	Unknown   State = "unknown"   // its end cannot be seen
	Unsigned  State = "unsigned"  // nothing to expire
)

// Usable reports a signed link that can be valid now, as far as the text tells: it is
// whole, not ended, and nothing that is known makes a server refuse it.
func (r Report) Usable() bool {
	switch r.State {
	case Open, Unchecked, Unknown:
		return r.Kind.Signed() && r.Kind != CloudFrontCookies && r.signed && !r.Guess && say.Worst(r.Findings) != say.Bad
	}
	return false
}

// Target is what the link is for.
type Target struct {
	Store     string `json:"store,omitempty"` // "AWS S3", "Google Cloud Storage", ...
	Scheme    string `json:"scheme,omitempty"`
	Host      string `json:"host,omitempty"`
	Region    string `json:"region,omitempty"`
	Service   string `json:"service,omitempty"` // of the credential scope: "s3"
	Bucket    string `json:"bucket,omitempty"`  // or container
	Key       string `json:"key,omitempty"`
	VersionID string `json:"version_id,omitempty"`
	Style     string `json:"style,omitempty"`   // how the bucket is named: "virtual host", "path", "access point", ...
	Guessed   bool   `json:"guessed,omitempty"` // the host is nobody's we know; bucket and key are a guess
}

// Signer is the key that signed.
type Signer struct {
	KeyID     string `json:"key_id,omitempty"` // access key id, key pair id, account's address
	Temporary bool   `json:"temporary,omitempty"`
	Account   string `json:"account,omitempty"` // AWS account number, computed from newer key ids
	Detail    string `json:"detail,omitempty"`  // in words
}

// Token is what can be said of a session token inside a link without showing it.
type Token struct {
	Bytes    int       `json:"bytes"`
	Readable bool      `json:"readable"` // a JWT, as MinIO issues them: anyone with the link can read it
	Expires  time.Time `json:"expires,omitzero"`
	Parent   string    `json:"parent,omitempty"` // the user it was issued to
	Policy   []string  `json:"policy,omitempty"` // its session policy, one statement a line
}

// Pair is a response header that the link overrides.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Condition is one rule of an upload form.
type Condition struct {
	Field string `json:"field"`
	Match string `json:"match"` // "is", "starts with", "between"
	Value string `json:"value"`
}

// Signature is what may be said of a signature.
type Signature struct {
	Start  string `json:"start,omitempty"`  // the first six characters
	SHA256 string `json:"sha256,omitempty"` // hex SHA-256 of the signature, as the share log keeps it; only if whole
}
