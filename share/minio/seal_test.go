package minio_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"signet/share/minio"
)

func counted(n, modulus int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i % modulus)
	}
	return b
}

// header is salt, cipher and nonce as the foreign vectors have them.
func header() []byte {
	b := make([]byte, 41)
	for i := range b {
		b[i] = byte(i * 7)
	}
	return b
}

// foreign are bodies that secure-io/sio-go v0.3.1 (MIT), the library of the format,
// sealed with the key "minio-secret": the SHA-256 of each, by the length of its text.
var foreign = map[int]string{
	0:     "dd3757995f3f7aeb1d08b4d7cf6bd03b471a1349dd915f37f1425cee048a052b",
	5:     "99e7e6454513da4f3c650e032f3bd76b3fafd1a828ae2ef52a7ed7a248937a81",
	16383: "28541d60710ca3fd8641681cdc7acc0d6b8fe9677f8988368a8476be3dc72840",
	16384: "f4851f17e58252b3312a283a27c385a229637313d60886532906fdbb51b77998",
	16385: "69ccf83bef627e4aaaab4bcdddc504b14f7c45602370f884ba3dce8f714e9f34",
	32768: "7d1de99fc72927666c7bab73f43b66d47c6cb1e731d447baa3c084d5a5f68bf8",
	40000: "75158dbeb2aba87df12f8f601b1fe6d80e34cf8ab896db15e3d0649d02873664",
}

func TestSealsAsTheFormatHasIt(t *testing.T) {
	for n, want := range foreign {
		random := append(append(header()[:32:32], 0), header()[33:]...)
		sealed, err := minio.Seal("minio-secret", counted(n, 251), bytes.NewReader(random))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(sealed); hex.EncodeToString(sum[:]) != want {
			t.Errorf("%d bytes: sealed as another body than sio-go's", n)
		}
		plain, err := minio.Open("minio-secret", sealed)
		if err != nil || !bytes.Equal(plain, counted(n, 251)) {
			t.Errorf("%d bytes do not come back: %v", n, err)
		}
	}
}

// Machines without AES in their processor seal with the other cipher.
func TestOpensBothCiphers(t *testing.T) {
	for _, text := range []string{
		"00070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d900e7eef5fc030a1118155ef1829e7636938937c8c9332970b67613a7cc9b",
		"00070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d901e7eef5fc030a1118fb10c080841c46077d0d73c2ec32f312fa506aaeb5",
	} {
		sealed, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := minio.Open("minio-secret", sealed); err != nil || !bytes.Equal(plain, counted(5, 251)) {
			t.Errorf("cipher %d: %x, %v", sealed[32], plain, err)
		}
	}
}

// Whoever changes, cuts, doubles or moves a fragment is found out.
func TestChangedBodiesAreRefused(t *testing.T) {
	const whole = 16<<10 + 16
	text := counted(40000, 251)
	sealed, err := minio.Seal("secret", text, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	flipped := func(at int) []byte {
		b := bytes.Clone(sealed)
		b[at] ^= 1
		return b
	}
	moved := append(bytes.Clone(sealed[:41]), sealed[41+whole:41+2*whole]...)
	moved = append(append(moved, sealed[41:41+whole]...), sealed[41+2*whole:]...)
	for name, b := range map[string][]byte{
		"a bit of the salt": flipped(0), "a bit of the nonce": flipped(34), "a bit of a fragment": flipped(50),
		"the last bit": flipped(len(sealed) - 1), "the other cipher": flipped(32), "cut by a fragment": sealed[:41+2*whole], "cut by a byte": sealed[:len(sealed)-1],
		"fragments moved": moved, "nothing but a header": sealed[:41], "less than a header": sealed[:40], "nothing": nil,
	} {
		if _, err := minio.Open("secret", b); !errors.Is(err, minio.ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := minio.Open("another", sealed); !errors.Is(err, minio.ErrSealed) {
		t.Errorf("another secret: %v", err)
	}
	sealed[32] = 2
	if _, err := minio.Open("secret", sealed); err == nil || !strings.Contains(err.Error(), "cipher 2 is not known") {
		t.Errorf("another cipher: %v", err)
	}
}
