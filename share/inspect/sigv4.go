package inspect

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"signet/share/address"
	"signet/share/say"
)

// sigV4 reads pre-signed URLs of AWS Signature Version 4 and 4A:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
func (rd reader) sigV4() {
	r, q := rd.r, rd.q
	scope := rd.scope(q.get("X-Amz-Credential"), r.Kind == SigV4)
	r.Signer = signer(scope.key)
	r.Token = readToken(q.get("X-Amz-Security-Token"))
	tokenFindings(r.Signer, r.Token, rd.n)
	rd.dates(q.get("X-Amz-Date"), q.get("X-Amz-Expires"), scope.date)
	if r.Token != nil {
		r.endAt(r.Token.Expires, endToken)
	}
	r.endUnseen()
	r.Headers = signedHeaders(q.get("X-Amz-SignedHeaders"))
	rd.regions(scope)
	rd.objectParams()
	rd.method()
	if headers := q.get("X-Amz-SignedHeaders"); headers != "" && !slices.Contains(strings.Split(strings.ToLower(headers), ";"), "host") {
		rd.n.add("signed-headers", say.Bad, "the host is not among the signed headers; every server refuses that", "copy the link again, or sign with host")
	}
	if algorithm := q.get("X-Amz-Algorithm"); r.Kind == SigV4 && algorithm != "" && algorithm != "AWS4-HMAC-SHA256" {
		rd.n.add("changed", say.Bad, "the algorithm "+cut(algorithm, 40)+" is none that S3 knows", "copy the link again")
	}
}

// scope is a credential taken apart.
type scope struct {
	key, date, region, service string
}

// scope reads KEY/yyyymmdd/region/service/aws4_request; Version 4A has no
// region. Key ids may hold slashes, so it is read from the end.
func (rd reader) scope(credential string, regional bool) scope {
	parts := strings.Split(credential, "/")
	fixed := 4
	if regional {
		fixed = 5
	}
	if len(parts) < fixed {
		if credential != "" {
			rd.n.add("credential", say.Bad, "the credential in the link is not whole", "copy the link again")
		}
		return scope{key: cut(parts[0], 128)}
	}
	at := len(parts) - fixed + 1
	s := scope{key: cut(strings.Join(parts[:at], "/"), 128), date: parts[at], service: parts[len(parts)-2]}
	if regional {
		s.region = parts[at+1]
	}
	if end := parts[len(parts)-1]; end != "aws4_request" {
		rd.n.add("credential", say.Bad, "the credential in the link does not end in aws4_request", "copy the link again")
	}
	return s
}

// dates reads the signing date and the lifetime, and checks them against the
// date of the credential.
func (rd reader) dates(date, lifetime, scopeDate string) {
	r := rd.r
	at, ok := parseBasic(date)
	if !ok {
		if date != "" {
			rd.damaged("the signing date cannot be read")
		}
		return
	}
	r.SignedAt = at
	if scopeDate != "" && scopeDate != at.Format("20060102") {
		rd.damaged("the signing date and the date in the credential differ; one of them was changed")
	}
	life, err := strconv.ParseInt(lifetime, 10, 64)
	if err != nil || life < 0 || lifetime[0] == '+' {
		if lifetime != "" {
			rd.damaged("the lifetime is not a number of seconds from 1 on")
		}
		return
	}
	r.Seconds = life
	if life == 0 {
		rd.n.add("zero", say.Bad, "its lifetime is 0 seconds; it never worked", "sign for at least a second")
	}
	r.Expires = written(at.Add(seconds(life)))
	r.endAt(r.Expires, endLink)
}

func (rd reader) damaged(text string) {
	rd.n.add("changed", say.Bad, text, "copy the link again from where it was made")
}

// signedHeaders lists what must be sent besides host.
func signedHeaders(list string) []string {
	var out []string
	for h := range strings.SplitSeq(list, ";") {
		if h = strings.ToLower(strings.TrimSpace(h)); h != "" && h != "host" && len(out) < 64 {
			out = append(out, cut(h, 64))
		}
	}
	return out
}

// regions joins the region of the credential with that of the host.
func (rd reader) regions(s scope) {
	t := &rd.r.Target
	if s.service != "" {
		t.Service = cut(s.service, 40)
	}
	if set := rd.q.get("X-Amz-Region-Set"); set != "" {
		t.Region = cut(set, 80)
		return
	}
	host := t.Region
	if s.region != "" {
		t.Region = cut(s.region, 40)
	}
	if host != "" && s.region != "" && host != s.region && address.IsAWS(rd.a.host) {
		rd.n.add("region", say.Bad, fmt.Sprintf("signed for the region %s, but the host is in %s; S3 refuses that", cut(s.region, 40), host),
			"sign again in the bucket's own region")
	}
	if s.service != "" && !strings.HasPrefix(s.service, "s3") && !address.IsAWS(rd.a.host) {
		rd.n.add("service", say.Info, "signed for the AWS service "+cut(s.service, 40)+", not for S3", "")
	}
	if awsKey(s.key) && t.Guessed {
		rd.n.add("host", say.Info, "the key looks like one of AWS, the host does not: a proxy, an own domain, another store, or a changed host", "a signature holds for one host only")
	}
}

