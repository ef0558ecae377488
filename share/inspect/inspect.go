package inspect

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/finding"
	"signet/share/say"
)

// Inspect reads a pasted text at the time now, in whose zone times are written
// into the findings. It never fails: text without any link gives a Report of
// kind NotURL. At most MaxInput bytes are looked at.
func Inspect(text string, now time.Time) Report {
	var n notes
	if len(text) > MaxInput {
		text = text[:MaxInput]
		n.add("too-much", say.Warning, fmt.Sprintf("only the first %d KiB of the pasted text were looked at", MaxInput>>10), "paste the link alone")
	}
	all := readAll(text, now, n)
	r := all[0]
	r.Others = all[1:]
	return r
}

// hidden is the report on a redirect whose target cannot be read.
func hidden(link, by string, n *notes) Report {
	a, _ := parseAddress(link)
	n.add("opaque", say.Warning, "this is "+by+", which hides the real link; only opening it shows where it leads",
		"ask for the link itself; a wrapped link is also known to somebody else")
	return Report{Kind: Opaque, State: Unknown, Target: Target{Scheme: a.scheme, Host: a.host}, URL: share.NewSecret(link)}
}

// readURL reads one link that was put together and mended.
func readURL(link string, now time.Time, n *notes) Report {
	a, ok := parseAddress(link)
	if !ok {
		return unlinked(link, n)
	}
	r := Report{URL: share.NewSecret(link), Target: locate(a)}
	r.Target.Host, r.Target.Bucket, r.Target.Key = cut(r.Target.Host, 255), cut(r.Target.Bucket, 255), cut(r.Target.Key, 2*share.MaxKeyBytes)
	q := parseQuery(a.query)
	s, signed := shapeOf(a, q)
	if !signed {
		readPlain(&r, a, q, n)
	} else {
		rd := reader{a: a, q: q, r: &r, n: n}
		r.Kind = s.kind
		rd.signature(s)
		rd.read()
		rd.extras(s)
		rd.neverWorks()
		r.judgeTimes(now, n)
		if r.Guess = n.guessing(); r.State != Broken && n.repaired() && !r.Guess {
			r.Repaired = share.NewSecret(link)
		}
	}
	judgeAddress(&r, a, q, n)
	if r.Kind.Signed() && n.has("percent") {
		r.State = Broken
	}
	if r.Repaired.Empty() {
		n.unrepaired()
	}
	return r
}

// reader holds what the readers of all kinds need.
type reader struct {
	a parts
	q params
	r *Report
	n *notes
}

func (rd reader) read() {
	switch rd.r.Kind {
	case SigV4, SigV4A:
		rd.sigV4()
	case SigV2:
		rd.sigV2()
	case CloudFrontCanned, CloudFrontCustom:
		rd.cloudFront()
	case GoogleV4:
		rd.googleV4()
	case GoogleV2:
		rd.googleV2()
	case AzureService, AzureAccount, AzureDelegation:
		rd.azure()
	case Alibaba:
		rd.alibaba()
	case Tencent:
		rd.tencent()
	case PostPolicy, CloudFrontCookies, SharedFile, PlainS3, S3URI, ARN, Opaque, OtherURL, NotURL:
	default:
		rd.others()
	}
	rd.overrides()
}

// signature notes what may be kept of the signature, and whether the link is
// all there.
func (rd reader) signature(s shape) {
	lost := rd.q.missing(s.required...)
	value := rd.q.get(s.signature)
	if m := oraclePath.FindStringSubmatch(rd.a.path); s.form == inPathForm && m != nil {
		value = m[1]
	}
	ok, want := s.form.whole(value)
	if len(value) > 6 {
		rd.r.Signature.Start = value[:6]
	}
	if ok {
		rd.r.Signature.SHA256 = fingerprint(value, s.form)
	}
	if ok && len(lost) == 0 {
		rd.r.signed = true
		return
	}
	rd.r.State = Broken
	const next = "copy the whole link again from where it was made"
	switch {
	case value == "":
		rd.n.add("cut-off", say.Bad, "the link is cut off: the signature is missing"+also(lost), next)
	case !ok && len(value) < want:
		rd.n.add("cut-off", say.Bad, fmt.Sprintf("the link is cut off: the signature has %d of %d characters%s", len(value), want, also(lost)), next)
	case !ok:
		rd.n.add("signature", say.Bad, fmt.Sprintf("the signature cannot be one: %d characters where %d were expected, or characters that do not belong there%s", len(value), want, also(lost)), next)
	default:
		rd.n.add("incomplete", say.Bad, "parts of the link are missing: "+strings.Join(lost, ", "), next)
	}
}

func also(lost []string) string {
	if len(lost) == 0 {
		return ""
	}
	return ", and so is " + strings.Join(lost, ", ")
}

// fingerprint is the hash under which the share log remembers a signature: of
// the lower-case hex digits, or of the characters as they stand.
func fingerprint(value string, f form) string {
	switch f {
	case hex64, hex40, hexDER, hexRSA:
		value = strings.ToLower(value)
	case mac20, mac32, urlRSA, urlAny, token, jwtForm, inPathForm:
	}
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}

// overrides reads the parameters that change the answer's headers.
func (rd reader) overrides() {
	for _, p := range rd.q {
		name, ok := strings.CutPrefix(strings.ToLower(p.name), "response-")
		if !ok {
			continue
		}
		rd.r.Response = append(rd.r.Response, Pair{Name: cut(name, 40), Value: cut(p.value, 500)})
		if name == "content-disposition" {
			rd.r.Filename = filename(p.value)
			latin1(p.value, rd.n)
		}
	}
	if id := rd.q.get("x-signet-id"); id != "" {
		rd.r.TrackID = cut(id, 64)
	}
}

// judgeAddress adds what is to be said of every URL: host, path, length,
// password, fragment.
func judgeAddress(r *Report, a parts, q params, n *notes) {
	*n = append(*n, finding.Host(a.url())...)
	if r.Kind.Signed() {
		*n = append(*n, finding.Path(a.path)...)
		*n = append(*n, finding.Length(r.URL.Len())...)
	}
	if a.userinfo {
		n.add("userinfo", say.Bad, "a user name or password stands before the host; S3 takes none, and browsers warn of it", "remove it")
	}
	if r.Kind.Signed() && address.Signed(a.scheme, a.host) != a.host {
		n.add("port", say.Warning, "the link names the port that "+a.scheme+" has anyway; browsers and most programs ask without it, and a signature made with it is refused then", "sign for the host without the port")
	}
	if a.backslash {
		n.add("backslash", say.Bad, "a backslash stands behind the host; browsers read it as /, and other programs go elsewhere", "do not open it; ask for the link again")
	}
	if _, ok := address.Unescape(a.path); !ok {
		n.add("percent", say.Bad, "a percent escape in the path is broken; the key cannot be read", "copy the link again")
	}
	for _, p := range q {
		if p.bad {
			n.add("percent", say.Bad, "a percent escape in "+shown(p.name)+" is broken", "copy the link again")
		}
	}
	if a.fragment != "" && r.Kind.Signed() {
		n.add("fragment", say.Info, "what stands behind # is never sent to the server", "")
	}
}
