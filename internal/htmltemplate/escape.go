package htmltemplate

import "strings"

// escape makes a text of any content, or the value of an attribute in double quotes.
func escape(text string) string {
	if !strings.ContainsAny(text, "\x00\"&'+<>") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; c {
		case 0:
			b.WriteString("\uFFFD")
		case '"':
			b.WriteString("&#34;")
		case '&':
			b.WriteString("&amp;")
		case '\'':
			b.WriteString("&#39;")
		case '+':
			b.WriteString("&#43;") // which begins an old way to write UTF-7
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// nowhere stands for an address that would run something.
const nowhere = "#ZgotmplZ"

// address is a URL that may be opened or sent to, with all bytes encoded that no URL has.
func address(url string) string {
	if scheme, _, ok := strings.Cut(url, ":"); ok && !strings.Contains(scheme, "/") {
		switch strings.ToLower(scheme) {
		case "http", "https", "mailto":
		default:
			return nowhere
		}
	}
	const hex = "0123456789abcdef"
	var b strings.Builder
	for i := range len(url) {
		c := url[i]
		if literal(c) || c == '%' && i+2 < len(url) && isHex(url[i+1]) && isHex(url[i+2]) {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', hex[c>>4], hex[c&15]})
	}
	return b.String()
}

// literal reports a byte that stands for itself in a URL: RFC 3986, 2.2 and 2.3, without
// the quote and the parentheses.
func literal(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~!#$&*+,/:;=?@[]", c) >= 0
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
