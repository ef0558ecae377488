package inspect

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
)

// Account computes the AWS account number that an access key id belongs to.
// Ids made since about 2019 carry it: the 40 bits after the first of the base32
// payload, as found by Tal Be'ery in 2023 and published with the value
// ASIAQNZGKIQY56JQ7WML -> 029608264753. Older ids (payload beginning with A to
// P) carry none. Nothing proves that an id is genuine.
func Account(keyID string) (string, bool) {
	if len(keyID) != 20 || !awsKey(keyID) {
		return "", false
	}
	raw, err := base32.StdEncoding.DecodeString(keyID[4:])
	if err != nil || len(raw) != 10 || raw[0]&0x80 == 0 {
		return "", false
	}
	const mask = 0x7fffffffff80
	six := binary.BigEndian.Uint64(append([]byte{0, 0}, raw[:6]...))
	return fmt.Sprintf("%012d", six&mask>>7), true
}

// awsKey reports whether an id looks like an access key of AWS itself.
func awsKey(id string) bool {
	return len(id) >= 16 && len(id) <= 32 && strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" &&
		(strings.HasPrefix(id, "AKIA") || strings.HasPrefix(id, "ASIA"))
}

// signer explains an access key id of an S3 signature.
func signer(keyID string) Signer {
	s := Signer{KeyID: keyID}
	switch {
	case keyID == "":
		s.Detail = "not known: the link holds no access key id"
	case !awsKey(keyID):
		s.Detail = "not an id that AWS gives out today: another store's key, an old one, or a changed one"
	case strings.HasPrefix(keyID, "ASIA"):
		s.Temporary, s.Detail = true, "a temporary key of a session"
	default:
		s.Detail = "a long-term key of an IAM user"
	}
	s.Account, _ = Account(keyID)
	return s
}
