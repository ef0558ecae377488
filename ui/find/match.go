package find

import (
	"strings"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
)

// matcher decides which keys below a prefix are meant: those that contain a word, or
// those whose name, or whole way below the prefix, is as a pattern says (*.pdf,
// 2026/*/report ?.pdf). Capitals do not count.
type matcher struct{ prefix, text string }

func (m matcher) match(key string) bool {
	rest := strings.ToLower(strings.TrimPrefix(key, m.prefix))
	if !strings.ContainsAny(m.text, "*?[") {
		return strings.Contains(rest, m.text)
	}
	return share.Glob(m.text, rest) || share.Glob(m.text, say.LastPart(rest))
}

// of are the entries of a page that match, copied: their strings share the memory of
// the whole page.
func (m matcher) of(page s3browser.Page) []s3browser.Entry {
	var found []s3browser.Entry
	for _, e := range page.Entries {
		if !e.Folder && !share.Outside(m.prefix, e.Key) && m.match(e.Key) {
			e.Key, e.ETag, e.Class = strings.Clone(e.Key), strings.Clone(e.ETag), strings.Clone(e.Class)
			found = append(found, e)
		}
	}
	return found
}
