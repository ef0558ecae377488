package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"signet/share/address"
)

// sigDigits is how long a signature is that signet makes or takes over: an
// HMAC-SHA256 in hexadecimal digits.
const sigDigits = 2 * sha256.Size

// clues are what in a text can tell which shares it belongs to, as they are
// found. Of a signature nothing is kept.
type clues struct {
	sum   func(hex []byte)     // 64 hexadecimal digits in lower case: perhaps a signature
	sumOf func(hex []byte)     // perhaps the SHA-256 of one, as signet log show prints it
	other func(text string)    // a signature that is written in another way
	id    func(text []byte)    // perhaps an id
	dated func(time.Time) bool // whether terms of this second are of interest
	terms func(terms)
	// packed is told of what stands in base64 and would have to be unpacked; nil:
	// nothing is looked for in base64.
	packed func(what string)

	lower, clear, letters, bytes []byte
	joined                       joiner
	inner                        *clues // of what stands in base64
	depth                        int    // within how much base64 this is
	lately                       *[256][sigDigits]byte
	lastDate                     int // where a date was seen last
	dateOf                       time.Time
	known                        []packing
}

// view is a text as it stands, or joined.
type view struct {
	text  []byte
	joins []int // nil: as it stands
}

// joinedIn reports whether something was joined within a part. What is as it
// stands in the text was looked at there.
func (v view) joinedIn(from, to int) bool {
	if v.joins == nil {
		return true
	}
	i, _ := slices.BinarySearch(v.joins, from+1)
	return i < len(v.joins) && v.joins[i] < to
}

// read looks through a text, as it stands and joined. Only those dates count
// that stand from low to high: around others the text is cut off.
func (c *clues) read(text []byte, low, high int) {
	c.readView(view{text: text}, low, high)
	c.readJoined(text, low, high)
}

// readJoined looks through a text without what broke its links.
func (c *clues) readJoined(text []byte, low, high int) {
	c.joined.join(text)
	j := view{text: c.joined.text, joins: c.joined.joins}
	low, high = c.joined.at(low), c.joined.at(high)
	if len(j.joins) > 0 {
		c.readView(j, low, high)
	}
	if c.packed != nil && c.depth < mostBase64 {
		c.readBase64(j.text, low, high)
	}
}

func (c *clues) readView(v view, low, high int) {
	c.lastDate = len(v.text)
	c.hexRuns(v)
	c.names(v, low, high)
}

// hexRuns finds what is long enough for a signature. Only every 64th byte has to
// be looked at for that.
func (c *clues) hexRuns(v view) {
	t := v.text
	for i := sigDigits - 1; i < len(t); {
		if !isHex(t[i]) {
			i += sigDigits
			continue
		}
		from, to := i, i+1
		for from > 0 && isHex(t[from-1]) {
			from--
		}
		for to < len(t) && isHex(t[to]) {
			to++
		}
		if to-from >= sigDigits && v.joinedIn(from, to) {
			c.hexRun(v, from, to)
		}
		i = to + sigDigits
	}
}

// hexRun takes what may be a signature, or hold one: a URL within a URL ends the
// run before it (X-Amz-Signature%3D, or %253D), and what follows may go on with
// letters from a to f.
func (c *clues) hexRun(v view, from, to int) {
	c.lower = append(c.lower[:0], v.text[from:to]...)
	for i, b := range c.lower {
		c.lower[i] = b | 0x20 // digits have that bit already
	}
	if len(c.lower) == sigDigits {
		c.sumOf(c.lower)
	}
	for at := range c.lower {
		if n := derDigits(c.lower[at:]); n > 0 {
			c.sum(c.lower[at : at+n])
		}
	}
	for at := 0; at+sigDigits <= len(c.lower); at++ {
		if digits := c.lower[at : at+sigDigits]; (v.joins == nil || c.beginsOrEnds(v, from, at, to)) && !c.sawLately(digits) {
			c.sum(digits)
		}
	}
}

// derDigits is how many digits a signature of SigV4A has that begins here: ECDSA
// with P-256 in DER, a sequence of 68 to 72 bytes whose first part is an integer;
// 0: none begins here.
func derDigits(lower []byte) int {
	if len(lower) < 6 || string(lower[:2]) != "30" || lower[2] != '4' || lower[3] < '0' || lower[3] > '8' || string(lower[4:6]) != "02" {
		return 0
	}
	if n := 2 * (2 + 0x40 + int(lower[3]-'0')); n <= len(lower) {
		return n
	}
	return 0
}

// sawLately reports whether the same digits were there a moment ago: what fills
// long runs repeats itself, and a sum costs more than a look.
func (c *clues) sawLately(digits []byte) bool {
	if len(c.lower) < 4*sigDigits {
		return false
	}
	if c.lately == nil {
		c.lately = &[256][sigDigits]byte{}
	}
	last := &c.lately[binary.LittleEndian.Uint64(digits)*0x9e3779b97f4a7c15>>56]
	if bytes.Equal(last[:], digits) {
		return true
	}
	copy(last[:], digits)
	return false
}

