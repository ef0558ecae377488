package ledger

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"signet/share"
	"signet/share/address"
)

// Import is what became of the shares of another tool.
type Import struct {
	Added  int
	Known  int // in the log already
	Unread int
	Reason string // why the first of those could not be read
}

// mcShare is a share as mc knows it, from "mc share list --json" or from its
// downloads.json and uploads.json. The link in it is a live secret: it is taken
// apart and dropped, only the SHA-256 of its signature is kept.
type mcShare struct {
	link        string
	Object      string        `json:"url"`   // list: address of the object
	Share       string        `json:"share"` // list: the link. File: address of the object
	VersionID   string        `json:"versionID"`
	Date        time.Time     `json:"date"`
	Expiry      time.Duration `json:"expiry"`
	TimeLeft    time.Duration `json:"timeLeft"`
	ContentType string        `json:"contentType"`
}

// ImportMC reads the shares of MinIO's mc. A share that is in the log already
// is left alone, so reading the same file twice does no harm. gzip and UTF-16 are
// undone. Memory does not grow with the file.
func (l *Ledger) ImportMC(ctx context.Context, r io.Reader) (Import, error) {
	var sum Import
	var chunk []share.Record
	flush := func() error {
		known, err := l.importChunk(ctx, chunk)
		sum.Added += len(chunk) - known
		sum.Known += known
		chunk = chunk[:0]
		return err
	}
	unread := func(reason string) {
		if sum.Unread++; sum.Reason == "" {
			sum.Reason = reason
		}
	}
	in, err := plain(r)
	if err != nil {
		return sum, notMC(err)
	}
	bounded := &eachShare{from: in}
	err = readMC(bounded, func(s mcShare) error {
		bounded.read = 0
		if s.link == "" {
			unread("an object without a link; what signet log --json writes has none, import the file of the log itself")
			return nil
		}
		rec, err := s.record(l.options.Clock())
		if err != nil {
			unread(err.Error())
			return nil
		}
		if chunk = append(chunk, rec); len(chunk) < batchRows {
			return ctx.Err()
		}
		return flush()
	})
	if ferr := flush(); err == nil {
		err = ferr
	}
	return sum, err
}

// maxShare bounds what is read for one share, in bytes; a link has some kB, a form a few
// more. Without it, one value without an end would be kept in memory until that is full.
const maxShare = 4 << 20

var errLongShare = errors.New("a share is longer than any of mc's")

// eachShare is a reader that gives up where no share is complete after so many bytes.
type eachShare struct {
	from io.Reader
	read int // since the last share
}

func (e *eachShare) Read(p []byte) (int, error) {
	if e.read > maxShare {
		return 0, errLongShare
	}
	n, err := e.from.Read(p)
	e.read += n
	return n, err
}

// importChunk records what is not known yet, with an "imported" event each.
func (l *Ledger) importChunk(ctx context.Context, records []share.Record) (known int, err error) {
	err = l.write(ctx, "import into", func(ctx context.Context, tx *sql.Tx) error {
		var fresh []share.Record
		seen := map[int64]bool{}
		for _, r := range records {
			n := sigNumber(r.SignatureSHA256)
			if n != nil && !seen[*n] {
				var one int
				err := tx.QueryRowContext(ctx, "SELECT 1 FROM entry WHERE sig = ? LIMIT 1", *n).Scan(&one)
				if errors.Is(err, sql.ErrNoRows) {
					seen[*n] = true
					fresh = append(fresh, r)
				} else if err != nil {
					return err
				}
			}
		}
		known = len(records) - len(fresh)
		if len(fresh) == 0 {
			return nil
		}
		return l.appendRecords(ctx, tx, fresh, []Event{{Kind: Imported, Detail: "from mc share"}})
	})
	return known, err
}

// readMC calls yield for each share of a file or of a list, whichever it is.
func readMC(r io.Reader, yield func(mcShare) error) error {
	d := json.NewDecoder(r)
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || t != json.Delim('{') {
			return notMC(err)
		}
		if err := readMCObject(d, yield); err != nil {
			return err
		}
	}
}

func notMC(cause error) error {
	switch {
	case errors.Is(cause, io.EOF), errors.Is(cause, io.ErrUnexpectedEOF):
		return errors.New("import: the file ends in the middle; what came before is taken over")
	case cause == nil:
		cause = errors.New("no JSON object")
	}
	return fmt.Errorf("import: not what mc share list --json writes, nor its downloads.json: %w", cause)
}

// readMCObject reads one object: a share of a list, or a file with "shares".
func readMCObject(d *json.Decoder, yield func(mcShare) error) error {
	isFile := false
	var inner error
	raw, err := readObject(d, "shares", func() error {
		isFile = true
		inner = readMCFile(d, yield)
		return inner
	})
	switch {
	case inner != nil || isFile && err == nil:
		return inner
	case err != nil:
		return notMC(err)
	}
	var s mcShare
	if err := json.Unmarshal(raw, &s); err != nil {
		return notMC(err)
	}
	s.link = s.Share
	return yield(s)
}

func readMCFile(d *json.Decoder, yield func(mcShare) error) error {
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return notMC(err)
	}
	for d.More() {
		link, err := d.Token()
		if err != nil {
			return notMC(err)
		}
		var s mcShare
		if err := d.Decode(&s); err != nil {
			return notMC(err)
		}
		s.link, s.Object = fmt.Sprint(link), s.Share
		if err := yield(s); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return notMC(err)
	}
	return nil
}

