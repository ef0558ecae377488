package share

import (
	"net/netip"
	"strings"
	"time"
)

// Request says what is wanted: on which object, to do what, how long, and for
// whom. The zero Options and Lifetime mean "the plain link" and "the default".
type Request struct {
	Target    Target
	Operation Operation
	Lifetime  Lifetime
	Starts    time.Time // zero: now. A future signing date: an embargo
	Options   Options
	Note      string         // for the log only; never part of the link
	Recipient string         // for the log only
	Batch     bool           // one of several that are shared at once
	Last      bool           // of a batch: none is at hand after it, and the next may be long in coming
	Group     string         // id shared by the links of one batch; empty: alone
	Signer    string         // name of a signer of the place that signs; empty: the place's own
	From      []netip.Prefix // networks that the link is limited to; nil: it works from everywhere
	Below     bool           // all that is in the folder of the target is opened, and below it
	Revocable bool           // only by a signer whose links are taken back one by one
	Object    Object         // what is known of the object, for the log and the limits
	Page      PageKind       // the target is a page of our own making; empty: it is not
	PageSum   string         // of a page: the hex SHA-256 of its bytes
	Item      string         // what was asked for, in the words of who asked; for the log only

	// Skew is how far a server's clock was found to be ahead of ours, and SkewOf
	// the endpoint that it was found at, as Endpoint.URL. A link that points there
	// is signed by it, because it is judged by it; any other link is not.
	Skew   time.Duration
	SkewOf string

	prefix bool // with Below: of all that begins with the key, and not with its folder
}

// Action is the IAM action that the signer needs. A request that names a version,
// even the null one, needs another one than a request that does not.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
func (r Request) Action() string {
	info := r.Operation.Info()
	if info.Versioned && r.Target.VersionID != "" {
		return strings.Replace(info.Action, "Object", "ObjectVersion", 1) // of its tags: s3:GetObjectVersionTagging
	}
	return info.Action
}

// AnyName reports a request that is for every key that begins with the target's:
// the sender's file name follows.
func (r Request) AnyName() bool { return r.Operation.Info().Policy && r.Options.KeyPrefix }

// Options are the details of an operation that become part of the signature.
// They are stored in the share log: nothing in here may be a secret, save the key
// that is not stored.
type Options struct {
	// Download and metadata.
	Filename    string `json:"filename,omitempty"`     // the name the recipient saves under
	Inline      bool   `json:"inline,omitempty"`       // view in the browser instead of saving
	ContentType string `json:"content_type,omitempty"` // download: response override; upload: required type

	// Download: headers that S3 answers with in place of those that are stored.
	ResponseCacheControl    string `json:"response_cache_control,omitempty"`
	ResponseContentLanguage string `json:"response_content_language,omitempty"`
	ResponseContentEncoding string `json:"response_content_encoding,omitempty"`
	ResponseExpires         string `json:"response_expires,omitempty"`

	// Download and metadata.
	IfMatch string `json:"if_match,omitempty"` // an entity tag in its quotes: only this content is given out

	// Download, metadata and upload: the key of SSE-C. The key itself is in no log and
	// no text; without it the link cannot be signed again.
	CustomerKey    Secret `json:"-"`
	CustomerKeyMD5 string `json:"customer_key_md5,omitempty"` // base64

	// Upload.
	ExactSize          *int64            `json:"exact_size,omitempty"`          // bytes; signed Content-Length
	IfNoneMatch        bool              `json:"if_none_match,omitempty"`       // refuse to overwrite
	Metadata           map[string]string `json:"metadata,omitempty"`            // x-amz-meta-*
	ContentDisposition string            `json:"content_disposition,omitempty"` // stored with the object
	SSE                string            `json:"sse,omitempty"`                 // AES256, aws:kms or aws:kms:dsse
	KMSKeyID           string            `json:"kms_key_id,omitempty"`
	StorageClass       string            `json:"storage_class,omitempty"`
	Tags               map[string]string `json:"tags,omitempty"`
	Checksum           string            `json:"checksum,omitempty"` // "sha256:" or "crc64nvme:" and hex: of the only content that is taken

	// Form (POST policy).
	KeyPrefix         bool   `json:"key_prefix,omitempty"` // Target.Key is a prefix, the rest is ${filename}
	MinSize           int64  `json:"min_size,omitempty"`   // bytes
	MaxSize           int64  `json:"max_size,omitempty"`   // bytes; 0: DefaultMaxSize
	ContentTypePrefix bool   `json:"content_type_prefix,omitempty"`
	SuccessRedirect   string `json:"success_redirect,omitempty"`
	SuccessStatus     int    `json:"success_status,omitempty"` // 200, 201 or 204

	// Any but a form.
	RequesterPays       bool   `json:"requester_pays,omitempty"`
	ExpectedBucketOwner string `json:"expected_bucket_owner,omitempty"` // an account of AWS, 12 digits

	// Upload in parts. UploadID is what the server called it when it was started.
	TotalSize int64  `json:"total_size,omitempty"` // bytes
	PartSize  int64  `json:"part_size,omitempty"`  // bytes of each part but the last; 0: what suits
	UploadID  string `json:"upload_id,omitempty"`

	// Any. TrackID is signed as the query parameter x-signet-id, which S3
	// ignores and writes to its access log. Empty: not tracked.
	TrackID string `json:"track_id,omitempty"`
}

// AsStored are the options without those that replace what a download is answered
// with: its name, its type and other headers.
func (o Options) AsStored() Options {
	o.Filename, o.Inline, o.ContentType = "", false, ""
	o.ResponseCacheControl, o.ResponseContentLanguage, o.ResponseContentEncoding, o.ResponseExpires = "", "", "", ""
	return o
}

// ArchivedClass reports the storage classes from which nothing can be downloaded
// before it is restored. GLACIER_IR is not one of them.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
func ArchivedClass(class string) bool { return class == "GLACIER" || class == "DEEP_ARCHIVE" }

// Object is what was known of an object when it was shared.
type Object struct {
	Known        bool // false: nobody looked
	Size         int64
	ETag         string
	ContentType  string
	StorageClass string
	VersionID    string    // the version that was current
	Versioned    bool      // the bucket keeps versions
	Unversioned  bool      // somebody looked: it keeps none. Neither is set when only a list was read
	VersionOf    string    // the endpoint that was asked for the three, as Endpoint.URL
	Expires      time.Time // lifecycle end (x-amz-expiration); zero: none known
	// Checksum is that of the whole content as the server keeps it, for people: "SHA-256
	// 9f86d0..."; empty: it keeps none. It is not in the log.
	Checksum string
}
