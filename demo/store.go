package demo

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// nullVersion is the id of a version that was made while its bucket kept none.
const nullVersion = "null"

// overhead is what an object costs beside its body, so that a million empty
// objects count as well.
const overhead = 512

// version is one state of an object. It is never changed, only replaced.
type version struct {
	id       string
	marker   bool // a delete marker
	modified time.Time
	meta     map[string]string // canonical header names
	content  content
	tag      string // the ETag, where it is not the MD5 of the content
	cost     int64  // bytes that count against the capacity
	ends     time.Time
	rule     string // of the lifecycle that ends it
	ssec     bool   // encrypted with a key that only the customer has
}

func (v *version) class() string {
	return cmp.Or(v.meta["X-Amz-Storage-Class"], "STANDARD")
}

func (v *version) etag() string {
	if v.tag != "" {
		return `"` + v.tag + `"`
	}
	return fmt.Sprintf("\"%x\"", v.content.sum())
}

// bucket holds versions by key, newest first. The sorted list of keys is
// rebuilt only when somebody lists: filling a bucket stays linear.
type bucket struct {
	name       string
	region     string
	created    time.Time
	versioning string // "", Enabled, Suspended
	policy     string // JSON; "" is none
	objects    map[string][]*version
	keys       []string
	unsorted   bool
}

func (b *bucket) add(key string, v *version) {
	if _, known := b.objects[key]; !known {
		if n := len(b.keys); n > 0 && b.keys[n-1] > key {
			b.unsorted = true
		}
		b.keys = append(b.keys, key)
	}
	b.objects[key] = append([]*version{v}, b.objects[key]...)
}

func (b *bucket) drop(key string, i int) {
	rest := slices.Delete(slices.Clone(b.objects[key]), i, i+1)
	if len(rest) > 0 {
		b.objects[key] = rest
		return
	}
	delete(b.objects, key)
	b.sort()
	if at, found := slices.BinarySearch(b.keys, key); found {
		b.keys = slices.Delete(b.keys, at, at+1)
	}
}

func (b *bucket) sort() {
	if b.unsorted {
		slices.Sort(b.keys)
		b.unsorted = false
	}
}

// find returns the index of a version, of the newest one if id is empty, or -1.
func (b *bucket) find(key, id string) int {
	vs := b.objects[key]
	if id == "" {
		return min(0, len(vs)-1)
	}
	return slices.IndexFunc(vs, func(v *version) bool { return v.id == id })
}

// store is all buckets. One lock, held shortly: bodies are made, read and
// written outside of it.
type store struct {
	mu       sync.Mutex
	buckets  map[string]*bucket
	clock    func() time.Time
	newID    func() string
	used     int64
	capacity int64
	journal  *journal // nil: nothing is kept
}

func newStore(clock func() time.Time, newID func() string, capacity int64) *store {
	return &store{buckets: map[string]*bucket{}, clock: clock, newID: newID, capacity: capacity}
}

// info is a bucket as told to others: a copy.
type info struct {
	name, region, versioning string
	created                  time.Time
}

func (s *store) lookup(name string) (info, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.buckets[name]
	if b == nil {
		return info{}, false
	}
	return info{b.name, b.region, b.versioning, b.created}, true
}

func (s *store) list() []info {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]info, 0, len(s.buckets))
	for _, b := range s.buckets {
		all = append(all, info{b.name, b.region, b.versioning, b.created})
	}
	slices.SortFunc(all, func(a, b info) int { return strings.Compare(a.name, b.name) })
	return all
}

func (s *store) create(name, region, versioning string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.buckets[name] != nil {
		return refuse(http.StatusConflict, "BucketAlreadyOwnedByYou",
			"Your previous request to create the named bucket succeeded and you already own it.").with("BucketName", name)
	}
	return s.commit(change{Op: opBucket, Bucket: name, Region: region, Versioning: versioning, Time: s.clock()})
}

// within works on a bucket under the lock.
func (s *store) within(name string, work func(*bucket) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.buckets[name]; b != nil {
		return work(b)
	}
	return noSuchBucket(name)
}

