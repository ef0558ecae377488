package ledger

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"signet/share/address"
)

// terms are what was signed, as a text has it that leaves the signature out.
type terms struct {
	date    time.Time // X-Amz-Date
	akid    string    // empty: not there
	life    int64     // X-Amz-Expires in seconds; 0: not there
	paths   []string  // of URLs, unescaped: bucket and key in some form
	bucket  string    // by itself, as logs in JSON have it
	key     string
	anyCase bool // somebody changed the case of all letters
}

// patterns are looked for around a date alone.
type patterns struct{ life, credential, bucket, key *regexp.Regexp }

// compiled is made at the first search: most runs of signet search nothing.
//
//nolint:gochecknoglobals // immutable once made
var compiled = sync.OnceValue(func() patterns {
	const is = `^(?i:(?:\\*["'])?(?:=3D|=|%(?:25)*3d|:\s*|["']?\s+value=)?(?:\\*["'])?)`
	const text = `\\*"\s*:\s*\\*"((?:[^"\\]|\\[^"])*)`
	return patterns{
		life:       regexp.MustCompile(is + `(\d{1,9})`),
		credential: regexp.MustCompile(is + `([0-9A-Za-z_.+-]{3,128})(?:/|\\/|(?i:%(?:25)*2f))`),
		bucket:     regexp.MustCompile(`"(?:bucketName|bucket)` + text),
		key:        regexp.MustCompile(`"(?:key|object)` + text),
	}
})

// reach is how far around a date the rest of a link or of a line is looked for:
// a key is at most 1,024 bytes, each of them perhaps escaped three times over,
// and a session token is a few thousand letters.
const reach = 8 << 10

// date reads a date behind X-Amz-Date, and with it all terms.
func (c *clues) date(v view, from int) {
	const between = 48 // the longest way to write "is"
	tail := v.text[from:min(len(v.text), from+between)]
	for i := range tail {
		at, ok := parseDate(tail[i:])
		if !ok {
			continue
		}
		if c.dated(at) && !c.datedLately(v, from, at) {
			const name = "X-Amz-Date"
			if t := (terms{date: at, anyCase: string(v.text[from-len(name):from]) != name}); t.read(v, from) {
				c.terms(t)
			}
		}
		return
	}
}

// datedLately reports whether the same date stands right before, in the same
// link: it tells nothing more.
func (c *clues) datedLately(v view, at int, date time.Time) bool {
	const near = 64
	last, same := c.lastDate, c.dateOf.Equal(date)
	c.lastDate, c.dateOf = at, date
	return same && last < at && at-last < near && !bytes.ContainsAny(v.text[last:at], " \t\r\n\"'<>/")
}

const dateLayout = "20060102T150405Z"

func parseDate(text []byte) (time.Time, bool) {
	if len(text) < len(dateLayout) || text[0] < '0' || text[0] > '9' || text[8]|0x20 != 't' {
		return time.Time{}, false
	}
	at, err := time.Parse(dateLayout, strings.ToUpper(string(text[:len(dateLayout)])))
	return at, err == nil
}

