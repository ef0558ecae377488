package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// element is one member of an object, or one of a list, as its bytes stand.
type element struct {
	name string
	raw  []byte
	at   int // where it stands in what it is a member of
}

var (
	errNoObject = errors.New("an object was expected")
	errNoText   = errors.New("a text was expected")
)

// membersOf takes an object apart. A name that stands twice is refused: readers of JSON
// do not agree on which of the two counts.
func membersOf(text []byte) ([]element, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errNoObject
	}
	var all []element
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("JSON: %w", err)
		}
		name, _ := token.(string)
		if seen[name] {
			return nil, fmt.Errorf("element %q stands twice", name)
		}
		seen[name] = true
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, fmt.Errorf("JSON: %w", err)
		}
		all = append(all, element{name, raw, int(d.InputOffset()) - len(raw)})
	}
	return all, ended(d)
}

// ended: the value is closed and nothing follows it.
func ended(d *json.Decoder) error {
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("JSON: %w", err)
	}
	if d.More() {
		return errors.New("something follows the document")
	}
	return nil
}

// list is the elements of a list, or the one that stands alone.
func (e element) list() ([]element, error) {
	if !bytes.HasPrefix(e.raw, []byte("[")) {
		return []element{e}, nil
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(e.raw, &raws); err != nil {
		return nil, fmt.Errorf("JSON: %w", err)
	}
	all := make([]element, len(raws))
	for i, raw := range raws {
		all[i] = element{name: e.name, raw: raw}
	}
	return all, nil
}

func (e element) text() (string, error) {
	if !bytes.HasPrefix(e.raw, []byte(`"`)) {
		return "", fmt.Errorf("%s: %w", e.name, errNoText)
	}
	var text string
	if err := json.Unmarshal(e.raw, &text); err != nil {
		return "", fmt.Errorf("JSON: %w", err)
	}
	return text, nil
}

// texts is one text or a list of them.
func (e element) texts() ([]string, error) { return e.values(false) }

// values is texts, or numbers that stand without quotation marks.
func (e element) values(numbers bool) ([]string, error) {
	all, err := e.list()
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(all))
	for i, one := range all {
		var n json.Number
		if numbers && json.Unmarshal(one.raw, &n) == nil {
			texts[i] = n.String()
		} else if texts[i], err = one.text(); err != nil {
			return nil, err
		}
	}
	return texts, nil
}
