package cloudfront

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"errors"
	"slices"
	"strings"
)

// ErrSignature says that a URL and its policy are not what the key has signed: they
// were changed, or another key signed them.
var ErrSignature = errors.New("the signature is not that of this key over this address and policy")

// Verify reports a URL whose signature is not the key's. It says nothing of the times,
// the networks and the address that the policy allows.
func Verify(rawURL string, key PublicKey) error {
	base, given := split(rawURL)
	hash := SHA1
	switch given["Hash-Algorithm"] {
	case "", "SHA1":
	case "SHA256":
		hash = SHA256
	default:
		return errors.New("its Hash-Algorithm is one that CloudFront does not know")
	}
	signature, err := decode(given["Signature"])
	if err != nil || len(signature) == 0 {
		return errors.New("it has no signature that can be read")
	}
	text, err := decode(given["Policy"])
	if given["Policy"] == "" {
		text, err = cannedText(base, given["Expires"])
	}
	if err != nil {
		return err
	}
	h := hash.crypto().New()
	h.Write(text)
	if !key.signed(h.Sum(nil), hash, signature) {
		return ErrSignature
	}
	return nil
}

func (k PublicKey) signed(digest []byte, hash Hash, signature []byte) bool {
	switch key := k.key.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(key, hash.crypto(), digest, signature) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest, signature)
	}
	return false
}

// split takes a signed URL apart: what was signed, with its own parameters, and what
// CloudFront added.
func split(rawURL string) (base string, given map[string]string) {
	rawURL, _, _ = strings.Cut(rawURL, "#")
	base, _, _ = strings.Cut(rawURL, "?")
	given = map[string]string{}
	var own []string
	for _, p := range parameters(rawURL) {
		if !reserved(p) {
			own = append(own, p)
			continue
		}
		_, given[name(p)], _ = strings.Cut(p, "=")
	}
	if len(own) > 0 {
		base += "?" + strings.Join(own, "&")
	}
	return base, given
}

// parameters are those of a URL as they stand.
func parameters(rawURL string) []string {
	_, query, _ := strings.Cut(rawURL, "?")
	return slices.DeleteFunc(strings.Split(query, "&"), func(p string) bool { return p == "" })
}

func name(parameter string) string {
	n, _, _ := strings.Cut(parameter, "=")
	return n
}

// reserved reports a parameter that CloudFront reads and does not pass on.
func reserved(parameter string) bool {
	return slices.Contains([]string{"Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"}, name(parameter))
}
