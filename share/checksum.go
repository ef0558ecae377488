package share

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc64"
	"io"
	"slices"
	"strings"
)

// checksum is an algorithm by which S3 proves what was uploaded.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
type checksum struct {
	name   string // as it is typed and stored
	words  string
	header string
	make   func() hash.Hash
}

// nvme is the polynomial of CRC-64/NVME, reversed.
// https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-64-nvme
const nvme = 0x9a6c9329ac4bc9b5

func checksums() []checksum {
	return []checksum{
		{"sha256", "SHA-256", "x-amz-checksum-sha256", sha256.New},
		{"crc64nvme", "CRC64NVME", "x-amz-checksum-crc64nvme", func() hash.Hash { return crc64.New(crc64.MakeTable(nvme)) }},
	}
}

// checksumOption is the checksum of the only content that may be uploaded. The value
// itself is signed: a link that names the algorithm alone would be good for an empty
// file and nothing else.
func checksumOption() Option {
	return Option{
		ID: "checksum", Flag: "checksum", Help: "upload: only the file with this checksum, SHA-256 or CRC64NVME, in hex or base64", Label: "checksum", Hint: "SHA-256 or CRC64NVME of the only file taken, hex or base64",
		Ops: []Operation{Upload, Form}, Form: 3, Rare: true, Alone: true, store: checksumStore(), hex: true,
		FileFlag: "checksum-file", FileHelp: "upload: only this very file; its SHA-256 is computed here (CRC64NVME with --checksum crc64nvme)", FromFile: checksumOf,
		check: func(o *Options, _ OperationInfo) (problem, hint string) {
			_, _, problem, hint = readChecksum(o.Checksum)
			return problem, hint
		},
		fact: "checksum", says: func(o *Options) string { return "only the file with " + o.ChecksumWords() },
		signs: func(o *Options, s *Signs) {
			c, sum, _, _ := readChecksum(o.Checksum)
			s.send(c.header, base64.StdEncoding.EncodeToString(sum))
		},
	}
}

// checksumStore keeps a checksum as "sha256:HEX".
func checksumStore() store {
	s := textIn(func(o *Options) *string { return &o.Checksum })
	s.set = func(o *Options, value string) error {
		c, sum, problem, hint := readChecksum(value)
		if problem != "" {
			return &UsageError{Option: "checksum", Problem: problem, Hint: hint}
		}
		o.Checksum = c.name + ":" + hex.EncodeToString(sum)
		return nil
	}
	return s
}

// readChecksum reads a checksum with or without the name of its algorithm, as tools
// print it: in hex or base64, before the name of the file, or behind the algorithm.
func readChecksum(text string) (c checksum, sum []byte, problem, hint string) {
	hint = "SHA-256 has 64 hexadecimal digits, as sha256sum prints them, or 44 letters of base64; CRC64NVME 16 or 12"
	text = strings.TrimSpace(text)
	all := checksums()
	if name, value, ok := strings.Cut(text, ":"); ok {
		i := slices.IndexFunc(all, func(c checksum) bool { return c.name == algorithm(name) })
		if i < 0 {
			return c, nil, fmt.Sprintf("%q is no checksum that a link can demand", clip(name)), hint
		}
		all, text = all[i:i+1], strings.TrimSpace(value)
	}
	value, _, _ := strings.Cut(text, " ")
	for _, c := range all {
		size := c.make().Size()
		if sum, err := hex.DecodeString(value); err == nil && len(sum) == size {
			return c, sum, "", ""
		}
		for _, spelling := range []*base64.Encoding{base64.StdEncoding.Strict(), base64.URLEncoding.Strict()} {
			if sum, err := spelling.DecodeString(value); err == nil && len(sum) == size {
				return c, sum, "", ""
			}
		}
	}
	return c, nil, fmt.Sprintf("%q is no such checksum", clip(value)), hint
}

// algorithm is a name as checksums has it: "SHA-256", "x-amz-checksum-sha256".
func algorithm(name string) string {
	name = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "x-amz-checksum-")
	return strings.NewReplacer("-", "", "_", "", "/", "").Replace(name)
}

// ChecksumWords are the checksum of the only file that is taken, in words; empty:
// any file is.
func (o Options) ChecksumWords() string {
	c, sum, problem, _ := readChecksum(o.Checksum)
	if o.Checksum == "" || problem != "" {
		return ""
	}
	return c.words + " " + hex.EncodeToString(sum)
}

// checksumOf computes what readChecksum reads. given is the value that was typed
// beside the file, which may name the algorithm.
func checksumOf(file io.Reader, given string) (string, error) {
	c := checksums()[0]
	if given != "" {
		i := slices.IndexFunc(checksums(), func(c checksum) bool { return c.name == algorithm(given) })
		if i < 0 {
			return "", &UsageError{Option: "checksum", Problem: "beside --checksum-file it names the algorithm, and " + fmt.Sprintf("%q", clip(given)) + " is none", Hint: "sha256 or crc64nvme"}
		}
		c = checksums()[i]
	}
	sum := c.make()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return c.name + ":" + hex.EncodeToString(sum.Sum(nil)), nil
}
