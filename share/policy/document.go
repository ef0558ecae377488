package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// MaxBucketPolicy is the longest policy of a bucket, in bytes.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
const MaxBucketPolicy = 20 << 10

// Document is the policy of a bucket as its owner wrote it. Statements come and go; all
// other bytes stay as they are, what this package does not know included. The zero
// Document is none.
type Document struct {
	text       string
	version    string
	statement  span   // the value of Statement
	statements []span // its elements; the value itself where one stands alone
	list       bool
}

// span is where something stands in the text.
type span struct{ from, to int }

// ReadDocument finds the statements of a policy, whatever they say.
func ReadDocument(text string) (Document, error) {
	d := Document{text: text}
	if strings.TrimSpace(text) == "" {
		return Document{}, nil
	}
	if err := d.read(); err != nil {
		return Document{}, fmt.Errorf("read policy: %w", err)
	}
	return d, nil
}

func (d *Document) read() error {
	all, err := membersOf([]byte(d.text))
	if err != nil {
		return err
	}
	for _, m := range all {
		switch m.name {
		case "Version":
			d.version, err = m.text()
		case "Statement":
			d.statement = span{m.at, m.at + len(m.raw)}
			d.list = bytes.HasPrefix(m.raw, []byte("["))
		}
		if err != nil {
			return err
		}
	}
	if d.statement.to == 0 {
		return errors.New("there is no statement")
	}
	d.statements = []span{d.statement}
	if d.list {
		d.statements, err = elementsAt(d.text, d.statement)
	}
	for _, s := range d.statements {
		if _, err := membersOf([]byte(d.of(s))); err != nil {
			return fmt.Errorf("statement: %w", err)
		}
	}
	return err
}

// elementsAt finds the elements of a list.
func elementsAt(text string, list span) (all []span, err error) {
	decoder := json.NewDecoder(strings.NewReader(text[list.from:list.to]))
	if _, err := decoder.Token(); err != nil {
		return nil, fmt.Errorf("JSON: %w", err)
	}
	for decoder.More() {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return nil, fmt.Errorf("JSON: %w", err)
		}
		end := list.from + int(decoder.InputOffset())
		all = append(all, span{end - len(raw), end})
	}
	return all, nil
}

func (d Document) of(s span) string { return d.text[s.from:s.to] }

// String is the whole policy.
func (d Document) String() string { return d.text }

// Sids are the names of the statements that have one.
func (d Document) Sids() (sids []string) {
	for _, s := range d.statements {
		if sid := d.sid(s); sid != "" {
			sids = append(sids, sid)
		}
	}
	return sids
}

// Statement is the text of the statement of that name; empty: there is none.
func (d Document) Statement(sid string) string {
	for _, s := range d.statements {
		if d.sid(s) == sid {
			return d.of(s)
		}
	}
	return ""
}

func (d Document) sid(s span) string {
	var named struct{ Sid string }
	_ = json.Unmarshal([]byte(d.of(s)), &named) // one that has no text for a name has none
	return named.Sid
}

// With is the policy with one more statement, behind the others.
func (d Document) With(s Statement) (Document, error) {
	line := s.String()
	switch {
	case d.text == "":
		return ReadDocument(`{"Version":"` + Version + `","Statement":[` + line + `]}`)
	case strings.Contains(line, "${") && d.version != Version:
		return Document{}, errors.New(`the policy is written in the language before "` + Version + `", which has no way to name a key with *, ? or $`)
	case !d.list:
		return d.replaced(d.statement, "["+d.of(d.statement)+","+line+"]")
	case len(d.statements) == 0:
		return d.replaced(d.statement, "["+line+"]")
	}
	last := d.statements[len(d.statements)-1]
	return d.replaced(span{last.to, last.to}, ","+d.before(last)+line)
}

// before is the white space that stands before a statement.
func (d Document) before(s span) string {
	head := d.text[:s.from]
	return head[len(strings.TrimRight(head, " \t\r\n")):]
}

// Without is the policy without the statements of these names; the zero Document, where
// none is left.
func (d Document) Without(sids ...string) (Document, error) {
	for {
		i := slices.IndexFunc(d.statements, func(s span) bool { sid := d.sid(s); return sid != "" && slices.Contains(sids, sid) })
		switch {
		case i < 0:
			return d, nil
		case len(d.statements) == 1:
			return Document{}, nil
		}
		gone := d.statements[i]
		if i > 0 {
			gone.from = d.statements[i-1].to // with the comma before it
		} else {
			gone.to = d.statements[1].from
		}
		var err error
		if d, err = d.replaced(gone, ""); err != nil {
			return Document{}, err
		}
	}
}

func (d Document) replaced(s span, by string) (Document, error) {
	return ReadDocument(d.text[:s.from] + by + d.text[s.to:])
}
