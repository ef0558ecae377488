package synth

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
)

// object answers HeadObject and GetObject.
func (b bucket) object(w http.ResponseWriter, r *http.Request, name, key string) *refusal {
	i, is := b.find(key)
	if !is {
		return missing("NoSuchKey")
	}
	j, no := b.which(i, r.URL.Query().Get("versionId"))
	if no != nil {
		return no
	}
	v := b.version(i, j)
	h := w.Header()
	if b.history != nil {
		h.Set("X-Amz-Version-Id", v.id)
	}
	if v.deleted {
		h.Set("X-Amz-Delete-Marker", "true")
		if r.URL.Query().Has("versionId") {
			return &refusal{http.StatusMethodNotAllowed, "MethodNotAllowed", "a delete marker has no content"}
		}
		return missing("NoSuchKey")
	}
	h.Set("Content-Type", "application/octet-stream")
	h.Set("ETag", `"`+etag(key, v.id)+`"`)
	http.ServeContent(w, r, "", v.at, Content(name, key, v.id, v.size))
	return nil
}

// which version of a key an id names; none: the newest.
func (b bucket) which(i int, id string) (int, *refusal) {
	if id == "" {
		return 0, nil
	}
	for j := range b.versions(i) {
		if b.version(i, j).id == id {
			return j, nil
		}
	}
	return 0, missing("NoSuchVersion")
}

func etag(key, version string) string {
	sum := md5.Sum([]byte(key + "\x00" + version))
	return hex.EncodeToString(sum[:])
}

// Content is what a version holds: a line that names it, again and again.
func Content(bucket, key, version string, size int64) io.ReadSeeker {
	return &repeated{line: bucket + "/" + strings.ToValidUTF8(key, "?") + " " + version + "\n", size: size}
}

// repeated is a line again and again, size bytes in all.
type repeated struct {
	line     string
	size, at int64
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), r.size-r.at)]
	n := 0
	for n < len(p) {
		n += copy(p[n:], r.line[(r.at+int64(n))%int64(len(r.line)):])
	}
	r.at += int64(n)
	return n, nil
}

func (r *repeated) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("seek before the start")
	}
	r.at = offset
	return offset, nil
}
