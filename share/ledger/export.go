package ledger

import (
	"bufio"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"time"

	"signet/share"
	"signet/share/say"
)

// Format of an export.
type Format string

// The formats.
const (
	JSONLines Format = "json" // one object per line
	CSV       Format = "csv"  // RFC 4180, with a header
)

// Line is an entry as exported. The names are stable; new ones are added at the
// end. chain_head is the end of the chain when the export began, the same on
// every line: it is what signet log verify --head takes.
type Line struct {
	ID              string     `json:"id"`
	State           State      `json:"state"`
	CreatedAt       time.Time  `json:"created_at"`
	Operation       string     `json:"operation"`
	Bucket          string     `json:"bucket"`
	Key             string     `json:"key"`
	VersionID       string     `json:"version_id"`
	Place           string     `json:"place"`
	Region          string     `json:"region"`
	Endpoint        string     `json:"endpoint"`
	SignedAt        *time.Time `json:"signed_at"`
	ExpiresAt       *time.Time `json:"expires_at"`
	Seconds         int64      `json:"seconds"`
	LimitedBy       string     `json:"limited_by"`
	AccessKey       string     `json:"access_key"`
	Recipient       string     `json:"recipient"`
	Note            string     `json:"note"`
	Group           string     `json:"group"`
	User            string     `json:"user"`
	Host            string     `json:"host"`
	SSHClient       string     `json:"ssh_client"`
	Filename        string     `json:"filename"`
	Size            *int64     `json:"size"`
	ETag            string     `json:"etag"`
	ContentType     string     `json:"content_type"`
	Uses            int        `json:"uses"`
	LastUsedAt      *time.Time `json:"last_used_at"`
	LastUsedFrom    string     `json:"last_used_from"`
	Failure         string     `json:"failure"`
	SignatureSHA256 string     `json:"signature_sha256"`
	ChainSeq        int64      `json:"chain_seq"`
	ChainHead       string     `json:"chain_head"`
	// Terms is in JSON alone: it has no fixed columns.
	Terms LineTerms `json:"terms,omitzero"`
}

// LineTerms is what the holder is held to, and what else is known of a share.
// What does not apply is left out.
type LineTerms struct {
	StartsAt     *time.Time     `json:"starts_at,omitempty"`
	AskedUntil   *time.Time     `json:"asked_until,omitempty"`
	AtMost       bool           `json:"at_most,omitempty"` // expires_at is an upper bound
	LimitDetail  string         `json:"limit_detail,omitempty"`
	Options      share.Options  `json:"options,omitzero"`
	Headers      []share.Header `json:"headers,omitempty"` // that the holder must send
	PathStyle    bool           `json:"path_style,omitempty"`
	Credentials  string         `json:"credentials,omitempty"` // where the key came from
	Temporary    bool           `json:"temporary,omitempty"`   // signed with a session
	StorageClass string         `json:"storage_class,omitempty"`
	Browsed      string         `json:"browsed_place,omitempty"` // if another one signed
	Signer       string         `json:"signer,omitempty"`        // of the place, if it is not its own key
	Mandate      share.Mandate  `json:"mandate,omitzero"`        // what that signs for beside the rest
	Page         string         `json:"page,omitempty"`          // the link opens a page of that kind, stored for it
	PageSHA256   string         `json:"page_sha256,omitempty"`
	Item         string         `json:"item,omitempty"` // what was asked for
}

