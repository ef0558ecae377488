package share

import (
	"fmt"
	"mime"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"signet/share/say"
)

// maxMetadata is the room S3 gives to user metadata, in bytes.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
const maxMetadata = 2 << 10

// Check reports the first option that the operation cannot have or that S3
// would refuse. Errors are of type *UsageError.
func (o Options) Check(op Operation) error {
	info := op.Info()
	var rows []Option
	for _, x := range allOptions().told[op] {
		if x.Flag != "" && len(x.get(&o)) > 0 {
			rows = append(rows, x)
		}
	}
	for _, check := range []func(Option, *Options, OperationInfo) (string, string){
		Option.checkOperation, Option.checkWords, Option.checkValue, Option.checkSecrets,
	} {
		for _, x := range rows {
			if problem, hint := check(x, &o, info); problem != "" {
				return &UsageError{Option: x.ID, Problem: problem, Hint: hint}
			}
		}
	}
	return nil
}

// checkAt reports the first option that the server of a link would refuse, and what
// is to be known of the others. Errors are of type *UsageError.
func (o Options) checkAt(op Operation, e Endpoint) (told []say.Remark, err error) {
	rows := allOptions().of[op]
	for i := range rows { // a row is large to copy
		x := &rows[i]
		if len(x.get(&o)) == 0 {
			continue
		}
		if x.refuses != nil {
			if problem, hint := x.refuses(&o, e); problem != "" {
				return nil, &UsageError{Option: x.ID, Problem: problem, Hint: hint}
			}
		}
		if x.warns != nil {
			if r := x.warns(&o, e); r.Text != "" {
				told = append(told, r)
			}
		}
	}
	return told, nil
}

// checkOperation names the operations of all rows that share the flag.
func (x Option) checkOperation(_ *Options, info OperationInfo) (problem, hint string) {
	if x.For(info.Op) {
		return "", ""
	}
	var ops []string
	for _, i := range Operations() {
		if slices.ContainsFunc(AllOptions(), func(other Option) bool { return other.Flag == x.Flag && other.For(i.Op) }) {
			ops = append(ops, string(i.Op))
		}
	}
	return "has no meaning for " + article(info.Name) + " link", "it belongs to the operation " + strings.Join(ops, " or ")
}

func article(noun string) string {
	if noun != "" && strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}

// checkWords refuses control characters, which would break headers and forms. Pairs
// have a check of their own.
func (x Option) checkWords(o *Options, _ OperationInfo) (problem, hint string) {
	if x.Kind == Text && x.Choices == nil && strings.ContainsFunc(x.Text(*o), func(r rune) bool { return r < 0x20 || r == 0x7f }) {
		return "has a control character in it", ""
	}
	return "", ""
}

func (x Option) checkValue(o *Options, info OperationInfo) (problem, hint string) {
	if x.check == nil {
		return "", ""
	}
	return x.check(o, info)
}

func checkFilename(o *Options, _ OperationInfo) (problem, hint string) {
	switch {
	case !utf8.ValidString(o.Filename):
		return "is not valid UTF-8", ""
	case strings.ContainsAny(o.Filename, `/\`):
		return "is a name, not a path", "leave the slashes out"
	}
	return "", ""
}

// checkType refuses what is no media type: S3 stores and serves any word, which
// browsers then make nothing of. https://www.rfc-editor.org/rfc/rfc9110#name-media-type
func checkType(o *Options, info OperationInfo) (problem, hint string) {
	text, quoted := o.ContentType, o.ContentType
	switch {
	case o.ContentTypePrefix && !info.Policy:
		text, quoted = "", text+"*"
	case text == "":
		return "", ""
	case o.ContentTypePrefix && strings.HasSuffix(text, "/"):
		text += "any"
	}
	if media, _, err := mime.ParseMediaType(text); err == nil && strings.Contains(media, "/") && !strings.Contains(media, "*") {
		return "", ""
	}
	return fmt.Sprintf("%q is no content type", clip(quoted)), "write image/jpeg or application/pdf; an upload form also takes image/*"
}

// checkHeader refuses what a header cannot carry everywhere.
func checkHeader(value string) (problem, hint string) {
	if strings.ContainsFunc(value, func(r rune) bool { return r < 0x20 || r >= 0x7f }) {
		return "is not plain ASCII, which is all a header carries", ""
	}
	return "", ""
}

func (o *Options) kms() bool { return strings.HasPrefix(o.SSE, "aws:kms") }

func checkKMS(o *Options, _ OperationInfo) (problem, hint string) {
	if !o.kms() {
		return "needs the encryption aws:kms", ""
	}
	return "", ""
}

func checkSSE(o *Options, _ OperationInfo) (problem, hint string) {
	if slices.ContainsFunc(encryptions(), func(c Choice) bool { return c.Value == o.SSE }) {
		return "", ""
	}
	return fmt.Sprintf("%q is no server-side encryption", o.SSE), "AES256, aws:kms or aws:kms:dsse; customer keys (SSE-C) cannot be put into a link"
}

// encryptions are those that a link can ask for.
func encryptions() []Choice {
	return []Choice{{"", "as the bucket"}, {"AES256", "AES256"}, {"aws:kms", "aws:kms"}, {"aws:kms:dsse", "aws:kms:dsse"}}
}

// checkExactSize: the SDK leaves a length of zero unsigned, which would allow any.
func checkExactSize(o *Options, _ OperationInfo) (problem, hint string) {
	if *o.ExactSize < 1 || *o.ExactSize > MaxFormSize {
		return "must be from 1 byte to 5 GiB", ""
	}
	return "", ""
}

func checkMetadata(o *Options, _ OperationInfo) (problem, hint string) {
	total := 0
	for k, v := range o.Metadata {
		total += len(k) + len(v)
		if !headerToken(k) {
			return fmt.Sprintf("%q cannot be a header's name", clip(k)), "letters, digits and dashes"
		}
		if strings.ContainsFunc(v, func(r rune) bool { return r < 0x20 || r >= 0x7f }) {
			return "the value of " + k + " is not plain ASCII, which is all a header carries", ""
		}
	}
	if total > maxMetadata {
		return "is over the 2 KiB that S3 keeps", ""
	}
	return "", ""
}

func headerToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= 0x20 || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r)
	})
}

func checkMaxSize(o *Options, _ OperationInfo) (problem, hint string) {
	if o.MaxSize < 0 || o.MaxSize > MaxFormSize {
		return "must be from 1 byte to 5 GiB", ""
	}
	return "", ""
}

func checkMinSize(o *Options, _ OperationInfo) (problem, hint string) {
	switch {
	case o.MinSize < 0:
		return "cannot be negative", ""
	case o.MinSize > o.most():
		return "is more than the largest size allowed", "no file could be uploaded"
	}
	return "", ""
}

func checkStatus(o *Options, _ OperationInfo) (problem, hint string) {
	switch o.SuccessStatus {
	case 200, 201, 204:
		return "", ""
	}
	return "S3 answers 200, 201 or 204", ""
}

func checkRedirect(o *Options, _ OperationInfo) (problem, hint string) {
	if o.SuccessStatus != 0 {
		return "cannot go with a status that is answered", ""
	}
	if u, err := url.Parse(o.SuccessRedirect); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return "is not a web address", "write https://..."
	}
	return "", ""
}
