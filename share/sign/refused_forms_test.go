package sign_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"signet/demo"
	"signet/share"
)

// sent are the fields of a form, in their order, and its file.
type sent struct {
	names  []string
	values map[string]string
	file   string // empty: none
}

func (f *sent) set(name, value string) {
	if _, there := f.values[name]; !there {
		f.names = append([]string{name}, f.names...)
	}
	f.values[name] = value
}

func (f *sent) drop(name string) {
	for i, n := range f.names {
		if n == name {
			f.names = append(f.names[:i:i], f.names[i+1:]...)
			return
		}
	}
	panic("the form has no " + name)
}

// formsRefused is what the sender of a form can meet.
func formsRefused() []refused {
	form := func(change func(*rig, share.Link, *sent)) func(*rig) answer {
		return func(r *rig) answer {
			l := r.form("plain")
			f := fieldsOf(l)
			change(r, l, f)
			return r.post(l.URL.Reveal(), f)
		}
	}
	with := func(name, value string) func(*rig) answer {
		return form(func(_ *rig, _ share.Link, f *sent) { f.set(name, value) })
	}
	without := func(name string) func(*rig) answer {
		return form(func(_ *rig, _ share.Link, f *sent) { f.drop(name) })
	}
	signedBy := func(who func(*rig) demo.Credentials) func(*rig) answer {
		return func(r *rig) answer {
			r.who = who(r)
			l := r.form("plain")
			return r.post(l.URL.Reveal(), fieldsOf(l))
		}
	}
	policy := func(document string) func(*rig) answer {
		return form(func(r *rig, _ share.Link, f *sent) {
			f.values["policy"] = document
			f.values["X-Amz-Signature"] = r.seal(document)
		})
	}
	encoded := func(document string) string { return base64.StdEncoding.EncodeToString([]byte(document)) }
	return []refused{
		{"form, too large", form(func(_ *rig, _ share.Link, f *sent) { f.file = strings.Repeat("x", 101) }), 400, "EntityTooLarge", words{"too large: 101 bytes were sent, 100 are allowed", "the limit of the form", "make a form or link with a higher limit"}},
		{"form, too small", form(func(_ *rig, _ share.Link, f *sent) { f.file = "x" }), 400, "EntityTooSmall", words{"too small: 1 bytes were sent, at least 2 are needed", "the form demands a larger file", "the right file was chosen"}},
		{"form, another type", with("Content-Type", "text/html"), 403, "AccessDenied", words{"breaks a condition of the form", "the key, the content type or a metadata value differs", "exactly the fields of the form"}},
		{"form, another key", with("key", "out/a.jpg"), 403, "AccessDenied", words{"breaks a condition of the form", "the key, the content type or a metadata value differs", "exactly the fields of the form"}},
		{"form, other metadata", with("x-amz-meta-case", "8"), 403, "AccessDenied", words{"breaks a condition of the form", "the key, the content type or a metadata value differs", "exactly the fields of the form"}},
		{"form, without metadata", without("x-amz-meta-case"), 403, "AccessDenied", words{"breaks a condition of the form", "the key, the content type or a metadata value differs", "exactly the fields of the form"}},
		{"form, without the key", without("key"), 400, "InvalidArgument", words{"without the object's key", "the field key is missing", "the file last"}},
		{"form, without the policy", without("policy"), 403, "AccessDenied", words{"access denied", "a link or form without its signature", "that the whole link was copied"}},
		{"form, without the algorithm", without("X-Amz-Algorithm"), 400, "InvalidArgument", words{"does not know this kind of signature", "X-Amz-Algorithm was changed or lost", "link or form exactly as it was made"}},
		{"form, without the date", without("X-Amz-Date"), 400, "AuthorizationQueryParametersError", words{"the date or the credential of the signature is not readable", "was changed or lost", "link or form exactly as it was made"}},
		{"form, without the signature", without("X-Amz-Signature"), 403, "SignatureDoesNotMatch", words{"the signature does not match", "the link or form was altered", "exactly as it was made"}},
		{"form, without a file", form(func(_ *rig, _ share.Link, f *sent) { f.file = "" }), 400, "InvalidArgument", words{"without exactly one file", "no file was chosen", "send one file, as the last field"}},
		{"form, a field too many", with("acl", "public-read"), 403, "AccessDenied", words{"a field that the form does not allow", "covered by the signed policy", "leave the extra field away"}},
		{"form, a field twice", form(func(_ *rig, _ share.Link, f *sent) { f.names = append(f.names, "key") }), 400, "InvalidArgument", words{"a field of the form was sent twice", "each field may come once", "exactly the fields of the form"}},
		{"form, fields too long", with("x-ignore-note", strings.Repeat("x", 21<<10)), 400, "MaxPostPreDataLengthExceeded", words{"the fields of the upload are too large", "20 kB of form fields", "the file as the last field"}},
		{"form, a key that is too long", with("key", "in/"+strings.Repeat("x", 1024)), 400, "KeyTooLongError", words{"does not accept this key", "longer than 1,024 bytes", "choose another key"}},
		{"form, over", form(func(r *rig, l share.Link, _ *sent) { r.set(l.Terms.Ends.Add(time.Second)) }), 403, "AccessDenied", words{"the upload form has expired", "the form is over", "make a new form"}},
		{"form, another policy", with("policy", encoded(`{"expiration": "2030-01-01T00:00:00Z", "conditions": []}`)), 403, "SignatureDoesNotMatch", words{"the signature does not match", "the policy)", "exactly as it was made"}},
		{"form, no policy at all", policy("none"), 400, "InvalidPolicyDocument", words{"the form's policy is not valid", "a condition the server does not know", "make the form anew"}},
		{"form, a policy without conditions", policy(encoded(`{"expiration": "2030-01-01T00:00:00Z"}`)), 400, "InvalidPolicyDocument", words{"the form's policy is not valid", "a condition the server does not know", "make the form anew"}},
		{"form, a policy of an unknown kind", policy(encoded(`{"expiration": "2030-01-01T00:00:00Z", "conditions": [["ends-with", "$key", "x"]]}`)), 400, "InvalidPolicyDocument", words{"the form's policy is not valid", "a condition the server does not know", "make the form anew"}},
		{"form, unknown key", signedBy(func(*rig) demo.Credentials {
			return demo.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretKey: "x"}
		}), 403, "InvalidAccessKeyId", words{"does not know the access key", "the key was deleted", "renew the session or the key"}},
		{"form, wrong secret", signedBy(func(r *rig) demo.Credentials { return demo.Credentials{AccessKeyID: r.who.AccessKeyID, SecretKey: "x"} }), 403, "SignatureDoesNotMatch", words{"the signature does not match", "a wrong secret key", "check the secret key"}},
		{"form, wrong token", signedBy(func(r *rig) demo.Credentials {
			s := r.server.IssueSession(time.Hour)
			s.SessionToken = "x" + s.SessionToken
			return s
		}), 400, "InvalidToken", words{"the session token is not accepted", "was cut off or lost, belongs to another key", "renew the session and sign anew"}},
		{"form, after its session", func(r *rig) answer {
			r.who = r.server.IssueSession(5 * time.Minute)
			end := r.who.Expires
			r.who.Expires = time.Time{}
			l := r.form("plain")
			r.set(end)
			return r.post(l.URL.Reveal(), fieldsOf(l))
		}, 400, "ExpiredToken", words{"the session behind the signature has expired", "every link signed with them ends at the same moment", "renew the session"}},
		{"form, another region", func(r *rig) answer {
			r.region = "ap-south-1"
			l := r.form("plain")
			return r.post(l.URL.Reveal(), fieldsOf(l))
		}, 400, "AuthorizationQueryParametersError", words{"signed for the wrong region: the server expects eu-central-1", "the bucket is in another region", "for the bucket's own region"}},
		{"form, no such bucket", func(r *rig) answer {
			l := r.form("nowhere")
			return r.post(l.URL.Reveal(), fieldsOf(l))
		}, 404, "NoSuchBucket", words{"there is no such bucket", "deleted or misspelt", "check the bucket's name and the place"}},
		{"form, no permission", func(r *rig) answer {
			r.who = r.server.Guest()
			l := r.form("closed")
			return r.post(l.URL.Reveal(), fieldsOf(l))
		}, 403, "AccessDenied", words{"access denied: no policy allows it", "the signer lacks the permission", "ask for the permission"}},
		{"form, sent as a plain body", func(r *rig) answer {
			return r.send(http.MethodPost, r.form("plain").URL.Reveal(), []share.Header{{Name: "Content-Type", Value: "image/jpeg"}}, "hello")
		}, 412, "PreconditionFailed", words{"not a readable form", "sent as multipart/form-data", "the page or the command that belongs to the form"}},
		{"form, damaged", func(r *rig) answer {
			return r.send(http.MethodPost, r.form("plain").URL.Reveal(), []share.Header{{Name: "Content-Type", Value: "multipart/form-data; boundary=x"}}, "--x\r\nbroken")
		}, 400, "MalformedPOSTRequest", words{"not a readable form", "sent as multipart/form-data", "the page or the command that belongs to the form"}},
	}
}

