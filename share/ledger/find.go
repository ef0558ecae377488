package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Match is an entry that a text was recognised as.
type Match struct {
	Entry Entry
	By    string // "signature", "tracking id", "id", or "terms": same object, key and second
}

// Clues are what in a URL or in a line of an access log can tell which share it
// belongs to. They hold no secret: of the signature only its SHA-256.
type clues struct {
	sums   []string // SHA-256 of what may be a signature, in hex
	ids    []string // x-signet-id
	bucket string
	key    string
	akid   string
	date   time.Time // X-Amz-Date
	life   int64     // X-Amz-Expires in seconds; 0: not there
	path   string    // of the URL, unescaped: bucket and key in some form
}

// patterns look anywhere in the text, so that a URL is found in a mail, in a log
// line and in a form's HTML alike.
type patterns struct {
	hexRun, lineEnd, plainSig, trackID, date, life, credential, address, request *regexp.Regexp
}

// compiled is made at the first search: most runs of signet search nothing.
//
//nolint:gochecknoglobals // immutable once made
var compiled = sync.OnceValue(func() patterns {
	const is = `["']?(?:=|%3d|:\s*)["']?`
	return patterns{
		hexRun:     regexp.MustCompile(`[0-9a-fA-F]{64,256}`),
		lineEnd:    regexp.MustCompile(`=?[ \t]*\r?\n[ \t>|]*`),
		plainSig:   regexp.MustCompile(`(?i)[?&;]Signature=([^&\s"'<>]+)`),
		trackID:    regexp.MustCompile(`(?i)x-signet-id` + is + `([0-9a-z]{13})`),
		date:       regexp.MustCompile(`(?i)X-Amz-Date` + is + `(\d{8}T\d{6}Z)`),
		life:       regexp.MustCompile(`(?i)X-Amz-Expires` + is + `(\d{1,9})`),
		credential: regexp.MustCompile(`(?i)X-Amz-Credential` + is + `([0-9A-Za-z_.+-]{3,128})(?:/|%2f)`),
		address:    regexp.MustCompile(`(?i)https?://[^\s"'<>]+`),
		request:    regexp.MustCompile(`"[A-Z]+ (/\S*)`),
	}
})

// mostRuns bounds how many signatures of a text are looked for: a whole page of
// an access log, or a mail with a list of links.
const mostRuns = 1000

// Find recognises a pasted URL, a bare signature, a line of an access log, a
// tracking id or an entry's id. Mended are other readings of the same text, of
// somebody who knows more about broken links. The text is not kept anywhere.
func (l *Ledger) Find(ctx context.Context, text string, mended ...string) ([]Match, error) {
	if _, err := l.reader(); err != nil {
		return nil, err
	}
	c := readClues(text)
	for _, m := range mended {
		c.add(readClues(m))
	}
	return l.match(ctx, c, text)
}

// add takes the clues of another reading of the same text, which knows better
// what was signed: it has a whole link.
func (c *clues) add(d clues) {
	c.sums, c.ids = append(c.sums, d.sums...), append(c.ids, d.ids...)
	if !d.date.IsZero() {
		c.bucket, c.key, c.akid, c.date, c.life, c.path = d.bucket, d.key, d.akid, d.date, d.life, d.path
	}
}

func (l *Ledger) match(ctx context.Context, c clues, text string) ([]Match, error) {
	var out []Match
	seen := map[string]bool{}
	add := func(by string, e Entry) {
		if !seen[e.ID] {
			seen[e.ID] = true
			out = append(out, Match{e, by})
		}
	}
	asked := map[string]bool{}
	for _, sum := range c.sums {
		if asked[sum] {
			continue
		}
		asked[sum] = true
		if err := l.bySum(ctx, sum, func(e Entry) { add("signature", e) }); err != nil {
			return nil, err
		}
	}
	ids := [][2]string{}
	for _, id := range c.ids {
		ids = append(ids, [2]string{"tracking id", id})
	}
	if _, ok := parseID(text); ok {
		ids = append(ids, [2]string{"id", text})
	}
	for _, id := range ids {
		e, err := l.Get(ctx, id[1])
		if err != nil && !IsKind(err, NotFound) {
			return nil, err
		}
		if err == nil {
			add(id[0], e)
		}
	}
	if len(out) > 0 || c.date.IsZero() {
		return out, nil
	}
	return out, l.byTerms(ctx, c, func(e Entry) { add("terms", e) })
}

// sumRows is how many entries of one signature are read at a time.
const sumRows = 500

