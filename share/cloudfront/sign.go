// Package cloudfront signs URLs of Amazon CloudFront and verifies them, without a
// request: with canned and with custom policies, by RSA-2048 and by ECDSA on P-256. What
// CloudFront would not take is refused before it is signed. Why it is written here
// stands in docs/adr/0034.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
package cloudfront

import (
	"crypto"
	_ "crypto/sha1" //nolint:gosec // what CloudFront takes where nothing else is said
	_ "crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"

	"signet/share/say"
)

// Hash is how a policy is hashed before it is signed.
type Hash string

// The hashes that CloudFront knows. Without a word it takes SHA-1.
const (
	SHA1   Hash = "sha1"
	SHA256 Hash = "sha256"
)

func (h Hash) crypto() crypto.Hash {
	if h == SHA256 {
		return crypto.SHA256
	}
	return crypto.SHA1
}

// Signer signs for one key pair of a distribution's key groups.
type Signer struct {
	KeyPairID string
	Key       Key
	Hash      Hash
}

// Sign is the URL with its signature: equal inputs give equal bytes, since ECDSA signs
// as in RFC 6979.
func (s Signer) Sign(rawURL string, p Policy) (string, error) {
	if s.Key.signer == nil || s.KeyPairID == "" {
		return "", errors.New("there is no key to sign with")
	}
	return s.write(rawURL, p, func(text []byte) ([]byte, error) {
		h := s.Hash.crypto().New()
		h.Write(text)
		signature, err := s.Key.signer.Sign(nil, h.Sum(nil), s.Hash.crypto())
		if err != nil {
			return nil, errors.New("the key cannot sign")
		}
		return signature, nil
	})
}

// Outline is the URL with a signature that is nobody's: all else of it is as Sign has it,
// and no key is needed.
func (s Signer) Outline(rawURL string, p Policy) (string, error) {
	return s.write(rawURL, p, func([]byte) ([]byte, error) { return []byte("nobody"), nil })
}

func (s Signer) write(rawURL string, p Policy, sign func(text []byte) ([]byte, error)) (string, error) {
	if err := errors.Join(checkURL(rawURL), p.check()); err != nil {
		return "", err
	}
	text, err := p.text(rawURL)
	if err != nil {
		return "", err
	}
	signature, err := sign(text)
	if err != nil {
		return "", err
	}
	signed := rawURL + separator(rawURL)
	if p.canned() {
		signed += "Expires=" + strconv.FormatInt(p.Ends.Unix(), 10)
	} else {
		signed += "Policy=" + encode(text)
	}
	signed += "&Signature=" + encode(signature) + "&Key-Pair-Id=" + s.KeyPairID
	if s.Hash == SHA256 {
		signed += "&Hash-Algorithm=SHA256"
	}
	if len(signed) > maxURL {
		return "", errors.New("signed, the address would be longer than the " + say.Count(maxURL) + " characters that CloudFront takes")
	}
	return signed, nil
}

func separator(rawURL string) string {
	if strings.Contains(rawURL, "?") {
		return "&"
	}
	return "?"
}

// encode is base64 in the letters of CloudFront.
func encode(raw []byte) string {
	return strings.NewReplacer("+", "-", "=", "_", "/", "~").Replace(base64.StdEncoding.EncodeToString(raw))
}

func decode(text string) ([]byte, error) {
	return base64.StdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "=", "~", "/").Replace(text))
}
