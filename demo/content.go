package demo

import (
	"bytes"
	"crypto/md5" //nolint:gosec // S3 defines the ETag as an MD5
	"fmt"
	"io"
	"maps"
	"os"
	"sync"
)

// content is the body of one version. Size and sum may be asked for often;
// both are the same for as long as the version lives.
type content interface {
	size() int64
	sum() [md5.Size]byte
	open() (io.ReadSeekCloser, error)
}

// held is a body in memory.
type held struct {
	body   []byte
	digest [md5.Size]byte
}

func hold(body []byte) held { return held{body, md5.Sum(body)} } //nolint:gosec // see above

func (h held) size() int64                      { return int64(len(h.body)) }
func (h held) sum() [md5.Size]byte              { return h.digest }
func (h held) open() (io.ReadSeekCloser, error) { return reader{bytes.NewReader(h.body)}, nil }

type reader struct{ *bytes.Reader }

func (reader) Close() error { return nil }

// made is a sample document: it is drawn when somebody first asks for it, so
// that five thousand of them cost nothing at the start.
type made struct {
	once sync.Once
	make func() []byte
	held held
}

func (m *made) get() held {
	m.once.Do(func() { m.held, m.make = hold(m.make()), nil })
	return m.held
}

func (m *made) size() int64                      { return m.get().size() }
func (m *made) sum() [md5.Size]byte              { return m.get().sum() }
func (m *made) open() (io.ReadSeekCloser, error) { return m.get().open() }

// filed is a body in the data folder.
type filed struct {
	path   string
	length int64
	digest [md5.Size]byte
}

func (f filed) size() int64         { return f.length }
func (f filed) sum() [md5.Size]byte { return f.digest }
func (f filed) open() (io.ReadSeekCloser, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, fmt.Errorf("open stored body: %w", err)
	}
	return file, nil
}

// putBody keeps a body in memory or in the folder and puts it. The version
// given carries everything else.
func (s *store) putBody(bucket, key string, body []byte, v *version, condition func(*version) error) (*version, string, error) {
	v.cost = int64(len(body)) + overhead
	if v.modified.IsZero() {
		v.modified = s.clock()
	}
	v.meta = maps.Clone(v.meta)
	if v.meta == nil {
		v.meta = map[string]string{}
	}
	if v.meta["Content-Type"] == "" {
		v.meta["Content-Type"] = "binary/octet-stream" // S3's default
	}
	v.content = hold(body)
	if s.journal != nil {
		kept, err := s.journal.keep(body)
		if err != nil {
			return nil, "", err
		}
		v.content = kept
	}
	id, err := s.put(bucket, key, v, condition)
	if err != nil && s.journal != nil {
		s.journal.forget(v.content)
	}
	return v, id, err
}
