package handover

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"signet/share"
)

// Name is what a link's object is called in front of people: the name given to
// the recipient, else the last part of the key. It is one line and holds
// nothing that draws nothing or changes how the rest is drawn.
func Name(link share.Link) string {
	return printable(rawName(link))
}

func rawName(link share.Link) string {
	if n := link.Request.Options.Filename; n != "" {
		return n
	}
	return lastPart(link.Request.Target.Key)
}

// lastPart is what follows the last slash that is not the end.
func lastPart(key string) string {
	key = strings.TrimRight(key, "/")
	return key[strings.LastIndexByte(key, '/')+1:]
}

// printable replaces what cannot be seen.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(s, "_"))
}

// invisible reports controls, line ends and format characters (bidirectional
// overrides among them), but not the joiners that scripts and emoji need.
func invisible(r rune) bool {
	if r == 0x200c || r == 0x200d {
		return false
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs) || r == utf8.RuneError
}

// maxName bounds a file name in bytes; file systems take 255.
const maxName = 200

// FileName is a name under which the content can be saved anywhere: no path, no
// character that Windows forbids, nothing hidden, no device. It keeps the
// ending. For an upload it is what the sender's file is assumed to be called.
func FileName(link share.Link) string {
	if link.Request.AnyName() {
		return "FILE"
	}
	n := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, printable(rawName(link)))
	n = strings.TrimRight(n, ". ")
	n = strings.TrimLeft(n, " ")
	if n == "" {
		return "download"
	}
	if n[0] == '.' || n[0] == '-' || n[0] == '~' || n[0] == '@' || device(n) {
		n = "_" + n[1:]
	}
	return shorten(n)
}

// device reports the names that Windows keeps for itself, with any ending.
func device(n string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(n), ".")
	switch stem = strings.TrimSpace(stem); {
	case stem == "CON" || stem == "PRN" || stem == "AUX" || stem == "NUL":
		return true
	case len(stem) == 4 && (stem[:3] == "COM" || stem[:3] == "LPT"):
		return stem[3] >= '0' && stem[3] <= '9'
	}
	return false
}

// shorten cuts a name to maxName bytes before its ending.
func shorten(n string) string {
	if len(n) <= maxName {
		return n
	}
	ext := path.Ext(n)
	if len(ext) > 20 {
		ext = ""
	}
	stem := n[:maxName-len(ext)]
	for !utf8.ValidString(stem) {
		stem = stem[:len(stem)-1]
	}
	return stem + ext
}
