package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// The canonical form of RFC 8785. Numbers are written as they were read: the log has
// whole ones alone, which have one spelling.

const hexDigits = "0123456789abcdef"

// appendString writes a string with the escapes of RFC 8785, section 3.2.2.2.
func appendString(to []byte, s string) []byte {
	to = append(to, '"')
	for i := range len(s) {
		c := s[i]
		short := bytes.IndexByte([]byte("\"\\\b\t\n\f\r"), c)
		switch {
		case short >= 0:
			to = append(to, '\\', `"\btnfr`[short])
		case c < 0x20:
			to = append(to, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			to = append(to, c)
		}
	}
	return append(to, '"')
}

// appendValue writes what decode has read.
func appendValue(to []byte, v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.SortFunc(names, byUTF16)
		to = append(to, '{')
		for i, name := range names {
			if i > 0 {
				to = append(to, ',')
			}
			to = appendValue(append(appendString(to, name), ':'), v[name])
		}
		return append(to, '}')
	case []any:
		to = append(to, '[')
		for i, x := range v {
			if i > 0 {
				to = append(to, ',')
			}
			to = appendValue(to, x)
		}
		return append(to, ']')
	case string:
		return appendString(to, v)
	case json.Number:
		return append(to, v...)
	case bool:
		if v {
			return append(to, "true"...)
		}
		return append(to, "false"...)
	}
	return append(to, "null"...)
}

// byUTF16 orders names as RFC 8785 has it, section 3.2.3.
func byUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

var errNoObject = errors.New("is no JSON object")

// object reads a JSON object and nothing behind it.
func object(raw []byte) (map[string]any, error) {
	if !utf8.Valid(raw) {
		return nil, errNoObject
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var out map[string]any
	if err := d.Decode(&out); err != nil || out == nil {
		return nil, errNoObject
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errNoObject
	}
	return out, nil
}
