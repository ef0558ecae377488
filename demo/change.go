package demo

import (
	"encoding/hex"
	"fmt"
	"path/filepath"
	"time"
)

// The kinds of change. The values are stable: they are written to the journal.
const (
	opBucket     = "bucket"
	opNoBucket   = "no-bucket"
	opVersioning = "versioning"
	opPolicy     = "policy"
	opPut        = "put"
	opRemove     = "remove"
	opMeta       = "meta"
)

// change is one step of the store's history. Everything that alters the store
// is a change, so that the journal is complete by construction.
type change struct {
	Op         string            `json:"op"`
	Bucket     string            `json:"bucket"`
	Region     string            `json:"region,omitempty"`
	Versioning string            `json:"versioning,omitempty"`
	Policy     string            `json:"policy,omitempty"`
	Key        string            `json:"key,omitempty"`
	Version    string            `json:"version,omitempty"`
	Marker     bool              `json:"marker,omitempty"`
	Time       time.Time         `json:"time,omitzero"`
	Meta       map[string]string `json:"meta,omitempty"`
	Blob       string            `json:"blob,omitempty"` // file name in the folder
	Size       int64             `json:"size,omitempty"`
	MD5        string            `json:"md5,omitempty"`
	ETag       string            `json:"etag,omitempty"` // where it is not the MD5
	Ends       time.Time         `json:"ends,omitzero"`
	Rule       string            `json:"rule,omitempty"`
	SSEC       bool              `json:"ssec,omitempty"`

	version *version // of opPut, when it is not read back from the journal
}

func changeOf(bucket, key string, v *version) change {
	c := change{
		Op: opPut, Bucket: bucket, Key: key, Version: v.id, Marker: v.marker, Time: v.modified,
		Meta: v.meta, ETag: v.tag, Ends: v.ends, Rule: v.rule, SSEC: v.ssec, version: v,
	}
	if f, ok := v.content.(filed); ok {
		c.Blob, c.Size, c.MD5 = filepath.Base(f.path), f.length, hex.EncodeToString(f.digest[:])
	}
	return c
}

// restore makes the version of a change that was read from the journal.
func (c change) restore(blobs string) (*version, error) {
	v := &version{
		id: c.Version, marker: c.Marker, modified: c.Time, meta: c.Meta,
		cost: c.Size + overhead, tag: c.ETag, ends: c.Ends, rule: c.Rule, ssec: c.SSEC,
	}
	if c.Marker {
		return v, nil
	}
	f := filed{path: filepath.Join(blobs, filepath.Base(c.Blob)), length: c.Size}
	sum, err := hex.DecodeString(c.MD5)
	if err != nil || len(sum) != len(f.digest) {
		return nil, fmt.Errorf("read journal entry of %s/%s: bad md5", c.Bucket, c.Key)
	}
	copy(f.digest[:], sum)
	v.content = f
	return v, nil
}

// commit writes a change down and then makes it. The lock is held.
func (s *store) commit(c change) error {
	if s.journal != nil {
		if err := s.journal.append(c); err != nil {
			return err
		}
	}
	s.apply(c)
	return nil
}

// apply makes a change, which has been judged before. The lock is held.
func (s *store) apply(c change) {
	b := s.buckets[c.Bucket]
	switch {
	case c.Op == opBucket && b == nil:
		s.buckets[c.Bucket] = &bucket{
			name: c.Bucket, region: c.Region, created: c.Time,
			versioning: c.Versioning, objects: map[string][]*version{},
		}
	case b == nil:
	case c.Op == opNoBucket:
		delete(s.buckets, c.Bucket)
	case c.Op == opVersioning:
		b.versioning = c.Versioning
	case c.Op == opPolicy:
		b.policy = c.Policy
	case c.Op == opPut:
		if c.Version == nullVersion {
			s.discard(b, c.Key, nullVersion)
		}
		b.add(c.Key, c.version)
		s.used += c.version.cost
	case c.Op == opRemove:
		s.discard(b, c.Key, c.Version)
	case c.Op == opMeta:
		if i := b.find(c.Key, c.Version); i >= 0 {
			altered := *b.objects[c.Key][i]
			altered.meta = c.Meta
			b.objects[c.Key][i] = &altered
		}
	}
}

// discard forgets a version for good, with its file.
func (s *store) discard(b *bucket, key, id string) {
	i := b.find(key, id)
	if i < 0 {
		return
	}
	v := b.objects[key][i]
	s.used -= v.cost
	if s.journal != nil {
		s.journal.forget(v.content)
	}
	b.drop(key, i)
}
