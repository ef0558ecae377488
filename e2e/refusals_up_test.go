package e2e

import (
	"io"
	"net/http"
	"slices"
	"strings"
)

// downloadMisuses is what only GET and HEAD can meet, and methods of no link.
func downloadMisuses() []misuse {
	get := func(target string, signed ...string) func(*scene) answer {
		return func(s *scene) answer { return s.custom("GET", target, "", signed...) }
	}
	gone := func(method string, version bool) func(*scene) answer {
		return func(s *scene) answer {
			s.put(s.t, s.keeping, "gone", "x")
			deleted := s.customIn(s.keeping, "DELETE", "gone", "")
			target := "gone"
			if version {
				target += "?versionId=" + deleted.header.Get("X-Amz-Version-Id")
			}
			return s.customIn(s.keeping, method, target, "")
		}
	}
	return []misuse{
		{"get, no such object", func(s *scene) answer { return s.use(s.link("get", "missing"), asMade) }},
		{"head, no such object", func(s *scene) answer { return s.use(s.link("head", "missing"), asMade) }},
		{"get, deleted object", gone("GET", false)},
		{"head, deleted object", gone("HEAD", false)},
		{"get, deletion itself", gone("GET", true)},
		{"head, deletion itself", gone("HEAD", true)},
		{"get, no such version", func(s *scene) answer {
			target := "there?versionId=" + s.put(s.t, s.keeping, "there", "x")
			mustWork(s.t, "delete the version", s.customIn(s.keeping, "DELETE", target, ""))
			return s.customIn(s.keeping, "GET", target, "")
		}},
		{"get, beyond the end", get("there", "Range", "bytes=100-")},
		{"get, changed since", get("there", "If-Match", `"0"`)},
		{"get, not changed since", get("there", "If-None-Match", "*")},
		{"get, a key for what is not encrypted", get("there", customerKey()...)},
		{"get, a part of S3 that is missing", get("there?torrent=")},
		{"post, to an object", func(s *scene) answer { return s.custom("POST", "there", "") }},
		{"options, a script of a web page", func(s *scene) answer {
			return use(s.t, http.MethodOptions, s.link("get", "there").URL, headers{"Origin": "https://acme.example", "Access-Control-Request-Method": "GET"}, "")
		}},
	}
}

// customerKey are the headers of SSE-C with a key that everyone knows.
func customerKey() []string {
	const prefix = "X-Amz-Server-Side-Encryption-Customer-"
	return []string{prefix + "Algorithm", "AES256", prefix + "Key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", prefix + "Key-Md5", "hRasmdxgYDKV3nvbahU1MA=="}
}

// uploadMisuses is what only PUT can meet.
func uploadMisuses() []misuse {
	put := func(key string, signed ...string) func(*scene) answer {
		return func(s *scene) answer { return s.custom("PUT", key, "hello", signed...) }
	}
	full := func(s *scene) link {
		return s.link("put", "missing", "--content-type", "text/csv", "--exact-size", "5", "--if-none-match", "--metadata", "case=7")
	}
	sized := func(body string) func(*scene) answer {
		return func(s *scene) answer { l := full(s); return use(s.t, "PUT", l.URL, l.Headers, body) }
	}
	all := []misuse{
		{"put, second upload", func(s *scene) answer { return s.use(s.link("put", "there", "--if-none-match"), asMade) }},
		{"put, one byte more", sized("hello!")},
		{"put, one byte less", sized("hell")},
		{"put, in chunks", func(s *scene) answer {
			url := s.link("put", "missing").URL
			for tries := 0; ; tries++ { // until the answer comes before the connection is closed
				// A reader whose length nobody knows.
				req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPut, url, io.MultiReader(strings.NewReader("hello")))
				if err != nil {
					s.t.Fatal(err)
				}
				a, err := sendOnce(req)
				if err == nil {
					return a
				}
				if tries == 100 {
					s.t.Fatal(redact(err))
				}
			}
		}},
		{"put, an encryption that is not set up", func(s *scene) answer { return s.use(s.link("put", "missing", "--sse", "AES256"), asMade) }},
		{"put, KMS that is not set up", func(s *scene) answer { return s.use(s.link("put", "missing", "--sse", "aws:kms"), asMade) }},
		{"put, an unknown encryption", put("missing", "X-Amz-Server-Side-Encryption", "ROT13")},
		{"put, a key of the customer's", put("missing", customerKey()...)},
		{"put, only if it is still the same", put("there", "If-Match", `"0"`)},
		{"put, only if it is there", put("missing", "If-Match", `"0"`)},
		{"put, only if it is another", put("missing", "If-None-Match", `"0"`)},
		{"put, another content", put("missing", "X-Amz-Content-Sha256", strings.Repeat("0", 64))},
		{"put, another MD5", put("missing", "Content-Md5", "1B2M2Y8AsgTpgAmY7PhCfg==")},
		{"put, an MD5 that is none", put("missing", "Content-Md5", "abc")},
		{"put, another checksum", put("missing", "X-Amz-Checksum-Crc32", "AAAAAA==")},
		{"put, a checksum that is none", put("missing", "X-Amz-Checksum-Crc32", "abc")},
		{"put, two checksums", put("missing", "X-Amz-Checksum-Crc32", "AAAAAA==", "X-Amz-Checksum-Sha256", "AAAAAA==")},
		{"put, a checksum that did not come", put("missing", "X-Amz-Sdk-Checksum-Algorithm", "CRC32")},
		{"put, open to everyone", put("missing", "X-Amz-Acl", "public-read")},
		{"put, locked", put("missing", "X-Amz-Object-Lock-Mode", "GOVERNANCE", "X-Amz-Object-Lock-Retain-Until-Date", "2050-01-01T00:00:00Z", "Content-Md5", "XUFAKrxLKna5cZ2REBfFkg==")},
		{"put, an unknown storage class", put("missing", "X-Amz-Storage-Class", "CHEAP")},
		{"put, tags that are none", put("missing", "X-Amz-Tagging", "a=1&a=2")},
		{"put, too many tags", put("missing", "X-Amz-Tagging", "a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1")},
		{"put, too much metadata", func(s *scene) answer {
			// Without a body, which a server that has read enough would cut short.
			return s.custom("PUT", "missing", "", "X-Amz-Meta-Long", strings.Repeat("x", 9000))
		}},
		{"put, below an object", put("there/below")},
		{"put, part of no upload", put("missing?partNumber=1&uploadId=none")},
		{"put, copy of what is missing", func(s *scene) answer {
			return s.custom("PUT", "missing", "", "X-Amz-Copy-Source", s.bucket+"/nothing")
		}},
	}
	for _, name := range []string{"Content-Type", "If-None-Match", "X-Amz-Meta-Case"} {
		for what, value := range map[string]string{"without ": "", "another ": "other"} {
			all = append(all, misuse{"put, " + what + name, func(s *scene) answer {
				l := full(s)
				return use(s.t, "PUT", l.URL, changed(l.Headers, name, value), "hello")
			}})
		}
	}
	slices.SortStableFunc(all, func(a, b misuse) int { return strings.Compare(a.name, b.name) })
	return all
}

