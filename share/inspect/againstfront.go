package inspect

import (
	"strings"
	"time"

	"signet/share"
	"signet/share/say"
)

// againstFront is Against for what CloudFront reads: the address, and the policy, which the
// link holds or stands for.
func (r Report) againstFront(spec share.Spec, signed, here parts) []say.Remark {
	was, is := parseQuery(signed.query), parseQuery(here.query)
	var d differences
	if r.Kind != CloudFrontCookies { // which go with any address
		d.host(signed, here)
		d.frontPath(spec, signed, here)
		d.frontQuery(spec, was, is)
	}
	d.ticket(was, is)
	switch {
	case len(d) > 0:
	case spec.Mandate.Below && r.Kind != CloudFrontCookies && signed.path != here.path:
		d = append(d, say.Remark{Code: "as-signed", Level: say.Good, Text: "host, key pair and policy are as they were signed; it is for another object of the folder that was opened"})
	case r.Kind == CloudFrontCookies:
		d = append(d, say.Remark{Code: "as-signed", Level: say.Good, Text: "key pair and policy are as they were signed"})
	default:
		d = append(d, say.Remark{Code: "as-signed", Level: say.Good, Text: "host, path, key pair and policy are as they were signed"})
	}
	if r.Kind == CloudFrontCookies {
		return d
	}
	return append(d, scheme(signed, here)...)
}

// frontPath lets a link for a folder be for any object in it.
func (d *differences) frontPath(spec share.Spec, signed, here parts) {
	folder := signed.path[:strings.LastIndexByte(signed.path, '/')+1]
	if spec.Mandate.Below && strings.HasPrefix(here.path, folder) {
		return
	}
	d.path(signed, here, strings.TrimPrefix(spec.Target.Key, spec.Mandate.Strips))
}

// frontQuery compares what was signed of the parameters of the address itself.
func (d *differences) frontQuery(spec share.Spec, signed, here params) {
	if spec.Mandate.Below { // the policy leaves them open
		return
	}
	for _, p := range signed {
		if got := here.get(p.name); got != p.value && !ofFront(p.name) {
			d.parameter(p.name, p.value, got)
		}
	}
	for _, p := range here {
		if signed.find(p.name) == nil && !ofFront(p.name) {
			d.parameter(p.name, "", p.value)
		}
	}
}

// ofFront reports the parameters that CloudFront keeps for itself.
func ofFront(name string) bool {
	switch strings.ToLower(name) {
	case "policy", "signature", "key-pair-id", "expires", "hash-algorithm":
		return true
	}
	return false
}

// ticket compares what CloudFront reads itself: key pair, hash and policy.
func (d *differences) ticket(signed, here params) {
	if signed.get("Key-Pair-Id") != here.get("Key-Pair-Id") {
		d.add("key pair", signed.get("Key-Pair-Id"), identifier(cut(here.get("Key-Pair-Id"), 64)))
	}
	if signed.get("Hash-Algorithm") != here.get("Hash-Algorithm") {
		d.add("hash", signed.get("Hash-Algorithm"), identifier(cut(here.get("Hash-Algorithm"), 20)))
	}
	if signed.get("Policy") == here.get("Policy") && signed.get("Expires") == here.get("Expires") {
		return
	}
	n := len(*d)
	was, is := readTicket(signed), readTicket(here)
	for _, f := range [][3]string{
		{"end", was.end(), is.end()},
		{"start", was.start(), is.start()},
		{"network", was.limit("only from "), is.limit("only from ")},
		{"address in the policy", was.limit("for "), is.limit("for ")},
	} {
		if f[1] != f[2] {
			d.add(f[0], f[1], conceal(f[2]))
		}
	}
	if len(*d) == n {
		*d = append(*d, altered("the policy was changed"))
	}
}

// ticketTerms are the terms that a policy sets.
type ticketTerms struct{ Report }

func readTicket(q params) ticketTerms {
	r := Report{Kind: CloudFrontCustom}
	rd := reader{q: q, r: &r, n: &notes{}}
	if q.has("Policy") {
		rd.cloudFrontPolicy(q.get("Policy"))
	} else if end, ok := parseEpoch(q.get("Expires")); ok {
		r.Expires = end
	}
	return ticketTerms{r}
}

func (t ticketTerms) end() string   { return moment(t.Expires) }
func (t ticketTerms) start() string { return moment(t.Opens) }

// limit is what follows the beginning of a limit; empty: there is none.
func (t ticketTerms) limit(begin string) string {
	for _, l := range t.Limits {
		if text, ok := strings.CutPrefix(l, begin); ok {
			return text
		}
	}
	return ""
}

func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return say.UTC(at)
}
