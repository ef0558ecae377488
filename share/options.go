package share

import (
	"slices"
	"strconv"
	"strings"

	"signet/share/say"
)

// DefaultMaxSize is the largest file that an upload form takes when nobody said:
// 100 MB. A form without an upper bound is an open bill.
const DefaultMaxSize = 100_000_000

// MaxFormSize is the most that S3 takes in one POST or PUT: 5 GiB.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
const MaxFormSize = 5 << 30

// optionTable is all that may be asked of a link. The order is that of the facts and
// of the fields of a policy, which a recorded form must be signed with again; and an
// option stands after those that it needs.
func optionTable() []Option {
	return slices.Concat(downloadOptions(), replyOptions(), conditionOptions(), uploadOptions(), formOptions(), partOptions(), storageOptions(), placingOptions(), answerOptions(), ownerOptions())
}

func downloadOptions() []Option {
	get := []Operation{Download}
	return []Option{
		{
			ID: "filename", Flag: "filename", Help: "download: the name the recipient saves under", Label: "save as", Hint: "another file name; makes the QR code larger",
			Ops: get, Alone: true, store: textIn(func(o *Options) *string { return &o.Filename }),
			check: checkFilename, fact: "saved as", signs: func(o *Options, s *Signs) { s.parameter("response-content-disposition", disposition(o)) },
		},
		{
			ID: "inline", Flag: "inline", Help: "download: show in the browser instead of saving", Label: "view", Hint: "open in the browser instead of saving",
			Kind: Switch, Ops: get, store: switchIn(func(o *Options) *bool { return &o.Inline }),
			fact: "shown", says: func(*Options) string { return "in the browser, instead of saved" },
			signs: func(o *Options, s *Signs) { s.parameter("response-content-disposition", disposition(o)) },
		},
		{
			ID: "response-content-type", Flag: "content-type", Help: "download: answer with this type; upload: require it (form: image/* allowed)", Label: "serve as", Hint: "text/plain; as it is stored if empty",
			Ops: get, store: textIn(func(o *Options) *string { return &o.ContentType }),
			check: checkType, fact: "served as", says: (*Options).typed, signs: func(o *Options, s *Signs) { s.parameter("response-content-type", o.ContentType) },
		},
	}
}

// replyOptions are headers that S3 answers with in place of those that are stored.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
func replyOptions() []Option {
	return []Option{
		reply(Option{
			ID: "response-cache-control", Help: "download: answer with this Cache-Control", Label: "cache", Hint: "no-store, max-age=3600; as it is stored if empty",
			store: textIn(func(o *Options) *string { return &o.ResponseCacheControl }), fact: "cached",
		}),
		reply(Option{
			ID: "response-content-language", Help: "download: answer with this Content-Language", Label: "language", Hint: "de, en-GB; as it is stored if empty",
			store: textIn(func(o *Options) *string { return &o.ResponseContentLanguage }), fact: "in language",
		}),
		reply(Option{
			ID: "response-content-encoding", Help: "download: answer with this Content-Encoding", Label: "encoding", Hint: "gzip, for what is stored compressed; as it is stored if empty",
			store: textIn(func(o *Options) *string { return &o.ResponseContentEncoding }), fact: "encoded",
		}),
		reply(Option{
			ID: "response-expires", Help: "download: answer with this Expires, an HTTP date or RFC 3339", Label: "stale after", Hint: "2026-12-24T17:00:00Z; as it is stored if empty",
			store: dateIn("response-expires", func(o *Options) *string { return &o.ResponseExpires }), fact: "stale after",
		}),
	}
}

// reply completes the row of a header.
func reply(x Option) Option {
	x.Flag, x.Ops, x.Rare = x.ID, []Operation{Download}, true
	x.check = func(o *Options, _ OperationInfo) (problem, hint string) { return checkHeader(x.Text(*o)) }
	x.signs = func(o *Options, s *Signs) { s.parameter(x.ID, x.Text(*o)) }
	return x
}

func uploadOptions() []Option {
	return []Option{
		{
			ID: "content-type", Flag: "content-type", Label: "type", Hint: "application/pdf; a form also takes image/*; any if empty",
			Ops: operationsWith(func(i OperationInfo) bool { return i.Stores }), Form: 3, store: typeStore(),
			check: checkType, fact: "type",
			signs: func(o *Options, s *Signs) {
				s.Sent = append(s.Sent, Sent{Name: "Content-Type", Value: o.ContentType, Prefix: o.ContentTypePrefix})
			},
		},
		{
			ID: "exact-size", Flag: "exact-size", Help: "upload: exactly this size", Label: "exact size", Hint: "bytes; any if empty",
			Kind: Size, Ops: []Operation{Upload}, Form: 3, store: exactStore(),
			check: checkExactSize, fact: "size", says: func(o *Options) string { return exactly(o.ExactSize) },
			signs: func(o *Options, s *Signs) { s.send("Content-Length", strconv.FormatInt(*o.ExactSize, 10)) },
		},
		{
			ID: "if-none-match", Flag: "if-none-match", Help: "upload: refuse to overwrite", Label: "only if new", Hint: "a second upload is refused",
			Kind: Switch, Ops: []Operation{Upload}, Form: 3, store: switchIn(func(o *Options) *bool { return &o.IfNoneMatch }),
			fact: "replaces", says: func(*Options) string { return "nothing: refused where there is an object" },
			signs: func(_ *Options, s *Signs) { s.send("If-None-Match", "*") },
		},
	}
}

