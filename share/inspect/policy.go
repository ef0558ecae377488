package inspect

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"signet/share/finding"
	"signet/share/say"
)

// policy is the document behind an upload form:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
type policy struct {
	Expiration string
	Conditions []json.RawMessage
}

// readPolicy recognises an upload form in any shape that people paste: the
// policy itself, as JSON or base64; the fields as JSON, as SDKs return them; an
// HTML form; a curl command with -F fields.
func readPolicy(text string, now time.Time, n *notes) (Report, bool) {
	f, ok := readForm(text)
	if !ok {
		return Report{}, false
	}
	r := Report{Kind: PostPolicy, Method: "POST"}
	a, linked := parseAddress(f.action)
	if linked {
		r.Target = locate(a)
		*n = append(*n, finding.Host(a.url())...)
	}
	doc, ok := decodePolicy(f.policy)
	if f.fields == nil && ok {
		r.formSigner(signerFields(doc), n) // the policy alone
		n.add("policy-alone", say.Warning, "only the policy of a form: without its signature nothing can be uploaded", "inspect the whole form")
	} else {
		r.formFields(f.fields, n)
	}
	if !ok {
		r.State = Broken
		n.add("policy", say.Bad, "the policy of the form cannot be read; it was cut or changed", "get the form again from where it was made")
		return r, true
	}
	r.Conditions = conditions(doc)
	r.contradicts(n)
	r.applyConditions(r.Conditions, f.fields)
	if end, err := time.Parse(time.RFC3339, doc.Expiration); err == nil {
		r.Expires = written(end.UTC())
		r.endAt(r.Expires, endLink)
	} else {
		n.add("policy", say.Bad, "the policy has no expiration that can be read; servers refuse it", "")
	}
	if r.Token != nil {
		r.endAt(r.Token.Expires, endToken)
	}
	judgeForm(r.Conditions, f, n)
	r.judgeTimes(now, n)
	return r, true
}

// contradicts holds the bucket that the policy demands against the one that the form
// is sent to.
func (r *Report) contradicts(n *notes) {
	for _, c := range r.Conditions {
		if strings.EqualFold(c.Field, "bucket") && c.Match == "is" && r.Target.Bucket != "" && !r.Target.Guessed && r.Target.Bucket != c.Value {
			n.add("contradiction", say.Bad, "the policy is for the bucket "+c.Value+", but the form is sent to "+r.Target.Bucket, "get the form again")
		}
	}
}

// decodePolicy reads a policy as JSON or as base64 of JSON.
func decodePolicy(text string) (policy, bool) {
	raw := []byte(strings.TrimSpace(text))
	if !bytes.HasPrefix(raw, []byte("{")) {
		var err error
		if raw, err = decodeBase64(strings.Join(strings.Fields(text), "")); err != nil {
			return policy{}, false
		}
	}
	var p policy
	if json.Unmarshal(raw, &p) != nil || p.Expiration == "" && p.Conditions == nil {
		return policy{}, false
	}
	return p, true
}

// conditions lists the rules of a policy; what is neither form is left out.
func conditions(p policy) []Condition {
	var out []Condition
	for _, c := range rules(p) {
		if !internal(c.Field) {
			c.Field, c.Value = cut(c.Field, 80), cut(c.Value, 500)
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Condition) int { return order(a) - order(b) })
	return out
}

// signerFields are the fields of the signature that a policy demands, by their
// names in lower case: what there is to know of the signer without the form.
func signerFields(p policy) map[string]string {
	out := map[string]string{}
	for _, c := range rules(p) {
		if internal(c.Field) && c.Match == "is" {
			out[strings.ToLower(c.Field)] = c.Value
		}
	}
	return out
}

// rules are the conditions of a policy as they stand.
func rules(p policy) []Condition {
	var out []Condition
	for _, raw := range p.Conditions[:min(len(p.Conditions), 100)] {
		var list []any
		var pairs map[string]any
		switch {
		case json.Unmarshal(raw, &list) == nil && len(list) == 3:
			out = append(out, listed(list))
		case json.Unmarshal(raw, &pairs) == nil:
			for field, value := range pairs {
				out = append(out, Condition{Field: field, Match: "is", Value: scalar(value)})
			}
		}
	}
	return out
}

