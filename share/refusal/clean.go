package refusal

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"signet/internal/lazyregexp"
	"signet/share/address"
	"signet/share/say"
)

// secret matches what must not be repeated from a server's message: access key
// ids, and any long run that could be a signature, a secret or a token.
var secret = lazyregexp.New(`\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}|[A-Za-z0-9+=%_-]{40,}|[A-Za-z0-9+/=%_-]{72,}`)

// base64Run is where a secret access key may be: it has slashes, as paths do.
var base64Run = lazyregexp.New(`[A-Za-z0-9+/]{40,}`)

// masked has a mark in the place of every secret. A slash may part a secret access key
// from its id.
func masked(text string) string {
	text = secret.ReplaceAllString(text, mark)
	return base64Run.ReplaceAllStringFunc(text, func(run string) string {
		switch key, apart := strings.CutPrefix(run, "/"); {
		case IsSecretKey(run):
			return mark
		case apart && IsSecretKey(key):
			return "/" + mark
		}
		return run
	})
}

const mark = "[…]"

// line makes hostile text one clean line of at most limit bytes without
// secrets. What does not show is written out, save where it would tear a secret
// into pieces that are not known for one.
func line(text string, limit int) string {
	// Cut before matching, so that the work is bounded, and after, for length.
	text = strings.Join(strings.FieldsFunc(cut(text, 8*limit), func(r rune) bool {
		return r < utf8.RuneSelf && unicode.IsSpace(r)
	}), " ")
	if shown := visible(text, func(string) string { return "" }); masked(shown) != shown {
		text = shown
	}
	return cut(masked(Visible(text)), limit)
}

// Visible makes text from outside harmless for one line of a terminal: what does
// not show is written as share.Escape does, \x1b, \u009b or \u202e.
func Visible(text string) string {
	return visible(text, func(odd string) string {
		r, n := utf8.DecodeRuneInString(odd)
		switch {
		case r == utf8.RuneError && n == 1, r < utf8.RuneSelf && !strings.ContainsRune("\n\r\t", r):
			return fmt.Sprintf(`\x%02x`, odd[0])
		case r > 0xffff:
			return fmt.Sprintf(`\U%08x`, r)
		case r >= utf8.RuneSelf:
			return fmt.Sprintf(`\u%04x`, r)
		}
		return strings.Trim(strconv.QuoteRune(r), "'")
	})
}

// visible has something else stand for each rune that does not show.
func visible(text string, instead func(odd string) string) string {
	var b strings.Builder
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) || say.Hidden(r) || unicode.Is(unicode.Variation_Selector, r) {
			b.WriteString(instead(text[:n]))
		} else {
			b.WriteString(text[:n])
		}
		text = text[n:]
	}
	return b.String()
}

func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

// name accepts what looks like an identifier and drops everything else: a code
// that is not a word is no code.
func name(text string, limit int) string {
	if len(text) > limit {
		return ""
	}
	for i := range len(text) {
		if c := text[i]; !isWord(c) && c != '.' && c != '-' && c != '_' {
			return ""
		}
	}
	return text
}

func names(text string) []string {
	var list []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		if n := name(part, 64); n != "" && len(list) < 16 {
			list = append(list, n)
		}
	}
	return list
}

// region accepts the name of a region: AWS's, or another word of a
// self-hosted server, as that spells it. It becomes a part of host names, so it has
// no dot.
func region(text string) string {
	if strings.Contains(text, ".") {
		return ""
	}
	return name(text, 40)
}

// expected finds the region in a sentence such as "the region 'a' is wrong;
// expecting 'b'": not every server names it in an element of its own.
func expected(message string) string {
	_, rest, ok := strings.Cut(message, "is wrong; expecting ")
	if !ok {
		_, rest, ok = strings.Cut(message, "but expected ") // of another kind of server
	}
	if !ok {
		return ""
	}
	return region(strings.Trim(rest, `'".`))
}

// origin is the scheme and host of an address. Its path and query are left out:
// they may repeat a signature.
func origin(text string) string {
	at := address.Origin(cut(text, 8<<10))
	if !strings.HasPrefix(at, "http://") && !strings.HasPrefix(at, "https://") {
		return ""
	}
	return line(at, 263)
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// asIs takes any declared charset for UTF-8: codes are ASCII in all of them,
// and line drops what is not valid.
func asIs(_ string, in io.Reader) (io.Reader, error) { return in, nil }
