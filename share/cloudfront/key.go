package cloudfront

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
)

// Key is a private key that signs. Its zero value signs nothing.
type Key struct{ signer crypto.Signer }

// PublicKey is what a signature is verified with.
type PublicKey struct{ key crypto.PublicKey }

// Public is the half that CloudFront has.
func (k Key) Public() PublicKey {
	if k.signer == nil {
		return PublicKey{}
	}
	return PublicKey{k.signer.Public()}
}

// ParseKey reads a private key of a PEM file: PKCS#1, PKCS#8 or SEC1, in whichever of
// its blocks stands (openssl ecparam -genkey writes the curve into one before it).
// Errors quote nothing of the file.
func ParseKey(file []byte) (Key, error) {
	var seen []string
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		parse, ok := privateForms()[block.Type]
		switch {
		case block.Type == "ENCRYPTED PRIVATE KEY", strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED"):
			return Key{}, errors.New("the private key is locked with a passphrase, which signet does not ask for: unlock it with openssl pkey")
		case !ok:
			seen = append(seen, kindOf(block.Type))
			continue
		}
		key, err := parse(block.Bytes)
		if err != nil {
			return Key{}, errors.New("the private key in it cannot be read: it is damaged, or of a kind that nobody here knows")
		}
		signer, ok := key.(crypto.Signer)
		if !ok {
			return Key{}, errors.New("the private key in it signs nothing")
		}
		return Key{signer}, check(signer.Public())
	}
	if len(seen) > 0 {
		return Key{}, errors.New("it has no private key, but " + strings.Join(seen, " and "))
	}
	return Key{}, errors.New("it has no private key in PEM form: that begins with -----BEGIN")
}

// privateForms are the readers of private keys, by the type of their PEM block.
func privateForms() map[string]func([]byte) (any, error) {
	return map[string]func([]byte) (any, error){
		"RSA PRIVATE KEY": func(der []byte) (any, error) { return x509.ParsePKCS1PrivateKey(der) },
		"EC PRIVATE KEY":  func(der []byte) (any, error) { return x509.ParseECPrivateKey(der) },
		"PRIVATE KEY":     x509.ParsePKCS8PrivateKey,
	}
}

// ParsePublicKey reads the public key of a PEM file, as CloudFront takes it. A private
// key has its public half in it and is taken for that.
func ParsePublicKey(file []byte) (PublicKey, error) {
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "PUBLIC KEY" {
			continue
		}
		key, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return PublicKey{}, errors.New("the public key in it cannot be read: it is damaged, or of a kind that nobody here knows")
		}
		return PublicKey{key}, check(key)
	}
	if private, err := ParseKey(file); private.signer != nil {
		return private.Public(), err
	}
	return PublicKey{}, errors.New("it has no public key in PEM form: that begins with -----BEGIN PUBLIC KEY-----")
}

// check refuses the keys that CloudFront does not take.
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_PublicKey.html
func check(key crypto.PublicKey) error {
	const takes = ", and CloudFront takes RSA of 2,048 bits and ECDSA on P-256 alone"
	switch k := key.(type) {
	case *rsa.PublicKey:
		if bits := k.N.BitLen(); bits != 2048 {
			return fmt.Errorf("the key is RSA of %d bits%s", bits, takes)
		}
		return nil
	case *ecdsa.PublicKey:
		if k.Curve != elliptic.P256() {
			return errors.New("the key is ECDSA on " + k.Curve.Params().Name + takes)
		}
		return nil
	}
	return errors.New("the key is neither RSA nor ECDSA" + takes)
}

// kindOf is what a block that is no private key says it is.
func kindOf(blockType string) string {
	switch blockType {
	case "PUBLIC KEY", "RSA PUBLIC KEY":
		return "a public key"
	case "CERTIFICATE":
		return "a certificate"
	case "EC PARAMETERS":
		return "the name of a curve"
	case "OPENSSH PRIVATE KEY":
		return "a key in the form of OpenSSH (ssh-keygen -p -m PEM rewrites it)"
	}
	return "something else"
}
