package ledger

import (
	"bytes"
	"encoding/json"
	"time"

	"signet/share"
)

// body is a share as it stands in the log: JSON with these names, in this
// order, maps sorted. The chain covers the bytes, so nothing depends on them
// being written the same way again.
type body struct {
	ID        string        `json:"id"`
	Group     string        `json:"group,omitempty"`
	Created   time.Time     `json:"created"`
	Operation string        `json:"operation"`
	Target    bodyTarget    `json:"target"`
	Endpoint  bodyEndpoint  `json:"endpoint"`
	Options   share.Options `json:"options,omitzero"`
	AccessKey string        `json:"access_key,omitempty"`
	SignedAt  time.Time     `json:"signed_at,omitzero"`
	Seconds   int64         `json:"seconds,omitempty"`
	Mandate   share.Mandate `json:"mandate,omitzero"`

	Starts   time.Time `json:"starts,omitzero"`
	Asked    time.Time `json:"asked,omitzero"`
	Ends     time.Time `json:"ends,omitzero"`
	Reason   string    `json:"reason,omitempty"`
	Detail   string    `json:"detail,omitempty"`
	AtMost   bool      `json:"at_most,omitempty"`
	Promised int64     `json:"promised,omitempty"`

	Headers   []share.Header `json:"headers,omitempty"`
	Signature string         `json:"signature_sha256,omitempty"`
	Note      string         `json:"note,omitempty"`
	Recipient string         `json:"recipient,omitempty"`
	User      string         `json:"user,omitempty"`
	Host      string         `json:"host,omitempty"`
	SSHClient string         `json:"ssh_client,omitempty"`
	Object    *bodyObject    `json:"object,omitempty"`
	Source    string         `json:"source,omitempty"`
	Temporary bool           `json:"temporary,omitempty"`
	Failure   string         `json:"failure,omitempty"`
	Page      string         `json:"page,omitempty"`
	PageSum   string         `json:"page_sha256,omitempty"`
	Item      string         `json:"item,omitempty"`
}

type bodyTarget struct {
	Place   string `json:"place,omitempty"`
	Region  string `json:"region,omitempty"`
	Bucket  string `json:"bucket"`
	Key     string `json:"key"`
	Version string `json:"version,omitempty"`
}

type bodyEndpoint struct {
	URL       string `json:"url,omitempty"`
	Region    string `json:"region,omitempty"`
	PathStyle bool   `json:"path_style,omitempty"`
	Place     string `json:"place,omitempty"`
	Signer    string `json:"signer,omitempty"`

	FIPS       bool `json:"fips,omitempty"`
	DualStack  bool `json:"dualstack,omitempty"`
	Accelerate bool `json:"accelerate,omitempty"`
}

type bodyObject struct {
	Size         int64     `json:"size"`
	ETag         string    `json:"etag,omitempty"`
	ContentType  string    `json:"content_type,omitempty"`
	StorageClass string    `json:"storage_class,omitempty"`
	Version      string    `json:"version,omitempty"`
	Versioned    bool      `json:"versioned,omitempty"`
	Expires      time.Time `json:"expires,omitzero"`
}

// encoder writes one body after the other into the same memory.
type encoder struct {
	body body
	out  bodyWriter
}

// encode is the body of a record. It is good until the next.
func (e *encoder) encode(r *share.Record) ([]byte, error) {
	s, t := &r.Spec, &r.Terms
	b := &e.body
	*b = body{
		ID: r.ID, Group: r.Group, Created: r.Created.UTC(), Operation: string(s.Operation),
		Target:   bodyTarget{s.Target.Place, s.Target.Region, s.Target.Bucket, s.Target.Key, s.Target.VersionID},
		Endpoint: bodyEndpoint(s.Endpoint), Options: s.Options, AccessKey: s.AccessKeyID,
		SignedAt: utc(s.SignedAt), Seconds: s.Seconds, Mandate: s.Mandate,
		Starts: utc(t.Starts), Asked: utc(t.Asked), Ends: utc(t.Ends), Reason: string(t.Reason), Detail: t.Detail, AtMost: t.AtMost, Promised: t.Seconds,
		Headers: r.Headers, Signature: r.SignatureSHA256, Note: share.Scrub(r.Note), Recipient: share.Scrub(r.Recipient),
		User: r.Who.User, Host: r.Who.Host, SSHClient: r.Who.SSHClient, Source: r.Source, Temporary: r.Temporary, Failure: share.Scrub(r.Failure),
		Page: string(r.Page), PageSum: r.PageSum, Item: share.Scrub(r.Item),
	}
	if o := r.Object; o.Known {
		b.Object = &bodyObject{o.Size, o.ETag, o.ContentType, o.StorageClass, o.VersionID, o.Versioned, utc(o.Expires)}
	}
	e.out = bodyWriter{out: e.out.out[:0]}
	e.out.write(b)
	return e.out.out, e.out.err
}

// marshal leaves <, > and & as they are: the log is read by people too.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

func decode(raw []byte) (share.Record, error) {
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		return share.Record{}, err
	}
	r := share.Record{
		ID: b.ID, Group: b.Group, Created: b.Created, Headers: b.Headers, SignatureSHA256: b.Signature,
		Note: b.Note, Recipient: b.Recipient, Who: share.Who{User: b.User, Host: b.Host, SSHClient: b.SSHClient},
		Source: b.Source, Temporary: b.Temporary, Failure: b.Failure, Page: share.PageKind(b.Page), PageSum: b.PageSum, Item: b.Item,
		Spec: share.Spec{
			Target:    share.Target{Place: b.Target.Place, Region: b.Target.Region, Bucket: b.Target.Bucket, Key: b.Target.Key, VersionID: b.Target.Version},
			Operation: share.Operation(b.Operation), Options: b.Options, Endpoint: share.Endpoint(b.Endpoint),
			AccessKeyID: b.AccessKey, SignedAt: b.SignedAt, Seconds: b.Seconds, Mandate: b.Mandate,
		},
		Terms: share.Terms{Starts: b.Starts, Asked: b.Asked, Ends: b.Ends, Reason: share.Reason(b.Reason), Detail: b.Detail, AtMost: b.AtMost, Seconds: b.Promised},
	}
	if o := b.Object; o != nil {
		r.Object = share.Object{Known: true, Size: o.Size, ETag: o.ETag, ContentType: o.ContentType, StorageClass: o.StorageClass, VersionID: o.Version, Versioned: o.Versioned, Expires: o.Expires}
	}
	return r, nil
}

// utc keeps the zero time zero.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}
