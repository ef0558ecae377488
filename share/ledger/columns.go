package ledger

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"signet/share"
)

// columns are what the entry table says about a share: everything in it but n,
// seq and first follows from the body, and Verify holds it against the body.
type columns struct {
	starts, ends            int64
	failed, later           bool
	op, bucket, key, who    string
	group                   *string // nil: alone
	sig                     *int64  // nil: never signed
	object, note, recipient string
}

// columnNames in the order of values.
const columnNames = "starts, ends, failed, later, op, bucket, access_key, who, grp, sig, object, note, recipient"

// soon is how far ahead a signing date counts as now: clocks differ.
const soon = time.Minute

func columnsOf(r share.Record) columns {
	c := columns{
		starts: millis(r.Terms.Starts), ends: millis(r.Terms.Ends), failed: r.Failure != "",
		op: string(r.Spec.Operation), bucket: r.Spec.Target.Bucket, key: r.Spec.AccessKeyID, who: r.Who.User,
		object: strings.ToLower(r.Spec.Target.Key), note: strings.ToLower(r.Note), recipient: strings.ToLower(r.Recipient),
		sig: sigNumber(r.SignatureSHA256),
	}
	c.later = r.Terms.Starts.Sub(r.Created) > soon
	if c.failed {
		c.ends = 0
	}
	if group := r.Group; group != "" { // a copy: all of the record would stay with it
		c.group = &group
	}
	return c
}

// essence is what of a body decides on the columns. Verify reads it of each share:
// all of the body would take twice as long.
type essence struct {
	Group     string    `json:"group"`
	Created   time.Time `json:"created"`
	Operation string    `json:"operation"`
	Target    struct {
		Bucket string `json:"bucket"`
		Key    string `json:"key"`
	} `json:"target"`
	AccessKey string    `json:"access_key"`
	Starts    time.Time `json:"starts"`
	Ends      time.Time `json:"ends"`
	Signature string    `json:"signature_sha256"`
	Note      string    `json:"note"`
	Recipient string    `json:"recipient"`
	User      string    `json:"user"`
	Failure   string    `json:"failure"`
}

// columnsIn are the columns of the share that a body describes.
func columnsIn(raw []byte) (columns, error) {
	e, ok := quick(raw)
	if !ok {
		e = essence{}
		if err := json.Unmarshal(raw, &e); err != nil {
			return columns{}, err
		}
	}
	r := share.Record{Group: e.Group, Created: e.Created, SignatureSHA256: e.Signature, Note: e.Note, Recipient: e.Recipient, Failure: e.Failure}
	r.Who.User, r.Spec.Operation, r.Spec.AccessKeyID = e.User, share.Operation(e.Operation), e.AccessKey
	r.Spec.Target.Bucket, r.Spec.Target.Key = e.Target.Bucket, e.Target.Key
	r.Terms.Starts, r.Terms.Ends = e.Starts, e.Ends
	return columnsOf(r), nil
}

func (c *columns) values() []any {
	return []any{c.starts, c.ends, c.failed, c.later, c.op, c.bucket, c.key, c.who, c.group, c.sig, c.object, c.note, c.recipient}
}

// same reports whether two rows say the same.
func (c columns) same(d columns) bool {
	equal := func(a, b *string) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
	sigs := (c.sig == nil) == (d.sig == nil) && (c.sig == nil || *c.sig == *d.sig)
	groups := equal(c.group, d.group)
	c.group, c.sig, d.group, d.sig = nil, nil, nil, nil
	return sigs && groups && c == d
}

// words is the text of an entry for the text index.
const words = "e.object || char(31) || e.note || char(31) || e.recipient || char(31) || lower(e.bucket) || char(31) || lower(e.who)"

// text is what words makes of the columns.
func (c columns) text() string {
	return strings.Join([]string{c.object, c.note, c.recipient, lowerASCII(c.bucket), lowerASCII(c.who)}, "\x1f")
}

// lowerASCII is SQLite's lower().
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// sigNumber is the part of a signature's SHA-256 that is indexed.
func sigNumber(sum string) *int64 {
	raw, err := hex.DecodeString(sum)
	if err != nil || len(raw) < 8 {
		return nil
	}
	n := int64(binary.BigEndian.Uint64(raw))
	return &n
}

// millis is t in the unit of the log; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
