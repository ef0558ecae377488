package compose

import (
	"encoding/json"

	"signet/share"
)

// dump is a request as text, to compare.
func dump(r share.Request) string {
	if len(r.Options.Metadata) == 0 {
		r.Options.Metadata = nil
	}
	b, err := json.Marshal(r)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
