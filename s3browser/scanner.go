package s3browser

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// scanner walks over plain XML. Once bad, it stays bad and finds nothing more.
type scanner struct {
	rest   []byte
	bad    bool
	empty  bool   // the element just opened was <like this/>
	buffer []byte // for text with entities
}

func (s *scanner) fail() {
	s.bad, s.rest = true, nil
}

// space skips white space, all that may stand between elements.
func (s *scanner) space() {
	n := 0
	for n < len(s.rest) && (s.rest[n] == ' ' || s.rest[n] == '\n' || s.rest[n] == '\t' || s.rest[n] == '\r') {
		n++
	}
	s.rest = s.rest[n:]
}

// declaration skips <?xml ... ?>, if it says nothing unusual.
func (s *scanner) declaration() {
	if !bytes.HasPrefix(s.rest, []byte("<?xml ")) {
		s.space()
		return
	}
	end := bytes.Index(s.rest, []byte("?>"))
	if end < 0 {
		s.fail()
		return
	}
	switch string(bytes.ReplaceAll(s.rest[:end], []byte("'"), []byte(`"`))) {
	case `<?xml version="1.0" encoding="UTF-8"`, `<?xml version="1.0" encoding="utf-8"`, `<?xml version="1.0"`,
		`<?xml version="1.0" encoding="UTF-8" standalone="yes"`:
		s.rest = s.rest[end+2:]
		s.space()
	default:
		s.fail()
	}
}

// children opens the elements in another one, each for read to go through, and
// closes that one.
func (s *scanner) children(in string, read func(name string)) {
	for {
		name, ok := s.child()
		if !ok {
			break
		}
		read(name)
	}
	s.close(in)
}

// child opens the next element, or reports that a closing tag (or the end, or
// a fault) comes first.
func (s *scanner) child() (string, bool) {
	if s.bad || s.empty {
		return "", false
	}
	s.space()
	if len(s.rest) < 2 || s.rest[0] != '<' {
		s.fail()
		return "", false
	}
	if s.rest[1] == '/' {
		return "", false
	}
	name := s.open()
	return name, !s.bad
}

// open reads <name> or <name/>. Attributes are accepted for xmlns alone.
func (s *scanner) open() string {
	if len(s.rest) < 3 || s.rest[0] != '<' {
		s.fail()
		return ""
	}
	n := 1
	for n < len(s.rest) && letter(s.rest[n]) {
		n++
	}
	if n > 1 && n < len(s.rest) && s.rest[n] == '>' { // as nearly all are
		tag := s.rest[1:n]
		s.rest, s.empty = s.rest[n+1:], false
		return element(tag)
	}
	return s.openOdd()
}

