package synth

import (
	"errors"
	"io"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
)

func client(t *testing.T) (*s3.Client, *Server) {
	t.Helper()
	s := New()
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return s3.New(s3.Options{
		BaseEndpoint: &web.URL, Region: "us-east-1", UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider("id", "secret", ""),
	}), s
}

// plain undoes the encoding of keys, which this client leaves to its caller.
func plain(t *testing.T, key *string) string {
	t.Helper()
	k, err := url.QueryUnescape(aws.ToString(key))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// walk lists all that is below a prefix, by pages of that size.
func walk(t *testing.T, api *s3.Client, in s3.ListObjectsV2Input) (keys, folders []string) {
	t.Helper()
	in.EncodingType = types.EncodingTypeUrl
	pages := s3.NewListObjectsV2Paginator(api, &in)
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range page.Contents {
			keys = append(keys, plain(t, o.Key))
		}
		for _, p := range page.CommonPrefixes {
			folders = append(folders, plain(t, p.Prefix))
		}
	}
	return keys, folders
}

func TestListingsAreWhole(t *testing.T) {
	api, _ := client(t)
	for _, c := range []struct {
		bucket, prefix, delimiter, after string
		page                             int32
		keys, folders                    int
	}{
		{"flat", "", "", "object-0990000.pdf", 1000, 9_999, 0},
		{"flat", "object-00000", "/", "", 7, 100, 0},
		{"nested", "", "/", "", 2, 0, 3},
		{"nested", "", "", "", 1000, Nested, 0},
		{"nested", "reports/", "/", "", 1000, Reports, 0},
		{"nested", "wide/", "/", "", 999, 0, Folders},
		{"nested", "wide/folder-4999/", "/", "", 1000, 2, 0},
		{"nested", "deep/d/", "/", "", 1000, 1, 1},
		{"versioned", "", "", "", 100, 1 + Kept, 0},
		{"versioned", "deleted/", "/", "", 10, 0, 0},
		{"hostile", "", "", "", 3, len(HostileKeys()), 0},
		{"hostile", "look/", "/", "", 1, len(lookalikes()), 0},
	} {
		in := s3.ListObjectsV2Input{Bucket: &c.bucket, Prefix: &c.prefix, MaxKeys: &c.page}
		if c.delimiter != "" {
			in.Delimiter = &c.delimiter
		}
		if c.after != "" {
			in.StartAfter = &c.after
		}
		keys, folders := walk(t, api, in)
		if len(keys) != c.keys || len(folders) != c.folders {
			t.Errorf("%s/%s: %d keys and %d folders, want %d and %d", c.bucket, c.prefix, len(keys), len(folders), c.keys, c.folders)
		}
		for _, list := range [][]string{keys, folders} {
			if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
				t.Errorf("%s/%s: not in order, or twice", c.bucket, c.prefix)
			}
		}
	}
}

func TestHostileKeysArriveAsTheyAre(t *testing.T) {
	api, _ := client(t)
	keys, _ := walk(t, api, s3.ListObjectsV2Input{Bucket: aws.String("hostile")})
	if !slices.Equal(keys, HostileKeys()) {
		t.Error("other keys than those that are kept")
	}
	for _, k := range keys {
		if len(k) > 1024 {
			t.Errorf("%.20s: %d bytes", k, len(k))
		}
	}
}