// read finds the terms around a date: in the link that it stands in, or else in
// its line. ok is false in a joined text for what is so in the text as it stands.
func (t *terms) read(v view, at int) (ok bool) {
	from, to := around(v.text, at, func(c byte) bool { return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`' })
	if !v.joinedIn(from, to) {
		return false
	}
	t.link(string(v.text[from:to]), at-from)
	if len(t.paths) > 0 {
		return true
	}
	from, to = around(v.text, at, func(c byte) bool { return c == '\n' })
	line := v.text[from:to]
	for _, word := range bytes.FieldsFunc(line, func(r rune) bool { return r <= ' ' || r == '"' || r == '\'' }) {
		t.addPaths(string(word))
	}
	if len(t.paths) == 0 {
		from, to = around(v.text, at, func(byte) bool { return false })
		line = v.text[from:to]
	}
	t.nearest(string(line), at-from)
	return true
}

// around is the part of a text around a place between two ends, or within reach.
func around(text []byte, at int, ends func(byte) bool) (from, to int) {
	for from = at; from > 0 && from > at-reach && !ends(text[from-1]); {
		from--
	}
	for to = at; to < len(text) && to < at+reach && !ends(text[to]); {
		to++
	}
	return from, to
}

// link reads a piece of text without space, which may be a link, several of
// them, or one within another. The date stands at a place in the last of them
// that begins before it.
func (t *terms) link(text string, at int) {
	if end := indexHTTP(text[at:]); end > 0 {
		text = text[:at+end]
	}
	own := 0
	for from := 0; ; {
		next := indexHTTP(text[from:at])
		if next < 0 {
			break
		}
		own = from + next
		from = own + len("http")
	}
	t.values(unmarked(text[own:]))
	for layer := 0; ; layer++ {
		text = unmarked(text)
		t.values(text)
		t.addPaths(text)
		decoded := address.UnescapeEach(text)
		if decoded == text || layer == 4 {
			return
		}
		text = decoded
	}
}

// indexHTTP finds where an address begins, in any case; -1: nowhere.
func indexHTTP(text string) int {
	for i := range len(text) {
		if text[i]|0x20 == 'h' && i+4 <= len(text) && strings.EqualFold(text[i:i+4], "http") {
			return i
		}
	}
	return -1
}

// unmarked undoes the escapes of JSON and HTML in a link.
func unmarked(text string) string {
	if !strings.ContainsAny(text, `\;`) {
		return text
	}
	return strings.NewReplacer(`\u0026`, "&", `\u003d`, "=", `\u003D`, "=", `\/`, "/", "&amp;", "&", "&#38;", "&", "&#x26;", "&").Replace(text)
}

// values takes key and lifetime, unless they are known.
func (t *terms) values(text string) {
	if t.akid == "" {
		t.akid = closest(text, "x-amz-credential", compiled().credential, 0)
	}
	if t.life == 0 {
		t.life, _ = strconv.ParseInt(closest(text, "x-amz-expires", compiled().life, 0), 10, 64) // of nine digits, or none
	}
}

// closest is the value of a parameter, of several the one closest to a place.
func closest(text, name string, value *regexp.Regexp, at int) string {
	const longest = 200
	best, found := len(text)+1, ""
	for i := 0; i+len(name) < len(text); i++ {
		if text[i]|0x20 != name[0] || !strings.EqualFold(text[i:i+len(name)], name) {
			continue
		}
		if d := max(i-at, at-i); d < best {
			rest := text[i+len(name):]
			if m := value.FindStringSubmatch(rest[:min(len(rest), longest)]); m != nil {
				best, found = d, m[1]
			}
		}
	}
	return found
}

// addPaths adds the path of each address in a piece of text, as it stands and
// without its escapes.
func (t *terms) addPaths(text string) {
	if strings.HasPrefix(text, "/") {
		t.addPath(text)
	}
	for {
		at := indexHTTP(text)
		if at < 0 {
			return
		}
		text = text[at+len("http"):]
		rest, ok := strings.CutPrefix(strings.TrimLeft(text, "sS"), "://")
		if slash := strings.IndexAny(rest, "/?\"'<> "); ok && slash >= 0 {
			t.addPath(rest[slash:])
		}
	}
}

func (t *terms) addPath(text string) {
	if end := strings.IndexAny(text, "?\"'<> \t\r\n"); end >= 0 {
		text = text[:end]
	}
	for layer := 0; len(text) > 1 && layer < 4; layer++ {
		t.paths = append(t.paths, text)
		decoded := address.UnescapeEach(text)
		if decoded == text {
			return
		}
		text = decoded
	}
}

// nearest takes what a line says closest to the date: one line of JSON may hold
// any number of requests.
func (t *terms) nearest(line string, at int) {
	if t.akid == "" {
		t.akid = closest(line, "x-amz-credential", compiled().credential, at)
	}
	if t.life == 0 {
		t.life, _ = strconv.ParseInt(closest(line, "x-amz-expires", compiled().life, at), 10, 64)
	}
	closestText := func(r *regexp.Regexp) string {
		best, found := len(line)+1, ""
		for _, m := range r.FindAllStringSubmatchIndex(line, -1) {
			if d := max(m[0]-at, at-m[1]); d < best {
				best, found = d, line[m[2]:m[3]]
			}
		}
		return unquoted(found)
	}
	if t.key = closestText(compiled().key); t.key != "" {
		t.bucket = closestText(compiled().bucket)
	}
}

// unquoted undoes the escapes of a text of JSON.
func unquoted(text string) string {
	if s, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `\/`, "/") + `"`); err == nil {
		return s
	}
	return text
}

// of reports whether the terms are those of an object.
func (t *terms) of(bucket, key string) bool {
	if key == "" {
		return false
	}
	if t.key == key && (t.bucket == "" || t.bucket == bucket) {
		return true
	}
	if t.key == "" && t.bucket != "" && t.bucket != bucket {
		return false
	}
	return slices.ContainsFunc(t.paths, func(path string) bool {
		if t.anyCase {
			path, key = strings.ToLower(path), strings.ToLower(key)
		}
		return strings.HasSuffix(path, "/"+key)
	})
}

// by reports whether an access key can have signed. In a raw mail, 3D stands
// before its name.
func (t *terms) by(key string) bool {
	return t.akid == "" || strings.EqualFold(t.akid, key) || strings.EqualFold("3D"+t.akid, key)
}
