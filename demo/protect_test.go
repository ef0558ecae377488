package demo

import (
	"testing"
	"time"
)

// A locked version is not deleted for good, whoever asks; a delete marker may hide it.
func TestALockedVersionStays(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	s := newStore(func() time.Time { return now }, func() string { return "m" }, DefaultCapacity)
	seed(s, DefaultRegion)
	p, err := s.versions(deniedBucket, query{max: 1})
	must(t, err)
	key, v := p.entries[0].key, p.entries[0].version
	if _, _, err := s.remove(deniedBucket, key, v.id); err == nil {
		t.Error("a locked version was deleted")
	}
	if _, marker, err := s.remove(deniedBucket, key, ""); err != nil || !marker {
		t.Errorf("no delete marker: %v", err)
	}
	now = now.AddDate(10, 0, 0)
	if _, _, err := s.remove(deniedBucket, key, v.id); err != nil {
		t.Errorf("after its end: %v", err)
	}
}
