package inspect

import (
	"mime"
	"strings"

	"signet/share/say"
)

// filename is the name under which a browser saves, off a Content-Disposition:
// filename* wins over filename (RFC 6266, 4.3). Empty if none is given.
func filename(disposition string) string {
	_, params, err := mime.ParseMediaType(disposition)
	if err != nil {
		// Many links carry raw UTF-8 or unquoted names, which browsers accept.
		_, rest, found := strings.Cut(disposition, "filename=")
		if !found {
			return ""
		}
		rest, _, _ = strings.Cut(rest, ";")
		return cut(strings.Trim(strings.TrimSpace(rest), `"`), 255)
	}
	return cut(params["filename"], 255)
}

// latin1 warns of header values that AWS answers with 400: "Header value cannot
// be represented using ISO-8859-1".
func latin1(value string, n *notes) {
	if strings.ContainsFunc(value, func(r rune) bool { return r > 0xff }) {
		n.add("disposition", say.Bad, "the file name is written raw; AWS refuses names outside Latin-1 in this place",
			"write it as filename*=UTF-8'' with percent escapes")
	}
}
