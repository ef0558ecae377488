package faults

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

// signed makes a certificate, signed by itself, for a name or an address, from and until
// some time from now.
func signed(name string, from, until time.Duration) func() (tls.Certificate, error) {
	return func() (tls.Certificate, error) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return tls.Certificate{}, err
		}
		now := time.Now()
		of := &x509.Certificate{
			SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: name},
			NotBefore: now.Add(from), NotAfter: now.Add(until),
			KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
			BasicConstraintsValid: true, IsCA: true,
		}
		if ip := net.ParseIP(name); ip != nil {
			of.IPAddresses = []net.IP{ip}
		} else {
			of.DNSNames = []string{name}
		}
		der, err := x509.CreateCertificate(rand.Reader, of, of, &key.PublicKey, key)
		return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
	}
}

// Certificate is what the proxy shows, as PEM, for those who are to trust it.
func (p *Proxy) Certificate() []byte {
	if p.web.TLS == nil {
		return nil
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.web.TLS.Certificates[0].Certificate[0]})
}
