package demo

import (
	"crypto/md5" //nolint:gosec // S3 defines the ETag as an MD5
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// uploads are the multipart uploads that have begun and not ended. They are
// held in memory, out of the budget of bodies on their way in, and do not
// survive the server.
type uploads struct {
	mu     sync.Mutex
	open   map[string]*upload
	budget *budget
	newID  func() string
	clock  func() time.Time
}

func newUploads(b *budget, newID func() string, clock func() time.Time) *uploads {
	return &uploads{open: map[string]*upload{}, budget: b, newID: newID, clock: clock}
}

// upload is one object in the making.
type upload struct {
	bucket, key string
	meta        map[string]string
	method      method
	parts       map[int]part
	started     time.Time
	cost        int64 // taken from the budget
}

// part is one piece of it. It is replaced, never changed.
type part struct {
	body     []byte
	sum      [md5.Size]byte
	modified time.Time
	checksum string // header, if the client proved the part by one
	value    string
}

func (p part) etag() string { return fmt.Sprintf("\"%x\"", p.sum) }

func noSuchUpload(id string) *refusal {
	return refuse(http.StatusNotFound, "NoSuchUpload", "The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.").
		with("UploadId", id)
}

// begin starts an upload and returns its id.
func (u *uploads) begin(bucket, key string, meta map[string]string, m method) (string, *refusal) {
	cost := int64(overhead + len(key))
	for name, value := range meta {
		cost += int64(len(name) + len(value))
	}
	if !u.budget.take(cost) {
		return "", slowDown()
	}
	id := u.newID()
	u.mu.Lock()
	defer u.mu.Unlock()
	u.open[id] = &upload{bucket: bucket, key: key, meta: meta, method: m, parts: map[int]part{}, started: u.clock(), cost: cost}
	return id, nil
}

// find returns an upload of this object. The lock is held.
func (u *uploads) find(id string, t target) (*upload, *refusal) {
	if up := u.open[id]; up != nil && up.bucket == t.bucket && up.key == t.key {
		return up, nil
	}
	return nil, noSuchUpload(id)
}

// add keeps a part, in place of an earlier one of this number.
func (u *uploads) add(id string, t target, number int, p part) *refusal {
	u.mu.Lock()
	defer u.mu.Unlock()
	up, no := u.find(id, t)
	if no != nil {
		return no
	}
	size := int64(len(p.body)) + overhead
	if !u.budget.take(size) {
		return slowDown()
	}
	up.cost += size
	if old, again := up.parts[number]; again {
		freed := int64(len(old.body)) + overhead
		up.cost -= freed
		u.budget.give(freed)
	}
	up.parts[number] = p
	return nil
}

// numbered is a part and its place.
type numbered struct {
	part
	number int
}

// list returns the parts after a number, in order.
func (u *uploads) list(id string, t target, after int) ([]numbered, *refusal) {
	u.mu.Lock()
	defer u.mu.Unlock()
	up, no := u.find(id, t)
	if no != nil {
		return nil, no
	}
	var all []numbered
	for n, p := range up.parts {
		if n > after {
			all = append(all, numbered{p, n})
		}
	}
	slices.SortFunc(all, func(a, b numbered) int { return a.number - b.number })
	return all, nil
}

// claim takes an upload out, so that it ends once. Whoever has it either puts
// it back or releases it.
func (u *uploads) claim(id string, t target) (*upload, *refusal) {
	u.mu.Lock()
	defer u.mu.Unlock()
	up, no := u.find(id, t)
	if no == nil {
		delete(u.open, id)
	}
	return up, no
}

func (u *uploads) putBack(id string, up *upload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.open[id] = up
}

func (u *uploads) release(up *upload) { u.budget.give(up.cost) }

// drop ends all uploads to a bucket, which is gone.
func (u *uploads) drop(bucket string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for id, up := range u.open {
		if up.bucket == bucket {
			delete(u.open, id)
			u.release(up)
		}
	}
}