// listed reads ["eq", "$key", "v"], ["starts-with", ...] and
// ["content-length-range", 1, 9].
func listed(list []any) Condition {
	if op := strings.ToLower(scalar(list[0])); op == "content-length-range" {
		return Condition{Field: op, Match: "between", Value: scalar(list[1]) + " and " + scalar(list[2])}
	}
	c := Condition{Field: strings.TrimPrefix(scalar(list[1]), "$"), Match: "is", Value: scalar(list[2])}
	if strings.EqualFold(scalar(list[0]), "starts-with") {
		c.Match = "starts with"
	}
	return c
}

// scalar is a JSON value as text; numbers without exponent.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// order puts what matters to people first.
func order(c Condition) int {
	rising := []string{"content-type", "content-length-range", "key", "bucket"}
	return -slices.Index(rising, strings.ToLower(c.Field)) // others come last
}

// internal reports conditions that belong to the signature, and are shown as
// such or, the token, not at all.
func internal(field string) bool {
	switch strings.ToLower(field) {
	case "x-amz-credential", "x-amz-algorithm", "x-amz-date", "x-amz-security-token", "x-amz-signature",
		"x-goog-credential", "x-goog-algorithm", "x-goog-date", "awsaccesskeyid":
		return true
	}
	return false
}

// applyConditions fills in target and words from the rules; fields tell the key
// where the policy leaves it open.
func (r *Report) applyConditions(rules []Condition, fields map[string]string) {
	key := "any name"
	size, kind := "of any size up to 5 GiB", ""
	for _, c := range rules {
		switch strings.ToLower(c.Field) {
		case "bucket":
			r.Target.Bucket = c.Value
		case "key":
			r.Target.Key = c.Value
			if key = c.Value; c.Match == "starts with" {
				key = "any name beginning with " + c.Value
			}
			if c.Match == "starts with" && c.Value == "" {
				key = "any name"
			}
		case "content-length-range":
			size = sizes(c.Value)
		case "content-type":
			if kind = " of type " + c.Value; c.Match == "starts with" {
				kind += "*"
			}
			if c.Value == "" {
				kind = ""
			}
		}
	}
	r.Target.Key = cmp.Or(r.Target.Key, cut(fields["key"], 1024))
	r.Allows = "upload a file " + size + kind + " under " + key
	if r.Target.Bucket != "" {
		r.Allows += " into the bucket " + r.Target.Bucket
	}
	r.Target.Store = cmp.Or(r.Target.Store, "S3")
}

// sizes puts a content-length-range into words.
func sizes(between string) string {
	low, high, _ := strings.Cut(between, " and ")
	least, err1 := strconv.ParseInt(low, 10, 64)
	most, err2 := strconv.ParseInt(high, 10, 64)
	switch {
	case err1 != nil || err2 != nil:
		return "of " + between + " bytes"
	case least <= 0:
		return "of up to " + say.Bytes(most)
	}
	return "of " + say.Bytes(least) + " to " + say.Bytes(most)
}

// formFields reads the signature's own fields, and the signature.
func (r *Report) formFields(fields map[string]string, n *notes) {
	for _, by := range []struct {
		credential, signature string
		form                  form
	}{{"x-amz-credential", "x-amz-signature", hex64}, {"x-goog-credential", "x-goog-signature", hexRSA}, {"awsaccesskeyid", "signature", mac20}} {
		if fields[by.credential] != "" {
			r.formSigner(fields, n)
			r.formSignature(fields[by.signature], by.form, n)
			return
		}
	}
	if fields != nil {
		n.add("unsigned-form", say.Warning, "the fields of a signature are not there: the form is for a public bucket, or was cut", "")
	}
}

