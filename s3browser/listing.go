package s3browser

import (
	"bytes"
	"encoding/xml"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// listing is the XML of one page, before it becomes entries. Objects and
// folders come as two lists, each in the order of the keys' bytes.
type listing struct {
	bucket    string // that the server says it lists; empty: unsaid
	truncated bool
	next      string
	escaped   bool // keys are URL-encoded; some servers ignore the wish
	objects   []object
	folders   []span

	text    []byte   // what the spans point into
	classes []string // storage classes met, each once
}

// span is a piece of listing.text.
type span struct{ from, to int }

type object struct {
	key, etag span
	class     int // in listing.classes
	size      int64
	modified  time.Time
}

// reset forgets a page and keeps its memory for the next one.
func (l *listing) reset() {
	*l = listing{objects: l.objects[:0], folders: l.folders[:0], text: l.text[:0], classes: append(l.classes[:0], "")}
}

// add appends text and gives its place.
func (l *listing) add(text []byte) span {
	from := len(l.text)
	l.text = append(l.text, text...)
	return span{from, len(l.text)}
}

// The bounds, in bytes, of what is kept of an object beside its key: what is longer
// is none.
const (
	maxClass = 64
	maxETag  = 1024
)

// tag appends an ETag.
func (l *listing) tag(text []byte) span {
	if len(text) > maxETag {
		return span{}
	}
	return l.add(text)
}

// class gives the place of a storage class among those met. Few are. What cannot
// be the name of one is not kept.
func (l *listing) class(text []byte) int {
	if len(text) > maxClass {
		return 0
	}
	for i, c := range l.classes[:min(len(l.classes), 16)] { // bounded, whatever a server invents
		if c == string(text) {
			return i
		}
	}
	l.classes = append(l.classes, string(text))
	return len(l.classes) - 1
}

// page makes entries whose strings share one piece of memory that holds
// nothing else.
func (l *listing) page(asked ListRequest, memory []Entry) Page {
	if l.escaped {
		l.unescape()
	}
	p := Page{Done: !l.truncated}
	if l.truncated {
		p.Next = l.next
	}
	prefix := asked.Prefix
	all := l.compact()
	cut := func(s span) string { return all[s.from:s.to] }
	p.Entries = slices.Grow(memory[:0], len(l.objects)+len(l.folders))
	objects, folders := once(l.objects, func(o object) string { return cut(o.key) }), once(l.folders, cut)
	for len(objects)+len(folders) > 0 {
		if len(objects) == 0 || len(folders) > 0 && cut(folders[0]) < cut(objects[0].key) {
			key := cut(folders[0])
			folders = folders[1:]
			if key == prefix && key != "" {
				continue // some servers list the folder in itself
			}
			p.Entries = append(p.Entries, Entry{
				Key: key, Folder: true, Foreign: asked.Recursive || !below(key, prefix) || !strings.HasSuffix(key, "/"),
			})
			continue
		}
		o := &objects[0]
		objects = objects[1:]
		key := cut(o.key)
		if key == prefix && o.size == 0 && strings.HasSuffix(key, "/") {
			continue // the marker of the folder itself
		}
		p.Entries = append(p.Entries, Entry{
			Key: key, Size: o.size, Modified: o.modified, Class: l.classes[o.class], ETag: cut(o.etag),
			Foreign: !below(key, prefix),
		})
	}
	return p
}

// once drops what is on a page already: a server that lists a key twice has one object of
// that name. Keys come in order, save from servers with an order of their own.
func once[T any](all []T, key func(T) string) []T {
	ordered := true
	for i := 1; i < len(all) && ordered; i++ {
		ordered = key(all[i-1]) < key(all[i])
	}
	if ordered {
		return all
	}
	met := make(map[string]struct{}, len(all))
	return slices.DeleteFunc(all, func(one T) bool {
		name := key(one)
		_, again := met[name]
		met[name] = struct{}{}
		return again
	})
}

// below reports a key that may stand in a listing of prefix.
func below(key, prefix string) bool { return key != "" && strings.HasPrefix(key, prefix) }

// strayError is a list of another bucket than the one that was asked for.
type strayError struct{ bucket string }

func (e *strayError) Error() string { return "a list of the bucket " + e.bucket }

// stray reports a list of another bucket than was asked for. Access points and
// their aliases have the name of their bucket, or their own; "tenant:bucket" of Ceph
// has the bucket's. A list may leave the name out.
func stray(named, asked string) bool {
	if named == "" || strings.Contains(asked, ":") || strings.HasSuffix(asked, "-s3alias") || strings.HasSuffix(asked, "--ol-s3") {
		return false
	}
	return named != asked
}

// compact is of the text what the entries point to, the keys and the bare ETags, in
// memory of its own. The spans point into it from then on.
func (l *listing) compact() string {
	size := 0
	for i := range l.objects {
		o := &l.objects[i]
		for o.etag.to > o.etag.from && l.text[o.etag.from] == '"' {
			o.etag.from++
		}
		for o.etag.to > o.etag.from && l.text[o.etag.to-1] == '"' {
			o.etag.to--
		}
		size += o.key.to - o.key.from + o.etag.to - o.etag.from
	}
	for _, f := range l.folders {
		size += f.to - f.from
	}
	var text strings.Builder
	text.Grow(size)
	move := func(s *span) {
		from := text.Len()
		_, _ = text.Write(l.text[s.from:s.to])
		*s = span{from, text.Len()}
	}
	for i := range l.objects {
		move(&l.objects[i].key)
		move(&l.objects[i].etag)
	}
	for i := range l.folders {
		move(&l.folders[i])
	}
	return text.String()
}

// unescape decodes keys and folders in place: decoding never lengthens.
func (l *listing) unescape() {
	for i := range l.objects {
		l.objects[i].key = l.decode(l.objects[i].key)
	}
	for i := range l.folders {
		l.folders[i] = l.decode(l.folders[i])
	}
}

// decode does what url.QueryUnescape does, in place. A piece that is not well
// escaped is taken as it stands.
func (l *listing) decode(s span) span {
	text := l.text[s.from:s.to]
	if !wellEscaped(text) {
		return s
	}
	n := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch c {
		case '+':
			c = ' '
		case '%':
			c = digit(text[i+1])<<4 | digit(text[i+2])
			i += 2
		}
		text[n] = c
		n++
	}
	return span{s.from, s.from + n}
}

