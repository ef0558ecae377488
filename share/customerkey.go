package share

import (
	"crypto/md5" //nolint:gosec // S3 asks for it
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"signet/share/address"
	"signet/share/say"
)

// customerKeySize is the size of a key of SSE-C in bytes: AES-256 has no other.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
const customerKeySize = 32

// CustomerKeyHeader carries the key of SSE-C. It is signed, so that its holder must
// have the key: the link has not.
const CustomerKeyHeader = "x-amz-server-side-encryption-customer-key"

// customerKeyOption is the key that an object is encrypted with and that S3 does not
// keep. It is in the signature and nowhere else; of it only the MD5 is remembered,
// which S3 itself tells in every answer.
func customerKeyOption() Option {
	const prefix = "x-amz-server-side-encryption-customer-"
	return Option{
		ID: "sse-c-key-file", Flag: "sse-c-key-file", Help: "file with the key that the object is encrypted with (SSE-C): 32 bytes, base64 or hex; - asks for it. The holder must have it too", Label: "own key", Hint: "SSE-C, base64 or hex; kept nowhere, the holder needs it too",
		Kind: Key, Ops: []Operation{Download, Upload, Metadata}, Form: 4, Rare: true, store: customerKeyStore(),
		check: checkCustomerKey, refuses: refusesCustomerKey, warns: warnsOfCustomerKey,
		fact: "own key", says: func(o *Options) string {
			return "SSE-C: the holder must send the key whose MD5 is " + o.CustomerKeyMD5 + "; it is not kept here"
		},
		signs: func(o *Options, s *Signs) {
			s.send(prefix+"algorithm", "AES256")
			s.Sent = append(s.Sent, Sent{Name: CustomerKeyHeader, Value: base64.StdEncoding.EncodeToString([]byte(o.CustomerKey.Reveal())), Secret: true})
			s.send(prefix+"key-MD5", o.CustomerKeyMD5)
		},
	}
}

func customerKeyStore() store {
	return store{
		get: func(o *Options) []string { return given(o.CustomerKeyMD5 != "", o.CustomerKeyMD5) },
		set: func(o *Options, value string) error {
			key, err := readCustomerKey(value)
			if err != nil {
				return err
			}
			sum := md5.Sum(key) //nolint:gosec // see the import
			o.CustomerKey, o.CustomerKeyMD5 = NewSecret(string(key)), base64.StdEncoding.EncodeToString(sum[:])
			return nil
		},
	}
}

// readCustomerKey reads a key in its 32 bytes, in base64 or in hex. What is none is
// not repeated: it may be a key all the same.
func readCustomerKey(content string) ([]byte, error) {
	if len(content) == customerKeySize {
		return []byte(content), nil
	}
	text := strings.TrimSpace(content)
	for _, decode := range []func(string) ([]byte, error){hex.DecodeString, base64.StdEncoding.DecodeString, base64.URLEncoding.DecodeString} {
		if key, err := decode(text); err == nil && len(key) == customerKeySize {
			return key, nil
		}
	}
	return nil, &UsageError{Option: "sse-c-key-file", Problem: fmt.Sprintf("is no key of SSE-C: %d bytes were read", len(content)), Hint: "32 bytes as they are, or in base64 (44 letters) or hex (64 digits): openssl rand -base64 32"}
}

func checkCustomerKey(o *Options, _ OperationInfo) (problem, hint string) {
	switch {
	case o.CustomerKey.Empty():
		return "the link was made with a key of its own (SSE-C), which is kept nowhere", "give the key again"
	case o.SSE != "":
		return "cannot go with another encryption: an object is encrypted in one way", ""
	}
	return "", ""
}

// refusesCustomerKey: S3 takes a key over TLS only, and nobody should send it
// otherwise.
func refusesCustomerKey(_ *Options, e Endpoint) (problem, hint string) {
	if strings.HasPrefix(strings.ToLower(e.URL), "http://") {
		return "a key goes over https only, and the link would point to " + e.where(), "sign for an endpoint that begins with https://"
	}
	return "", ""
}

// warnsOfCustomerKey: versitygw takes the headers and stores the object in the clear.
func warnsOfCustomerKey(_ *Options, e Endpoint) say.Remark {
	if !address.OwnServer(e.URL) {
		return say.Remark{}
	}
	return say.Remark{Code: "own-key", Level: say.Warning, Text: "some stores, versitygw among them, pass over the key and keep what is uploaded unencrypted", Next: "upload something, and see whether it opens without the key"}
}

// Withheld are the headers that the holder must send and whose values the link does
// not tell: a key that the holder has.
func (l Link) Withheld() (names []string) {
	for _, h := range (Spec{Operation: l.Request.Operation, Options: l.Request.Options}).Signs().Sent {
		if h.Secret {
			names = append(names, h.Name)
		}
	}
	return names
}

// Sends are all headers that the holder must send, secrets included: for a request
// that is made here and now, and nothing else.
func (l Link) Sends() []Header {
	out := slices.Clone(l.Headers)
	for _, h := range (Spec{Operation: l.Request.Operation, Options: l.Request.Options}).Signs().Sent {
		if h.Secret {
			out = append(out, Header{h.Name, h.Value})
		}
	}
	return out
}