func TestVersionsAreWhole(t *testing.T) {
	api, _ := client(t)
	for _, c := range []struct {
		prefix              string
		page                int32
		versions, deletions int
	}{
		{"", 1000, Versions - Long/10 - Deleted, Long/10 + Deleted},
		{"contract.pdf", 7, Long - Long/10, Long / 10},
		{"deleted/", 9, 9 * Deleted, Deleted},
		{"kept/letter-400", 2, 3, 0},
	} {
		in := &s3.ListObjectVersionsInput{Bucket: aws.String("versioned"), Prefix: &c.prefix, MaxKeys: &c.page, EncodingType: types.EncodingTypeUrl}
		seen, versions, deletions, latest := map[string]bool{}, 0, 0, 0
		pages := s3.NewListObjectVersionsPaginator(api, in)
		for pages.HasMorePages() {
			page, err := pages.NextPage(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			versions, deletions = versions+len(page.Versions), deletions+len(page.DeleteMarkers)
			for _, v := range page.Versions {
				seen[*v.Key+*v.VersionId] = true
				if *v.IsLatest {
					latest++
				}
			}
		}
		if versions != c.versions || deletions != c.deletions || len(seen) != versions {
			t.Errorf("%q: %d versions (%d different) and %d delete markers, want %d and %d", c.prefix, versions, len(seen), deletions, c.versions, c.deletions)
		}
		keys, _ := walk(t, api, s3.ListObjectsV2Input{Bucket: aws.String("versioned"), Prefix: &c.prefix})
		if latest != len(keys) {
			t.Errorf("%q: %d newest versions, and %d keys", c.prefix, latest, len(keys))
		}
	}
}

func TestContentsAreTheSameByHeadAndGet(t *testing.T) {
	api, _ := client(t)
	for _, c := range []struct{ bucket, key, version, code string }{
		{"flat", "object-0999999.pdf", "", ""},
		{"flat", "object-1000000.pdf", "", "NoSuchKey"},
		{"versioned", "contract.pdf", "", ""},
		{"versioned", "contract.pdf", "v000007", ""},
		{"versioned", "contract.pdf", "v000010", "MethodNotAllowed"},
		{"versioned", "contract.pdf", "v999999", "NoSuchVersion"},
		{"versioned", "deleted/letter-001.txt", "", "NoSuchKey"},
		{"versioned", "deleted/letter-001.txt", "v000009", ""},
		{"hostile", "../../etc/passwd", "", ""},
		{"elsewhere", "k", "", "NoSuchBucket"},
	} {
		in := &s3.GetObjectInput{Bucket: &c.bucket, Key: &c.key}
		if c.version != "" {
			in.VersionId = &c.version
		}
		out, err := api.GetObject(t.Context(), in)
		var said smithy.APIError
		if c.code != "" {
			if !errors.As(err, &said) || said.ErrorCode() != c.code {
				t.Errorf("%s %s: %v", c.key, c.version, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %s: %v", c.key, c.version, err)
			continue
		}
		body, err := io.ReadAll(out.Body)
		out.Body.Close()
		head, err2 := api.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: in.Bucket, Key: in.Key, VersionId: in.VersionId})
		if err != nil || err2 != nil || int64(len(body)) != *head.ContentLength || *head.ETag != *out.ETag {
			t.Errorf("%s %s: %d bytes, %v, %v", c.key, c.version, len(body), err, err2)
		}
		if !strings.HasPrefix(string(body), c.bucket+"/"+c.key) {
			t.Errorf("%s %s holds %.40q", c.key, c.version, body)
		}
	}
}

// What is not known is refused, and kept for whoever wonders what was asked.
func TestTheUnknownIsRefused(t *testing.T) {
	s := New()
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{"PUT", "/flat/key", 501},
		{"GET", "/flat?acl", 501},
		{"GET", "/flat?list-type=2&encoding-type=url&fetch-owner=true", 501},
		{"GET", "/flat?list-type=2", 400},
		{"GET", "/flat?list-type=2&encoding-type=url&max-keys=x", 400},
		{"GET", "/flat?list-type=2&encoding-type=url&continuation-token=!", 400},
		{"GET", "/flat?versions&encoding-type=url&version-id-marker=v1", 400},
		{"GET", "/flat/object-0000000.pdf?tagging", 501},
		{"GET", "/elsewhere?list-type=2", 404},
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), c.method, c.path, nil))
		if w.Code != c.status || !strings.Contains(w.Body.String(), "<Code>") {
			t.Errorf("%s %s: %d %s", c.method, c.path, w.Code, w.Body)
		}
	}
	if got := len(s.Refused()); got != 4 {
		t.Errorf("%d refused: %v", got, s.Refused())
	}
}
