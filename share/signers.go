package share

import (
	"slices"
	"time"

	"signet/share/say"
)

// SignerKind says what sort of key signs a link. Empty is KindKey, as in the records of
// the time when there was no other.
type SignerKind string

// The kinds.
const (
	KindKey          SignerKind = "key"
	KindMinIOKey     SignerKind = "minio-key"
	KindAWSSession   SignerKind = "aws-session"
	KindMinIOSession SignerKind = "minio-session"
	KindR2Session    SignerKind = "r2-session"
	KindCloudFront   SignerKind = "cloudfront"
)

// DefaultSigner is the name of the signer that every place has: its own key, or that of
// [place.sign].
const DefaultSigner = "default"

// SignerInfo is all that differs by the kind of a signer. Terms, settings, refusals, the
// form, the log and the help read it here.
type SignerInfo struct {
	Kind     SignerKind
	Name     string        // in words
	Needs    []string      // settings that it cannot do without
	Takes    []string      // settings that it may have besides
	Only     []Operation   // that its links can be of; nil: all
	Why      string        // completes why it is no other
	Longest  time.Duration // the longest life of a link; 0: none
	Last     time.Time     // the latest end; zero: none
	Over     string        // completes "over 7 days, ..." or "past 19 Jan 2038, ..."
	Networks int           // how many networks a link can be limited to
	OnlyIPv4 string        // completes "... is of IPv6, and ..."; empty: networks may be of both
	Believes string        // what can be said against a limit to networks; empty: nothing
	Prepares bool          // something is made at the server before it signs; see Preparer
	Doing    string        // that, while it is waited for
	Fleeting string        // why the log cannot make a link again; empty: it can
	Readable bool          // a token in its links tells of who signed, and of their limits
	Unsized  string        // what is known of a link's length before it is there; empty: it can be measured
	Size     int           // about how many characters a link of a short name has
	Alone    bool          // a link is taken back, and no other ends with it
	TakeBack string        // how a link is taken back
	Early    bool          // a link opens up to 15 minutes before its start
	Bare     bool          // links are an address alone: no header can be demanded
	Below    bool          // a link can open all that is below a folder
}

// askingSession is what is waited for where a session signs.
const askingSession = "asking for a session of its own for this link"

// signerKinds has a row a kind. They are made once: each link asks for its own several
// times.
//
//nolint:gochecknoglobals // immutable table
var signerKinds = []SignerInfo{
	{
		Kind: KindKey, Name: "key", Longest: say.Longest, Over: "the most that S3 honours", Early: true, Size: 310,
		TakeBack: "deactivating the key, which ends all of its links; deleting the object; a policy that denies it",
	},
	{
		// docs/adr/0038: what its server takes, and what it believes, was tried.
		Kind: KindMinIOKey, Name: "MinIO key", Longest: say.Longest, Over: "the most that S3 honours", Networks: 32, Size: 316,
		Believes: believed,
		Prepares: true, Doing: "making an access key of its own for this link", Alone: true, TakeBack: "deleting the access key that was made for it alone",
	},
	{
		// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
		Kind: KindAWSSession, Name: "AWS session", Needs: []string{"role_arn"}, Takes: []string{"external_id"},
		Longest: longestRole, Over: "the most that a session of a role lives", Networks: 32, Size: 2000,
		Believes: "AWS does not tell who comes through a VPC endpoint by an address: from there no such link works",
		Unsized:  "1,200 to 7,700 characters, as AWS makes its token: the longest have no code", Prepares: true, Doing: askingSession, Fleeting: shownOnce, Alone: true,
		TakeBack: "a policy that denies its session, which signed it alone, by name: in that of the bucket or of the role",
	},
	{
		Kind: KindMinIOSession, Name: "MinIO session", Readable: true, Longest: say.Longest, Over: "the most that S3 honours", Networks: 32, Size: 900,
		Believes: believed, Prepares: true, Doing: askingSession, Fleeting: shownOnce, Alone: true, TakeBack: "ending the session that was got for it alone",
	},
	{
		// https://developers.cloudflare.com/r2/api/s3/temporary-credentials/
		Kind: KindR2Session, Name: "R2 session", Readable: true, Takes: []string{"account"}, Longest: say.Longest, Over: "the most that S3 honours", Early: true, Size: 1070,
		Only: []Operation{Download, Upload, Delete, Metadata}, Why: "R2 knows no forms, and its sessions are for one action",
		TakeBack: "deleting the API token that its session was made of, which ends all links of that token; deleting the object",
	},
	{
		// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
		Kind: KindCloudFront, Name: "CloudFront", Needs: []string{"domain", "key_pair_id", "private_key", "bucket"}, Takes: []string{"prefix", "hash", "forwards_query"},
		Only: []Operation{Download}, Why: "CloudFront signs an address and no method: whoever holds the link may download",
		Believes: "whoever comes to the distribution by IPv6 is refused, from that network too; Amazon advises to leave its IPv6 off then",
		Last:     time.Unix(1<<31-1, 0).UTC(), Over: "the last end that CloudFront reads", Networks: 1, OnlyIPv4: "the policies of CloudFront know IPv4 alone", Bare: true, Below: true, Size: 500,
		TakeBack: "removing the key from the key group, which ends all of its links; deleting the object and invalidating its path",
	},
}

