package publish_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/demo"
	"signet/s3browser"
	"signet/share"
	"signet/share/ledger"
	"signet/share/publish"
	"signet/share/sign"
)

// noon is the time of all that a rig does: the client goes by the machine's clock.
var noon = sync.OnceValue(func() time.Time { return time.Now().UTC().Truncate(time.Second) })

// rig is a server that verifies every signature, the service that signs for it and a real
// share log.
type rig struct {
	t      *testing.T
	server *demo.Server
	client *s3browser.Client
	log    *ledger.Ledger
	publish.Publisher
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t}
	var err error
	if r.server, err = demo.Start(t.Context(), demo.Options{Empty: true, Clock: noon}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.server.Close() })
	for bucket, versioned := range map[string]bool{"plain": false, "kept": true, "pages": false} {
		if err := r.server.MakeBucket(bucket, versioned, ""); err != nil {
			t.Fatal(err)
		}
	}
	who := r.server.Owner()
	r.client = s3browser.Connect(s3browser.Connection{Endpoint: r.server.Endpoint(), Region: r.server.Region(), PathStyle: true, AccessKeyID: who.AccessKeyID, SecretKey: who.SecretKey})
	if r.log, err = ledger.Open(filepath.Join(t.TempDir(), "log.db"), ledger.Options{Clock: noon}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.log.Close() })
	r.Service = &share.Service{Signer: sign.New(r), Recorder: r.log, Diary: r.log, Default: share.For(time.Hour), Clock: noon}
	r.Log = r.log
	r.Store = func(context.Context, string) (publish.Store, error) { return bucketStore{r.client}, nil }
	r.Where = func(_, bucket string) (string, string) { return bucket, "signet-pages/" }
	return r
}

// Account signs as the owner of the server.
func (r *rig) Account(context.Context, string) (sign.Account, string, error) {
	who := r.server.Owner()
	return sign.Account{
		Credentials: credentials.StaticCredentialsProvider{Value: aws.Credentials{AccessKeyID: who.AccessKeyID, SecretAccessKey: who.SecretKey}},
		Region:      r.server.Region(), Endpoint: r.server.Endpoint(), PathStyle: true, Send: http.DefaultClient.Do,
		Identity: func(context.Context) (share.Identity, error) {
			return share.Identity{AccessKeyID: who.AccessKeyID, Source: "test"}, nil
		},
	}, "demo", nil
}

// bucketStore is the client as pages are stored by it.
type bucketStore struct{ *s3browser.Client }

func (s bucketStore) PutNew(ctx context.Context, bucket, key string, body []byte, as publish.Stored) (string, error) {
	return s.Client.PutNew(ctx, s3browser.PutRequest{Bucket: bucket, Key: key, Body: body, ContentType: as.ContentType, CacheControl: as.CacheControl, Metadata: as.Metadata})
}

func (s bucketStore) Keeps(ctx context.Context, bucket string) (publish.Keeping, error) {
	versions, err := s.EverVersioned(ctx, bucket)
	if versions {
		return publish.KeepsVersions, err
	}
	return publish.KeepsNone, err
}

// put stores documents.
func (r *rig) put(bucket string, keys ...string) {
	r.t.Helper()
	for _, key := range keys {
		if _, err := r.client.PutNew(r.t.Context(), s3browser.PutRequest{Bucket: bucket, Key: key, Body: []byte("content of " + key), ContentType: "text/plain", Metadata: map[string]string{"by": "test"}}); err != nil {
			r.t.Fatal(err)
		}
	}
}

// open follows a link as a browser does.
func (r *rig) open(url string) (body string, answer *http.Response) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, url, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	answer, err = http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(raw), answer
}

// entries are those of the log, oldest first, a word for each.
func (r *rig) entries() (all []string) {
	r.t.Helper()
	err := r.log.Each(r.t.Context(), ledger.Query{Sort: ledger.Oldest}, func(e ledger.Entry) error {
		full, err := r.log.Get(r.t.Context(), e.ID)
		kinds := []string{}
		for _, ev := range full.Events {
			kinds = append(kinds, ev.Kind)
		}
		all = append(all, fmt.Sprintf("%s %s %s", strings.SplitN(e.Spec.Target.Key, "/", 2)[0], e.State, strings.Join(kinds, ",")))
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

// requests are links to objects that a listing told of.
func requests(bucket string, keys ...string) (all []share.Request) {
	for _, key := range keys {
		all = append(all, share.Request{
			Target: share.Target{Place: "demo", Bucket: bucket, Key: key}, Operation: share.Download, Lifetime: share.For(time.Hour),
			Object: share.Object{Known: true, Size: int64(len("content of " + key))},
		})
	}
	return all
}

// left is what a bucket has.
func (r *rig) left(bucket string) (keys []string) {
	r.t.Helper()
	err := r.client.Walk(r.t.Context(), s3browser.ListRequest{Bucket: bucket, Recursive: true}, func(p s3browser.Page) error {
		for _, e := range p.Entries {
			keys = append(keys, e.Key)
		}
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	slices.Sort(keys)
	return keys
}
