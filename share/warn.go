package share

import (
	"strings"

	"signet/share/say"
)

// LongURL is the length in bytes past which chat and mail programs are known to
// cut or rewrite links.
const LongURL = 2000

// NullVersion is the version of objects that were stored while the bucket kept
// no versions.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
const NullVersion = "null"

// advise lists what the user must know before anything is signed.
func advise(p Plan) []say.Remark {
	r, out := p.Request, p.Identity.advise(p.Endpoint)
	info, version := r.Operation.Info(), r.Target.VersionID
	reads := info.Versioned && !info.Writes
	unpinned := reads && version == "" && r.Object.Versioned && p.Mandate.versions() // and could be pinned
	if info.Parts {
		out = append(out, adviseParts(r.Options)...)
	}
	if r.pinnedElsewhere(Signing{Endpoint: p.Endpoint, Mandate: p.Mandate}.store()) {
		out = append(out, say.Remark{
			Code: "version", Level: say.Warning, Text: "the version was asked at " + r.Object.askedAt() + ", and the link points to " + p.Endpoint.where() + ": there it may be another one, or none",
			Next: "try the link",
		})
	}
	if doubt := p.Mandate.Kind.Info().Believes; doubt != "" && len(p.Mandate.From) > 0 {
		out = append(out, say.Remark{Code: "from", Level: say.Warning, Text: doubt})
	}
	out = append(out, p.adviseBelow()...)
	out = append(out, p.Mandate.Kind.Info().advise()...)
	told, _ := r.Options.checkAt(r.Operation, p.Endpoint) // refused before
	out = append(out, told...)
	if other := r.Target.Other; other != "" {
		out = append(out, say.Remark{
			Code: "plus", Level: say.Warning, Text: "the + in that URL has two readings: the link is for " + r.Target.URI() + "; the other is " + Target{Bucket: r.Target.Bucket, Key: other}.URI(),
			Next: "write s3:// for the one that is meant, and look which is there",
		})
	}
	switch {
	case unpinned && !info.Reads:
		out = append(out, say.Remark{Code: "version", Level: say.Warning, Text: "not pinned to a version: if the object is overwritten, the holder reads about the new one", Next: "pin the version"})
	case unpinned:
		out = append(out, say.Remark{Code: "version", Level: say.Warning, Text: "not pinned to a version: if the object is overwritten, the holder gets the new content", Next: "pin the version"})
	case reads && version == NullVersion:
		out = append(out, say.Remark{Code: "version", Level: say.Warning, Text: "pinned to the version without an id: where the bucket's versions are suspended, an overwrite replaces it"})
	case info.Destroys && version != "":
		out = append(out, say.Remark{Code: "delete", Level: say.Warning, Text: "deletes this very version for good: there is no delete marker to take back"})
	case info.Destroys && r.Object.Unversioned:
		out = append(out, say.Remark{Code: "delete", Level: say.Warning, Text: "the bucket keeps no versions: what the holder deletes is gone"})
	}
	return out
}

// advise says what a signer's links cost that no other's do.
func (i SignerInfo) advise() (out []say.Remark) {
	if i.Fleeting != "" {
		out = append(out, say.Remark{Code: "fleeting", Level: say.Info, Text: "the log cannot show it again: " + i.Fleeting})
	}
	if i.Readable {
		out = append(out, say.Remark{Code: "token", Level: say.Info, Text: "whoever has the link can read in its token whose session it is, what it allows and until when", Next: "signet inspect shows it"})
	}
	return out
}

// advise knows keys that AWS issued for a session by how they begin. Without
// their token no server of AWS takes them; what other servers do with such a
// name is their own business.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
func (i Identity) advise(e Endpoint) []say.Remark {
	if i.Temporary || e.URL != "" || !strings.HasPrefix(i.AccessKeyID, "ASIA") {
		return nil
	}
	return []say.Remark{{
		Code: "credentials", Level: say.Warning, Text: "the key " + i.AccessKeyID + " is a temporary one, but its session token is missing: AWS will refuse the link",
		Next: "set AWS_SESSION_TOKEN, or aws_session_token in the profile",
	}}
}

// adviseBelow is what a link for a folder brings with it.
func (p Plan) adviseBelow() (out []say.Remark) {
	if !p.Mandate.Below {
		return nil
	}
	if !p.Request.Names() {
		out = append(out, say.Remark{
			Code: "below", Level: say.Warning, Text: "the address is that of a folder and opens nothing by itself",
			Next: "write the name of an object behind the folder, before the ?; or hand it over as cookies",
		})
	}
	if p.Mandate.Query {
		out = append(out, say.Remark{Code: "below-query", Level: say.Warning, Text: "the distribution passes parameters on, which a link for a folder leaves open: its holder may read older versions too (versionId), where the distribution may"})
	}
	return out
}

// warn lists what the user must know about a link before it leaves the house.
func (s *Service) warn(p Plan, u Secret) []say.Remark {
	out := advise(p)
	if s.Judge != nil {
		out = append(out, s.Judge(p.Request, u)...)
	}
	return out
}
