package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// naive is what a listing must contain, from the definition: keys under the
// prefix, those with a delimiter behind it rolled up, each once, in order.
func naive(keys []string, q query) []string {
	var want []string
	for _, k := range keys {
		if !strings.HasPrefix(k, q.prefix) {
			continue
		}
		if q.delimiter != "" {
			if i := strings.Index(k[len(q.prefix):], q.delimiter); i >= 0 {
				k = k[:len(q.prefix)+i+len(q.delimiter)]
			}
		}
		want = append(want, k)
	}
	slices.Sort(want)
	return slices.Compact(want)
}

// TestPagesAreExact lists random buckets with every page size and compares the
// pages, put together, with the definition.
func TestPagesAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 60 {
		s := newStore(time.Now, func() string { return fmt.Sprint(random.Uint64()) }, 1<<30)
		must(t, s.create("box", DefaultRegion, []string{"", "Enabled"}[round%2]))
		var live []string
		for range random.IntN(60) {
			key := randomKey(random)
			_, _, err := s.putBody("box", key, nil, &version{}, nil)
			must(t, err)
			live = append(live, key)
		}
		for range random.IntN(10) {
			if len(live) == 0 {
				break
			}
			key := live[random.IntN(len(live))]
			_, _, err := s.remove("box", key, "")
			must(t, err)
			live = slices.DeleteFunc(live, func(k string) bool { return k == key })
		}
		for _, prefix := range []string{"", "a", "a/", "a/b", "b//", "/"} {
			for _, delimiter := range []string{"", "/", "b", "//"} {
				for most := 1; most < 6; most++ {
					q := query{prefix: prefix, delimiter: delimiter, max: most}
					if got, want := collect(t, s, q), naive(live, q); !slices.Equal(got, want) {
						t.Fatalf("prefix %q, delimiter %q, pages of %d: %q, want %q", prefix, delimiter, most, got, want)
					}
				}
			}
		}
	}
}

func randomKey(random *rand.Rand) string {
	var b strings.Builder
	for range 1 + random.IntN(6) {
		b.WriteByte("ab/"[random.IntN(3)])
	}
	return b.String()
}

func collect(t testing.TB, s *store, q query) []string {
	t.Helper()
	var all []string
	for n := 0; ; n++ {
		if n > 100 {
			t.Fatalf("%+v does not end", q)
		}
		p, err := s.objects("box", q)
		must(t, err)
		if len(p.entries) > q.max {
			t.Fatalf("%d entries on a page of %d", len(p.entries), q.max)
		}
		for _, e := range p.entries {
			all = append(all, e.key)
		}
		if !p.truncated {
			return all
		}
		q.after = p.last()
	}
}

func TestStartAfter(t *testing.T) {
	s := emptyServer(t, Options{})
	for _, k := range []string{"a", "b", "c/1", "c/2", "d"} {
		must(t, s.Put("box", k, nil, PutOptions{}))
	}
	for after, want := range map[string]string{"": "a b c/1 c/2 d", "a": "b c/1 c/2 d", "aa": "b c/1 c/2 d", "c/": "c/1 c/2 d", "c/1": "c/2 d", "z": ""} {
		out, err := owned(s).ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("box"), StartAfter: aws.String(after)})
		must(t, err)
		if got := keysOf(out.Contents); got != want {
			t.Errorf("after %q: %q, want %q", after, got, want)
		}
	}
	v1, err := owned(s).ListObjects(t.Context(), &s3.ListObjectsInput{Bucket: aws.String("box"), Delimiter: aws.String("/"), MaxKeys: aws.Int32(3)})
	must(t, err)
	if !*v1.IsTruncated || *v1.NextMarker != "c/" {
		t.Errorf("truncated %v, next %q", *v1.IsTruncated, aws.ToString(v1.NextMarker))
	}
	v1, err = owned(s).ListObjects(t.Context(), &s3.ListObjectsInput{Bucket: aws.String("box"), Delimiter: aws.String("/"), Marker: v1.NextMarker})
	must(t, err)
	if got := keysOf(v1.Contents); got != "d" || len(v1.CommonPrefixes) != 0 {
		t.Errorf("second page: %q and %d prefixes", got, len(v1.CommonPrefixes))
	}
}

