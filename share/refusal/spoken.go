package refusal

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// spoken is the sentence of an answer that is not S3's XML: of a gateway, a proxy or a
// server that writes JSON, or a line of plain text. Empty: it says nothing of the kind.
func spoken(body []byte) string {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	switch {
	case len(body) == 0 || body[0] == '<' || !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0:
		return ""
	case body[0] == '{' || body[0] == '[':
		return spokenJSON(body, maxNested)
	}
	text, _, _ := strings.Cut(string(body), "\n")
	if letters(text) == "" {
		return ""
	}
	return text
}

// maxNested is how deep a sentence lies in JSON: in a list of errors.
const maxNested = 4

// spokenJSON finds the sentence by the names that servers give it.
func spokenJSON(raw []byte, depth int) string {
	var text string
	var list []json.RawMessage
	var object map[string]json.RawMessage
	switch {
	case depth == 0:
	case json.Unmarshal(raw, &text) == nil:
		return text
	case json.Unmarshal(raw, &list) == nil && len(list) > 0:
		return spokenJSON(list[0], depth-1)
	case json.Unmarshal(raw, &object) == nil:
		for _, name := range []string{"message", "Message", "errorMessage", "error_description", "detail", "msg", "reason", "error", "Error", "errors", "title"} {
			if said := spokenJSON(object[name], depth-1); said != "" {
				return said
			}
		}
	}
	return ""
}
