package finding

import (
	"math"
	"net/url"
	"strings"
	"unicode/utf8"

	"signet/share/address"
)

// otherSpelling is the other way to write a host that has letters beyond ASCII:
// the form of the network (xn--…) for one in letters, the letters for the form of
// the network (RFC 5891; folded to lower case alone). Empty: there is none. A port
// is left out.
func otherSpelling(host string) string {
	labels := strings.Split(address.Hostname(host), ".")
	changed := false
	for i, l := range labels {
		other, ok := l, false
		if rest, coded := strings.CutPrefix(l, "xn--"); coded {
			other, ok = decode(rest)
		} else if !ascii(l) {
			other, ok = encode(l)
			other = "xn--" + other
		}
		if ok {
			labels[i], changed = other, true
		}
	}
	if !changed {
		return ""
	}
	return strings.Join(labels, ".")
}

// Spelled is an address with the other spelling of its host beside it, if it has
// one.
func Spelled(address string) string {
	host := address
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		host = u.Host
	}
	if other := otherSpelling(host); other != "" {
		return address + " (" + other + ")"
	}
	return address
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// The parameters of Punycode, RFC 3492 section 5. Labels have at most 63 bytes;
// what is far longer is nobody's host.
const (
	base, tMin, tMax  = 36, 1, 26
	skew, damp        = 38, 700
	firstBias, firstN = 72, 128
	longest           = 255
	digits            = "abcdefghijklmnopqrstuvwxyz0123456789"
)

func decode(s string) (string, bool) {
	if len(s) > longest || !ascii(s) {
		return "", false
	}
	var out []rune
	if i := strings.LastIndexByte(s, '-'); i >= 0 {
		out, s = []rune(s[:i]), s[i+1:]
	}
	n, i, bias := firstN, 0, firstBias
	for s != "" {
		from, w := i, 1
		for k := base; ; k += base {
			if s == "" {
				return "", false
			}
			d := strings.IndexByte(digits, s[0])
			s = s[1:]
			if d < 0 || d > (math.MaxInt32-i)/w {
				return "", false
			}
			i += d * w
			t := threshold(k, bias)
			if d < t {
				break
			}
			if w > math.MaxInt32/(base-t) {
				return "", false
			}
			w *= base - t
		}
		bias = adapt(i-from, len(out)+1, from == 0)
		n += i / (len(out) + 1)
		i %= len(out) + 1
		if n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
			return "", false
		}
		out = append(out[:i], append([]rune{rune(n)}, out[i:]...)...)
		i++
	}
	return string(out), true
}

func encode(s string) (string, bool) {
	if len(s) > longest || !utf8.ValidString(s) {
		return "", false
	}
	var out strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf {
			out.WriteRune(r)
		}
	}
	plain, runes := out.Len(), []rune(s)
	if plain > 0 {
		out.WriteByte('-')
	}
	n, delta, bias := firstN, 0, firstBias
	for done := plain; done < len(runes); {
		least := rune(utf8.MaxRune)
		for _, r := range runes {
			if int(r) >= n {
				least = min(least, r)
			}
		}
		delta += (int(least) - n) * (done + 1)
		n = int(least)
		for _, r := range runes {
			if int(r) < n {
				delta++
			}
			if int(r) != n {
				continue
			}
			writeInt(&out, delta, bias)
			bias = adapt(delta, done+1, done == plain)
			delta = 0
			done++
		}
		delta++
		n++
	}
	return out.String(), true
}

// writeInt writes a number of variable length.
func writeInt(out *strings.Builder, q, bias int) {
	for k := base; ; k += base {
		t := threshold(k, bias)
		if q < t {
			out.WriteByte(digits[q])
			return
		}
		out.WriteByte(digits[t+(q-t)%(base-t)])
		q = (q - t) / (base - t)
	}
}

func threshold(k, bias int) int { return min(max(k-bias, tMin), tMax) }

func adapt(delta, points int, first bool) int {
	if first {
		delta /= damp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for delta > (base-tMin)*tMax/2 {
		delta /= base - tMin
		k += base
	}
	return k + (base-tMin+1)*delta/(delta+skew)
}
