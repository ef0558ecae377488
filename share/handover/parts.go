package handover

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"signet/share"
	"signet/share/say"
)

//go:embed script/upload.py
var uploadPy string

//go:embed script/upload.sh
var uploadSh string

// partLinks are the links of an upload in parts. Those of its parts have all in common
// but the number and the signature: link n is head + n + middle + signatures[n-1].
type partLinks struct {
	head, middle    string
	signatures      []string
	lists           []string
	abort, complete string
}

// splitCalls takes the links apart, and reports whether they can be put together.
func splitCalls(calls []share.SignedCall) (l partLinks, ok bool) {
	for _, c := range calls {
		switch u := c.URL.Reveal(); {
		case !harmless(u):
			return l, false
		case c.Part > 0:
			if !l.part(c.Part, u) {
				return l, false
			}
		case c.Method == http.MethodGet:
			l.lists = append(l.lists, u)
		case c.Method == http.MethodDelete:
			l.abort = u
		default:
			l.complete = u
		}
	}
	return l, len(l.signatures) > 0 && len(l.lists) > 0 && l.abort != "" && l.complete != ""
}

func (l *partLinks) part(n int, u string) bool {
	const number, signature = "partNumber=", "X-Amz-Signature="
	path, query, _ := strings.Cut(u, "?")
	before, rest, found := strings.Cut(query, number)
	rest, numbered := strings.CutPrefix(rest, strconv.Itoa(n))
	at := strings.Index(rest, signature)
	if !found || !numbered || at < 0 || n != len(l.signatures)+1 {
		return false
	}
	at += len(signature)
	head, middle := path+"?"+before+number, rest[:at]
	if n == 1 {
		l.head, l.middle = head, middle
	}
	l.signatures = append(l.signatures, rest[at:])
	return head == l.head && middle == l.middle && !strings.Contains(rest[at:], "&")
}

// pythonParts is a script for Python 3.6 and later, and its standard library.
func (h *handing) pythonParts() string {
	l, _ := splitCalls(h.link.Calls)
	o := h.link.Request.Options
	var b strings.Builder
	b.WriteString("#!/usr/bin/env python3\n" + h.warning())
	set := func(name, value string) { fmt.Fprintf(&b, "%s = %s\n", name, value) }
	set("KEY", python(h.name))
	set("NAME", python(h.file))
	set("SIZE", strconv.FormatInt(o.TotalSize, 10))
	set("PART", strconv.FormatInt(o.PartSize, 10))
	set("ENDS", strconv.FormatInt(h.link.Terms.Ends.Unix(), 10)+"  # seconds since 1970")
	set("UNTIL", python(h.until()))
	set("UPLOAD", python(h.upload()))
	set("HEAD", python(l.head))
	set("MIDDLE", python(l.middle))
	set("SIGNATURES", "'''\n"+strings.Join(l.signatures, "\n")+"\n'''.split()")
	set("LISTS", "'''\n"+strings.Join(l.lists, "\n")+"\n'''.split()")
	set("ABORT", python(l.abort))
	set("COMPLETE", python(l.complete))
	return b.String() + uploadPy
}

// shellParts is a script for a POSIX shell with curl.
func (h *handing) shellParts() (string, error) {
	l, _ := splitCalls(h.link.Calls)
	o := h.link.Request.Options
	path, _, _ := strings.Cut(l.head, "?")
	switch path[strings.LastIndexByte(path, '/')+1:] {
	case "", ".", "..":
		return "", &share.UsageError{
			Op: "handover", Problem: "curl appends the file's name to an address that ends like a folder, as this one does, and would be refused",
			Hint: "use the Python script",
		}
	}
	var b strings.Builder
	b.WriteString("#!/bin/sh\n" + h.warning())
	set := func(name, value string) { fmt.Fprintf(&b, "%s=%s\n", name, value) }
	set("name", posix(h.file))
	set("size", strconv.FormatInt(o.TotalSize, 10))
	set("part", strconv.FormatInt(o.PartSize, 10))
	set("count", strconv.Itoa(len(l.signatures)))
	set("ends", strconv.FormatInt(h.link.Terms.Ends.Unix(), 10)+" # seconds since 1970")
	set("until", posix(h.until()))
	set("upload", posix(h.upload()))
	set("head", posix(l.head))
	set("middle", posix(l.middle))
	set("signatures", posix(strings.Join(l.signatures, "\n")))
	set("lists", posix(strings.Join(l.lists, "\n")))
	set("abort", posix(l.abort))
	set("complete", posix(l.complete))
	return b.String() + uploadSh, nil
}

// warning is what stands at the beginning of a script, as comments.
func (h *handing) warning() string {
	return "# Uploads " + h.name + " in parts, " + say.ToTheByte(h.link.Request.Options.TotalSize) + " altogether, until " + h.until() + ".\n" +
		"# It holds links: whoever has this file can upload in place of whoever made it. Keep it to yourself.\n" +
		"# Run it again after an interruption: what is there already is not sent again.\n"
}

// upload tells uploads apart in the names of files, and is no secret.
func (h *handing) upload() string {
	sum := sha256.Sum256([]byte(h.link.Request.Options.UploadID))
	return "signet-" + hex.EncodeToString(sum[:4])
}
