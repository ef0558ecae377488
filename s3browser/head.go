package s3browser

import (
	"cmp"
	"context"
	"errors"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"signet/share/refusal"
)

// Head is what is known of one object.
type Head struct {
	Size        int64
	Modified    time.Time
	ETag        string // without quotes
	ContentType string
	VersionID   string // empty in a bucket without versions
	Class       string // STANDARD where S3 says nothing

	ArchiveStatus string // of INTELLIGENT_TIERING: ARCHIVE_ACCESS or DEEP_ARCHIVE_ACCESS; empty: at hand

	Restore       string    // x-amz-restore as it came; empty: never asked for
	Restoring     bool      // a restore from the archive is under way
	RestoredUntil time.Time // the restored copy lives until then; zero: none

	SSE      string // "AES256", "aws:kms", ...; empty: none said
	KMSKeyID string
	SSEC     bool // encrypted with the customer's own key

	Expiration     time.Time // a lifecycle rule removes the object then; zero: none
	ExpirationRule string    // the name of that rule

	LockMode  string    // "GOVERNANCE" or "COMPLIANCE"; empty: none
	LockUntil time.Time // retention ends then
	LegalHold bool

	Metadata           map[string]string // x-amz-meta-, names in lower case
	ContentDisposition string
	ContentEncoding    string
	CacheControl       string

	ServerDate time.Time // the server's clock, to the second; zero where unsaid
	Server     string    // the endpoint that was asked; empty: AWS
}

// Archived reports an object that must be restored before it can be read.
func (h Head) Archived() bool {
	return (h.Class == "GLACIER" || h.Class == "DEEP_ARCHIVE" || h.ArchiveStatus != "") && h.RestoredUntil.IsZero()
}

// OwnKey is the key of an object that is encrypted with one of its owner (SSE-C), and
// its MD5, both in base64. The zero OwnKey is none.
type OwnKey struct{ Key, MD5 string }

func (k OwnKey) put(in *s3.HeadObjectInput) {
	if k.Key != "" {
		in.SSECustomerAlgorithm, in.SSECustomerKey, in.SSECustomerKeyMD5 = aws.String("AES256"), aws.String(k.Key), aws.String(k.MD5)
	}
}

// Head asks for one object, or one version of it.
func (c *Client) Head(ctx context.Context, bucket, key, versionID string) (Head, error) {
	return c.HeadWith(ctx, bucket, key, versionID, OwnKey{})
}

// HeadWith is Head for an object with a key of its owner.
func (c *Client) HeadWith(ctx context.Context, bucket, key, versionID string, own OwnKey) (Head, error) {
	if err := checkBucket(actionHead(versionID), bucket); err != nil {
		return Head{}, err
	}
	var out *s3.HeadObjectOutput
	n, err := c.call(ctx, actionHead(versionID), bucket, key, func(ctx context.Context, api *s3.Client) (err error) {
		in := &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: aws.String(key), VersionId: given(versionID)}
		own.put(in)
		if out, err = api.HeadObject(ctx, in); err == nil {
			err = ofStore(out.ResultMetadata, aws.ToString(out.ContentType))
		}
		return err
	})
	if err != nil {
		return Head{}, err
	}
	h := headOf(out)
	h.ServerDate = n.date
	if l, err := c.load(ctx); err == nil { // it was, or nothing could have been asked
		h.Server = l.settings.Endpoint
	}
	return h, nil
}

// ofStore refuses a success that no store gave, as that of the sign-in page of a network:
// it would be taken for the object.
func ofStore(m middleware.Metadata, contentType string) error {
	raw, ok := awsmiddleware.GetRawResponse(m).(*smithyhttp.Response)
	if !ok || refusal.OfStore(raw.Header) {
		return nil
	}
	e := &garbageError{want: "an object", cause: errors.New("an answer without the headers of a store"), what: "it names neither ETag nor date of the object"}
	if strings.HasPrefix(strings.ToLower(contentType), "text/html") {
		e.what = webPage
	}
	return e
}

func headOf(out *s3.HeadObjectOutput) Head {
	h := Head{
		Size: max(aws.ToInt64(out.ContentLength), 0), Modified: aws.ToTime(out.LastModified),
		ETag: bareETag(out.ETag), ContentType: aws.ToString(out.ContentType),
		VersionID: aws.ToString(out.VersionId), Class: string(out.StorageClass),
		Restore: aws.ToString(out.Restore), ArchiveStatus: string(out.ArchiveStatus),
		SSE: string(out.ServerSideEncryption), KMSKeyID: aws.ToString(out.SSEKMSKeyId),
		SSEC:     aws.ToString(out.SSECustomerAlgorithm) != "",
		LockMode: string(out.ObjectLockMode), LockUntil: aws.ToTime(out.ObjectLockRetainUntilDate),
		LegalHold:          out.ObjectLockLegalHoldStatus == types.ObjectLockLegalHoldStatusOn,
		Metadata:           decoded(out.Metadata),
		ContentDisposition: aws.ToString(out.ContentDisposition),
		ContentEncoding:    aws.ToString(out.ContentEncoding),
		CacheControl:       aws.ToString(out.CacheControl),
	}
	h.Class = cmp.Or(h.Class, "STANDARD")
	h.Restoring = parameter(h.Restore, "ongoing-request") == "true"
	h.RestoredUntil, _ = http.ParseTime(parameter(h.Restore, "expiry-date"))
	expiration := aws.ToString(out.Expiration)
	h.Expiration, _ = http.ParseTime(parameter(expiration, "expiry-date"))
	h.ExpirationRule = parameter(expiration, "rule-id")
	return h
}

// bareETag is an ETag without quotes; empty for what is too long to be one.
func bareETag(text *string) string {
	if t := strings.Trim(aws.ToString(text), `"`); len(t) <= maxETag {
		return t
	}
	return ""
}

// parameter finds name="value" in headers such as x-amz-expiration:
// expiry-date="Fri, 21 Dec 2035 00:00:00 GMT", rule-id="one".
func parameter(header, name string) string {
	_, rest, ok := strings.Cut(header, name+`="`)
	if !ok {
		return ""
	}
	value, _, ok := strings.Cut(rest, `"`)
	if !ok {
		return ""
	}
	return value
}

// decoded reads metadata beyond ASCII, which S3 sends in the form of RFC 2047.
func decoded(metadata map[string]string) map[string]string {
	if len(metadata) == 0 {
		return nil
	}
	var words mime.WordDecoder
	plain := make(map[string]string, len(metadata))
	for name, value := range metadata {
		if text, err := words.DecodeHeader(value); err == nil {
			value = text
		}
		plain[strings.ToLower(name)] = value
	}
	return plain
}
