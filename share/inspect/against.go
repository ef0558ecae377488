package inspect

import (
	"net/url"
	"strings"

	"signet/share"
	"signet/share/finding"
)

// Against compares a link with what the share log says was signed. The same
// signature over anything else cannot be valid, so every difference is damage
// that the text alone does not show: another host, another key, another date.
func (r Report) Against(spec share.Spec) []finding.Finding {
	if r.Kind != SigV4 {
		return nil
	}
	var out []finding.Finding
	differs := func(what, signed, here string) {
		out = append(out, finding.Finding{
			Code: "altered", Level: finding.Bad,
			Text: "the " + what + " was changed: signed for " + signed + ", but here it is " + here,
			Next: "take the link from the share log again",
		})
	}
	a, _ := parseAddress(r.URL.Reveal())
	if want, ok := signedHost(spec, a.host); !ok {
		differs("host", want, conceal(cut(a.host, 255)))
	}
	if path, _ := unescape(a.path); !strings.HasSuffix(path, "/"+spec.Target.Key) {
		differs("key", spec.Target.Key, conceal(cut(r.Target.Key, share.MaxKeyBytes)))
	}
	if r.Target.VersionID != spec.Target.VersionID {
		differs("version", named(spec.Target.VersionID), named(r.Target.VersionID))
	}
	if !r.SignedAt.Equal(spec.SignedAt) || r.Seconds != spec.Seconds {
		differs("time", spec.SignedAt.UTC().Format(basic)+" for "+share.Words(seconds(spec.Seconds)),
			r.SignedAt.UTC().Format(basic)+" for "+share.Words(seconds(r.Seconds)))
	}
	if spec.AccessKeyID != "" && r.Signer.KeyID != spec.AccessKeyID {
		differs("access key", spec.AccessKeyID, named(r.Signer.KeyID))
	}
	if len(out) == 0 {
		out = append(out, finding.Finding{Code: "as-signed", Level: finding.Good, Text: "host, key, version and times are as they were signed"})
	}
	return out
}

func named(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// signedHost reports whether a link to host can be the one that was signed, and
// names the host that was.
func signedHost(spec share.Spec, host string) (string, bool) {
	host = strings.ToLower(host)
	if spec.Endpoint.URL == "" {
		name, _, _ := strings.Cut(host, ":")
		return "AWS", amazonHost(name)
	}
	u, err := url.Parse(spec.Endpoint.URL)
	if err != nil || u.Host == "" {
		return "", true
	}
	want := withoutPort(strings.ToLower(u.Host), u.Scheme)
	host = withoutPort(host, u.Scheme)
	return want, host == want || host == strings.ToLower(spec.Target.Bucket)+"."+want
}

// withoutPort is a host without the port that its scheme implies; the signature does
// not cover that one.
func withoutPort(host, scheme string) string {
	if scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}
