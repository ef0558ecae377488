package demo

import (
	"cmp"
	"fmt"
	"net/textproto"
	"time"
)

// PutOptions are what an object has beside its body.
type PutOptions struct {
	ContentType  string            // "" is binary/octet-stream
	StorageClass string            // "" is STANDARD; GLACIER and DEEP_ARCHIVE cannot be read
	Metadata     map[string]string // without the x-amz-meta- prefix
	Modified     time.Time         // zero is now
	Ends         time.Time         // when a lifecycle rule deletes it; zero is never
	// ArchiveStatus is where Intelligent-Tiering keeps it: ARCHIVE_ACCESS or
	// DEEP_ARCHIVE_ACCESS, which cannot be read; "" is at hand.
	ArchiveStatus string
	Restoring     bool      // from the archive, just now
	Restored      time.Time // a copy can be read until then; zero: there is none
	CustomerKey   bool      // encrypted with a customer's key: no plain request can read it
}

// Put stores an object directly, without a request: the quick way for tests to
// fill a bucket. It counts and is kept like any upload.
func (s *Server) Put(bucket, key string, body []byte, o PutOptions) error {
	v := &version{meta: o.headers(), modified: o.Modified, ends: o.Ends, ssec: o.CustomerKey}
	if !o.Ends.IsZero() {
		v.rule = "demo"
	}
	if _, _, err := s.front.store.putBody(bucket, key, body, v, nil); err != nil {
		return fmt.Errorf("put %s/%s: %w", bucket, key, err)
	}
	return nil
}

func (o PutOptions) headers() map[string]string {
	meta := map[string]string{}
	if o.ContentType != "" {
		meta["Content-Type"] = o.ContentType
	}
	if o.StorageClass != "" {
		meta["X-Amz-Storage-Class"] = o.StorageClass
	}
	if o.ArchiveStatus != "" {
		meta[archiveHeader] = o.ArchiveStatus
	}
	switch {
	case o.Restoring:
		meta[restoreHeader] = `ongoing-request="true"`
	case !o.Restored.IsZero():
		meta[restoreHeader] = restored(o.Restored)
	}
	for name, value := range o.Metadata {
		meta[textproto.CanonicalMIMEHeaderKey("X-Amz-Meta-"+name)] = value
	}
	return meta
}

// MakeBucket makes a bucket; an empty region is the server's own.
func (s *Server) MakeBucket(name string, versioned bool, region string) error {
	status := ""
	if versioned {
		status = "Enabled"
	}
	if err := s.front.store.create(name, cmp.Or(region, s.Region()), status); err != nil {
		return fmt.Errorf("make bucket %s: %w", name, err)
	}
	return nil
}

// DenyGuest takes a bucket away from the guest.
func (s *Server) DenyGuest(bucket string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.denied[bucket] = true
}

func (s *Server) isDenied(bucket string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.denied[bucket]
}
