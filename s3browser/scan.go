package s3browser

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// scanListing is the fast way through a page: it walks over the bytes once. It
// takes only the plain XML that S3 and its relatives write, and reports false
// for anything else (a comment, CDATA, a doctype, a prefix of a namespace, a
// faulty entity, a character that XML forbids), so that encoding/xml decides. What
// the listing held before is forgotten.
func scanListing(body []byte, l *listing) bool {
	if !utf8.Valid(body) {
		return false
	}
	s := &scanner{rest: body}
	s.declaration()
	if s.open() != "ListBucketResult" || s.empty || s.bad {
		return false
	}
	l.reset()
	l.text = slices.Grow(l.text, len(body)/3)
	s.children("ListBucketResult", func(name string) {
		switch name {
		case "Name":
			l.bucket = string(s.text(name))
		case "IsTruncated":
			l.truncated = yes(s.text(name))
		case "NextContinuationToken":
			l.next = string(s.text(name))
		case "EncodingType":
			l.escaped = bytes.EqualFold(s.text(name), []byte("url"))
		case "Contents":
			l.objects = append(l.objects, s.object(l))
		case "CommonPrefixes":
			l.folders = append(l.folders, s.folder(l))
		default:
			s.skip(name)
		}
	})
	return !s.bad
}

// object reads what is in <Contents>.
func (s *scanner) object(l *listing) object {
	var o object
	s.children("Contents", func(name string) {
		switch name {
		case "Key":
			o.key = l.add(s.text(name))
		case "LastModified":
			o.modified = when(s.text(name))
		case "ETag":
			o.etag = l.tag(s.text(name))
		case "Size":
			o.size = count(s.text(name))
		case "StorageClass":
			o.class = l.class(s.text(name))
		default:
			s.skip(name)
		}
	})
	return o
}

// folder reads what is in <CommonPrefixes>.
func (s *scanner) folder(l *listing) span {
	var f span
	s.children("CommonPrefixes", func(name string) {
		if name == "Prefix" {
			f = l.add(s.text(name))
		} else {
			s.skip(name)
		}
	})
	return f
}