// longestRole is how long a session of a role lives at most.
const longestRole = 12 * time.Hour

const (
	believed  = "where MinIO is reached directly, whoever has the link can pretend to come from there by a header, X-Forwarded-For; behind a proxy that sets it nobody can"
	shownOnce = "only while signet runs: the secret of its session is kept nowhere"
)

// SignerKinds are the kinds that a place can have besides its own key.
func SignerKinds() []SignerInfo { return slices.Clone(signerKinds[1:]) }

// Info is the row of a kind. One that there is none of has a row that signs nothing.
func (k SignerKind) Info() SignerInfo {
	if k == "" {
		k = KindKey
	}
	for i := range signerKinds {
		if signerKinds[i].Kind == k {
			return signerKinds[i]
		}
	}
	if k == KindAccessGrants {
		return accessGrants
	}
	return SignerInfo{Kind: k, Name: string(k), Only: []Operation{}, Why: "this version of signet knows no signer of the kind " + string(k)}
}

// signs reports a kind whose links can be of that operation.
func (i SignerInfo) signs(op Operation) bool { return i.Only == nil || slices.Contains(i.Only, op) }

// Earlier says that a link opens before its start; empty: it does not.
func (i SignerInfo) Earlier() string {
	if !i.Early {
		return ""
	}
	return " (S3 opens it up to 15 minutes earlier)"
}

// Most is the latest end of a link that opens at start; zero: there is none.
func (i SignerInfo) Most(start time.Time) time.Time {
	if i.Longest > 0 {
		return start.Add(i.Longest)
	}
	return i.Last
}

// Gives says what a link of the kind can be, and what it costs, for who chooses.
func (i SignerInfo) Gives() string {
	where := "from everywhere"
	switch {
	case i.Networks == 1:
		where = "from one network or everywhere"
	case i.Networks > 1:
		where = "from some networks or everywhere"
	}
	until := "until any day to " + say.Day(i.Last)
	if i.Longest > 0 {
		until = "at most " + say.Span(i.Longest)
	}
	text := i.Name + ": " + until + ", " + where
	if len(i.Only) == 1 {
		text += ", " + i.Only[0].Info().Name + " links alone"
	}
	if i.Below {
		text += ", for a whole folder too"
	}
	if i.Alone {
		text += ", taken back alone"
	}
	if i.Prepares {
		text += "; asks the server before it signs"
	}
	if i.Fleeting != "" {
		text += "; shown once"
	}
	if i.Unsized != "" {
		text += "; " + i.Unsized
	}
	return text
}

// end is that as a bound.
func (i SignerInfo) end(start time.Time) Limit {
	detail := i.Over
	if i.Longest > 0 {
		detail = say.Span(i.Longest) + ", " + detail
	}
	return Limit{Reason: ByMaximum, End: i.Most(start), Detail: detail}
}

func (i SignerInfo) article() string {
	switch i.Kind {
	case KindKey:
		return "a plain key"
	case KindMinIOKey:
		return "a " + i.Name
	}
	return i.Name
}