// LineOf is an entry as exported, for a head.
func LineOf(e Entry, head Head) Line {
	t := e.Spec.Target
	line := Line{
		ID: e.ID, State: e.State, CreatedAt: e.Created.UTC().Truncate(time.Second), Operation: string(e.Spec.Operation),
		Bucket: t.Bucket, Key: t.Key, VersionID: t.VersionID, Place: e.Spec.Endpoint.Place, Region: e.Spec.Endpoint.Region, Endpoint: e.Spec.Endpoint.URL,
		SignedAt: moment(e.Spec.SignedAt), ExpiresAt: moment(e.Terms.Ends), Seconds: e.Spec.Seconds, LimitedBy: string(e.Terms.Reason),
		AccessKey: e.Spec.AccessKeyID, Recipient: e.Recipient, Note: e.Note, Group: e.Group,
		User: e.Who.User, Host: e.Who.Host, SSHClient: e.Who.SSHClient, Filename: e.Spec.Options.Filename,
		ETag: e.Object.ETag, ContentType: e.Object.ContentType,
		Uses: e.Uses, LastUsedAt: moment(e.LastUse.At), LastUsedFrom: e.LastUse.From,
		Failure: e.Record.Failure, SignatureSHA256: e.SignatureSHA256, ChainSeq: e.Seq, ChainHead: head.String(),
	}
	line.Terms = termsOf(e)
	line.Place = cmp.Or(line.Place, t.Place)
	if e.Object.Known {
		size := e.Object.Size
		line.Size = &size
	}
	return line
}

func termsOf(e Entry) LineTerms {
	t := LineTerms{
		StartsAt: moment(e.Terms.Starts), AskedUntil: moment(e.Terms.Asked), AtMost: e.Terms.AtMost, LimitDetail: e.Terms.Detail,
		Options: e.Spec.Options, Headers: e.Headers, PathStyle: e.Spec.Endpoint.PathStyle,
		Credentials: e.Source, Temporary: e.Temporary, StorageClass: e.Object.StorageClass,
		Signer: e.Spec.Endpoint.Signer, Mandate: e.Spec.Mandate,
		Page: string(e.Page), PageSHA256: e.PageSum, Item: e.Item,
	}
	if place := e.Spec.Target.Place; place != e.Spec.Endpoint.Place {
		t.Browsed = place
	}
	return t
}

// moment is nil for no time, for JSON's null.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}

// Export writes every entry of the query and returns the chain's head, which is
// on every line; at most limit entries, all of them for 0. If there is none, the
// head stands alone on one line: nothing was shared is a thing to prove as well.
// Memory does not grow with the log.
func (l *Ledger) Export(ctx context.Context, w io.Writer, f Format, q Query, limit int) (Head, error) {
	head, err := l.Head(ctx)
	if err != nil {
		return Head{}, err
	}
	out := bufio.NewWriter(w)
	write := jsonLines(out)
	if f == CSV {
		write = csvLines(out)
	}
	n := 0
	err = l.Each(ctx, q, func(e Entry) error {
		if n++; limit > 0 && n > limit {
			return io.EOF
		}
		line := LineOf(e, head)
		return write(&line)
	})
	if errors.Is(err, io.EOF) { // enough
		err = nil
	}
	if err == nil && n == 0 {
		err = write(&Line{ChainHead: head.String()})
	}
	return head, errors.Join(err, out.Flush())
}

// jsonLines writes a line without an id as its head alone.
func jsonLines(w io.Writer) func(*Line) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return func(l *Line) error {
		if l.ID == "" {
			return e.Encode(struct {
				ChainHead string `json:"chain_head"`
			}{l.ChainHead})
		}
		return e.Encode(l)
	}
}

// csvLines writes the names of the columns before the first line, and a line
// without an id as its head alone.
func csvLines(w io.Writer) func(*Line) error {
	c := csv.NewWriter(w)
	begun := false
	return func(l *Line) error {
		names, values := cells(l)
		if l.ID == "" {
			clear(values[:len(values)-1])
		}
		if !begun {
			begun = true
			if err := c.Write(names); err != nil {
				return err
			}
		}
		if err := c.Write(values); err != nil {
			return err
		}
		c.Flush()
		return c.Error()
	}
}

// cells are the columns of a line by the names and in the order of its JSON, but
// for what has no fixed columns.
func cells(l *Line) (names, values []string) {
	for field, value := range reflect.ValueOf(*l).Fields() {
		if field.Type != reflect.TypeFor[LineTerms]() {
			names = append(names, field.Tag.Get("json"))
			values = append(values, say.Cell(cellText(value)))
		}
	}
	return names, values
}

// cellText is the value of a field as text; empty for what is not known.
func cellText(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	if at, ok := v.Interface().(time.Time); ok {
		return at.Format(time.RFC3339)
	}
	return fmt.Sprint(v.Interface())
}
