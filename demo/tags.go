package demo

import (
	"encoding/xml"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tagsHeader carries tags with a write, and keeps them with the object.
const tagsHeader = "X-Amz-Tagging"

type tag struct{ Key, Value string }

// tagging reads, replaces and removes the tags of an object.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
func (f *front) tagging(w http.ResponseWriter, r *http.Request, t target, body []byte) *refusal {
	id := t.query.Get("versionId")
	v, no := f.wanted(w, r, t)
	if no != nil {
		return no
	}
	switch r.Method {
	case http.MethodGet:
		sendXML(w, "Tagging", func(b *strings.Builder) {
			b.WriteString("<TagSet>")
			for _, one := range parseTags(v.meta[tagsHeader]) {
				b.WriteString("<Tag>")
				element(b, "Key", one.Key)
				element(b, "Value", one.Value)
				b.WriteString("</Tag>")
			}
			b.WriteString("</TagSet>")
		})
		return nil
	case http.MethodPut:
		tags, no := tagsIn(body)
		if no != nil {
			return no
		}
		return answer(w, http.StatusOK, f.store.retag(t.bucket, t.key, id, formatTags(tags)))
	case http.MethodDelete:
		if err := f.store.retag(t.bucket, t.key, id, ""); err != nil {
			return asRefusal(err)
		}
		return answer(w, http.StatusNoContent, nil)
	}
	return notAllowed(r.Method, "TAGGING")
}

// tagsIn reads the document of tags.
func tagsIn(body []byte) ([]tag, *refusal) {
	var in struct {
		XMLName xml.Name `xml:"Tagging"`
		Tags    []tag    `xml:"TagSet>Tag"`
	}
	if xml.Unmarshal(body, &in) != nil {
		return nil, malformedXML()
	}
	return in.Tags, lawful(in.Tags)
}

// readTags reads the tags that came with a write, spelled like a query.
func readTags(text string) ([]tag, *refusal) {
	q, err := url.ParseQuery(text)
	twice := func(values []string) bool { return len(values) > 1 }
	if err != nil || slices.ContainsFunc(slices.Collect(maps.Values(q)), twice) {
		return nil, malformed("InvalidArgument", "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.").
			with("ArgumentName", "x-amz-tagging").with("ArgumentValue", text)
	}
	tags := parseTags(text)
	return tags, lawful(tags)
}

// parseTags reads tags as they are kept, in the order of their keys.
func parseTags(text string) []tag {
	q, _ := url.ParseQuery(text) // judged when it was stored
	tags := make([]tag, 0, len(q))
	for key := range q {
		tags = append(tags, tag{key, q.Get(key)})
	}
	slices.SortFunc(tags, func(a, b tag) int { return strings.Compare(a.Key, b.Key) })
	return tags
}

func formatTags(tags []tag) string {
	q := url.Values{}
	for _, t := range tags {
		q.Set(t.Key, t.Value)
	}
	return q.Encode()
}

// lawful holds tags against S3's rules.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
func lawful(tags []tag) *refusal {
	if len(tags) > 10 {
		return malformed("BadRequest", "Object tags cannot be greater than 10")
	}
	seen := map[string]bool{}
	for _, t := range tags {
		switch {
		case seen[t.Key]:
			return malformed("InvalidTag", "Cannot provide multiple Tags with the same key").with("TagKey", t.Key)
		case t.Key == "" || !tagText(t.Key, 128) || strings.HasPrefix(t.Key, "aws:"):
			return malformed("InvalidTag", "The TagKey you have provided is invalid").with("TagKey", t.Key)
		case !tagText(t.Value, 256):
			return malformed("InvalidTag", "The TagValue you have provided is invalid").with("TagKey", t.Key).with("TagValue", t.Value)
		}
		seen[t.Key] = true
	}
	return nil
}

func tagText(s string, most int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= most && strings.IndexFunc(s, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsNumber(c) && !unicode.IsSpace(c) && !strings.ContainsRune("_.:/=+-@", c)
	}) < 0
}
