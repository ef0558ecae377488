package address

import (
	"net/netip"
	"strconv"
	"strings"
)

// parseIPv4 reads the forms of an address that browsers and curl take besides
// the usual one: one to four numbers, each decimal, octal (0177) or hexadecimal
// (0x7f), the last of which fills the bytes that are left (127.1).
// https://url.spec.whatwg.org/#concept-ipv4-parser
func parseIPv4(host string) (netip.Addr, bool) {
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var value uint64
	for i, part := range parts {
		n, ok := parseIPv4Number(part)
		bytes := 1
		if i == len(parts)-1 {
			bytes = 4 - i
		}
		if !ok || n >= 1<<(8*bytes) {
			return netip.Addr{}, false
		}
		value = value<<(8*bytes) | n
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}

func parseIPv4Number(text string) (uint64, bool) {
	base := 10
	switch {
	case strings.HasPrefix(text, "0x"):
		text, base = text[2:], 16
		if text == "" { // which browsers read as 0
			return 0, true
		}
	case len(text) > 1 && text[0] == '0':
		text, base = text[1:], 8
	}
	if strings.ContainsAny(text, "+-_") {
		return 0, false
	}
	n, err := strconv.ParseUint(text, base, 32)
	return n, err == nil
}
