package compose

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"signet/share"
	"signet/share/say"
	"signet/ui/form"
	"signet/ui/kit"
)

// The fields of the form.
const (
	fieldOp       = "op"
	fieldExpiry   = "expiry"
	fieldTyped    = "typed"
	fieldTo       = "to"
	fieldNote     = "note"
	fieldPin      = "pin"
	fieldFilename = "filename"
	fieldInline   = "inline"
	fieldServe    = "serve"
	fieldType     = "type"
	fieldSize     = "size"
	fieldOnce     = "once"
	fieldSSE      = "sse"
	fieldKMS      = "kms"
	fieldMeta     = "meta"
	fieldPrefix   = "prefix"
	fieldMax      = "max"
	fieldMin      = "min"
	fieldDone     = "done"
	fieldStatus   = "status"
	fieldStarts   = "starts"
	fieldConfirm  = "confirm"
)

// confirmWord must be typed before a link that deletes is signed.
const confirmWord = "delete"

// presets are the expiries one key away; the last choice is typed.
func presets() []string { return []string{"15m", "1h", "8h", "1d", "3d", "7d"} }

func newForm(theme *kit.Theme, ops []share.OperationInfo, in Input, now time.Time) *form.Model {
	names := make([]string, len(ops))
	chosen := 0
	for i, o := range ops {
		names[i] = o.Name
		if o.Op == in.Request.Operation {
			chosen = i
		}
	}
	m := form.New(
		theme,
		form.Field{ID: fieldOp, Label: "allow", Kind: form.Choice, Options: names},
		form.Field{ID: fieldConfirm, Label: "confirm", Kind: form.Text, Hint: "type " + confirmWord + ": whoever has the link can delete the object"},
		form.Field{ID: fieldExpiry, Label: "for", Kind: form.Choice, Options: append(presets(), "other")},
		form.Field{ID: fieldTyped, Label: "  or until", Kind: form.Text, Hint: "90m, 2d, until fri 17:00, 2026-12-24 17:00"},
		form.Field{ID: fieldTo, Label: "to", Kind: form.Text, Hint: "who gets it; for your log only"},
		form.Field{ID: fieldNote, Label: "note", Kind: form.Text, Hint: "what it is for; for your log only"},
		form.Field{ID: fieldPin, Label: "pin version", Kind: form.Switch, Hint: "an overwrite does not change what was shared"},
		form.Field{ID: fieldFilename, Label: "save as", Kind: form.Text, Hint: "another file name; makes the QR code larger"},
		form.Field{ID: fieldInline, Label: "view", Kind: form.Switch, Hint: "open in the browser instead of saving"},
		form.Field{ID: fieldServe, Label: "serve as", Kind: form.Text, Hint: "text/plain; as it is stored if empty"},
		form.Field{ID: fieldPrefix, Label: "any name", Kind: form.Switch, Hint: "into " + folderName(in) + " under the sender's own file name"},
		form.Field{ID: fieldMax, Label: "at most", Kind: form.Text, Hint: "10MB, 2GiB; " + say.Bytes(share.DefaultMaxSize) + " if empty"},
		form.Field{ID: fieldMin, Label: "at least", Kind: form.Text, Hint: "1kB; no least size if empty"},
		form.Field{ID: fieldType, Label: "type", Kind: form.Text, Hint: "application/pdf; a form also takes image/*; any if empty"},
		form.Field{ID: fieldSize, Label: "exact size", Kind: form.Text, Hint: "bytes; any if empty"},
		form.Field{ID: fieldOnce, Label: "only if new", Kind: form.Switch, Hint: "a second upload is refused"},
		form.Field{ID: fieldSSE, Label: "encryption", Kind: form.Choice, Options: []string{"as the bucket", "AES256", "aws:kms", "aws:kms:dsse"}},
		form.Field{ID: fieldKMS, Label: "  with key", Kind: form.Text, Hint: "id or ARN of the KMS key; the bucket's own if empty"},
		form.Field{ID: fieldMeta, Label: "metadata", Kind: form.Text, Hint: "case=7, sender=acme"},
		form.Field{ID: fieldDone, Label: "then show", Kind: form.Text, Hint: "https://... the sender is taken to after the upload"},
		form.Field{ID: fieldStatus, Label: "  or answer", Kind: form.Choice, Options: []string{"201 with a receipt", "200 and a blank page", "204 and no page"}},
		form.Field{ID: fieldStarts, Label: "not before", Kind: form.Text, Hint: "fri 09:00; at once if empty"},
	)
	m.Choose(fieldOp, chosen)
	m.Turn(fieldPin, in.Pin || in.Request.Target.VersionID != "")
	fill(m, in, now)
	return m
}

