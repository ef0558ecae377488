package demo

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

// element appends <name>text</name>.
func element(b *strings.Builder, name, text string) {
	b.WriteByte('<')
	b.WriteString(name)
	b.WriteByte('>')
	escape(b, text)
	b.WriteString("</")
	b.WriteString(name)
	b.WriteByte('>')
}

// optional appends an element, unless there is nothing in it.
func optional(b *strings.Builder, name, text string) {
	if text != "" {
		element(b, name, text)
	}
}

// group appends an element around others.
func group(b *strings.Builder, name string, inside func()) {
	b.WriteString("<" + name + ">")
	inside()
	b.WriteString("</" + name + ">")
}

// escape writes text as S3 does: control characters become numeric references,
// which XML 1.0 forbids below U+0020. A client that wants such keys has to ask
// for encoding-type=url; here it finds out.
func escape(b *strings.Builder, text string) {
	last := 0
	for i := 0; i < len(text); i++ {
		var with string
		switch c := text[i]; {
		case c == '&':
			with = "&amp;"
		case c == '<':
			with = "&lt;"
		case c == '>':
			with = "&gt;"
		case c == '"':
			with = "&quot;"
		case c < ' ' || c == 0x7f:
			with = fmt.Sprintf("&#x%x;", c)
		default:
			continue
		}
		b.WriteString(text[last:i])
		b.WriteString(with)
		last = i + 1
	}
	b.WriteString(text[last:])
}

// stamp is a time as S3 writes it in documents: UTC, milliseconds.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// urlEncode is what a listing does to keys when it was asked for
// encoding-type=url: everything but the unreserved characters and "/".
func urlEncode(s string) string { return uriEncode(s, true) }

// sendXML answers with a document whose root element and content are given.
func sendXML(w http.ResponseWriter, root string, body func(*strings.Builder)) {
	var b strings.Builder
	b.WriteString(xml.Header)
	b.WriteString("<" + root + ` xmlns="` + namespace + `">`)
	body(&b)
	b.WriteString("</" + root + ">")
	w.Header().Set("Content-Type", "application/xml")
	_, _ = w.Write([]byte(b.String()))
}
