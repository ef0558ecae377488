package address

import (
	"slices"
	"strings"
	"sync"
)

// Resembles is the domain of a store that a host looks like without being below it:
// s3.amazonaws.com.evil.example, amaz0naws.com, amazonaws-s3.com, аmazonaws.com with a
// letter of another alphabet. letters are the host's own letters where it is written
// in Punycode; empty: it is not. Which host is whose only the network knows: this tells
// of names that nobody but an imitator would take.
func Resembles(host, letters string) (domain string, ok bool) {
	a := Read("https", host, "")
	genuine := append([]string{"googleapis.com", "windows.net"}, imitated()...)
	if !a.Guessed || slices.ContainsFunc(genuine, func(d string) bool { return under(a.Host, d) }) {
		return "", false
	}
	for _, spelled := range []string{a.Host, Hostname(host), Hostname(letters)} {
		for _, d := range imitated() {
			if spelled != "" && imitates(spelled, d) {
				return d, true
			}
		}
	}
	return "", false
}

// under reports the domain itself, or a name below it.
func under(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain)
}

// imitated are the domains that are worth imitating: short names stand in too many
// others.
func imitated() []string {
	out := []string{"amazonaws.com", "cloudfront.net", "blob.core.windows.net", "storage.googleapis.com", "myhuaweicloud.com"}
	for _, p := range partitions {
		out = append(out, p.domain)
	}
	for _, s := range stores {
		out = append(out, s.domain)
	}
	return slices.DeleteFunc(out, func(d string) bool { return len(mainLabel(d)) < 7 })
}

// distinct is how many letters a name has that nobody else has by chance.
const distinct = 8

// mainLabel is the label of a domain that names who it is: its longest.
func mainLabel(domain string) string {
	longest := ""
	for l := range strings.SplitSeq(domain, ".") {
		if len(l) > len(longest) {
			longest = l
		}
	}
	return longest
}

func imitates(host, domain string) bool {
	host = skeleton(host)
	if strings.Contains("."+host+".", "."+skeleton(domain)+".") {
		return true // at its end in other letters, or anywhere else in these
	}
	labels := strings.Split(host, ".")
	name := skeleton(mainLabel(domain))
	if len(name) < distinct {
		return false
	}
	for i, l := range labels {
		if i == len(labels)-1 { // the top level
			break
		}
		owner := i == len(labels)-2
		for _, part := range strings.Split(l, "-") {
			if part == name && (owner || l != part) || owner && near(part, name) {
				return true
			}
		}
	}
	return false
}

// skeleton is a name with each letter as the Latin one that it looks like, after the
// confusables of Unicode's UTS 39.
func skeleton(name string) string {
	name = strings.ToLower(name)
	return twins().Replace(pairs().Replace(name))
}

// pairs are letters that look like one when they stand together, and signs that look
// like a slash.
//
//nolint:gochecknoglobals // immutable once made
var pairs = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("rn", "m", "vv", "w", "⁄", ".", "∕", ".", "⧸", ".", "／", ".")
})

// twins are letters and signs, each with the Latin letter that it looks like. It is
// made once: every link that is signed has its host looked at.
//
//nolint:gochecknoglobals // immutable once made
var twins = sync.OnceValue(func() *strings.Replacer {
	const groups = "oо0οòóôöõøōόδ lі1ї|ӏιíìîïıíļłli aаαàáâäãåāąɑ eеєέèéêëēęё3 cсçćčϲ sѕšśş5$ pрρ xхχ yуүýÿγ vνѵ gɡ9ğɢ kκкķ mмṃ tтτţ hһнн bьв dԁďđ qԛ wԝωшѡ jј nпñńňη uυúùûüūμ zžźżʐ rгřŕ -‐‑–"
	var like []string
	for group := range strings.FieldsSeq(groups) {
		letters := []rune(group)
		for _, twin := range letters[1:] {
			like = append(like, string(twin), string(letters[0]))
		}
	}
	return strings.NewReplacer(like...)
})

// near reports two names of which one became the other by one letter that was lost,
// added, changed or exchanged with its neighbour.
func near(a, b string) bool {
	if a == b || len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
