package demo

import (
	"bufio"
	"bytes"
	"crypto/md5" //nolint:gosec // S3 defines the ETag as an MD5
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// journal keeps what happened to the store in a folder: one line of JSON per
// change, and one file per body. The sample documents are not in it, only what
// was done to them.
type journal struct {
	file   *os.File
	length int64 // of the part that is whole
	blobs  string
	name   func() string // a new file name
}

// openJournal opens the journal of a folder and hands every change in it to
// apply, oldest first. A last line that was cut off by a crash is removed.
func openJournal(dir string, name func() string, apply func(change) error) (*journal, error) {
	blobs := filepath.Join(dir, "objects")
	if err := os.MkdirAll(blobs, 0o700); err != nil {
		return nil, fmt.Errorf("open demo folder: %w", err)
	}
	path := filepath.Join(dir, "journal.jsonl")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open demo journal: %w", err)
	}
	good, err := replay(file, blobs, apply)
	if err == nil {
		err = file.Truncate(good)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read demo journal %s: %w", path, err), file.Close())
	}
	return &journal{file, good, blobs, name}, nil
}

// replay returns the length of the part that was whole.
func replay(r io.Reader, blobs string, apply func(change) error) (int64, error) {
	in := bufio.NewReader(r)
	var good int64
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return good, nil
		}
		if err != nil {
			return good, err
		}
		var c change
		if err := json.Unmarshal(bytes.TrimSpace(line), &c); err != nil {
			return good, fmt.Errorf("at byte %d: %w", good, err)
		}
		if c.Op == opPut {
			if c.version, err = c.restore(blobs); err != nil {
				return good, err
			}
		}
		if err := apply(c); err != nil {
			return good, err
		}
		good += int64(len(line))
	}
}

func (j *journal) append(c change) error {
	line, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write demo journal: %w", err)
	}
	line = append(line, '\n')
	if _, err := j.file.WriteAt(line, j.length); err != nil {
		// A full disk may have taken half a line: take it back.
		return errors.Join(fmt.Errorf("write demo journal: %w", err), j.file.Truncate(j.length))
	}
	j.length += int64(len(line))
	return nil
}

// keep writes a body to the folder. Until a change names it, nobody sees it.
func (j *journal) keep(body []byte) (content, error) {
	path := filepath.Join(j.blobs, j.name())
	if err := os.WriteFile(path, body, 0o600); err != nil {
		_ = os.Remove(path) // half a file, if any
		return nil, fmt.Errorf("keep body in demo folder: %w", err)
	}
	return filed{path, int64(len(body)), md5.Sum(body)}, nil //nolint:gosec // see the import
}

// forget removes the file of a body. One that stays behind costs only space.
func (j *journal) forget(c content) {
	if f, ok := c.(filed); ok {
		_ = os.Remove(f.path)
	}
}

func (j *journal) close() error {
	if err := j.file.Close(); err != nil {
		return fmt.Errorf("close demo journal: %w", err)
	}
	return nil
}

// token spells random bytes as a file name or an id.
func token(b []byte) string { return hex.EncodeToString(b) }