// form signs an upload form with every kind of condition.
func (r *rig) form(bucket string) share.Link {
	return r.sign(share.Request{
		Target: share.Target{Bucket: bucket, Key: "in/"}, Operation: share.Form, Lifetime: share.For(10 * time.Minute),
		Options: share.Options{KeyPrefix: true, MinSize: 2, MaxSize: 100, ContentType: "image/", ContentTypePrefix: true, Metadata: map[string]string{"case": "7"}},
	})
}

func fieldsOf(l share.Link) *sent {
	f := sent{values: map[string]string{}, file: "hello"}
	for _, one := range l.Fields {
		f.names = append(f.names, one.Name)
		f.values[one.Name] = one.Value.Reveal()
	}
	return &f
}

// post sends a form the way a browser does.
func (r *rig) post(to string, f *sent) answer {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, name := range f.names {
		_ = w.WriteField(name, f.values[name])
	}
	if f.file != "" {
		part, _ := w.CreateFormFile("file", "a.jpg")
		_, _ = io.WriteString(part, f.file)
	}
	_ = w.Close()
	return r.send(http.MethodPost, to, []share.Header{{Name: "Content-Type", Value: w.FormDataContentType()}}, body.String())
}

// seal signs any document as a policy.
func (r *rig) seal(document string) string {
	key := []byte("AWS4" + r.who.SecretKey)
	for _, part := range []string{r.now().Format("20060102"), r.server.Region(), "s3", "aws4_request", document} {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(part))
		key = h.Sum(nil)
	}
	return hex.EncodeToString(key)
}