func formOptions() []Option {
	post := []Operation{Form}
	return []Option{
		{
			ID: "max-size", Flag: "max-size", Help: "form: largest file (default " + say.Bytes(DefaultMaxSize) + ")", Label: "at most", Hint: "10MB, 2GiB; " + say.Bytes(DefaultMaxSize) + " if empty",
			Kind: Size, Ops: post, Form: 2, store: sizeIn("max-size", 1, func(o *Options) *int64 { return &o.MaxSize }), // 0 would be the default
			check: checkMaxSize, fact: "size", says: (*Options).sizes, unsaid: (*Options).sizes, signs: func(o *Options, s *Signs) { s.Most = o.MaxSize },
		},
		{
			ID: "min-size", Flag: "min-size", Help: "form: smallest file", Label: "at least", Hint: "1kB; no least size if empty",
			Kind: Size, Ops: post, Form: 2, store: sizeIn("min-size", 0, func(o *Options) *int64 { return &o.MinSize }),
			check: checkMinSize, signs: func(o *Options, s *Signs) { s.Least = o.MinSize },
		},
		{
			ID: "key-prefix", Flag: "key-prefix", Help: "form: the key is a prefix, the sender's file name follows", Label: "any name", Hint: "into %s under the sender's own file name",
			Kind: Switch, Ops: post, Form: 1, store: switchIn(func(o *Options) *bool { return &o.KeyPrefix }),
			fact: "file name", says: func(*Options) string { return "the sender's, after the key" },
			signs: func(_ *Options, s *Signs) { s.AnyName = true },
		},
	}
}

func storageOptions() []Option {
	uploads := operationsWith(func(i OperationInfo) bool { return i.Stores })
	return []Option{
		{
			ID: "metadata", Flag: "metadata", Help: "upload: name=value to store with the object (repeatable)", Label: "metadata", Hint: "case=7, sender=acme",
			Kind: Pairs, Ops: uploads, Form: 5, store: metadataStore(), hex: true,
			check: checkMetadata, fact: "metadata", signs: sendMetadata,
		},
		{
			ID: "sse", Flag: "sse", Help: "upload: server-side encryption, AES256 or aws:kms", Label: "encryption",
			Choices: encryptions(), Ops: uploads, Form: 4, store: textIn(func(o *Options) *string { return &o.SSE }),
			check: checkSSE, fact: "encryption", says: func(o *Options) string { return strings.TrimSpace(o.SSE + " " + o.KMSKeyID) },
			signs: func(o *Options, s *Signs) { s.send("x-amz-server-side-encryption", o.SSE) },
		},
		{
			ID: "kms-key-id", Flag: "kms-key-id", Help: "upload: KMS key for --sse aws:kms", Label: "  with key", Hint: "id or ARN of the KMS key; the bucket's own if empty",
			Ops: uploads, Form: 4, store: textIn(func(o *Options) *string { return &o.KMSKeyID }), hex: true,
			needs: (*Options).kms, check: checkKMS,
			signs: func(o *Options, s *Signs) { s.send("x-amz-server-side-encryption-aws-kms-key-id", o.KMSKeyID) },
		},
		{
			ID: "content-disposition", Flag: "content-disposition", Help: "upload: require this Content-Disposition, which is stored", Label: "disposition", Hint: `inline, or attachment; filename="a.pdf"`,
			Ops: uploads, Rare: true, store: textIn(func(o *Options) *string { return &o.ContentDisposition }),
			check: func(o *Options, _ OperationInfo) (problem, hint string) { return checkHeader(o.ContentDisposition) },
			fact:  "disposition", signs: func(o *Options, s *Signs) { s.send("Content-Disposition", o.ContentDisposition) },
		},
	}
}

// placingOptions are what else an upload demands of the file, and how it is kept.
func placingOptions() []Option {
	return []Option{checksumOption(), storageClassOption(), tagsOption(), customerKeyOption()}
}

func answerOptions() []Option {
	return []Option{
		{
			ID: "success-redirect", Flag: "success-redirect", Help: "form: where the sender is taken afterwards", Label: "then show", Hint: "https://... the sender is taken to after the upload",
			Ops: []Operation{Form}, Form: 6, store: textIn(func(o *Options) *string { return &o.SuccessRedirect }),
			check: checkRedirect, fact: "afterwards", says: (*Options).afterwards, unsaid: (*Options).afterwards,
			signs: func(o *Options, s *Signs) { s.send("success_action_redirect", o.SuccessRedirect) },
		},
		{
			// 204 leaves the browser on the form; the first choice is the service's own.
			// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
			ID: "success-status", Flag: "success-status", Help: "form: what S3 answers, 200, 201 or 204", Label: "  or answer", Kind: Number,
			Choices: []Choice{{"201", "201 with a receipt"}, {"200", "200 and a blank page"}, {"204", "204 and no page"}},
			Ops:     []Operation{Form}, Form: 6, store: numberIn("success-status", func(o *Options) *int { return &o.SuccessStatus }),
			needs: func(o *Options) bool { return o.SuccessRedirect == "" }, check: checkStatus, // S3 takes one or the other
			signs: func(o *Options, s *Signs) { s.send("success_action_status", strconv.Itoa(o.SuccessStatus)) },
		},
		{
			ID: "track", Ops: operationsWith(func(i OperationInfo) bool { return !i.Policy }), store: textIn(func(o *Options) *string { return &o.TrackID }),
			fact: "tracked", says: func(*Options) string { return "by the id in the link, in the server's access log" },
			signs: func(o *Options, s *Signs) { s.parameter(TrackParameter, o.TrackID) },
		},
	}
}
