package share

import (
	"fmt"
	"mime"
	"net/url"
	"strings"
	"unicode/utf8"
)

// DefaultMaxSize is the largest file that an upload form takes when nobody said:
// 100 MB. A form without an upper bound is an open bill.
const DefaultMaxSize = 100_000_000

// MaxFormSize is the most that S3 takes in one POST or PUT: 5 GiB.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
const MaxFormSize = 5 << 30

// maxMetadata is the room S3 gives to user metadata, in bytes.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
const maxMetadata = 2 << 10

// Check reports the first option that the operation cannot have or that S3
// would refuse. Errors are of type *UsageError.
func (o Options) Check(op Operation) error {
	for _, given := range o.given() {
		if !strings.Contains(given.ops, string(op)) {
			return &UsageError{Op: given.flag, Problem: "has no meaning for " + article(op.Info().Name) + " link", Hint: "it belongs to --op " + strings.ReplaceAll(given.ops, " ", " or ")}
		}
	}
	if err := o.checkText(); err != nil {
		return err
	}
	if err := o.checkSecrets(); err != nil {
		return err
	}
	return o.checkUpload(op)
}

type givenOption struct{ flag, ops string }

// given lists the options that are set, with the operations they belong to.
func (o Options) given() []givenOption {
	var out []givenOption
	add := func(set bool, flag, ops string) {
		if set {
			out = append(out, givenOption{flag, ops})
		}
	}
	add(o.Filename != "", "--filename", "get")
	add(o.Inline, "--inline", "get")
	add(o.ContentType != "", "--content-type", "get put post")
	add(o.ExactSize != nil, "--exact-size", "put")
	add(o.IfNoneMatch, "--if-none-match", "put")
	add(len(o.Metadata) > 0, "--metadata", "put post")
	add(o.SSE != "", "--sse", "put post")
	add(o.KMSKeyID != "", "--kms-key-id", "put post")
	add(o.KeyPrefix, "--key-prefix", "post")
	add(o.MinSize != 0, "--min-size", "post")
	add(o.MaxSize != 0, "--max-size", "post")
	add(o.SuccessRedirect != "", "--success-redirect", "post")
	add(o.SuccessStatus != 0, "--success-status", "post")
	return out
}

func article(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}

// checkText refuses control characters, which would break headers and forms.
func (o Options) checkText() error {
	for _, c := range []struct{ flag, text string }{
		{"--filename", o.Filename}, {"--content-type", o.ContentType}, {"--kms-key-id", o.KMSKeyID}, {"--success-redirect", o.SuccessRedirect},
	} {
		if strings.ContainsFunc(c.text, func(r rune) bool { return r < 0x20 || r == 0x7f }) {
			return &UsageError{Op: c.flag, Problem: "has a control character in it"}
		}
	}
	if !utf8.ValidString(o.Filename) {
		return &UsageError{Op: "--filename", Problem: "is not valid UTF-8"}
	}
	if strings.ContainsAny(o.Filename, `/\`) {
		return &UsageError{Op: "--filename", Problem: "is a name, not a path", Hint: "leave the slashes out"}
	}
	return o.checkType()
}

// checkType refuses what is no media type: S3 stores and serves any word, which
// browsers then make nothing of. https://www.rfc-editor.org/rfc/rfc9110#name-media-type
func (o Options) checkType() error {
	text := o.ContentType
	if text == "" {
		return nil
	}
	if o.ContentTypePrefix && strings.HasSuffix(text, "/") {
		text += "any"
	}
	if media, _, err := mime.ParseMediaType(text); err == nil && strings.Contains(media, "/") && !strings.Contains(media, "*") {
		return nil
	}
	return &UsageError{Op: "--content-type", Problem: fmt.Sprintf("%q is no content type", clip(o.ContentType)), Hint: "write image/jpeg or application/pdf; an upload form also takes image/*"}
}

func (o Options) checkUpload(op Operation) error {
	switch o.SSE {
	case "", "AES256", "aws:kms", "aws:kms:dsse":
	default:
		return &UsageError{Op: "--sse", Problem: fmt.Sprintf("%q is no server-side encryption", o.SSE), Hint: "AES256, aws:kms or aws:kms:dsse; customer keys (SSE-C) cannot be put into a link"}
	}
	if o.KMSKeyID != "" && !strings.HasPrefix(o.SSE, "aws:kms") {
		return &UsageError{Op: "--kms-key-id", Problem: "needs --sse aws:kms"}
	}
	// The SDK leaves a length of zero unsigned, which would allow any size.
	if o.ExactSize != nil && (*o.ExactSize < 1 || *o.ExactSize > MaxFormSize) {
		return &UsageError{Op: "--exact-size", Problem: "must be from 1 byte to 5 GiB"}
	}
	if err := o.checkMetadata(); err != nil {
		return err
	}
	if op == Form {
		return o.checkForm()
	}
	return nil
}

func (o Options) checkMetadata() error {
	total := 0
	for k, v := range o.Metadata {
		total += len(k) + len(v)
		if !headerToken(k) {
			return &UsageError{Op: "--metadata", Problem: fmt.Sprintf("%q cannot be a header's name", clip(k)), Hint: "letters, digits and dashes"}
		}
		if strings.ContainsFunc(v, func(r rune) bool { return r < 0x20 || r >= 0x7f }) {
			return &UsageError{Op: "--metadata", Problem: "the value of " + k + " is not plain ASCII, which is all a header carries"}
		}
	}
	if total > maxMetadata {
		return &UsageError{Op: "--metadata", Problem: "is over the 2 KiB that S3 keeps"}
	}
	return nil
}

func headerToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= 0x20 || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r)
	})
}

func (o Options) checkForm() error {
	limit := o.MaxSize
	if limit == 0 {
		limit = DefaultMaxSize
	}
	switch {
	case o.MinSize < 0:
		return &UsageError{Op: "--min-size", Problem: "cannot be negative"}
	case o.MaxSize < 0 || o.MaxSize > MaxFormSize:
		return &UsageError{Op: "--max-size", Problem: "must be from 1 byte to 5 GiB"}
	case o.MinSize > limit:
		return &UsageError{Op: "--min-size", Problem: "is more than the largest size allowed", Hint: "no file could be uploaded"}
	}
	switch o.SuccessStatus {
	case 0, 200, 201, 204:
	default:
		return &UsageError{Op: "--success-status", Problem: "S3 answers 200, 201 or 204"}
	}
	if o.SuccessRedirect != "" {
		if o.SuccessStatus != 0 {
			return &UsageError{Op: "--success-redirect", Problem: "cannot go with --success-status"}
		}
		if u, err := url.Parse(o.SuccessRedirect); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
			return &UsageError{Op: "--success-redirect", Problem: "is not a web address", Hint: "write https://..."}
		}
	}
	return nil
}