// formMisuses is what the sender of a form can meet.
func formMisuses(k kind) []misuse {
	send := func(change func(fields) fields, body string) func(*scene) answer {
		return func(s *scene) answer {
			l := s.link("post", "in/a.jpg", "--min-size", "3", "--max-size", "10", "--content-type", "image/jpeg", "--metadata", "case=7")
			return postFields(s.t, l.URL, change(l.Fields), "a.jpg", "", body)
		}
	}
	as := func(all fields) fields { return all }
	raw := func(contentType, body string) func(*scene) answer {
		return func(s *scene) answer {
			return use(s.t, http.MethodPost, s.link("post", "in/a.jpg").URL, headers{"Content-Type": contentType}, body)
		}
	}
	all := []misuse{
		{"post, over", func(s *scene) answer { return s.use(s.ended["post"], asMade) }},
		{"post, another region", func(s *scene) answer { return s.use(s.elsewhere("post"), asMade) }},
		{"post, no such bucket", func(s *scene) answer {
			return s.use(s.owner.share(s.t, s.server, "nowhere-at-all", "a", "--op", "post"), asMade)
		}},
		{"post, too large", send(as, "hello world")},
		{"post, too small", send(as, "12")},
		{"post, without a file", func(s *scene) answer {
			l := s.link("post", "in/a.jpg")
			var b strings.Builder
			for _, f := range l.Fields {
				b.WriteString("--x\r\nContent-Disposition: form-data; name=\"" + f[0] + "\"\r\n\r\n" + f[1] + "\r\n")
			}
			return use(s.t, http.MethodPost, l.URL, headers{"Content-Type": "multipart/form-data; boundary=x"}, b.String()+"--x--\r\n")
		}},
		{"post, damaged", raw("multipart/form-data; boundary=x", "--x\r\nbroken")},
		{"post, sent as a plain body", raw("image/jpeg", "hello")},
		{"post, sent like an address", raw("application/x-www-form-urlencoded", "key=in%2Fa.jpg")},
	}
	for _, c := range [][2]string{
		{"Content-Type", "text/html"},
		{"key", "out/a.jpg"},
		{"x-amz-meta-case", "8"},
		{"policy", "e30="},
		{"X-Amz-Signature", strings.Repeat("0", 64)},
		{"X-Amz-Credential", "a/b"},
		{"X-Amz-Date", "today"},
		{"X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256"},
	} {
		name, value := c[0], c[1]
		all = append(all,
			misuse{"post, another " + name, send(func(f fields) fields { return replaced(f, name, value) }, "hello")},
			misuse{"post, without " + name, send(func(f fields) fields {
				return slices.DeleteFunc(f, func(one [2]string) bool { return one[0] == name })
			}, "hello")})
	}
	for _, c := range [][2]string{{"acl", "public-read"}, {"x-amz-meta-mine", "1"}, {"key", "in/a.jpg"}} {
		all = append(all, misuse{"post, one more " + c[0], send(func(f fields) fields { return append(fields{c}, f...) }, "hello")})
	}
	for name, who := range strangers(k) {
		all = append(all, misuse{"post, " + name, func(s *scene) answer {
			return s.use(s.linkOf(signetWith(s.t, who(s)), "post", "in/a.jpg", "--expires", "10m"), asMade)
		}})
	}
	slices.SortStableFunc(all, func(a, b misuse) int { return strings.Compare(a.name, b.name) })
	return all
}
