package profile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// maxFile bounds how much of a shared file is read, in bytes.
const maxFile = 16 << 20

// EncodingError says that a file is not in UTF-8, and what it looks like.
type EncodingError struct{ File, Encoding string }

func (e *EncodingError) Error() string {
	return e.File + " is in " + e.Encoding + ", and must be in UTF-8"
}

// text reads a shared file; empty: there is none. foreign: it holds bytes that are no
// UTF-8, as a file in Latin-1 does.
func text(file string) (content string, foreign bool, err error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	defer f.Close() //nolint:errcheck // only read
	raw, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return "", false, err
	}
	if len(raw) > maxFile {
		return "", false, fmt.Errorf("%s is too large for a file of profiles", file)
	}
	if e := encoding(raw); e != "" {
		return "", false, &EncodingError{File: file, Encoding: e}
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(raw)), !utf8.Valid(raw), nil
}

// encoding names what a file is in, where its bytes can be no profiles; empty: they
// can be. Notepad and PowerShell write UTF-16.
func encoding(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(raw, []byte("\x00\x00\xfe\xff")):
		return "UTF-32"
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return "UTF-16"
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")), bytes.HasPrefix(raw, []byte("\x1f\x8b")):
		return "a packed format"
	case bytes.HasPrefix(raw, []byte(`{\rtf`)):
		return "rich text (RTF)"
	case bytes.IndexByte(raw, 0) < 0:
		return ""
	case bytes.Count(raw, []byte{0})*3 >= len(raw):
		return "UTF-16 without a mark"
	}
	return "a binary format"
}

// Expand is a path with ~, ~NAME, $NAME, ${NAME} and %NAME% replaced, which a shell
// leaves alone inside quotation marks and in files, and the AWS CLI expands. What has
// no value stays, and so does the name of a file that is there as it is written.
func Expand(path string) string {
	if !strings.ContainsAny(path, "~$%") {
		return path
	}
	if _, err := os.Stat(path); err == nil {
		return path
	}
	return home(variables(os.Expand(path, func(name string) string {
		if value := valueOf(name); value != "" {
			return value
		}
		return "$" + name
	})))
}

// valueOf is the value of a variable. The folder of the user has two names, by the
// system; each means it on both.
func valueOf(name string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	if name == "HOME" || name == "USERPROFILE" {
		folder, _ := os.UserHomeDir()
		return folder
	}
	return ""
}

// variables replaces %NAME%, as Windows writes it.
func variables(path string) string {
	parts := strings.Split(path, "%")
	for i := 1; i+1 < len(parts); i++ {
		if value := valueOf(parts[i]); value != "" {
			return strings.Join(parts[:i], "%") + value + variables(strings.Join(parts[i+1:], "%"))
		}
	}
	return path
}

// home replaces the tilde that a path begins with.
func home(path string) string {
	rest, tilde := strings.CutPrefix(path, "~")
	if !tilde {
		return path
	}
	name, below := rest, ""
	if at := strings.IndexAny(rest, `/\`); at >= 0 {
		name, below = rest[:at], rest[at+1:]
	}
	folder, err := os.UserHomeDir()
	if name != "" {
		var u *user.User
		if u, err = user.Lookup(name); err == nil {
			folder = u.HomeDir
		}
	}
	if err != nil {
		return path
	}
	return filepath.Join(folder, below)
}