// openOdd reads an opening tag that has more than a name.
func (s *scanner) openOdd() string {
	end := bytes.IndexByte(s.rest, '>')
	if end < 2 {
		s.fail()
		return ""
	}
	tag := s.rest[1:end]
	s.rest = s.rest[end+1:]
	s.empty = tag[len(tag)-1] == '/'
	if s.empty {
		tag = tag[:len(tag)-1]
	}
	if name, attribute, ok := bytes.Cut(tag, []byte(` xmlns="`)); ok {
		url, rest, closed := bytes.Cut(attribute, []byte(`"`))
		if !closed || len(rest) > 0 || bytes.ContainsAny(url, "<&\"\x00\r\n\t") || !plain(url) {
			s.fail()
			return ""
		}
		tag = name
	}
	for _, c := range tag {
		if !letter(c) {
			s.fail()
			return ""
		}
	}
	if len(tag) == 0 {
		s.fail()
		return ""
	}
	return element(tag)
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// element gives the names of S3's lists without an allocation.
func element(tag []byte) string {
	switch string(tag) {
	case "Key":
		return "Key"
	case "Name":
		return "Name"
	case "LastModified":
		return "LastModified"
	case "ETag":
		return "ETag"
	case "Size":
		return "Size"
	case "StorageClass":
		return "StorageClass"
	case "Contents":
		return "Contents"
	case "CommonPrefixes":
		return "CommonPrefixes"
	case "Prefix":
		return "Prefix"
	case "Owner":
		return "Owner"
	case "ID":
		return "ID"
	case "DisplayName":
		return "DisplayName"
	case "ChecksumAlgorithm":
		return "ChecksumAlgorithm"
	case "ChecksumType":
		return "ChecksumType"
	}
	return string(tag)
}

// close reads </name>, or nothing for an element that was empty.
func (s *scanner) close(name string) {
	if s.bad {
		return
	}
	if s.empty {
		s.empty = false
		return
	}
	s.space()
	n := len(name) + 3
	if len(s.rest) < n || s.rest[0] != '<' || s.rest[1] != '/' || string(s.rest[2:n-1]) != name || s.rest[n-1] != '>' {
		s.fail()
		return
	}
	s.rest = s.rest[n:]
}

// text reads the text of an element and its closing tag. The result is valid
// until the next call.
func (s *scanner) text(name string) []byte {
	if s.bad || s.empty {
		s.close(name)
		return nil
	}
	n := 0
	for n < len(s.rest) && bare(s.rest[n]) {
		n++
	}
	if n < len(s.rest) && s.rest[n] == '<' { // as nearly all is
		raw := s.rest[:n]
		s.rest = s.rest[n:]
		s.close(name)
		return raw
	}
	end := bytes.IndexByte(s.rest, '<')
	if end < 0 {
		s.fail()
		return nil
	}
	raw := s.rest[:end]
	s.rest = s.rest[end:]
	// White space before the closing tag belongs to the text, and close would
	// skip it: but what follows is a '<' by construction.
	s.close(name)
	if s.bad || !plain(raw) {
		s.fail()
		return nil
	}
	if bytes.IndexByte(raw, '&') < 0 {
		return raw
	}
	return s.entities(raw)
}

// bare reports a byte that stands for itself wherever it is.
func bare(c byte) bool { return c >= ' ' && c < 0x7f && c != '<' && c != '>' && c != '&' }

// plain reports text that XML allows and that means what it says: no control
// characters, no carriage return (which XML turns into a newline), no "]]>".
func plain(text []byte) bool {
	for i, c := range text {
		switch {
		case c < 0x20 && c != '\t' && c != '\n':
			return false
		case c == 0xEF && i+2 < len(text) && text[i+1] == 0xBF && text[i+2] >= 0xBE: // U+FFFE, U+FFFF
			return false
		case c == '>' && i >= 2 && text[i-1] == ']' && text[i-2] == ']':
			return false
		}
	}
	return true
}

// entities replaces the five names and the numbers that XML knows.
func (s *scanner) entities(raw []byte) []byte {
	s.buffer = s.buffer[:0]
	for len(raw) > 0 {
		at := bytes.IndexByte(raw, '&')
		if at < 0 {
			s.buffer = append(s.buffer, raw...)
			break
		}
		s.buffer = append(s.buffer, raw[:at]...)
		end := bytes.IndexByte(raw[at:], ';')
		if end < 0 {
			s.fail()
			return nil
		}
		r, ok := entity(raw[at+1 : at+end])
		if !ok {
			s.fail()
			return nil
		}
		s.buffer = utf8.AppendRune(s.buffer, r)
		raw = raw[at+end+1:]
	}
	return s.buffer
}

func entity(name []byte) (rune, bool) {
	switch string(name) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || len(name) > 8 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	// XML 1.0 forbids references to control characters, but a server that
	// ignores encoding-type=url has no other way to name such a key.
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || n == 0 || n >= 0xD800 && n <= 0xDFFF || n == 0xFFFE || n == 0xFFFF || n > utf8.MaxRune {
		return 0, false
	}
	return rune(n), true
}

// skip passes over an element that nobody asked for, with all that is in it.
func (s *scanner) skip(name string) {
	const deep = 16
	s.skipAt(name, deep)
}

func (s *scanner) skipAt(name string, depth int) {
	if depth == 0 {
		s.fail()
	}
	if s.bad || s.empty {
		s.close(name)
		return
	}
	for !s.bad {
		end := bytes.IndexByte(s.rest, '<')
		if end < 0 || !plain(s.rest[:end]) || !s.sound(s.rest[:end]) {
			s.fail()
			return
		}
		s.rest = s.rest[end:]
		inner, ok := s.child()
		if !ok {
			break
		}
		s.skipAt(inner, depth-1)
	}
	s.close(name)
}

// sound reports text whose entities are all known.
func (s *scanner) sound(raw []byte) bool {
	if bytes.IndexByte(raw, '&') < 0 {
		return true
	}
	s.entities(raw)
	return !s.bad
}
