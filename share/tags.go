package share

import (
	"encoding/xml"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"signet/share/address"
	"signet/share/say"
)

// The limits of S3 for the tags of an object: how many, and how many characters.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
const (
	maxTags     = 10
	maxTagKey   = 128
	maxTagValue = 256
)

// tagsOption are tags that are stored with an upload. They are a header, and of a
// form a field: S3 passes over them in the address.
func tagsOption() Option {
	return Option{
		ID: "tag", Flag: "tag", Help: "upload: name=value to tag the object with (repeatable, at most 10; the signer needs s3:PutObjectTagging)", Label: "tags", Hint: "project=x1, retain=90d",
		Kind: Pairs, Ops: operationsWith(func(i OperationInfo) bool { return i.Stores }), Form: 5, Rare: true, store: tagStore(), hex: true,
		check: checkTags, fact: "tags", signs: signTags,
		warns: func(o *Options, e Endpoint) say.Remark {
			if address.OwnServer(e.URL) && strings.ContainsFunc(tagsXML(o.Tags), func(r rune) bool { return r > unicode.MaxASCII }) {
				return say.Remark{Code: "tags", Level: say.Warning, Text: "some stores, MinIO among them, refuse tags in other letters than those of ASCII, and the upload with them", Next: "try an upload"}
			}
			return say.Remark{Code: "tags", Level: say.Info, Text: "the signer needs s3:PutObjectTagging besides s3:PutObject; without it the upload is refused"}
		},
	}
}

func tagStore() store {
	return store{
		get: func(o *Options) (pairs []string) {
			for _, k := range slices.Sorted(maps.Keys(o.Tags)) {
				pairs = append(pairs, k+"="+o.Tags[k])
			}
			return pairs
		},
		set: func(o *Options, pair string) error {
			k, v, _ := strings.Cut(pair, "=") // a tag may have no value
			k, v = strings.TrimSpace(k), strings.TrimSpace(v)
			if k == "" {
				return &UsageError{Option: "tag", Problem: fmt.Sprintf("%q is not name=value", clip(pair))}
			}
			if o.Tags == nil {
				o.Tags = map[string]string{}
			}
			if _, twice := o.Tags[k]; twice {
				return &UsageError{Option: "tag", Problem: fmt.Sprintf("%q is there twice, and an object has a tag once", clip(k))}
			}
			o.Tags[k] = v
			return nil
		},
	}
}

func checkTags(o *Options, _ OperationInfo) (problem, hint string) {
	if len(o.Tags) > maxTags {
		return fmt.Sprintf("are %d, and an object has at most %d", len(o.Tags), maxTags), ""
	}
	for _, k := range slices.Sorted(maps.Keys(o.Tags)) {
		v := o.Tags[k]
		switch {
		case utf8.RuneCountInString(k) > maxTagKey:
			return fmt.Sprintf("%q is a longer name than %d characters", clip(k), maxTagKey), ""
		case utf8.RuneCountInString(v) > maxTagValue:
			return fmt.Sprintf("the value of %q is longer than %d characters", clip(k), maxTagValue), ""
		case strings.HasPrefix(strings.ToLower(k), "aws:"):
			return fmt.Sprintf("%q begins with aws:, which is AWS's own", clip(k)), ""
		case strings.ContainsFunc(k, notInTag) || strings.ContainsFunc(v, notInTag) || !utf8.ValidString(k+v):
			return fmt.Sprintf("%q has a character that a tag cannot have", clip(k+"="+v)), "letters, digits, blanks and + - = . _ : / @"
		}
	}
	return "", ""
}

func notInTag(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != ' ' && !strings.ContainsRune("+-=._:/@", r)
}

func signTags(o *Options, s *Signs) {
	if s.policy {
		s.send("tagging", tagsXML(o.Tags))
		return
	}
	s.send("x-amz-tagging", tagsHeader(o.Tags))
}

// tagsHeader is the header of a request: as the query of an address, with %20 for a
// blank, which every store reads.
func tagsHeader(tags map[string]string) string {
	q := url.Values{}
	for k, v := range tags {
		q.Set(k, v)
	}
	return strings.ReplaceAll(q.Encode(), "+", "%20")
}

// tagsXML is the field of a form.
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
func tagsXML(tags map[string]string) string {
	type tag struct{ Key, Value string }
	doc := struct {
		XMLName xml.Name `xml:"Tagging"`
		Tags    []tag    `xml:"TagSet>Tag"`
	}{}
	for _, k := range slices.Sorted(maps.Keys(tags)) {
		doc.Tags = append(doc.Tags, tag{k, tags[k]})
	}
	text, _ := xml.Marshal(doc) // strings alone: it does not fail
	return string(text)
}
