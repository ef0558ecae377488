package e2e

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
)

// The guarded object, and what it holds.
const (
	guardedKey  = "records/2026/a.pdf"
	guardedBody = "guarded by a rail"
)

// speller writes the address of one object in ways that a server may take for it.
type speller struct {
	random          *rand.Rand
	guarded, public string // buckets
}

// dropped are parts of a path that some server makes nothing of, strange are
// those that might be such.
func dropped() []string { return []string{"", ".", "x/..", "./.", "x/y/../..", "records/..", "x//.."} }

func (sp *speller) strange() []string {
	return []string{
		"..", "%2e", "%2E%2E", "%2f", "x%2f..", `\`, `..\`, ";", ";a=b", "\u200b", "\u2024", "\u2025", "．．", " ", "%00", "~", "...",
		sp.guarded, sp.public, "../" + sp.guarded, "__XLDIR__", `x\..`, "x%5c..", "%252e%252e", "x%3F", "x?", "x#", ".. ", "x+..",
	}
}

func (sp *speller) pick(list []string) string { return list[sp.random.IntN(len(list))] }

func (sp *speller) one(in int) bool { return sp.random.IntN(in) == 0 }

func (sp *speller) noise() string {
	if sp.one(5) {
		return sp.pick(sp.strange())
	}
	return sp.pick(dropped())
}

// key is the guarded key with noise between its parts, or only with more slashes.
func (sp *speller) key() string {
	var b strings.Builder
	if sp.one(3) {
		for _, part := range strings.Split(guardedKey, "/") {
			b.WriteString(strings.Repeat("/", sp.random.IntN(4)+min(b.Len(), 1)) + part)
		}
		return b.String()
	}
	for i, part := range strings.Split(guardedKey, "/") {
		if i > 0 {
			b.WriteString("/")
		}
		for sp.one(3) {
			b.WriteString(sp.noise() + "/")
		}
		if sp.one(20) {
			part = sp.pick([]string{strings.ToUpper(part), part + ".", part + " ", escaped(part), part + "\u0301", part + "__XLDIR__"})
		}
		b.WriteString(part)
	}
	if sp.one(4) {
		b.WriteString("/" + sp.noise())
	}
	if sp.one(10) {
		return sp.respelled(b.String())
	}
	return b.String()
}

// respelled is a key as the path of another system, or escaped once or twice.
func (sp *speller) respelled(key string) string {
	return sp.pick([]string{
		strings.ReplaceAll(key, "/", `\`), strings.ReplaceAll(key, "/", "%2f"), strings.ReplaceAll(key, "/", "%252F"), strings.ReplaceAll(key, "/", "./"),
		strings.ReplaceAll(key, "r", "%72"), strings.ReplaceAll(key, "/", " /"), strings.Replace(key, "/", "__XLDIR__", 1), key + "?versionId=null", key + "%3FversionId=null",
	})
}

// escaped is a name whose first letter is written in the way of an address.
func escaped(name string) string { return fmt.Sprintf("%%%02x", name[0]) + name[1:] }

// address is a bucket and a key: mostly the guarded ones, or such from which the
// path leads there.
func (sp *speller) address() string {
	key := sp.key()
	switch sp.random.IntN(9) {
	case 0:
		return sp.public + "/../" + sp.guarded + "/" + key
	case 1:
		bucket := sp.pick([]string{".", "..", "%2e", sp.public + "%2f..", strings.ToUpper(sp.guarded), sp.guarded + ".", escaped(sp.guarded), ".minio.sys", "acme:" + sp.public})
		return bucket + "/" + sp.guarded + "/" + key
	case 2:
		return sp.public + "/" + sp.guarded + "/" + key // where the server makes nothing of the host
	case 3:
		return sp.pick([]string{":", "acme:", "acme$u:", "::", "%3a"}) + sp.guarded + "/" + key // tenants of Ceph
	case 4, 5:
		return key // where the endpoint leads into the bucket
	}
	return sp.guarded + "/" + key
}

// endpoints are addresses of the server, some of which lead into a bucket, and
// one under which it does not know itself.
func (sp *speller) endpoints(s *server) []string {
	g := sp.guarded
	var out []string
	for _, p := range []string{"", "", "", "/" + g, "/" + g + "/", "//" + g, "/./" + g, "/" + sp.public + "/../" + g, "/" + escaped(g), "/%25" + escaped(g)[1:], "/" + g + "%2F", "/" + g + "/records", "/" + g + "/x/.."} {
		out = append(out, s.url+p)
	}
	u, _ := url.Parse(s.url)
	return append(out, "http://"+elsewhere+":"+u.Port())
}

// elsewhere is a name for the server that nobody has told it.
const elsewhere = "s3.spelled.example"

// spelled are lines for standard input, by endpoint. The first of each is open to
// all, so that no complaint of a later one is taken for one of the terms.
func (sp *speller) spelled(s *server, n int) map[string][]string {
	out, known := map[string][]string{}, map[string]bool{}
	for total := 0; total < n; {
		at, address := sp.pick(sp.endpoints(s)), sp.address()
		bucket, key, _ := strings.Cut(address, "/")
		if bucket == "" || key == "" || strings.ContainsAny(bucket, `\ ?#`) || known[at+" "+address] {
			continue // which is wrong usage
		}
		known[at+" "+address] = true
		if len(out[at]) == 0 {
			out[at] = []string{"s3://" + sp.public + "/open.txt"}
		}
		out[at] = append(out[at], "s3://"+address)
		total++
	}
	return out
}

// signed are the links that signet makes for spellings, below settings of its
// own. That some are refused is what is looked for.
func (p *signet) signed(t *testing.T, s *server, spelled map[string][]string, flags ...string) []link {
	t.Helper()
	var all []link
	for at, lines := range spelled {
		args := append([]string{"share", "--json", "--endpoint", at, "--region", s.region, "-"}, flags...)
		if !strings.Contains(at, elsewhere) {
			args = append(args, "--path-style")
		}
		out := p.run(t, strings.Join(lines, "\n")+"\n", args...)
		if out.code == 2 {
			t.Fatalf("%s: %s", at, out.stderr)
		}
		all = append(all, links(t, out.stdout)...)
	}
	return all
}
