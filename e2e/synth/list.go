package synth

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// question is what a listing is asked, of objects or of versions.
type question struct {
	prefix, delimiter string
	max               int
	after             string // the last key or common prefix that was listed
	version           string // the last version of it; empty: all of them
	token             string // as it was sent
}

// asked reads what both kinds of listing take. Keys that XML cannot carry are many
// here, so that nobody is answered who does not ask for the encoding.
func asked(q url.Values) (question, *refusal) {
	out := question{prefix: q.Get("prefix"), delimiter: q.Get("delimiter"), max: 1000}
	if q.Get("encoding-type") != "url" {
		return out, invalid("these keys need encoding-type=url")
	}
	if most := q.Get("max-keys"); most != "" {
		n, err := strconv.Atoi(most)
		if err != nil || n < 0 {
			return out, invalid("max-keys is no number")
		}
		out.max = min(n, out.max)
	}
	return out, nil
}

// listObjects answers ListObjectsV2.
func (b bucket) listObjects(name string, q url.Values) ([]byte, *refusal) {
	if q.Get("list-type") != "2" {
		return nil, invalid("only the second version of the listing is known")
	}
	ask, no := asked(q)
	if no != nil {
		return nil, no
	}
	ask.after, ask.token = q.Get("start-after"), q.Get("continuation-token")
	if ask.token != "" {
		last, err := base64.RawURLEncoding.DecodeString(ask.token)
		if err != nil {
			return nil, invalid("a continuation token of somebody else")
		}
		ask.after = string(last)
	}
	return b.page(name, ask), nil
}

// page is one page of objects and common prefixes.
func (b bucket) page(name string, ask question) []byte {
	out := newDocument("ListBucketResult", name, ask)
	count, more, last := 0, false, ""
	for i := b.start(ask); i < b.n; {
		key := b.key(i)
		if !strings.HasPrefix(key, ask.prefix) {
			break
		}
		if more = count == ask.max; more {
			break
		}
		if common := rolled(key, ask); common != "" {
			out.common(common)
			i, last = b.after(common), common
			count++
			continue
		}
		if !b.gone(i) {
			v := b.version(i, 0)
			out.object(key, v)
			count++
		}
		i, last = i+1, key
	}
	out.text("KeyCount", strconv.Itoa(count))
	out.text("IsTruncated", strconv.FormatBool(more))
	if ask.token != "" {
		out.text("ContinuationToken", ask.token)
	}
	if more {
		out.text("NextContinuationToken", base64.RawURLEncoding.EncodeToString([]byte(last)))
	}
	return out.end()
}

// start is the first key that the question asks for.
func (b bucket) start(ask question) int {
	i := b.from(ask.prefix)
	if ask.after == "" {
		return i
	}
	if ask.delimiter != "" && strings.HasSuffix(ask.after, ask.delimiter) && len(ask.after) > len(ask.prefix) {
		return max(i, b.after(ask.after)) // a common prefix, with all that is below it
	}
	j, is := b.find(ask.after)
	if is {
		j++
	}
	return max(i, j)
}

// rolled is the common prefix that a key is listed under; empty: under its own name.
func rolled(key string, ask question) string {
	if ask.delimiter == "" {
		return ""
	}
	head, _, below := strings.Cut(key[len(ask.prefix):], ask.delimiter)
	if !below {
		return ""
	}
	return ask.prefix + head + ask.delimiter
}

// document is an answer in the making.
type document struct {
	bytes.Buffer
	root string
}

const namespace = ` xmlns="http://s3.amazonaws.com/doc/2006-03-01/"`

func newDocument(root, bucket string, ask question) *document {
	d := &document{root: root}
	d.WriteString(xml.Header + "<" + root + namespace + ">")
	d.text("Name", bucket)
	d.text("Prefix", encoded(ask.prefix))
	if ask.delimiter != "" {
		d.text("Delimiter", encoded(ask.delimiter))
	}
	d.text("MaxKeys", strconv.Itoa(ask.max))
	d.text("EncodingType", "url")
	return d
}

// encoded is a key as encoding-type=url wants it.
func encoded(key string) string {
	return strings.ReplaceAll(url.QueryEscape(key), "%2F", "/")
}

func (d *document) text(name, value string) {
	d.WriteString("<" + name + ">" + value + "</" + name + ">")
}

func (d *document) common(prefix string) {
	d.WriteString("<CommonPrefixes>")
	d.text("Prefix", encoded(prefix))
	d.WriteString("</CommonPrefixes>")
}

func (d *document) object(key string, v version) {
	d.WriteString("<Contents>")
	d.text("Key", encoded(key))
	d.text("LastModified", v.at.Format(time.RFC3339))
	d.text("ETag", "&quot;"+etag(key, v.id)+"&quot;")
	d.text("Size", strconv.FormatInt(v.size, 10))
	d.text("StorageClass", "STANDARD")
	d.WriteString("</Contents>")
}

func (d *document) end() []byte {
	d.WriteString("</" + d.root + ">")
	return d.Bytes()
}

// listBuckets answers ListBuckets.
func listBuckets(names []string) []byte {
	d := &document{root: "ListAllMyBucketsResult"}
	d.WriteString(xml.Header + "<" + d.root + namespace + "><Owner><ID>synth</ID></Owner><Buckets>")
	for _, name := range names {
		d.WriteString("<Bucket>")
		d.text("Name", name)
		d.text("CreationDate", began.Format(time.RFC3339))
		d.WriteString("</Bucket>")
	}
	d.WriteString("</Buckets>")
	return d.end()
}

// refusal is an error of S3.
type refusal struct {
	status        int
	code, message string
}

func invalid(message string) *refusal {
	return &refusal{http.StatusBadRequest, "InvalidArgument", message}
}

func unknown(what string) *refusal {
	return &refusal{http.StatusNotImplemented, "NotImplemented", what + " is not known here"}
}

func missing(code string) *refusal {
	return &refusal{http.StatusNotFound, code, "it is not there"}
}
