package ledger

import (
	"reflect"
	"strconv"
	"time"
)

// bodyWriter writes a body as marshal would, in a third of the time: of a batch each
// link waits for it. What is rare in a body is left to encoding/json.
type bodyWriter struct {
	out []byte
	err error // the first
}

func (w *bodyWriter) write(b *body) {
	w.out = append(w.out, '{')
	w.always("id", b.ID)
	w.text("group", b.Group)
	w.name("created")
	w.moment(b.Created)
	w.always("operation", b.Operation)
	w.begin("target")
	w.text("place", b.Target.Place)
	w.text("region", b.Target.Region)
	w.always("bucket", b.Target.Bucket)
	w.always("key", b.Target.Key)
	w.text("version", b.Target.Version)
	w.end()
	w.begin("endpoint")
	w.text("url", b.Endpoint.URL)
	w.text("region", b.Endpoint.Region)
	w.flag("path_style", b.Endpoint.PathStyle)
	w.text("place", b.Endpoint.Place)
	w.text("signer", b.Endpoint.Signer)
	w.flag("fips", b.Endpoint.FIPS)
	w.flag("dualstack", b.Endpoint.DualStack)
	w.flag("accelerate", b.Endpoint.Accelerate)
	w.end()
	if !reflect.ValueOf(&b.Options).Elem().IsZero() {
		w.rare("options", &b.Options)
	}
	w.text("access_key", b.AccessKey)
	w.time("signed_at", b.SignedAt)
	w.number("seconds", b.Seconds)
	if !reflect.ValueOf(&b.Mandate).Elem().IsZero() {
		w.rare("mandate", &b.Mandate)
	}
	w.time("starts", b.Starts)
	w.time("asked", b.Asked)
	w.time("ends", b.Ends)
	w.text("reason", b.Reason)
	w.text("detail", b.Detail)
	w.flag("at_most", b.AtMost)
	w.number("promised", b.Promised)
	if len(b.Headers) > 0 {
		w.rare("headers", b.Headers)
	}
	w.text("signature_sha256", b.Signature)
	w.text("note", b.Note)
	w.text("recipient", b.Recipient)
	w.text("user", b.User)
	w.text("host", b.Host)
	w.text("ssh_client", b.SSHClient)
	if b.Object != nil {
		w.object(b.Object)
	}
	w.text("source", b.Source)
	w.flag("temporary", b.Temporary)
	w.text("failure", b.Failure)
	w.text("page", b.Page)
	w.text("page_sha256", b.PageSum)
	w.text("item", b.Item)
	w.end()
}

func (w *bodyWriter) object(o *bodyObject) {
	w.begin("object")
	w.name("size")
	w.out = strconv.AppendInt(w.out, o.Size, 10)
	w.text("etag", o.ETag)
	w.text("content_type", o.ContentType)
	w.text("storage_class", o.StorageClass)
	w.text("version", o.Version)
	w.flag("versioned", o.Versioned)
	w.time("expires", o.Expires)
	w.end()
}

func (w *bodyWriter) begin(name string) {
	w.name(name)
	w.out = append(w.out, '{')
}

func (w *bodyWriter) end() { w.out = append(w.out, '}') }

func (w *bodyWriter) name(name string) {
	if w.out[len(w.out)-1] != '{' {
		w.out = append(w.out, ',')
	}
	w.out = append(append(append(w.out, '"'), name...), '"', ':')
}

// text leaves out what is empty.
func (w *bodyWriter) text(name, value string) {
	if value != "" {
		w.always(name, value)
	}
}

func (w *bodyWriter) always(name, value string) {
	if !asItIs(value) {
		w.rare(name, value)
		return
	}
	w.name(name)
	w.out = append(append(append(w.out, '"'), value...), '"')
}

// asItIs reports text that JSON has as it is.
func asItIs(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// rare is whatever encoding/json makes of it.
func (w *bodyWriter) rare(name string, value any) {
	raw, err := marshal(value)
	w.fail(err)
	w.name(name)
	w.out = append(w.out, raw...)
}

func (w *bodyWriter) flag(name string, value bool) {
	if value {
		w.name(name)
		w.out = append(w.out, "true"...)
	}
}

func (w *bodyWriter) number(name string, value int64) {
	if value != 0 {
		w.name(name)
		w.out = strconv.AppendInt(w.out, value, 10)
	}
}

func (w *bodyWriter) time(name string, value time.Time) {
	if !value.IsZero() {
		w.name(name)
		w.moment(value)
	}
}

func (w *bodyWriter) moment(value time.Time) {
	out, err := value.AppendText(append(w.out, '"'))
	w.fail(err)
	w.out = append(out, '"')
}

func (w *bodyWriter) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}
