package faults

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// Lists are the requests for a page of objects.
func Lists(r *http.Request) bool { return r.URL.Query().Has("list-type") }

// odd are answers that no server of S3 gives, and some that are only old.
func odd() []Fault {
	spoken := func(answer string) serve {
		return func(p *Proxy, w http.ResponseWriter, _ *http.Request, _ int64) {
			p.raw(w, false, func(out io.Writer) { _, _ = io.WriteString(out, answer) })
		}
	}
	lengthened := func(by int) serve {
		return half(func(p *Proxy, w http.ResponseWriter, _ *http.Request, header http.Header, body []byte) {
			p.raw(w, false, func(out io.Writer) {
				_, _ = io.WriteString(out, head("200 OK", len(body)+by, header))
				_, _ = out.Write(body)
			})
		})
	}
	return []Fault{
		{Name: "a length that is too long", serve: lengthened(1000)},
		{Name: "a length that is too short", serve: lengthened(-20)},
		{Name: "a length that is none", serve: spoken("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n<ListBucketResult/>")},
		{Name: "two lengths", serve: spoken("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 19\r\n\r\n<ListBucketResult/>")},
		{Name: "HTTP/1.0", serve: half(func(p *Proxy, w http.ResponseWriter, _ *http.Request, header http.Header, body []byte) {
			p.raw(w, false, func(out io.Writer) {
				fmt.Fprintf(out, "HTTP/1.0 200 OK\r\nContent-Type: %s\r\n\r\n", header.Get("Content-Type"))
				_, _ = out.Write(body)
			})
		})},
		{Name: "chunks that are none", serve: spoken("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<ListBucketResult/>\r\n0\r\n\r\n")},
		{Name: "no HTTP at all", serve: spoken("220 mail.example ESMTP\r\n")},
		{Name: "text after the XML", Of: Lists, serve: half(func(_ *Proxy, w http.ResponseWriter, _ *http.Request, _ http.Header, body []byte) {
			send(w, 200, string(body)+"\n<!-- served by -->\n<p>and more \x1b[2J</p>", "Content-Type", "application/xml")
		})},
		{Name: "a captive portal", serve: always(200, "<!DOCTYPE html>\n<html><head><title>Welcome\x1b[2J</title></head><body>Sign in to the network</body></html>", "Content-Type", "text/html; charset=utf-8")},
		{Name: "a redirect to a captive portal", serve: always(302, "", "Location", "http://portal.invalid/login?from=store")},
		{Name: "an empty answer", serve: always(200, "")},
		{Name: "a refusal with status 200", Of: Lists, serve: always(200, refusal("InternalError", "We encountered an internal error."))},
		{Name: "another document", Of: Lists, serve: always(200, "<ListAllMyBucketsResult/>")},
	}
}

// rewritten changes a true page.
func rewritten(change func(page []byte, r *http.Request, n int64) []byte) serve {
	return func(p *Proxy, w http.ResponseWriter, r *http.Request, n int64) {
		status, _, body := p.whole(r)
		if status < 300 {
			body = change(body, r, n)
		}
		send(w, status, string(body), "Content-Type", "application/xml")
	}
}

// entries are the objects of a page, each as it is written.
func entries(page []byte) [][]byte {
	return regexp.MustCompile(`(?s)<Contents>.*?</Contents>`).FindAll(page, -1)
}

// with is a page with other objects.
func with(page []byte, all [][]byte) []byte {
	old := entries(page)
	if len(old) == 0 {
		end := bytes.LastIndex(page, []byte("</ListBucketResult>"))
		return slices.Concat(page[:end], bytes.Join(all, nil), page[end:])
	}
	last := old[len(old)-1] // the objects of the server behind stand in a row
	return slices.Concat(page[:bytes.Index(page, old[0])], bytes.Join(all, nil), page[bytes.LastIndex(page, last)+len(last):])
}

// more is a page that says that it goes on.
func more(page []byte, token string) []byte {
	for _, name := range []string{"IsTruncated", "NextContinuationToken"} {
		page = regexp.MustCompile("<"+name+">[^<]*</"+name+">").ReplaceAll(page, nil)
	}
	at := bytes.LastIndex(page, []byte("</ListBucketResult>"))
	return slices.Concat(page[:at], []byte("<IsTruncated>true</IsTruncated><NextContinuationToken>"+token+"</NextContinuationToken>"), page[at:])
}

// asFirst is the question for a first page.
func asFirst(r *http.Request) *http.Request {
	first := r.Clone(r.Context())
	q := first.URL.Query()
	q.Del("continuation-token")
	first.URL.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return first
}

// lists are pages that lead nowhere, or name what was not asked for. The server behind
// must not check signatures: the first page is asked for where another one was.
func lists() []Fault {
	again := func(change func(page []byte, n int64) []byte) serve {
		return func(p *Proxy, w http.ResponseWriter, r *http.Request, n int64) {
			status, _, body := p.whole(asFirst(r))
			send(w, status, string(change(body, n)), "Content-Type", "application/xml")
		}
	}
	all := []Fault{
		{Name: "the same token for ever", serve: again(func(page []byte, _ int64) []byte { return more(page, "again") })},
		{Name: "the same page for ever", serve: again(func(page []byte, n int64) []byte { return more(page, fmt.Sprint("t", n)) })},
		{Name: "empty pages for ever", serve: func(_ *Proxy, w http.ResponseWriter, _ *http.Request, n int64) {
			send(w, 200, string(more([]byte(listOf()), fmt.Sprint("t", n))))
		}},
		{Name: "more, but no token", serve: rewritten(func(page []byte, _ *http.Request, _ int64) []byte { return more(page, "") })},
		{Name: "keys that were not asked for", serve: rewritten(func(page []byte, _ *http.Request, _ int64) []byte {
			return with(page, append(slices.Clone(entries(page)), []byte(entry("%2e%2e/other/secret%1b%5b2J.pdf"))))
		})},
		{Name: "pages out of order", serve: rewritten(func(page []byte, _ *http.Request, _ int64) []byte {
			all := slices.Clone(entries(page))
			slices.Reverse(all)
			return with(page, all)
		})},
		{Name: "keys twice", serve: rewritten(func(page []byte, _ *http.Request, _ int64) []byte {
			return with(page, append(slices.Clone(entries(page)), entries(page)...))
		})},
		{Name: "a listing that changes meanwhile", serve: rewritten(func(page []byte, r *http.Request, n int64) []byte {
			all := slices.Clone(entries(page))
			if len(all) > 1 && n > 1 { // one has gone, and one has come that sorts before it
				all[0] = []byte(entry(fmt.Sprintf("%s!new-%d.pdf", r.URL.Query().Get("prefix"), n)))
			}
			return with(page, all)
		})},
	}
	for i := range all {
		all[i].Of = Lists
	}
	return all
}
