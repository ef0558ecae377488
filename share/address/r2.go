package address

import "strings"

// R2 is what a session of Cloudflare R2 names of an endpoint: its host, and the account
// that the first label of the host is; empty: the host names none.
// https://developers.cloudflare.com/r2/api/s3/api/
func R2(endpoint string) (host, account string) {
	at := readEndpoint(endpoint)
	label, _, _ := strings.Cut(at.Host, ".")
	if at.Store == "Cloudflare R2" && IsR2Account(label) {
		account = label
	}
	return at.Host, account
}

// IsR2Account reports the id of an account of Cloudflare: 32 hexadecimal digits.
func IsR2Account(text string) bool {
	return len(text) == 32 && strings.Trim(text, "0123456789abcdef") == ""
}
