package evidence

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"strings"
)

// Signature is a signature as ssh-keygen -Y sign writes it, read no further than to know
// which key made it. Whether it is right is what ssh-keygen says.
// https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig
type Signature struct {
	Type string // of the key: ssh-ed25519, sk-ssh-ed25519@openssh.com, ecdsa-sha2-nistp256, rsa-...
	Key  string // the public key, in base64 as in a .pub file
}

const sshsigMagic = "SSHSIG"

var errNoSignature = errors.New("what ssh-keygen wrote is no signature of the namespace " + Namespace)

// ParseSignature reads what ssh-keygen wrote; one of another namespace is refused.
func ParseSignature(armored []byte) (Signature, error) {
	block, rest := pem.Decode(armored)
	if block == nil || block.Type != "SSH SIGNATURE" || strings.TrimSpace(string(rest)) != "" {
		return Signature{}, errNoSignature
	}
	blob, ok := strings.CutPrefix(string(block.Bytes), sshsigMagic)
	if !ok || len(blob) < 4 || binary.BigEndian.Uint32([]byte(blob)) != 1 {
		return Signature{}, errNoSignature
	}
	key, blob, ok := sshString(blob[4:])
	namespace, _, more := sshString(blob)
	kind, _, known := sshString(key)
	if !ok || !more || !known || namespace != Namespace || kind == "" || strings.Trim(kind, keyTypeLetters) != "" {
		return Signature{}, errNoSignature
	}
	return Signature{Type: kind, Key: base64.StdEncoding.EncodeToString([]byte(key))}, nil
}

const keyTypeLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@.-"

// sshString takes a string off the front (RFC 4251, section 5).
func sshString(b string) (s, rest string, ok bool) {
	if len(b) < 4 {
		return "", "", false
	}
	n := uint64(binary.BigEndian.Uint32([]byte(b)))
	if uint64(len(b)-4) < n {
		return "", "", false
	}
	return b[4 : 4+n], b[4+n:], true
}

// AllowedSigner is the line for a file of allowed signers, with which others check what
// the key signs, for this namespace alone. See ssh-keygen(1), ALLOWED SIGNERS.
func (s Signature) AllowedSigner(who string) string {
	return who + ` namespaces="` + Namespace + `" ` + s.Type + " " + s.Key
}

// Principal is who signs, as a file of allowed signers may name them: of other letters
// there would be patterns, lists and quotes. Empty: nothing of it can stand there.
func Principal(who string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(keyTypeLetters+"_+", r) {
			return r
		}
		return '-'
	}, who), "-")
}