func keysOf(contents []types.Object) string {
	var keys []string
	for _, c := range contents {
		keys = append(keys, *c.Key)
	}
	return strings.Join(keys, " ")
}

func TestFiveThousand(t *testing.T) {
	s := startServer(t, Options{})
	pages := s3.NewListObjectsV2Paginator(owned(s), &s3.ListObjectsV2Input{Bucket: aws.String("archive-5000"), Delimiter: aws.String("/")})
	n, size := 0, int64(0)
	last := ""
	for pages.HasMorePages() {
		p, err := pages.NextPage(t.Context())
		must(t, err)
		for _, o := range p.Contents {
			if *o.Key <= last {
				t.Fatalf("%q after %q", *o.Key, last)
			}
			last = *o.Key
			size += *o.Size
		}
		n += len(p.Contents)
	}
	if n != 5000 || size < 5000*80 {
		t.Errorf("%d objects, %d bytes", n, size)
	}
}

func TestEncodedListing(t *testing.T) {
	s := emptyServer(t, Options{})
	key := "a b+c%d\x01\n<&>ü/e"
	must(t, s.Put("box", key, nil, PutOptions{}))
	in := &s3.ListObjectsV2Input{Bucket: aws.String("box"), EncodingType: types.EncodingTypeUrl, Prefix: aws.String("a b")}
	out, err := owned(s).ListObjectsV2(t.Context(), in)
	must(t, err)
	if got := *out.Contents[0].Key; got != "a%20b%2Bc%25d%01%0A%3C%26%3E%C3%BC/e" || *out.Prefix != "a%20b" || out.EncodingType != "url" {
		t.Errorf("key %q, prefix %q, encoding %q", got, *out.Prefix, out.EncodingType)
	}
	in.EncodingType = ""
	if _, err = owned(s).ListObjectsV2(t.Context(), in); err == nil {
		t.Error("XML cannot carry U+0001, so a plain listing must not be readable")
	}
	in.EncodingType = "base64"
	if _, err = owned(s).ListObjectsV2(t.Context(), in); code(err) != "InvalidArgument" {
		t.Errorf("unknown encoding: %v", err)
	}
}

func TestVersionPages(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.MakeBucket("kept", true, ""))
	var want []string
	for _, key := range []string{"a/1", "a/2", "b", "c"} {
		for i := range 3 {
			must(t, s.Put("kept", key, fmt.Append(nil, i), PutOptions{}))
		}
	}
	_, err := owned(s).DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String("kept"), Key: aws.String("b")})
	must(t, err)
	for _, most := range []int32{1, 2, 3, 5, 100} {
		in := &s3.ListObjectVersionsInput{Bucket: aws.String("kept"), MaxKeys: &most}
		var got []string
		for len(got) <= 100 {
			out, err := owned(s).ListObjectVersions(t.Context(), in)
			must(t, err)
			for _, m := range out.DeleteMarkers {
				got = append(got, *m.Key+*m.VersionId)
			}
			for _, v := range out.Versions {
				got = append(got, *v.Key+*v.VersionId)
			}
			if !*out.IsTruncated {
				break
			}
			in.KeyMarker, in.VersionIdMarker = out.NextKeyMarker, out.NextVersionIdMarker
		}
		slices.Sort(got)
		if want == nil {
			want = got
		}
		if len(got) != 13 || !slices.Equal(got, want) {
			t.Errorf("pages of %d: %d versions", most, len(got))
		}
	}
	out, err := owned(s).ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: aws.String("kept"), Delimiter: aws.String("/")})
	must(t, err)
	if len(out.CommonPrefixes) != 1 || len(out.Versions) != 6 || len(out.DeleteMarkers) != 1 {
		t.Errorf("%d prefixes, %d versions, %d markers", len(out.CommonPrefixes), len(out.Versions), len(out.DeleteMarkers))
	}
}
