package preview

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
)

// knownAs names what begins with certain bytes and is no text; empty: unknown.
func knownAs(b []byte) string {
	for _, m := range []struct {
		at   int
		sign string
		name string
	}{
		{0, "%PDF-", "a PDF document"},
		{0, "PK\x03\x04", "a ZIP archive, or an office document"},
		{0, "PAR1", "a Parquet table"},
		{0, "Obj\x01", "an Avro file"},
		{0, "ORC", "an ORC table"},
		{0, "SQLite format 3\x00", "an SQLite database"},
		{0, "\x28\xb5\x2f\xfd", "packed with zstd"},
		{0, "BZh", "packed with bzip2"},
		{0, "\xfd7zXZ\x00", "packed with xz"},
		{0, "7z\xbc\xaf\x27\x1c", "a 7z archive"},
		{0, "Rar!", "a RAR archive"},
		{257, "ustar", "a tar archive"},
		{8, "WEBP", "a WebP picture"},
		{0, "II*\x00", "a TIFF picture"},
		{0, "MM\x00*", "a TIFF picture"},
		{0, "BM", "a BMP picture"},
		{4, "ftypavif", "an AVIF picture"},
		{4, "ftypheic", "an HEIC picture"},
		{4, "ftyp", "a film"},
		{0, "\x1a\x45\xdf\xa3", "a film"},
		{0, "OggS", "sound or a film"},
		{0, "ID3", "sound"},
		{0, "RIFF", "sound or a film"},
		{0, "\x7fELF", "a program"},
		{0, "MZ", "a program"},
	} {
		if len(b) > m.at && bytes.HasPrefix(b[m.at:], []byte(m.sign)) {
			return m.name
		}
	}
	return ""
}

// pictured is the format of a picture that can be drawn here; empty: it is none.
func pictured(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return "PNG"
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return "JPEG"
	case bytes.HasPrefix(b, []byte("GIF87a")), bytes.HasPrefix(b, []byte("GIF89a")):
		return "GIF"
	}
	return ""
}

func gzipped(b []byte) bool { return bytes.HasPrefix(b, []byte("\x1f\x8b\x08")) }

// unpack reads at most limit bytes out of a gzip of which perhaps only a beginning is
// there. more reports that others follow.
func unpack(b []byte, limit int, complete bool) (out []byte, more bool, err error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err == nil {
		out, err = io.ReadAll(io.LimitReader(r, int64(limit)+1))
	}
	if errors.Is(err, io.ErrUnexpectedEOF) && !complete {
		return out[:min(len(out), limit)], true, nil
	}
	return out[:min(len(out), limit)], len(out) > limit, err
}

// named is what the end of a name says of the content.
func named(name string, endings ...string) bool {
	name = strings.ToLower(name)
	name = strings.TrimSuffix(name, ".gz")
	for _, e := range endings {
		if strings.HasSuffix(name, e) {
			return true
		}
	}
	return false
}
