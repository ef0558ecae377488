package ledger

import (
	"bytes"
	"encoding/json"
	"time"
	"unicode/utf8"
)

// quick reads an essence off a body as signet writes them: JSON without spaces,
// each name once and in lower case. ok is false for all else, which encoding/json
// has to read. Verify reads millions of bodies, and would spend most of its time
// there.
func quick(raw []byte) (e essence, ok bool) {
	s := &bodyReader{left: raw}
	ok = s.object(func(name []byte) bool {
		switch string(name) {
		case "group":
			return s.text(&e.Group)
		case "created":
			return s.time(&e.Created)
		case "operation":
			return s.text(&e.Operation)
		case "target":
			return s.object(func(name []byte) bool {
				switch string(name) {
				case "bucket":
					return s.text(&e.Target.Bucket)
				case "key":
					return s.text(&e.Target.Key)
				}
				return bodyName(name) && s.skip()
			})
		case "access_key":
			return s.text(&e.AccessKey)
		case "starts":
			return s.time(&e.Starts)
		case "ends":
			return s.time(&e.Ends)
		case "signature_sha256":
			return s.text(&e.Signature)
		case "note":
			return s.text(&e.Note)
		case "recipient":
			return s.text(&e.Recipient)
		case "user":
			return s.text(&e.User)
		case "failure":
			return s.text(&e.Failure)
		}
		return bodyName(name) && s.skip()
	})
	return e, ok && len(s.left) == 0
}

// bodyName tells the other names of a body: encoding/json takes a name for another one
// that differs in case alone.
func bodyName(name []byte) bool {
	switch string(name) {
	case "salt", "id", "endpoint", "options", "signed_at", "seconds", "mandate", "asked", "reason", "detail", "at_most", "promised", "headers",
		"host", "ssh_client", "object", "source", "temporary", "page", "page_sha256", "item", "place", "region", "version":
		return true
	}
	return false
}

// bodyReader reads a body from its beginning on.
type bodyReader struct{ left []byte }

func (s *bodyReader) next(c byte) bool {
	if len(s.left) == 0 || s.left[0] != c {
		return false
	}
	s.left = s.left[1:]
	return true
}

// object calls field for each name, which must read the value. A name that comes
// again is none that signet writes.
func (s *bodyReader) object(field func(name []byte) bool) bool {
	if !s.next('{') {
		return false
	}
	var room [32][]byte
	seen := room[:0]
	for !s.next('}') {
		if len(seen) > 0 && !s.next(',') {
			return false
		}
		quoted, plain := s.quoted()
		if !plain || !s.next(':') {
			return false
		}
		name := quoted[1 : len(quoted)-1]
		for _, other := range seen {
			if bytes.Equal(other, name) {
				return false
			}
		}
		seen = append(seen, name)
		if !field(name) {
			return false
		}
	}
	return true
}

// quoted is a string as it is written, with its quotes.
func (s *bodyReader) quoted() (raw []byte, plain bool) {
	if len(s.left) == 0 || s.left[0] != '"' {
		return nil, false
	}
	plain = true
	for i := 1; i < len(s.left); i++ {
		switch c := s.left[i]; {
		case c == '"':
			raw, s.left = s.left[:i+1], s.left[i+1:]
			return raw, plain
		case c == '\\':
			plain = false
			i++
		case c < ' ':
			return nil, false
		}
	}
	return nil, false
}

func (s *bodyReader) text(to *string) bool {
	raw, plain := s.quoted()
	switch {
	case raw == nil || !utf8.Valid(raw):
		return false
	case plain:
		*to = string(raw[1 : len(raw)-1])
		return true
	}
	return json.Unmarshal(raw, to) == nil
}

func (s *bodyReader) time(to *time.Time) bool {
	raw, plain := s.quoted()
	return raw != nil && plain && to.UnmarshalText(raw[1:len(raw)-1]) == nil
}

// skip passes over a value, that is checked as far as where it ends.
func (s *bodyReader) skip() bool {
	for depth := 0; len(s.left) > 0; {
		switch s.left[0] {
		case '"':
			if raw, _ := s.quoted(); raw == nil {
				return false
			}
		case '{', '[':
			depth++
			s.left = s.left[1:]
		case '}', ']':
			depth--
			s.left = s.left[1:]
		case ',', ':', ' ':
			if depth == 0 {
				return false
			}
			s.left = s.left[1:]
		default: // a number, true, false or null
			end := bytes.IndexAny(s.left, ",}]")
			if end <= 0 {
				return false
			}
			s.left = s.left[end:]
		}
		if depth <= 0 {
			return depth == 0
		}
	}
	return false
}