// record takes the link apart. The errors name no part of it.
func (s mcShare) record(now time.Time) (share.Record, error) {
	link, form, isForm := strings.Cut(strings.TrimPrefix(s.link, "curl "), " ")
	u, err := url.Parse(strings.Trim(link, `"'`))
	if err != nil || u.Host == "" {
		return share.Record{}, errors.New("a share has no readable link")
	}
	fields := map[string]string{}
	if isForm {
		fields = formFields(form)
	} else {
		for name, v := range u.Query() {
			fields[strings.ToLower(name)] = v[0]
		}
	}
	signature := fields["x-amz-signature"]
	signed, derr := time.Parse("20060102T150405Z", fields["x-amz-date"])
	scope := strings.Split(fields["x-amz-credential"], "/")
	if signature == "" || derr != nil || len(scope) < 3 {
		return share.Record{}, errors.New("a share has no SigV4 signature")
	}
	r := share.Record{Created: signed, SignatureSHA256: digest(strings.ToLower(signature)), Source: "mc", Temporary: fields["x-amz-security-token"] != ""}
	r.Spec = share.Spec{Operation: share.Download, AccessKeyID: scope[0], SignedAt: signed}
	r.Spec.Target, r.Spec.Endpoint = s.placeOf(u, fields["bucket"])
	r.Spec.Target.VersionID = fields["versionid"]
	r.Spec.Endpoint.Region, r.Spec.Target.Region = scope[2], scope[2]
	seconds, _ := strconv.ParseInt(fields["x-amz-expires"], 10, 64)
	r.Spec.Seconds = min(max(seconds, 0), 1<<32) // S3 knows a week; more overflows a time.Duration
	end := signed.Add(time.Duration(r.Spec.Seconds) * time.Second)
	if isForm {
		end = s.form(&r, fields, signed, now)
	}
	if end.Year() > 9999 || end.Before(signed) {
		return share.Record{}, errors.New("a share has an end that no link can have") // and no JSON
	}
	r.Terms = share.Terms{Starts: signed, Asked: end, Ends: end, Reason: share.ByRequest, Seconds: r.Spec.Seconds}
	return r, nil
}

// form completes the record of an upload form.
func (s mcShare) form(r *share.Record, fields map[string]string, signed, now time.Time) (end time.Time) {
	r.Spec.Operation = share.Form
	r.Spec.Target.Key, r.Spec.Options.KeyPrefix = strings.CutSuffix(fields["key"], "<NAME>")
	r.Spec.Options.ContentType = s.ContentType
	switch end = policyEnd(fields["policy"]); {
	case !end.IsZero():
	case s.Expiry > 0:
		end = s.Date.Add(s.Expiry)
	default:
		end = now.Add(s.TimeLeft)
	}
	r.Spec.Seconds = int64(end.Sub(signed).Seconds())
	return end
}

// policyEnd is the expiration of a POST policy; the policy itself is dropped.
func policyEnd(policy string) time.Time {
	raw, err := base64.StdEncoding.DecodeString(policy)
	var p struct {
		Expiration time.Time `json:"expiration"`
	}
	if err == nil {
		_ = json.Unmarshal(raw, &p)
	}
	return p.Expiration
}

// formFields are the -F name=value of a curl command.
func formFields(command string) map[string]string {
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`-F\s+(?:"([^"]*)"|'([^']*)'|(\S+))`).FindAllStringSubmatch(command, -1) {
		name, value, _ := strings.Cut(m[1]+m[2]+m[3], "=")
		out[strings.ToLower(name)] = value
	}
	return out
}

// placeOf is the object that a link stands for. A host that nobody knows has the bucket
// in the path, as mc's own servers do, unless the field of a form or the address beside
// the link names a bucket that the host begins with.
func (s mcShare) placeOf(u *url.URL, field string) (share.Target, share.Endpoint) {
	at := address.Read(u.Scheme, u.Host, u.EscapedPath())
	if at.Guessed {
		if server, inHost := strings.CutPrefix(strings.ToLower(u.Host), field+"."); inHost && field != "" && strings.Trim(u.Path, "/") == "" {
			return share.Target{Bucket: field}, share.Endpoint{URL: address.Origin(u.Scheme + "://" + server)}
		}
		if object, err := url.Parse(s.Object); err == nil && object.Host != "" {
			bucket, _, _ := strings.Cut(strings.TrimPrefix(object.Path, "/"), "/")
			if bucket != "" && strings.EqualFold(u.Host, bucket+"."+object.Host) {
				return share.Target{Bucket: bucket, Key: strings.TrimPrefix(u.Path, "/")}, share.Endpoint{URL: address.Origin(object.String())}
			}
		}
		bucket, key, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
		return share.Target{Bucket: bucket, Key: key}, share.Endpoint{URL: address.Origin(u.String()), PathStyle: true}
	}
	e := share.Endpoint{URL: at.Server(), PathStyle: at.Style == address.Path}
	if at.AWS() {
		e.URL = ""
	}
	return share.Target{Bucket: at.Named(), Key: at.Key}, e
}