// objectParams reads what names the object more closely.
func (rd reader) objectParams() {
	if v := rd.q.get("versionId"); v != "" {
		rd.r.Target.VersionID = cut(v, 1024)
	}
	for _, p := range rd.q {
		for _, name := range []string{"uploadId", "partNumber", "versionId"} {
			if strings.EqualFold(p.name, name) && p.name != name {
				rd.n.add("parameter", say.Warning, "the parameter "+shown(p.name)+" is not "+name+": servers compare letter by letter, and pass over it", "sign again with "+name)
			}
		}
	}
	if rd.q.has("x-amz-request-payer") {
		rd.n.add("requester-pays", say.Info, "the owner of the signing key pays for the download, not the bucket's owner", "")
	}
}

// method tells what the link may be used for. Signature V4 hides the method in
// the signature; some SDKs name the operation in x-id.
func (rd reader) method() {
	r := rd.r
	r.Method, r.Allows = operation(rd.q.get("x-id"))
	switch {
	case r.Method != "":
	case rd.q.has("uploadId") && rd.q.has("partNumber"):
		r.Method, r.Allows = "PUT", "upload one part of a file"
	case rd.q.has("uploadId"): // CompleteMultipartUpload, ListParts or AbortMultipartUpload
		r.Allows = "one thing about an upload in parts, not visible in the link: completing it, listing its parts, or aborting it"
	case r.Target.Key != "" && rd.q.has("uploads"):
		r.Method, r.Allows = "POST", "begin an upload in parts"
	case slices.ContainsFunc(rd.q, about):
		r.Allows = "one thing about the object, not its content: reading it most likely, but it may be a change"
	case slices.ContainsFunc(rd.q, func(p param) bool { return strings.HasPrefix(p.name, "response-") }):
		r.Method, r.Allows = "GET", "download"
	case slices.ContainsFunc(r.Headers, uploads):
		r.Method, r.Allows = "PUT", "upload, replacing what is there"
	default:
		r.Allows = "one thing, not visible in the link: a download most likely, but it may be an upload or a deletion"
	}
	if r.Target.Key == "" && rd.q.has("list-type") {
		r.Method, r.Allows = "GET", "list the bucket"
	}
}

// about reports a parameter that turns the request to something other than the content.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html and its like
func about(p param) bool {
	switch p.name {
	case "acl", "attributes", "legal-hold", "retention", "tagging":
		return true
	}
	return false
}

// uploads reports headers that only an upload signs.
func uploads(h string) bool {
	return h == "content-type" || h == "content-length" || h == "content-md5" || h == "if-none-match" ||
		strings.HasPrefix(h, "x-amz-meta-") || strings.HasPrefix(h, "x-amz-checksum-") && h != "x-amz-checksum-mode" ||
		h == "x-amz-acl" || h == "x-amz-tagging" || h == "x-amz-storage-class" || h == "x-amz-server-side-encryption"
}

// operation is the method behind the x-id of AWS SDKs.
func operation(id string) (method, allows string) {
	list, about, parts := "list the bucket", "read about the object, not its content", "begin or end an upload in parts"
	known := map[string][2]string{
		"GetObject": {"GET", "download"}, "HeadObject": {"HEAD", "read the metadata, not the content"},
		"PutObject": {"PUT", "upload, replacing what is there"}, "UploadPart": {"PUT", "upload one part of a file"},
		"DeleteObject":  {"DELETE", "delete the object"},
		"ListObjectsV2": {"GET", list}, "ListObjects": {"GET", list}, "ListObjectVersions": {"GET", list},
		"GetObjectAcl": {"GET", about}, "GetObjectTagging": {"GET", about}, "GetObjectAttributes": {"GET", about},
		"CreateMultipartUpload": {"POST", parts}, "CompleteMultipartUpload": {"POST", parts},
	}[id]
	return known[0], known[1]
}

// extras notes parameters that no signer of this kind writes.
func (rd reader) extras(s shape) {
	var strange []string
	behind := false
	for _, p := range rd.q {
		if strings.EqualFold(p.name, s.signature) {
			behind = true
			continue
		}
		if behind && !known(p.name, s) {
			strange = append(strange, shown(p.name))
		}
	}
	if len(strange) > 0 && (s.kind == SigV4 || s.kind == SigV4A) {
		rd.n.add("extra", say.Warning, "parameters stand behind the signature that may have been added later: "+strings.Join(strange[:min(len(strange), 5)], ", "),
			"if the link is refused, remove them")
	}
}

// known reports parameters of S3 that signers also write behind the signature.
func known(name string, s shape) bool {
	l := strings.ToLower(name)
	return slices.ContainsFunc(s.required, func(r string) bool { return strings.EqualFold(r, name) }) ||
		beginsWith(l, "x-amz-", "x-id", "response-", "x-signet-") || slices.Contains([]string{"versionid", "partnumber", "uploadid", "uploads", "list-type", "prefix", "delimiter", "max-keys", "encoding-type", "start-after", "continuation-token"}, l)
}
