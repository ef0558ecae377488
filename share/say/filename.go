package say

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName bounds a file name in bytes; file systems take 255.
const maxName = 200

// LastPart is what follows the last slash of a key that is not its end.
func LastPart(key string) string {
	key = strings.TrimRight(key, "/")
	return key[strings.LastIndexByte(key, '/')+1:]
}

// FileName is a name under which content can be saved anywhere: no path, no
// character that Windows forbids, nothing hidden, no device. It keeps the ending.
// Where nothing is left of the name it is the other one.
func FileName(name, other string) string {
	n := strings.TrimRight(replace(Printable(name), `<>:"/\|?*`), ". ")
	n = strings.TrimLeft(n, " ")
	switch {
	case n == "":
		return other
	case strings.ContainsRune(".-~@", rune(n[0])):
		n = "_" + n[1:]
	case device(n):
		n = "_" + n
	}
	return shorten(n)
}

// ShellFileName is the FileName of an object that is proposed where paths are
// typed: nothing in it means anything to a shell. It gets an ending of its own,
// such as ".qr.png".
func ShellFileName(key, other, ending string) string {
	name := LastPart(strings.ReplaceAll(key, `\`, "/"))
	return FileName(replace(strings.ReplaceAll(name, " ", "-"), "$`'&;!#%\u00a0"), other) + ending
}

func replace(name, unwanted string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(unwanted, r) {
			return '_'
		}
		return r
	}, name)
}

// Printable replaces what cannot be seen, so that text is one line and nothing in
// it changes how the rest is drawn.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if Hidden(r) || r == utf8.RuneError {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(s, "_"))
}

// Hidden reports runes that print nothing of their own: controls, line ends and
// format characters, bidirectional overrides among them, and letters without a
// picture, such as the fillers of Korean. The joiners that emoji
// and scripts need are not among them: on paper and in a browser no cells are
// counted, and they are drawn as they are meant.
func Hidden(r rune) bool {
	if r == 0x200c || r == 0x200d {
		return false
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs, unicode.Other_Default_Ignorable_Code_Point)
}

// device reports the names that Windows keeps for itself, with any ending.
// https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
func device(n string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(n), ".")
	stem = strings.NewReplacer("\u00b9", "1", "\u00b2", "2", "\u00b3", "3").Replace(strings.TrimSpace(stem)) // Windows takes them for digits
	switch {
	case stem == "CON" || stem == "PRN" || stem == "AUX" || stem == "NUL" || stem == "CONIN$" || stem == "CONOUT$":
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
