package hostiletest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// incomplete begins what is said of a listing that cannot be trusted further.
const incomplete = "incomplete: "

// lists are pages of S3 that lead nowhere, or name what was not asked for.
func lists() []Trick {
	all := slices.Concat(foreign(), climbing(), circles(), harmless())
	for i := range all {
		all[i].serve = objectsApart(all[i].serve)
	}
	return all
}

// foreign pages hold what was not asked for.
func foreign() []Trick {
	return []Trick{
		{Name: "a foreign key", Foreign: true, Says: incomplete + "the server lists what is not below it: other/secret.pdf", serve: always(page(entry("p/a"), entry("other/secret.pdf"), entry("p/z")))},
		{Name: "a foreign key on the last page", Foreign: true, Says: incomplete, serve: lastly(entry("P/secret.pdf"))},
		{Name: "the prefix without its slash", Foreign: true, Says: incomplete, serve: always(page(entry("p")))},
		{Name: "a key that climbs", Foreign: true, Says: incomplete, serve: always(page(entry("../p/a")))},
		{Name: "an escaped foreign key", Foreign: true, Says: incomplete, serve: always(page("<EncodingType>url</EncodingType>", entry("p%2Fa"), entry("%2Fp/a")))},
		{Name: "a key without a name", Foreign: true, Says: incomplete + "the server lists an object without a name", serve: always(page(entry("")))},
		{Name: "nothing but empty entries", Foreign: true, Says: incomplete, serve: always(page(strings.Repeat("<Contents/>", 500)))},
		{Name: "a foreign folder", Foreign: true, Says: incomplete, serve: always(page(folder("q/")))},
		{Name: "a folder without a slash", Foreign: true, Says: incomplete, serve: always(page(folder("p/secret")))},
	}
}

// climbing keys lead out of the prefix by their dots, or look as if they did.
func climbing() []Trick {
	return []Trick{
		{Name: "a key that climbs out later", Climbs: true, serve: always(page(entry("p/a"), entry("p/../secret/x")))},
		{Name: "a key that climbs over slashes", Climbs: true, serve: always(page(entry("p/a"), entry("p/b//../../../secret/x")))},
		{Name: "a key that climbs escaped", Climbs: true, serve: always(page("<EncodingType>url</EncodingType>", entry("p/a"), entry("p/%2E%2E/secret/x")))},
		{Name: "a key that climbs escaped twice", Climbs: true, serve: always(page("<EncodingType>url</EncodingType>", entry("p/a"), entry("p/%252e%252E%252Fsecret/x")))},
		{Name: "a key that climbs by backslashes", Climbs: true, serve: always(page(entry("p/a"), entry(`p/..\secret\x`)))},
		{Name: "a key that climbs out of the bucket", Climbs: true, serve: always(page(entry("p/a"), entry("p/../../b/p/x")))},
		{Name: "a key that climbs on the last page", Climbs: true, serve: lastly(entry("p/./../secret/x"))},
		{Name: "dots that stay inside", serve: always(page(entry("p/a"), entry("p/b/../c"), entry("p/./d"), entry("p/.hidden/e"), entry("p/..f"), entry("p//g"), entry("p/100%25")))},
	}
}

// circles are listings that do not end, or not as they say.
func circles() []Trick {
	return []Trick{
		{Name: "another bucket", Says: "about another bucket: elsewhere", serve: always(page("<Name>elsewhere</Name>", entry("p/a")))},
		{Name: "more, but no token", Says: incomplete + "the server says that there is more, but not where", serve: always(page("<IsTruncated>true</IsTruncated>", entry("p/a")))},
		{Name: "perhaps more", Says: incomplete, serve: always(page("<IsTruncated>Maybe</IsTruncated>", entry("p/a")))},
		{Name: "a token that repeats", Says: incomplete + "the server leads back", serve: pages(func(n int) (string, string) { return entry(fmt.Sprintf("p/%d", n)), "t" })},
		{Name: "a ring of tokens", Says: incomplete + "the server leads back", serve: pages(func(n int) (string, string) { return entry(fmt.Sprintf("p/%d", n)), fmt.Sprint("t", n%3) })},
		{Name: "empty pages", Says: incomplete + "1,000 pages in a row", Asked: 1005, serve: pages(func(n int) (string, string) { return "", fmt.Sprint("t", n) })},
		{Name: "the same page for ever", Says: incomplete + "the server sends the same keys again and again", Asked: 5, serve: pages(func(n int) (string, string) { return entry("p/a") + entry("p/b"), fmt.Sprint("t", n) })},
		{Name: "a token without end", Says: incomplete + "where the server says it goes on is longer", serve: pages(func(int) (string, string) { return entry("p/a"), strings.Repeat("t", 20<<10) })},
		{Name: "a page of a hundred thousand", Says: "larger than any", serve: always(page(strings.Repeat(entry("p/k"), 100_000)))},
		{Name: "a refusal under 200", Says: "the server failed", serve: always(refusal("InternalError"))},
	}
}

// harmless pages are odd, and no more.
func harmless() []Trick {
	return []Trick{
		{Name: "duplicates", serve: pages(func(n int) (string, string) {
			if n < 3 {
				return entry("p/a") + entry("p/a") + entry(fmt.Sprintf("p/b%d", n)), fmt.Sprint("t", n)
			}
			return entry("p/b0"), ""
		})},
		{Name: "some empty pages", serve: pages(func(n int) (string, string) {
			switch {
			case n < 5:
				return "", fmt.Sprint("t", n)
			case n == 5:
				return entry("p/a"), "t5"
			}
			return "", ""
		})},
		{Name: "out of order", serve: always(page(entry("p/z"), entry("p/a"), entry("p/m")))},
		{Name: "control characters", serve: always(page("<EncodingType>url</EncodingType>", entry("p/a%1B]0;owned%07%00b%0Ac")))},
		{Name: "more than asked for", serve: always(page(many(1200)))},
	}
}

// objectsApart answers what is asked of a single object as any server does.
func objectsApart(answer serve) serve {
	return func(s *Server, w http.ResponseWriter, r *http.Request) {
		if strings.Count(r.URL.Path, "/") > 1 {
			send(w, 200, "x")
			return
		}
		answer(s, w, r)
	}
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(entry(fmt.Sprintf("p/%05d", i)))
	}
	return b.String()
}

// lastly puts entries on the last page.
func lastly(entries string) serve {
	return pages(func(n int) (string, string) {
		if n < 5 {
			return entry(fmt.Sprintf("p/%d", n)), fmt.Sprint("t", n)
		}
		return entries, ""
	})
}

// pages numbers the pages of a listing by the requests for them.
func pages(nth func(n int) (entries, next string)) serve {
	return func(s *Server, w http.ResponseWriter, r *http.Request) {
		n := int(s.listed.Add(1)) - 1
		if r.URL.Query().Get("continuation-token") == "" {
			s.listed.Store(1)
			n = 0
		}
		entries, next := nth(n)
		more := ""
		if next != "" {
			more = "<IsTruncated>true</IsTruncated><NextContinuationToken>" + next + "</NextContinuationToken>"
		}
		send(w, 200, page(more, entries))
	}
}

func page(parts ...string) string {
	return "<ListBucketResult>" + strings.Join(parts, "") + "</ListBucketResult>"
}

func entry(key string) string {
	return "<Contents><Key>" + key + "</Key><LastModified>2026-01-02T03:04:05Z</LastModified><Size>1</Size></Contents>"
}

func folder(key string) string {
	return "<CommonPrefixes><Prefix>" + key + "</Prefix></CommonPrefixes>"
}
