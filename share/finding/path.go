package finding

import (
	"fmt"
	"strings"

	"signet/share"
	"signet/share/address"
	"signet/share/say"
)

// Key judges what clients do to an object key when it becomes a URL's path.
// Browsers and curl resolve "." and ".." segments before they send anything,
// even when the dots are percent-encoded (WHATWG URL), so the signature no
// longer fits the path that arrives.
func Key(key string) []say.Remark {
	var out []say.Remark
	if address.DotSegments(key) {
		out = append(out, say.Remark{
			Code: "key-dots", Level: say.Bad,
			Text: `the key has a "." or ".." segment; no browser can open it, and curl only with --path-as-is`,
			Next: "copy the object to another key and share that",
		})
	}
	// A slash at the end is a folder marker, not an empty segment.
	if strings.HasPrefix(key, "/") || strings.Contains(key, "//") {
		out = append(out, say.Remark{
			Code: "key-slashes", Level: say.Warning,
			Text: "the key has an empty segment (//, or a slash at its start); proxies and some servers collapse it",
			Next: "copy the object to another key if the link fails",
		})
	}
	return out
}

// Path is Key for the path of a URL, still escaped. The dots may be escaped.
func Path(escaped string) []say.Remark {
	p, ok := address.Unescape(strings.TrimPrefix(escaped, "/"))
	if !ok {
		return nil
	}
	return Key(p)
}

// The lengths at which links begin to break, in bytes: mail programs and chats
// that cut or rewrite, and the longest line that SMTP carries without the CRLF
// (RFC 5322, 2.1.1).
const (
	LongLink = share.LongURL
	MailLine = 998
)

// Length judges whether a link of n bytes survives being sent.
func Length(n int) []say.Remark {
	switch {
	case n > LongLink:
		return []say.Remark{{
			Code: "long", Level: say.Warning,
			Text: fmt.Sprintf("the link has %d characters; mail and chat programs may cut or break links over %d", n, LongLink),
			Next: "hand it over as a file, or sign with a long-term key, whose links are short",
		}}
	case n > MailLine:
		return []say.Remark{{
			Code: "mail-line", Level: say.Info,
			Text: fmt.Sprintf("the link has %d characters; a plain text mail carries %d in one line", n, MailLine),
			Next: "send it as HTML mail or as an attachment",
		}}
	}
	return nil
}
