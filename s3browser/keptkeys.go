package s3browser

import (
	"encoding/json"
	"time"
)

// Kept says for whom signet itself has put keys somewhere. It stands beside them: keys
// without it, or with another one, are somebody else's, and signet never removes them.
type Kept struct {
	Settings string // the settings file, without symbolic links
	Place    string
	At       string // the file, without symbolic links, or the entry: a copy is no original
}

// keptName is where it stands. No tool calls a part of a key so.
const keptName = "SignetKeptFor"

// WriteKeys is the text of keys in the form that a credential_process prints, and of
// whom they are kept for. once tells one keeping from the next; it may be empty.
func WriteKeys(k Keys, by Kept, once string) []byte {
	mark := map[string]string{"Settings": by.Settings, "Place": by.Place, "At": by.At}
	if once != "" {
		mark["Once"] = once
	}
	said := map[string]any{"Version": 1, "AccessKeyId": k.AccessKeyID, "SecretAccessKey": k.SecretKey, keptName: mark}
	if k.SessionToken != "" {
		said["SessionToken"] = k.SessionToken
	}
	if !k.Expires.IsZero() {
		said["Expiration"] = k.Expires.UTC().Format(time.RFC3339)
	}
	text, _ := json.Marshal(said) // of texts and a number, which cannot fail
	return append(text, '\n')
}

// KeptFor reports whether the text of keys says that they are kept for this one.
func KeptFor(text []byte, by Kept) bool {
	var said struct {
		Kept *Kept `json:"SignetKeptFor"`
	}
	return json.Unmarshal(text, &said) == nil && said.Kept != nil && *said.Kept == by
}