// formSigner reads who signed a form, when, and in which session.
func (r *Report) formSigner(fields map[string]string, n *notes) {
	rd := reader{r: r, n: n}
	r.Token = readToken(fields["x-amz-security-token"])
	switch {
	case fields["x-amz-credential"] != "":
		s := rd.scope(fields["x-amz-credential"], true)
		r.Signer = signer(s.key)
		r.Target.Region, r.Target.Service = cut(s.region, 40), cut(s.service, 40)
		r.formDate(fields["x-amz-date"], s.date, n)
	case fields["x-goog-credential"] != "":
		r.Signer = Signer{KeyID: cut(strings.SplitN(fields["x-goog-credential"], "/", 2)[0], 200), Detail: "a Google service account"}
		r.Target.Store = "Google Cloud Storage"
		r.formDate(fields["x-goog-date"], "", n)
	case fields["awsaccesskeyid"] != "":
		r.Signer = signer(cut(fields["awsaccesskeyid"], 128))
	default:
		return
	}
	tokenFindings(r.Signer, r.Token, n)
	r.endUnseen()
}

func (r *Report) formDate(date, scopeDate string, n *notes) {
	at, ok := parseBasic(date)
	if !ok {
		return
	}
	r.SignedAt = at
	if scopeDate != "" && scopeDate != at.Format("20060102") {
		n.add("changed", say.Bad, "the signing date and the date in the credential differ; one of them was changed", "get the form again")
	}
}

func (r *Report) formSignature(value string, f form, n *notes) {
	ok, want := f.whole(value)
	if len(value) > 6 {
		r.Signature.Start = value[:6]
	}
	if ok {
		r.Signature.SHA256 = fingerprint(value, f)
		r.signed = true
		return
	}
	r.State = Broken
	n.add("cut-off", say.Bad, fmt.Sprintf("the form is not whole: the signature has %d of %d characters", len(value), want), "get the form again from where it was made")
}

// judgeForm warns of forms that allow more than their maker may have meant, and
// of fields that the policy will refuse.
func judgeForm(rules []Condition, f pastedForm, n *notes) {
	has := func(field string) *Condition {
		if i := slices.IndexFunc(rules, func(c Condition) bool { return strings.EqualFold(c.Field, field) }); i >= 0 {
			return &rules[i]
		}
		return nil
	}
	if has("content-length-range") == nil {
		n.add("no-size-limit", say.Warning, "the policy sets no size: uploads of up to 5 GiB are accepted, at the bucket owner's cost", "add a content-length-range")
	}
	if k := has("key"); k == nil || k.Match == "starts with" && k.Value == "" {
		n.add("any-key", say.Warning, "the policy lets the holder choose any name, and so replace any object of the bucket", "bind the key, or a prefix of it")
	}
	if acl := has("acl"); acl != nil && strings.HasPrefix(acl.Value, "public") {
		n.add("public", say.Warning, "what is uploaded becomes public ("+acl.Value+")", "")
	}
	if f.fields == nil {
		return
	}
	var lost []string
	for _, c := range rules {
		if value, ok := f.fields[strings.ToLower(c.Field)]; c.Field == "bucket" || c.Match == "between" {
			continue
		} else if !ok && c.Match == "is" {
			lost = append(lost, shown(c.Field))
		} else if ok && c.Match == "is" && value != c.Value {
			n.add("changed", say.Bad, "the field "+shown(c.Field)+" is not what the policy demands", "get the form again")
		}
	}
	if len(lost) > 0 {
		n.add("fields", say.Bad, "fields that the policy demands are missing: "+strings.Join(lost[:min(len(lost), 8)], ", "), "add them to the form with exactly the values of the policy")
	}
}

// isPolicyText reports whether text is base64 of a policy and nothing else.
func isPolicyText(text string) bool {
	compact := strings.Join(strings.Fields(text), "")
	if len(compact) < 40 || strings.ContainsAny(compact, ":/?&<>") && !strings.HasPrefix(compact, "ey") {
		return false
	}
	raw, err := decodeBase64(compact)
	if err != nil {
		if raw, err = base64.StdEncoding.DecodeString(compact); err != nil {
			return false
		}
	}
	return bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{"))
}
