package inspect

import (
	"cmp"
	"encoding/base64"
	"mime"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"signet/internal/lazyregexp"
)

// A mail may hold mails, which hold parts; deeper and more is nobody's.
const (
	maxDepth = 8
	maxParts = 200
)

// body is a text that people read, taken out of what was pasted.
type body struct {
	text string
	note string // what it was taken out of; empty: nothing
}

var (
	headerLine  = lazyregexp.New(`^([A-Za-z][A-Za-z0-9-]*):`)
	mailHeader  = lazyregexp.New(`(?i)^(?:from|to|cc|subject|date|received|return-path|delivered-to|message-id|mime-version|content-[a-z-]+|reply-to|x-[a-z-]+|dkim-signature|arc-[a-z-]+|authentication-results|list-[a-z-]+|references|in-reply-to|sender|user-agent)$`)
	mboxLine    = lazyregexp.New(`(?m)^From \S+ .*\d{4}[^\n]*\n`)
	boundaryIs  = lazyregexp.New(`(?i)boundary="?([^";\s]+)`)
	softBreak   = lazyregexp.New(`=[ \t]*\r?\n`)
	qpEscape    = lazyregexp.New(`=[0-9A-Fa-f]{2}`)
	notBase64   = lazyregexp.New(`[^A-Za-z0-9+/]+`)
	headerLinks = lazyregexp.New(`\r?\n[ \t]+`)
)

// bodies are the texts of a mail, of a mailbox, or the text itself. What is neither
// text nor mail is left out.
func bodies(text string) []body {
	text = fromUTF16(text)
	left := maxParts
	var out []body
	for _, m := range messages(text) {
		out = append(out, entity(m, 0, &left)...)
	}
	return out
}

// messages are the mails of a mailbox (RFC 4155).
func messages(text string) []string {
	at := mboxLine.FindAllStringIndex(text, maxParts)
	if len(at) == 0 || at[0][0] != 0 { // a sentence may begin so as well
		return []string{text}
	}
	var out []string
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		out = append(out, text[m[1]:end])
	}
	return out
}

// entity reads one part of a mail (RFC 2045), with its headers.
func entity(raw string, depth int, left *int) []body {
	head, rest, ok := headers(raw)
	if *left--; !ok || depth > maxDepth || *left < 0 {
		return []body{{text: raw}}
	}
	kind, params, err := mime.ParseMediaType(head["content-type"])
	if err != nil {
		kind, _, _ = strings.Cut(strings.ToLower(head["content-type"]), ";")
	}
	switch kind = strings.TrimSpace(kind); {
	case strings.HasPrefix(kind, "multipart/"):
		boundary := params["boundary"]
		if m := boundaryIs.FindStringSubmatch(head["content-type"]); boundary == "" && m != nil {
			boundary = m[1]
		}
		var out []body
		for _, p := range partsOf(rest, boundary) {
			out = append(out, entity(p, depth+1, left)...)
		}
		return out
	case kind == "message/rfc822", kind == "message/global":
		return entity(decoded(rest, head).text, depth+1, left)
	case kind != "" && !isText(kind, head, params):
		return nil
	}
	b := decoded(rest, head)
	b.text = inCharset(b.text, params["charset"])
	out := []body{b}
	if depth == 0 { // a mail's own headers may hold a link: List-Unsubscribe
		out = append(out, body{text: headerLinks.ReplaceAllString(raw[:len(raw)-len(rest)], " ")})
	}
	return out
}

// isText reports a part that people read: by its type, or by its name where the type
// says nothing. Mail programs send shortcuts, pages and scripts as bare bytes.
func isText(kind string, head, params map[string]string) bool {
	if strings.HasPrefix(kind, "text/") || strings.HasPrefix(kind, "message/") || strings.HasPrefix(kind, "application/json") {
		return true
	}
	_, of, _ := mime.ParseMediaType(head["content-disposition"])
	name := strings.ToLower(cmp.Or(of["filename"], params["name"]))
	return slices.ContainsFunc(readNames(), func(end string) bool { return strings.HasSuffix(name, end) })
}

// readNames are how the names of files end that are text and may hold a link.
func readNames() []string {
	return []string{".url", ".webloc", ".desktop", ".txt", ".html", ".htm", ".md", ".csv", ".json", ".eml", ".sh", ".py", ".ps1"}
}

