package share

import (
	"net/url"
	"slices"
	"strings"

	"signet/share/address"
)

// reading is one way in which a server may understand where a link points.
type reading struct {
	bucket string
	key    string
	prefix bool // not this key, but every key that begins so
	all    bool // every key of the bucket
	point  bool // bucket is a name of an access point; whose bucket it opens is not known
}

// readings are the ways in which servers are known to understand a request that
// is sent to one of the endpoints. S3 takes a key as it stands. MinIO, versitygw
// and whatever stands before a server clean it as a path, and an endpoint that
// has a bucket in its path or host moves everything into that bucket.
func readings(r Request, at []Endpoint) []reading {
	t, many := r.reaches()
	s := &seen{prefix: many, writes: r.Operation.Info().Writes, unpacks: unpacks(r.Options.Metadata)}
	s.keys(t.Bucket, t.Key)
	s.path(t.Bucket + "/" + t.Key)
	for _, e := range at {
		s.endpoint(e, t)
	}
	return s.list
}

// seen collects readings, each once.
type seen struct {
	prefix  bool // the request is for every key that begins so
	writes  bool
	paths   bool // keys are paths, or may be
	unpacks bool // what is stored is unpacked all over the bucket
	list    []reading
	known   map[reading]bool // what is in the list, once that is long
}

// add adds a reading. Where keys are paths, a form for a prefix reaches
// PREFIX/../ANY, and what is done to a folder's own name is done to what is in it:
// MinIO deletes that for a header which is not signed, and shows it in no list once
// an object has the folder's name.
func (s *seen) add(bucket, key string, point bool) {
	to := reading{bucket: bucket, key: key, prefix: s.prefix, all: s.prefix && s.paths || s.unpacks, point: point || address.IsPoint(bucket)}
	s.once(to)
	if s.writes && s.paths {
		to.key, to.prefix = strings.TrimPrefix(strings.TrimSuffix(key, "/")+"/", "/"), true
		s.once(to)
	}
}

// unpacks reports metadata by which MinIO unpacks an archive that is stored, to
// the names that are in it, wherever in the bucket these are.
// https://min.io/docs/minio/linux/developers/java/API.html (uploadSnowballObjects)
func unpacks(metadata map[string]string) bool {
	for name := range metadata {
		if strings.Contains(strings.ToLower(name), "snowball") {
			return true
		}
	}
	return false
}

// few readings are looked through faster than a map is made.
const few = 16

func (s *seen) once(to reading) {
	if to.bucket == "" || s.known[to] || s.known == nil && slices.Contains(s.list, to) {
		return
	}
	s.list = append(s.list, to)
	switch {
	case s.known != nil:
		s.known[to] = true
	case len(s.list) > few:
		s.known = map[reading]bool{}
		for _, to := range s.list {
			s.known[to] = true
		}
	}
}

func (s *seen) keys(bucket, key string) {
	for _, k := range spellings(key) {
		s.add(bucket, k, false)
	}
}

// path reads bucket and key off a path.
func (s *seen) path(p string) {
	for _, p := range spellings(p) {
		p = strings.TrimLeft(p, "/")
		for _, p := range []string{p, strings.TrimPrefix(p, supabase)} {
			bucket, key, _ := strings.Cut(p, "/")
			for _, k := range cleaned(key) {
				s.add(bucket, k, false)
			}
		}
	}
}

// supabase is the path below which its S3 lives, at a host that has more to give.
// https://supabase.com/docs/guides/storage/s3/authentication
const supabase = "storage/v1/s3/"

// endpoint adds what an address of one's own makes of the target. What is behind
// it cleans paths, or may.
func (s *seen) endpoint(e Endpoint, t Target) {
	u, err := url.Parse(e.URL)
	if e.URL == "" || err != nil {
		return
	}
	host := address.Hostname(u.Host)
	s.paths = !address.IsAWS(host)
	s.keys(t.Bucket, t.Key)
	for _, base := range tails(u.Path) {
		s.path(base + "/" + t.Bucket + "/" + t.Key)
		s.host(host, base+"/"+t.Bucket+"/"+t.Key)
		if !e.PathStyle {
			if s.paths {
				s.path(base + "/" + t.Key) // where the server makes nothing of the host
			}
			s.host(t.Bucket+"."+host, base+"/"+t.Key)
		}
	}
}

// tails are a path of an endpoint, and what is left of it for the server if that
// lives below a part of it, as https://….supabase.co/storage/v1/s3 does.
func tails(p string) (out []string) {
	for _, p := range spellings(p) {
		out = append(out, p)
		for rest, ok := p, true; ok; {
			if _, rest, ok = strings.Cut(strings.TrimLeft(rest, "/"), "/"); ok {
				out = append(out, rest)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// host takes the beginning of a host for the bucket, and the whole path for the
// key.
func (s *seen) host(host, p string) {
	s.pointPath(host, p)
	for _, cut := range address.Cuts(host) {
		for _, key := range spellings(strings.TrimPrefix(p, "/")) {
			s.add(cut.Bucket, key, cut.Point)
		}
	}
}

// pointPath reads an access point off the path, at a host that has them only.
func (s *seen) pointPath(host, p string) {
	for _, p := range spellings(p) {
		name, key, _ := strings.Cut(strings.TrimLeft(p, "/"), "/")
		point, ok := address.PointInPath(host, name)
		if !ok {
			return
		}
		for _, k := range cleaned(key) {
			s.add(point, k, true)
		}
	}
}
