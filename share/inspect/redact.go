package inspect

import (
	"strings"

	"signet/internal/lazyregexp"
	"signet/share"
)

// hiding finds where a signature, a policy or a token begins in text that should
// hold none: the path of a link whose "?" was lost, for instance.
var hiding = lazyregexp.New(`(?i)(?:x-amz-|x-goog-|x-oss-|x-cos-|q-|cloudfront-)?(?:credential|signature|security-?token|policy|sig|jwt|token|awsaccesskeyid|ossaccesskeyid|key-pair-id)\s*(?:=|%3d|%253d)|x-(?:amz|goog|oss)-[a-z0-9-]*\s*(?:=|%3d|%253d)|eyJ[A-Za-z0-9_-]{16,}`)

// conceal cuts text where a secret begins, so that no damage to a link makes its
// secret part look like a key or a host.
func conceal(s string) string {
	if at := hiding.FindStringIndex(s); at != nil {
		return s[:at[0]] + "…"
	}
	return s
}

// shown is a parameter's name fit to be printed: short, and plain letters.
func shown(name string) string {
	if name == "" || len(name) > 32 || strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
	}) {
		return "(unreadable)"
	}
	return conceal(name)
}

// longRun is what no identifier is, but a token or a signature may be.
var longRun = lazyregexp.New(`[A-Za-z0-9+/_=%-]{41,}|eyJ`)

// identifier is a key id, a region or a header's name fit to be printed: damage
// may have glued half a token to it.
func identifier(s string) string {
	at := longRun.FindStringIndex(s)
	if at == nil {
		return conceal(s)
	}
	return s[:at[0]] + s[at[0]:min(at[0]+12, at[1])] + "… (unreadable)"
}

// redact passes over everything in the report that came from the text.
func (r *Report) redact() {
	for _, s := range []*string{&r.Method, &r.Target.Region, &r.Target.Service, &r.Signer.KeyID, &r.TrackID} {
		*s = identifier(*s)
	}
	for _, s := range []*string{&r.Allows, &r.Target.Host, &r.Target.Bucket, &r.Target.Key, &r.Signer.Detail, &r.Filename} {
		*s = conceal(*s)
	}
	if v := conceal(r.Target.VersionID); len(v) > 64 { // those of S3 have 32 characters, of MinIO 36
		r.Target.VersionID = cut(v, 16) + "…"
	}
	for i := range r.Headers {
		r.Headers[i] = identifier(r.Headers[i])
	}
	for i := range r.Limits {
		r.Limits[i] = conceal(r.Limits[i])
	}
	for i := range r.Response {
		r.Response[i].Value = conceal(r.Response[i].Value)
	}
	for i := range r.Conditions {
		r.Conditions[i].Field, r.Conditions[i].Value = conceal(r.Conditions[i].Field), conceal(r.Conditions[i].Value)
	}
	for i := range r.Findings {
		r.Findings[i].Text, r.Findings[i].Next = conceal(r.Findings[i].Text), conceal(r.Findings[i].Next)
	}
	if r.Token != nil {
		r.Token.Parent = identifier(r.Token.Parent)
		for i := range r.Token.Policy {
			r.Token.Policy[i] = conceal(r.Token.Policy[i])
		}
	}
}

var jwt = lazyregexp.New(`eyJ[A-Za-z0-9_-]{16,}`)

var secretValue = lazyregexp.New(`(?i)((?:[?&;]|^|%26|%3f)(?:(?:x-amz|x-goog|x-oss|x-cos|q)-)?(?:signature|security-?token|sig|policy|jwt|token|authorization|temp_url_sig|auth_key|hdnts|hdnea|hdntl|__token__|__gda__|s)(?:=|%3d|%253d))([^&\s"'<>]*)`)

// tokenInPath is the token of a link of Oracle's.
var tokenInPath = lazyregexp.New(`/p/([A-Za-z0-9_-]{6})[A-Za-z0-9_-]{14,}/n/`)

// Mask shows a link so that it can be recognised but not used: of every
// signature, token and policy only the beginning is left.
func Mask(link share.Secret) string {
	shown := secretValue.ReplaceAllStringFunc(link.Reveal(), func(m string) string {
		part := secretValue.FindStringSubmatch(m)
		return part[1] + part[2][:min(len(part[2]), 6)] + "…"
	})
	shown = tokenInPath.ReplaceAllString(shown, "/p/$1…/n/")
	return jwt.ReplaceAllString(shown, "eyJ…")
}