// wellEscaped reports whether two hexadecimal digits follow every percent sign.
func wellEscaped(text []byte) bool {
	for i := 0; i < len(text); i++ {
		if text[i] == '%' {
			if i+2 >= len(text) || digit(text[i+1]) > 15 || digit(text[i+2]) > 15 {
				return false
			}
			i += 2
		}
	}
	return true
}

// digit is the value of a hexadecimal digit, or 255.
func digit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	}
	return 255
}

// readListing is the slow and thorough way, by encoding/xml.
func readListing(body []byte) (*listing, error) {
	var doc struct {
		XMLName               xml.Name
		Name                  string
		IsTruncated           string
		NextContinuationToken string
		EncodingType          string
		Contents              []struct{ Key, LastModified, ETag, Size, StorageClass string }
		CommonPrefixes        []struct{ Prefix string }
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	if err := d.Decode(&doc); err != nil {
		return nil, notXML(body, rootObjects, err)
	}
	if doc.XMLName.Local != rootObjects {
		return nil, otherRoot(body, doc.XMLName.Local, rootObjects)
	}
	l := &listing{
		classes:   []string{""},
		bucket:    doc.Name,
		truncated: yes([]byte(doc.IsTruncated)),
		next:      doc.NextContinuationToken,
		escaped:   strings.EqualFold(doc.EncodingType, "url"),
	}
	for _, o := range doc.Contents {
		l.objects = append(l.objects, object{
			key: l.add([]byte(o.Key)), etag: l.tag([]byte(o.ETag)), class: l.class([]byte(o.StorageClass)),
			size: count([]byte(o.Size)), modified: when([]byte(o.LastModified)),
		})
	}
	for _, f := range doc.CommonPrefixes {
		l.folders = append(l.folders, l.add([]byte(f.Prefix)))
	}
	return l, nil
}

// yes reads IsTruncated. A word that nobody knows is a yes: a listing is complete
// only when the server says so, or says nothing of it.
func yes(text []byte) bool {
	switch string(bytes.ToLower(bytes.TrimSpace(text))) {
	case "false", "0", "":
		return false
	}
	return true
}

// count reads a size. What is no size is none, and what is more than any is most.
func count(text []byte) int64 {
	n, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0
	}
	return max(n, 0)
}

func when(text []byte) time.Time {
	t, err := time.Parse(time.RFC3339Nano, string(bytes.TrimSpace(text)))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}
