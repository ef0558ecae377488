package demo

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
)

// formFieldsLimit bounds what comes before the file, as on S3.
const formFieldsLimit = 20 << 10

// form is an upload by an HTML form: the fields in lower case, and the file.
type form struct {
	fields map[string]string
	file   []byte
	name   string // as the browser calls the file
}

// postForm serves a POST of an HTML form with a signed policy.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
func (f *front) postForm(w http.ResponseWriter, r *http.Request, t target) *refusal {
	size := r.ContentLength
	if size < 0 { // it would count for nothing, and nobody has shown yet who he is
		return refuse(http.StatusLengthRequired, "MissingContentLength", "You must provide the Content-Length HTTP header.")
	}
	if size > f.limit+formFieldsLimit {
		return tooLarge(size, f.limit)
	}
	if !f.inflight.take(size) {
		return slowDown()
	}
	defer f.inflight.give(size)
	in, no := readForm(r, f.limit)
	if no != nil {
		return no
	}
	if !t.exists {
		return noSuchBucket(t.bucket)
	}
	if no := f.judge(in, r, t); no != nil {
		return no
	}
	meta, no := in.meta()
	if no != nil {
		return no
	}
	key := in.fields["key"]
	v, id, err := f.store.putBody(t.bucket, key, in.file, &version{meta: meta}, nil)
	if err != nil {
		return asRefusal(err)
	}
	if id != "" {
		w.Header().Set("X-Amz-Version-Id", id)
	}
	w.Header().Set("ETag", v.etag())
	uploaded(w, r, in, t.bucket, key, v.etag())
	return nil
}

// meta is what is kept of the fields, tags and a checksum that was proven included.
func (in form) meta() (map[string]string, *refusal) {
	meta, header := map[string]string{}, http.Header{}
	for name, value := range in.fields {
		header.Set(name, value)
		if stored(name) {
			meta[textproto.CanonicalMIMEHeaderKey(name)] = value
		}
	}
	if no := proven(header, in.file); no != nil {
		return nil, no
	}
	if c, _ := declared(header); c.name != "" {
		meta[c.header()] = header.Get(c.header())
	}
	if text := in.fields["tagging"]; text != "" {
		tags, no := tagsIn([]byte(text))
		if no != nil {
			return nil, no
		}
		meta[tagsHeader] = formatTags(tags)
	}
	return meta, acceptable(meta)
}

// judge proves the signature of the policy and holds the form against it.
func (f *front) judge(in form, r *http.Request, t target) *refusal {
	if in.fields["policy"] == "" {
		return denied("Access Denied")
	}
	c, no := f.formCaller(in.fields, t)
	if no != nil {
		return no
	}
	p, no := parseFormPolicy(in.fields["policy"])
	if no != nil {
		return no
	}
	if in.fields["key"] == "" {
		return malformed("InvalidArgument", "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.").
			with("ArgumentName", "key")
	}
	in.fields["key"] = strings.ReplaceAll(in.fields["key"], "${filename}", in.name)
	if len(in.fields["key"]) > keyLimit {
		return malformed("KeyTooLongError", "Your key is too long")
	}
	in.fields["bucket"] = t.bucket
	defer delete(in.fields, "bucket")
	if no := f.permit(c, r, right{action: "s3:PutObject", bucket: t.bucket, key: in.fields["key"]}); no != nil {
		return no
	}
	p.conditions = append(p.conditions, condition{operator: "starts-with", field: "bucket"})
	if no := p.allows(in.fields, f.store.clock()); no != nil {
		return no
	}
	return p.sizes(int64(len(in.file)))
}

// formCaller proves who signed the policy.
func (f *front) formCaller(fields map[string]string, t target) (caller, *refusal) {
	if fields["x-amz-algorithm"] != algorithm {
		return caller{}, malformed("InvalidArgument", "X-Amz-Algorithm only supports %q", algorithm).with("ArgumentName", "X-Amz-Algorithm")
	}
	s, ok := parseScope(fields["x-amz-credential"])
	at, err := time.Parse(longFormat, fields["x-amz-date"])
	if !ok || err != nil {
		return caller{}, malformed("AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential or X-Amz-Date parameter.")
	}
	c := claim{scope: s, at: at, link: true, form: true}
	if no := c.checkScope(t.regionOr(f.region), "s3"); no != nil {
		return caller{}, no
	}
	secret, who, no := f.keys.lookup(s.AccessKeyID, fields["x-amz-security-token"], f.store.clock())
	if no != nil {
		return caller{}, no
	}
	if !equal(fields["x-amz-signature"], sign(signingKey(secret, s), fields["policy"])) {
		return caller{}, mismatch(s.AccessKeyID, fields["x-amz-signature"], fields["policy"], "")
	}
	return caller{principal: who, claim: c}, nil
}

// readForm reads fields until the file; what follows the file is ignored.
func readForm(r *http.Request, limit int64) (form, *refusal) {
	in := form{fields: map[string]string{}}
	parts, err := r.MultipartReader()
	if err != nil {
		return in, refuse(http.StatusPreconditionFailed, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold").
			with("Condition", "Bucket POST must be of the enclosure-type multipart/form-data")
	}
	left := formFieldsLimit
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return in, malformed("InvalidArgument", "POST requires exactly one file upload per request.").with("ArgumentName", "file")
		}
		if err != nil {
			return in, malformed("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")
		}
		name := strings.ToLower(p.FormName())
		if name == "file" {
			in.name = path.Base(strings.ReplaceAll(p.FileName(), `\`, "/"))
			return in, in.readFile(p, limit)
		}
		value, err := io.ReadAll(io.LimitReader(p, int64(left)+1))
		if left -= len(value) + len(name); err != nil || left < 0 {
			return in, malformed("MaxPostPreDataLengthExceeded", "Your POST request fields preceding the upload file were too large.")
		}
		if _, twice := in.fields[name]; twice {
			return in, malformed("InvalidArgument", "The field %s was given more than once.", name).with("ArgumentName", name)
		}
		in.fields[name] = string(value)
	}
}

func (in *form) readFile(p *multipart.Part, limit int64) *refusal {
	file, err := io.ReadAll(io.LimitReader(p, limit+1))
	switch {
	case err != nil:
		return incomplete()
	case int64(len(file)) > limit:
		return tooLarge(int64(len(file)), limit)
	}
	in.file = file
	return nil
}

// uploaded answers a form: a redirect, a document, or nothing.
func uploaded(w http.ResponseWriter, r *http.Request, in form, bucket, key, etag string) {
	location := "http://" + r.Host + "/" + bucket + "/" + uriEncode(key, true)
	w.Header().Set("Location", location)
	if to, err := url.Parse(in.fields["success_action_redirect"]); err == nil && (to.Scheme == "http" || to.Scheme == "https") {
		q := to.Query()
		q.Set("bucket", bucket)
		q.Set("key", key)
		q.Set("etag", etag)
		to.RawQuery = q.Encode()
		w.Header().Set("Location", to.String())
		w.WriteHeader(http.StatusSeeOther)
		return
	}
	switch status, _ := strconv.Atoi(in.fields["success_action_status"]); status {
	case http.StatusCreated:
		var b strings.Builder
		b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<PostResponse>")
		element(&b, "Location", location)
		element(&b, "Bucket", bucket)
		element(&b, "Key", key)
		element(&b, "ETag", etag)
		b.WriteString("</PostResponse>")
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(b.String()))
	case http.StatusOK:
		w.WriteHeader(http.StatusOK)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}
