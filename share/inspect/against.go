package inspect

import (
	"strings"

	"signet/share"
	"signet/share/address"
	"signet/share/say"
)

// Against compares a link with what the share log says was signed. outline is
// the recorded link without its signature and token. The same signature over
// anything else cannot be valid, so every difference is damage that the text
// alone does not show: another host, another key, another date, a parameter more.
func (r Report) Against(spec share.Spec, outline share.Secret) []say.Remark {
	if r.Kind == CloudFrontCookies {
		r.URL = r.ticket
	}
	here, ok := parseAddress(r.URL.Reveal())
	signed, known := parseAddress(outline.Reveal())
	if !compares(r.Kind) || !ok || !known {
		return nil
	}
	var d differences
	if r.Kind != SigV4 && r.Kind != SigV4A {
		return r.againstFront(spec, signed, here)
	}
	d.host(signed, here)
	d.path(signed, here, spec.Target.Key)
	d.query(parseQuery(signed.query), parseQuery(here.query))
	if len(d) == 0 {
		d = append(d, r.asSigned())
	}
	return append(d, scheme(signed, here)...)
}

// compares reports the kinds that the share log holds.
func compares(k Kind) bool {
	return k == SigV4 || k == SigV4A || k == CloudFrontCanned || k == CloudFrontCustom || k == CloudFrontCookies
}

// asSigned is the verdict on a link without a difference. The log holds no
// session token, so that one which was changed goes unseen.
func (r Report) asSigned() say.Remark {
	f := say.Remark{Code: "as-signed", Level: say.Good, Text: "host, key, version, times and all else are as they were signed"}
	if r.Signer.Temporary || r.Token != nil {
		f.Level = say.Info
		f.Text = "host, key, version and times are as they were signed; the session token is not in the log, so it cannot be compared"
	}
	return f
}

// AgainstTwin compares a link with a share of the same object, second and key
// that has another signature. SigV4 leaves nothing to chance (V4A does): if all else is the
// same too, the signature was changed; unless headers are signed besides host,
// whose values the link does not show.
func (r Report) AgainstTwin(spec share.Spec, outline share.Secret) []say.Remark {
	if !compares(r.Kind) || r.Signature.SHA256 == "" {
		return nil
	}
	found := r.Against(spec, outline)
	switch {
	case len(found) == 0:
		return nil
	case say.Worst(found) == say.Bad || len(r.Headers) > 0 || r.Kind == SigV4A: // whose signatures differ each time
		return []say.Remark{{
			Code: "twin", Level: say.Warning, Text: "the signature is another than that of the share in the log, and so may be the terms",
			Next: "if it was that link, it was changed: take it from the share log again",
		}}
	}
	return []say.Remark{altered("the signature is not the one that was signed for this share: it was changed")}
}

func altered(text string) say.Remark {
	return say.Remark{Code: "altered", Level: say.Bad, Text: text, Next: "take the link from the share log again"}
}

// differences are found one after another.
type differences []say.Remark

func (d *differences) add(what, signed, here string) {
	*d = append(*d, altered("the "+what+" was changed: signed for "+named(signed)+", but here it is "+named(here)))
}

func (d *differences) host(signed, here parts) {
	if address.Sent(signed.scheme, signed.host) != address.Sent(here.scheme, here.host) {
		d.add("host", signed.host, conceal(cut(here.host, 255)))
	}
}

// path tells a changed key from a path that became another altogether: that of
// another bucket, or behind a proxy.
func (d *differences) path(signed, here parts, key string) {
	want, _ := address.Unescape(signed.path)
	got, _ := address.Unescape(here.path)
	if want == got {
		return
	}
	shownPath := func(p string) string { return conceal(cut(p, 2*share.MaxKeyBytes)) }
	prefix := strings.TrimSuffix(want, key)
	if rest, same := strings.CutPrefix(got, prefix); same {
		d.add("key", key, shownPath(rest))
		return
	}
	d.add("path", shownPath(want), shownPath(got))
}

// query compares the parameters, each by its name. Of the two times and of the
// credential people know better names.
func (d *differences) query(signed, here params) {
	if when(signed) != when(here) {
		d.add("time", when(signed), when(here))
	}
	for _, p := range signed {
		if got := here.get(p.name); got != p.value && !unsettled(p.name) {
			d.parameter(p.name, p.value, got)
		}
	}
	for _, p := range here {
		if signed.find(p.name) == nil && !unsettled(p.name) {
			d.parameter(p.name, "", p.value)
		}
	}
}

func (d *differences) parameter(name, signed, here string) {
	what := "parameter " + shown(name)
	switch strings.ToLower(name) {
	case "versionid":
		what = "version"
	case "x-amz-credential":
		signedKey, signedScope, _ := strings.Cut(signed, "/")
		key, scope, _ := strings.Cut(here, "/")
		if signedKey != key {
			d.add("access key", signedKey, identifier(key))
		}
		if signedScope != scope {
			d.add("scope of the credential", signedScope, identifier(cut(scope, 80)))
		}
		return
	}
	d.add(what, conceal(cut(signed, 200)), conceal(cut(here, 200)))
}

// unsettled reports parameters that are compared otherwise, or cannot be.
func unsettled(name string) bool {
	switch strings.ToLower(name) {
	case "x-amz-signature", "x-amz-security-token", "x-amz-date", "x-amz-expires":
		return true
	}
	return false
}

// when is the signing time and the lifetime of a link in one.
func when(q params) string {
	date, life := cut(q.get("X-Amz-Date"), 20), cut(q.get("X-Amz-Expires"), 20)
	return identifier(date) + " for " + identifier(life) + " s"
}

// scheme is no part of what is signed, but a server may listen to one alone.
func scheme(signed, here parts) []say.Remark {
	if signed.scheme == here.scheme {
		return nil
	}
	return []say.Remark{{
		Code: "scheme", Level: say.Warning, Next: "try it with " + signed.scheme + "://",
		Text: "it was made for " + signed.scheme + ", and here it begins with " + cut(here.scheme, 8) + "; the signature holds, but the server may not answer there",
	}}
}

func named(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
