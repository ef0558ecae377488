package tally

import (
	"cmp"
	"slices"
	"time"

	"signet/s3browser"
)

// sums are what is known of the objects that have been looked at. They need the same
// memory for ten objects and for ten million.
type sums struct {
	objects, empty int
	bytes          int64
	largest        named
	newest, oldest named
	classes        []class
}

// named is an object that stands out.
type named struct {
	key  string
	size int64
	at   time.Time
}

// class is a storage class, and what is in it.
type class struct {
	name    string
	objects int
	bytes   int64
}

// mostClasses bounds the classes that are kept apart, whatever a server invents.
const (
	mostClasses = 16
	otherClass  = "others"
)

func (s *sums) add(e *s3browser.Entry) {
	if e.Folder {
		return
	}
	s.objects++
	s.bytes += e.Size
	if e.Size == 0 {
		s.empty++
	}
	o := named{e.Key, e.Size, e.Modified}
	if s.largest.key == "" || o.size > s.largest.size {
		s.largest = o
	}
	if s.newest.key == "" || o.at.After(s.newest.at) {
		s.newest = o
	}
	if s.oldest.key == "" || o.at.Before(s.oldest.at) {
		s.oldest = o
	}
	s.addClass(class{cmp.Or(e.Class, "STANDARD"), 1, e.Size})
}

func (s *sums) addClass(c class) {
	i := slices.IndexFunc(s.classes, func(known class) bool { return known.name == c.name })
	if i < 0 && len(s.classes) >= mostClasses {
		c.name = otherClass
		i = slices.IndexFunc(s.classes, func(known class) bool { return known.name == c.name })
	}
	if i < 0 {
		s.classes = append(s.classes, c)
		return
	}
	s.classes[i].objects += c.objects
	s.classes[i].bytes += c.bytes
}

// plus are the sums of both; neither is changed.
func (s sums) plus(o sums) sums {
	s.objects, s.empty, s.bytes = s.objects+o.objects, s.empty+o.empty, s.bytes+o.bytes
	if s.largest.key == "" || o.largest.size > s.largest.size {
		s.largest = o.largest
	}
	if s.newest.key == "" || o.newest.key != "" && o.newest.at.After(s.newest.at) {
		s.newest = o.newest
	}
	if s.oldest.key == "" || o.oldest.key != "" && o.oldest.at.Before(s.oldest.at) {
		s.oldest = o.oldest
	}
	s.classes = slices.Clone(s.classes)
	for _, c := range o.classes {
		s.addClass(c)
	}
	return s
}