// headers splits a mail at its first empty line. ok is false for what begins with
// something else than headers of a mail.
func headers(raw string) (head map[string]string, rest string, ok bool) {
	head = map[string]string{}
	raw = strings.TrimLeft(raw, "\ufeff\r\n")
	known, last := false, ""
	for rest = raw; rest != ""; {
		line, more, _ := strings.Cut(rest, "\n")
		line = strings.TrimSuffix(line, "\r")
		switch m := headerLine.FindStringSubmatch(line); {
		case strings.TrimSpace(line) == "":
			return head, more, known
		case last != "" && (line[0] == ' ' || line[0] == '\t'):
			head[last] += " " + strings.TrimSpace(line)
		case m != nil:
			last = strings.ToLower(m[1])
			head[last] = strings.TrimSpace(line[len(m[0]):])
			known = known || mailHeader.MatchString(last)
		default:
			return nil, "", false
		}
		rest = more
	}
	return nil, "", false
}

// partsOf splits a multipart body; without its boundary it is one part.
func partsOf(text, boundary string) []string {
	if boundary == "" {
		return []string{text}
	}
	var out []string
	var part strings.Builder
	inside := false
	for line := range strings.Lines(text) {
		bare := strings.TrimRight(line, " \t\r\n")
		switch {
		case bare == "--"+boundary, bare == "--"+boundary+"--":
			if inside {
				out = append(out, part.String())
			}
			part.Reset()
			inside = bare == "--"+boundary
		case inside:
			part.WriteString(line)
		}
	}
	if part.Len() > 0 { // cut off
		out = append(out, part.String())
	}
	return out
}

// decoded undoes the encoding of a body for its transport.
func decoded(text string, head map[string]string) body {
	switch strings.ToLower(strings.TrimSpace(head["content-transfer-encoding"])) {
	case "quoted-printable":
		if t := unprintable(text); t != text {
			return body{t, "quoted-printable"}
		}
	case "base64":
		compact := notBase64.ReplaceAllString(text, "")
		if len(compact)%4 == 1 {
			compact = compact[:len(compact)-1]
		}
		if raw, err := base64.RawStdEncoding.DecodeString(compact); err == nil {
			return body{string(raw), "base64"}
		}
	}
	return body{text: text}
}

// unprintable decodes quoted-printable (RFC 2045, 6.7).
func unprintable(text string) string {
	text = softBreak.ReplaceAllString(text, "")
	return qpEscape.ReplaceAllStringFunc(text, func(m string) string {
		n, _ := strconv.ParseUint(m[1:], 16, 8)
		return string([]byte{byte(n)})
	})
}

// inCharset is a text of another character set as UTF-8. Links are ASCII; what else
// there is does not have to be read.
func inCharset(text, charset string) string {
	switch charset = strings.ToLower(charset); {
	case strings.HasPrefix(charset, "utf-16"):
		return utf16Text(text, !strings.HasSuffix(charset, "be"))
	case utf8.ValidString(text):
		return text
	case strings.HasPrefix(charset, "iso-8859-"), strings.HasPrefix(charset, "windows-125"):
		var b strings.Builder
		for i := range len(text) {
			b.WriteRune(rune(text[i]))
		}
		return b.String()
	}
	return text
}

// fromUTF16 reads texts that Windows programs write in two bytes a letter, with a
// mark in front or without.
func fromUTF16(text string) string {
	switch {
	case strings.HasPrefix(text, "\xff\xfe"):
		return utf16Text(text[2:], true)
	case strings.HasPrefix(text, "\xfe\xff"):
		return utf16Text(text[2:], false)
	case len(text) < 16 || strings.Count(text, "\x00") < len(text)/3:
		return text
	}
	odd := 0
	for i := 1; i < len(text); i += 2 {
		if text[i] == 0 {
			odd++
		}
	}
	return utf16Text(text, odd > len(text)/4)
}

func utf16Text(text string, little bool) string {
	units := make([]uint16, 0, len(text)/2)
	for i := 0; i+1 < len(text); i += 2 {
		low, high := text[i], text[i+1]
		if !little {
			low, high = high, low
		}
		units = append(units, uint16(high)<<8|uint16(low))
	}
	return string(utf16.Decode(units))
}
