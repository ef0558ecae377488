package share

import "strings"

// disposition is the Content-Disposition that a download link asks S3 to
// answer with: whether to save or show, and under which name. A name beyond
// ASCII travels twice, as a fallback and in UTF-8 (RFC 6266, RFC 8187), because
// S3 refuses header values outside ISO-8859-1.
func disposition(o *Options) string {
	if o.Filename == "" {
		if o.Inline {
			return "inline"
		}
		return ""
	}
	kind := "attachment"
	if o.Inline {
		kind = "inline"
	}
	fallback, exact := asciiName(o.Filename)
	d := kind + `; filename="` + fallback + `"`
	if !exact {
		d += "; filename*=UTF-8''" + percent(o.Filename)
	}
	return d
}

// Attachment is the Content-Disposition of a file to save under a name.
func Attachment(name string) string { return disposition(&Options{Filename: name}) }

// asciiName replaces what does not fit into a quoted string by underscores, or
// by the letter without its accent.
func asciiName(name string) (fallback string, exact bool) {
	exact = true
	var b strings.Builder
	for _, r := range name {
		switch {
		case r == '"' || r == '\\' || r == '%':
			b.WriteByte('_')
			exact = false
		case r >= 0x20 && r < 0x7f:
			b.WriteRune(r)
		default:
			b.WriteString(unaccent(r))
			exact = false
		}
	}
	return b.String(), exact
}

func unaccent(r rune) string {
	const accented, bare = "äöüÄÖÜéèêëáàâãåíìîïóòôõúùûñçøÉÈÀÁÇØÅÑ", "aouAOUeeeeaaaaaiiiioooouuuncoEEAACOAN"
	if r == 'ß' {
		return "ss"
	}
	n := 0
	for _, a := range accented {
		if a == r {
			return bare[n : n+1]
		}
		n++
	}
	return "_"
}

// percent escapes a value for RFC 8187: everything but attr-char.
func percent(s string) string {
	const plain, hex = "!#$&+-.^_`|~", "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}
