package ledger

import (
	"encoding/json"
	"fmt"
)

// readObject reads an object whose brace was read, but for one field, whose value
// may be of any length: inner reads that.
func readObject(d *json.Decoder, but string, inner func() error) (raw []byte, err error) {
	fields := map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		if name == but {
			if err := inner(); err != nil {
				return nil, err
			}
			continue
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, err
		}
		fields[fmt.Sprint(name)] = raw
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	return json.Marshal(fields)
}