// fill shows what the request already says: defaults, or a share that is renewed.
func fill(m *form.Model, in Input, now time.Time) {
	r, o := in.Request, in.Request.Options
	chooseExpiry(m, in, now)
	m.SetValue(fieldTo, r.Recipient)
	m.SetValue(fieldNote, r.Note)
	m.SetValue(fieldFilename, o.Filename)
	m.Turn(fieldInline, o.Inline)
	m.SetValue(typeField(r.Operation), o.ContentType)
	if o.ContentTypePrefix {
		m.SetValue(fieldType, o.ContentType+"*")
	}
	m.SetValue(fieldKMS, o.KMSKeyID)
	m.Turn(fieldOnce, o.IfNoneMatch)
	m.Turn(fieldPrefix, o.KeyPrefix || strings.HasSuffix(r.Target.Key, "/"))
	if o.ExactSize != nil {
		m.SetValue(fieldSize, strconv.FormatInt(*o.ExactSize, 10))
	}
	if o.MaxSize > 0 {
		m.SetValue(fieldMax, say.TypedSize(o.MaxSize))
	}
	if o.MinSize > 0 {
		m.SetValue(fieldMin, say.TypedSize(o.MinSize))
	}
	m.SetValue(fieldMeta, share.JoinMetadata(o.Metadata))
	m.SetValue(fieldDone, o.SuccessRedirect)
	m.Choose(fieldStatus, slices.Index(statuses(), o.SuccessStatus))
	for i, sse := range sseValues() {
		if sse == o.SSE {
			m.Choose(fieldSSE, i)
		}
	}
}

// typeField is the field of the content type: what is sent, or what is asked for.
func typeField(op share.Operation) string {
	if op == share.Download {
		return fieldServe
	}
	return fieldType
}

// statuses are what S3 can answer to a form; the first one is the service's own
// choice. 204 leaves the browser on the form.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
func statuses() []int { return []int{201, 200, 204} }

func sseValues() []string { return []string{"", "AES256", "aws:kms", "aws:kms:dsse"} }

// folder is the key prefix that a form with any name uploads under: the key
// itself if it was meant for that, otherwise the folder of the object.
func folder(in Input) string {
	r := in.Request
	if r.Operation.Info().Stores {
		return r.Target.Key
	}
	return r.Target.Key[:strings.LastIndexByte(r.Target.Key, '/')+1]
}

func folderName(in Input) string {
	if f := folder(in); f != "" {
		return kit.CutLeft(kit.Clean(f), 20)
	}
	return "the bucket"
}

func chooseExpiry(m *form.Model, in Input, now time.Time) {
	text := in.Expiry
	switch l := in.Request.Lifetime; {
	case l.Duration > 0:
		text = say.Compact(l.Duration)
	case l.Until.After(now):
		text = say.Typed(l.Until, now)
	}
	if text == "" {
		text = "1h"
	}
	for i, p := range presets() {
		if p == text {
			m.Choose(fieldExpiry, i)
			return
		}
	}
	m.Choose(fieldExpiry, len(presets()))
	m.SetValue(fieldTyped, text)
}