// mostAround is how many digits of something else may stand right before the
// first piece of a signature that was broken.
const mostAround = 8

// beginsOrEnds reports whether 64 digits of a joined run begin or end where a
// piece does. Those within one piece were looked at as they stand.
func (c *clues) beginsOrEnds(v view, from, at, to int) bool {
	begin, end := from+at, from+at+sigDigits
	i, _ := slices.BinarySearch(v.joins, begin+1)
	piece := from // where the piece begins that holds begin
	if i > 0 {
		piece = max(piece, v.joins[i-1])
	}
	if begin-piece <= mostAround || end == to {
		return true
	}
	_, ends := slices.BinarySearch(v.joins, end)
	return ends
}

// names finds parameters by their names: what stands behind them may be written
// in other ways than the search for digits knows.
func (c *clues) names(v view, low, high int) {
	t := v.text
	for i := 0; ; i++ {
		next := bytes.IndexByte(t[i:], '-')
		if next < 0 {
			break
		}
		i += next
		switch {
		case i == 0 || t[i-1]|0x20 != 'x':
		case hasFold(t[i:], "-signet-id"):
			c.ids(v, i+len("-signet-id"))
		case i >= low && i < high && hasFold(t[i:], "-amz-date"):
			c.date(v, i+len("-amz-date"))
		}
	}
	for _, rest := range []string{"ignature", "IGNATURE"} {
		for i := 0; ; i++ {
			next := bytes.Index(t[i:], []byte(rest))
			if next < 0 {
				break
			}
			if i += next; i > 0 {
				c.signature(v, i-1, i+len(rest))
			}
		}
	}
}

func hasFold(text []byte, lower string) bool {
	if len(text) < len(lower) {
		return false
	}
	for i := range len(lower) {
		c := text[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// ids takes all behind x-signet-id that may be one, in whatever way the two are
// written: as a parameter, as a header, in JSON.
func (c *clues) ids(v view, from int) {
	const reach = 96
	tail := v.text[from:min(len(v.text), from+reach)]
	if !v.joinedIn(from-len("x-signet-id"), from+len(tail)) {
		return
	}
	for runs := 0; len(tail) > 0 && runs < 4; {
		n := 0
		for n < len(tail) && isWord(tail[n]) {
			n++
		}
		if n >= idLen {
			runs++
		}
		for at := 0; at+idLen <= n; at++ {
			c.id(tail[at : at+idLen])
		}
		tail = tail[max(n, 1):]
	}
}

// signature takes what stands behind a parameter that is called so: a signature
// in base64, or digits of which some are escaped.
func (c *clues) signature(v view, name, from int) {
	const reach = 9 * sigDigits // each of them escaped three times over
	tail := v.text[from:min(len(v.text), from+reach+64)]
	if !v.joinedIn(name, from+len(tail)) {
		return
	}
	end := bytes.IndexAny(tail, "& \t\r\n\"'<>")
	if end < 0 {
		end = len(tail)
	}
	if name > 0 && strings.IndexByte("?&;", v.text[name-1]) >= 0 && end > 1 && tail[0] == '=' {
		text := string(tail[1:end])
		c.other(text)
		c.other(address.UnescapeEach(text))
	}
	if bytes.HasSuffix(v.text[:name], []byte("CloudFront-")) {
		if value := cookieValue(tail); value != "" {
			c.other(value)
		}
	}
	if readAlready(tail) {
		return
	}
	c.clear = append(c.clear[:0], tail...)
	for range 4 {
		before := len(c.clear)
		if c.clear = unescapeMarks(c.clear); len(c.clear) == before {
			return
		}
		inner := view{text: c.clear}
		c.hexRuns(inner)
	}
}

// cookieValue is that of a cookie of CloudFront whose name ended before: in a header, in a
// file of cookies, in JSON.
func cookieValue(tail []byte) string {
	tail = bytes.TrimLeft(tail, "\"': \t=")
	n := 0
	for n < len(tail) && (isWord(tail[n]) || strings.IndexByte("-_~", tail[n]) >= 0) {
		n++
	}
	return string(tail[:n])
}

// readAlready reports whether 64 digits follow with nothing but a few marks before
// them: hexRuns has seen them.
func readAlready(tail []byte) bool {
	const marks = 24
	for i := 0; i < marks && i+sigDigits <= len(tail); i++ {
		n := 0
		for n < sigDigits && isHex(tail[i+n]) {
			n++
		}
		if n == sigDigits {
			return true
		}
		i += n
	}
	return false
}

// unescapeMarks undoes one layer of escapes in place, of URLs, HTML, JSON and mails.
func unescapeMarks(text []byte) []byte {
	out := text[:0]
	for i := 0; i < len(text); {
		r, n := rune(0), 0
		switch text[i] {
		case '%', '=':
			r, n = escapedBytes(text[i:], text[i], 0)
		case '\\', '&':
			r, n = escaped(text, i)
		}
		if n == 0 || r >= 0x80 || r == 'x' {
			out, i = append(out, text[i]), i+1
			continue
		}
		out, i = append(out, byte(r)), i+n
	}
	return out
}

// digest is the hex SHA-256 by which a signature is known.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