func (s *store) destroy(name string) error {
	return s.within(name, func(b *bucket) error {
		if len(b.objects) > 0 {
			return refuse(http.StatusConflict, "BucketNotEmpty", "The bucket you tried to delete is not empty.").with("BucketName", name)
		}
		return s.commit(change{Op: opNoBucket, Bucket: name})
	})
}

func (s *store) setVersioning(name, status string) error {
	return s.within(name, func(*bucket) error {
		return s.commit(change{Op: opVersioning, Bucket: name, Versioning: status})
	})
}

// get returns a version; the newest if id is empty. A delete marker is an
// answer like any other: the caller knows what S3 says about it.
func (s *store) get(name, key, id string) (v *version, err error) {
	err = s.within(name, func(b *bucket) error {
		i := b.find(key, id)
		switch {
		case i >= 0:
			v = b.objects[key][i]
			return nil
		case id != "":
			return refuse(http.StatusNotFound, "NoSuchVersion", "The specified version does not exist.").with("Key", key).with("VersionId", id)
		}
		return noSuchKey(key)
	})
	return v, err
}

// put stores a new version and returns its id, empty where the bucket has
// never kept versions. The condition, if any, is asked under the lock with the
// newest version, or nil.
func (s *store) put(name, key string, v *version, condition func(newest *version) error) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.buckets[name]
	if b == nil {
		return "", noSuchBucket(name)
	}
	if condition != nil {
		if err := condition(b.newest(key)); err != nil {
			return "", err
		}
	}
	v.id = nullVersion
	if b.versioning == "Enabled" {
		v.id = s.newID()
	}
	if s.used-b.freed(key, v.id)+v.cost > s.capacity {
		return "", full(v.cost, s.capacity)
	}
	if err := s.commit(changeOf(name, key, v)); err != nil {
		return "", err
	}
	if b.versioning == "" {
		return "", nil
	}
	return v.id, nil
}

// newest is the state a plain GET would see, nil if there is none.
func (b *bucket) newest(key string) *version {
	if i := b.find(key, ""); i >= 0 && !b.objects[key][i].marker {
		return b.objects[key][i]
	}
	return nil
}

// freed is what the version of this id, which is about to be replaced, costs.
func (b *bucket) freed(key, id string) int64 {
	if i := b.find(key, id); i >= 0 {
		return b.objects[key][i].cost
	}
	return 0
}

func full(size, capacity int64) *refusal {
	r := tooLarge(size, capacity)
	r.Message = fmt.Sprintf("This server is full: it holds at most %d bytes; delete something first", capacity)
	return r
}

// remove deletes as S3 does: by version for good, without one by a delete
// marker where the bucket keeps versions.
func (s *store) remove(name, key, id string) (removed string, marker bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.buckets[name]
	if b == nil {
		return "", false, noSuchBucket(name)
	}
	if id != "" || b.versioning == "" {
		wanted := cmp.Or(id, nullVersion)
		i := b.find(key, wanted)
		if i < 0 {
			return id, false, nil // deleting what is not there succeeds
		}
		if b.objects[key][i].protected(s.clock()) {
			return "", false, lockRefusal()
		}
		marker = b.objects[key][i].marker
		return id, marker, s.commit(change{Op: opRemove, Bucket: name, Key: key, Version: wanted})
	}
	v := &version{id: nullVersion, marker: true, modified: s.clock(), cost: overhead}
	if b.versioning == "Enabled" {
		v.id = s.newID()
	}
	return v.id, true, s.commit(changeOf(name, key, v))
}

// retag replaces the tags of a version, of the newest one if id is empty.
func (s *store) retag(name, key, id, tags string) error {
	return s.within(name, func(b *bucket) error {
		i := b.find(key, id)
		if i < 0 || b.objects[key][i].marker {
			return noSuchKey(key)
		}
		v := b.objects[key][i]
		meta := maps.Clone(v.meta)
		delete(meta, tagsHeader)
		if tags != "" {
			meta[tagsHeader] = tags
		}
		return s.commit(change{Op: opMeta, Bucket: name, Key: key, Version: v.id, Meta: meta})
	})
}
