package minio

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

// A sealed body is a salt, a byte that names the cipher, a nonce, and fragments of up to
// 16 KiB, each with the tag of its cipher. The key is made of the secret key of whoever
// asks, so that a body that holds a new secret can go over plain HTTP.
const (
	saltSize   = 32
	nonceSize  = 8 // of the stream; each fragment adds its number
	headerSize = saltSize + 1 + nonceSize
	fragment   = 16 << 10

	withAESGCM   = 0
	withChaCha20 = 1
)

// ErrSealed is a body that was not sealed with this secret key, or was changed or cut.
var ErrSealed = errors.New("the body was not sealed with this secret key, or it was changed")

// Seal encrypts a body with the secret key of whoever sends it.
func Seal(secret string, plain []byte, random io.Reader) ([]byte, error) {
	sealed := make([]byte, headerSize, headerSize+len(plain)+(len(plain)/fragment+1)*16)
	if _, err := io.ReadFull(random, sealed); err != nil {
		return nil, fmt.Errorf("seal body: %w", err)
	}
	sealed[saltSize] = withAESGCM
	s, err := newStream(secret, sealed)
	if err != nil {
		return nil, fmt.Errorf("seal body: %w", err)
	}
	for len(plain) > fragment {
		sealed = s.cipher.Seal(sealed, s.next(), plain[:fragment], s.mark)
		plain = plain[fragment:]
	}
	s.mark[0] = last
	return s.cipher.Seal(sealed, s.next(), plain, s.mark), nil
}

// Open decrypts a body that was sealed with this secret key.
func Open(secret string, sealed []byte) ([]byte, error) {
	if len(sealed) < headerSize {
		return nil, ErrSealed
	}
	s, err := newStream(secret, sealed[:headerSize])
	if err != nil {
		return nil, fmt.Errorf("open body: %w", err)
	}
	rest, whole := sealed[headerSize:], fragment+s.cipher.Overhead()
	plain := make([]byte, 0, len(rest))
	for len(rest) > whole {
		if plain, err = s.cipher.Open(plain, s.next(), rest[:whole], s.mark); err != nil {
			return nil, ErrSealed
		}
		rest = rest[whole:]
	}
	s.mark[0] = last
	if plain, err = s.cipher.Open(plain, s.next(), rest, s.mark); err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// stream numbers its fragments and marks the last one, so that none can be left out,
// doubled or moved.
type stream struct {
	cipher cipher.AEAD
	nonce  []byte
	number uint32
	mark   []byte // what each fragment is bound to: whether it is the last, and the stream
}

// last is the mark of the last fragment.
const last = 0x80

// newStream derives the key from the secret: Argon2id, one pass over 64 MiB in four lanes
// (RFC 9106).
func newStream(secret string, header []byte) (*stream, error) {
	key := argon2.IDKey([]byte(secret), header[:saltSize], 1, 64<<10, 4, 32)
	s := &stream{}
	var err error
	switch kind := header[saltSize]; kind {
	case withAESGCM:
		var block cipher.Block
		if block, err = aes.NewCipher(key); err == nil {
			s.cipher, err = cipher.NewGCM(block)
		}
	case withChaCha20:
		s.cipher, err = chacha20poly1305.New(key)
	default:
		err = fmt.Errorf("cipher %d is not known", kind)
	}
	if err != nil {
		return nil, err
	}
	s.nonce = append(append([]byte(nil), header[saltSize+1:headerSize]...), 0, 0, 0, 0)
	s.mark = s.cipher.Seal([]byte{0}, s.next(), nil, nil)
	return s, nil
}

// next is the nonce of the next fragment.
func (s *stream) next() []byte {
	binary.LittleEndian.PutUint32(s.nonce[nonceSize:], s.number)
	s.number++
	return s.nonce
}