// bySum finds entries by the SHA-256 of their signature: all of them. Who shares
// an object with many people within a second hands them the same link.
func (l *Ledger) bySum(ctx context.Context, sum string, add func(Entry)) error {
	db, err := l.reader()
	n := sigNumber(sum)
	if err != nil || n == nil {
		return err
	}
	s := l.search(db, Query{Limit: sumRows})
	for last := int64(-1); ; {
		found, err := s.page(ctx, driver{from: clause{"entry INDEXED BY entry_sig WHERE sig = ? AND n > ?", []any{*n, last}}, column: "n"})
		if err != nil {
			return l.fail("search", err)
		}
		for _, f := range found {
			last = f.cursor.n
			if strings.EqualFold(f.entry.SignatureSHA256, sum) {
				add(f.entry)
			}
		}
		if len(found) <= sumRows {
			return nil
		}
	}
}

// byTerms finds entries by what was signed, for logs that leave the signature
// out: the second of signing, the key of the signer and the object. Only links
// that opened at once are found this way. Of several, those that live as long as
// the text says come alone.
func (l *Ledger) byTerms(ctx context.Context, c clues, add func(Entry)) error {
	q := Query{Since: c.date.Add(-2 * soon), Until: c.date.Add(2 * soon), Key: c.akid, Bucket: c.bucket}
	var exact, others []Entry
	err := l.Each(ctx, q, func(e Entry) error {
		t := e.Spec.Target
		sameObject := c.key == t.Key && c.bucket == t.Bucket || c.key == "" && strings.HasSuffix(c.path, "/"+t.Key)
		switch {
		case !e.Spec.SignedAt.Equal(c.date) || !sameObject:
		case e.Spec.Seconds == c.life:
			exact = append(exact, e)
		default:
			others = append(others, e)
		}
		return nil
	})
	if len(exact) == 0 {
		exact = others
	}
	for _, e := range exact {
		add(e)
	}
	return err
}

// readClues finds in the text all that may point to a share.
func readClues(text string) clues {
	var c clues
	text = strings.ReplaceAll(text, "\x00", "") // every second byte of UTF-16
	p := compiled()
	for _, run := range p.hexRun.FindAllString(text, mostRuns) {
		c.run(strings.ToLower(run))
	}
	if joined := unwrapped(text); joined != text {
		for _, run := range p.hexRun.FindAllString(joined, mostRuns) {
			c.run(strings.ToLower(run))
		}
	}
	for _, m := range p.plainSig.FindAllStringSubmatch(text, 4) {
		c.sums = append(c.sums, digest(m[1]), digest(unescape(m[1])))
	}
	for _, m := range p.trackID.FindAllStringSubmatch(text, 4) {
		c.ids = append(c.ids, m[1])
	}
	if m := p.date.FindStringSubmatch(text); m != nil {
		c.date, _ = time.Parse("20060102T150405Z", m[1])
	}
	if m := p.life.FindStringSubmatch(text); m != nil {
		c.life, _ = strconv.ParseInt(m[1], 10, 64) // of nine digits at most
	}
	if m := p.credential.FindStringSubmatch(text); m != nil {
		c.akid = m[1]
	}
	c.path = pathIn(text)
	return c
}

// run takes what may be a signature, or hold one: a URL within a URL ends the run
// before it (X-Amz-Signature%3D, or %253D), and where lines were joined, the next
// one may go on with letters from a to f.
func (c *clues) run(hex string) {
	c.sums = append(c.sums, digest(hex))
	if len(hex) == 64 { // perhaps the SHA-256 itself, as signet log show prints it
		c.sums = append(c.sums, hex)
		return
	}
	last := len(hex) - 64
	c.sums = append(c.sums, digest(hex[last:]))
	for at := range min(last, mostAround) {
		c.sums = append(c.sums, digest(hex[at:at+64]))
	}
}

// mostAround is how many letters around a signature may look like a part of it.
const mostAround = 16

// unwrapped puts a signature together again that a mail or a terminal broke over
// lines, with or without the marks of a quotation or of quoted-printable.
func unwrapped(text string) string {
	return compiled().lineEnd.ReplaceAllString(text, "")
}

// pathIn is the unescaped path of the first address in the text.
func pathIn(text string) string {
	address := compiled().address.FindString(text)
	if m := compiled().request.FindStringSubmatch(text); address == "" && m != nil {
		address = m[1]
	}
	path, _, _ := strings.Cut(address, "?")
	if _, rest, ok := strings.Cut(path, "://"); ok {
		_, path, _ = strings.Cut(rest, "/")
		path = "/" + path
	}
	return unescape(path)
}

func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
