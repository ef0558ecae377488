package refusal

import "strings"

// SecretKeyLen is how long a secret access key of AWS is.
const SecretKeyLen = 40

// IsSecretKey knows 40 random letters of base64 from the path of a file and from
// a checksum by how often they change between capitals, small letters and digits:
// 25 times on average, words do so half as often.
func IsSecretKey(text string) bool {
	if len(text) != SecretKeyLen || strings.Contains(text, "=") || strings.Trim(text, "0123456789abcdefABCDEF") == "" {
		return false
	}
	class := func(c byte) int {
		switch {
		case c >= '0' && c <= '9':
			return 1
		case c >= 'A' && c <= 'Z':
			return 2
		case c >= 'a' && c <= 'z':
			return 3
		}
		return 4
	}
	changes := 0
	for i := 1; i < len(text); i++ {
		if class(text[i]) != class(text[i-1]) {
			changes++
		}
	}
	return changes >= 15
}
