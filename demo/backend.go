package demo

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"time"

	"github.com/rclone/gofakes3"
)

// backend is the store as gofakes3 wants to see it. The front answers listings
// and everything about buckets and versions itself, so only what concerns one
// object arrives here; the version asked for travels in the context, because
// gofakes3 loses it on the way for HEAD and for copies.
type backend struct{ store *store }

var (
	_ gofakes3.Backend              = backend{}
	_ gofakes3.ObjectTaggingBackend = backend{}
)

type versionKey struct{}

func withVersion(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, versionKey{}, id)
}

func versionOf(ctx context.Context) string {
	id, _ := ctx.Value(versionKey{}).(string)
	return id
}

// translate turns our errors into gofakes3's, which keep their sentence.
func translate(err error) error {
	if _, theirs := err.(interface{ ErrorCode() gofakes3.ErrorCode }); err == nil || theirs {
		return err
	}
	r := asRefusal(err)
	return gofakes3.ErrorMessage(gofakes3.ErrorCode(r.Code), r.Message)
}

func (b backend) read(ctx context.Context, bucket, key string) (*version, error) {
	v, err := b.store.get(bucket, key, versionOf(ctx))
	if err == nil && v.marker {
		err = noSuchKey(key)
	}
	return v, translate(err)
}

func (b backend) HeadObject(ctx context.Context, bucket, key string) (*gofakes3.Object, error) {
	v, err := b.read(ctx, bucket, key)
	if err != nil {
		return nil, err
	}
	return b.describe(bucket, key, v), nil
}

// describe is an object without its body.
func (b backend) describe(bucket, key string, v *version) *gofakes3.Object {
	sum := v.content.sum()
	o := &gofakes3.Object{
		Name: key, Metadata: maps.Clone(v.meta), Size: v.content.size(),
		Contents: reader{}, Hash: sum[:],
	}
	if o.Metadata == nil {
		o.Metadata = map[string]string{}
	}
	o.Metadata["Last-Modified"] = v.modified.UTC().Format(http.TimeFormat)
	if v.class() == "STANDARD" {
		delete(o.Metadata, "X-Amz-Storage-Class") // S3 names every class but this one
	}
	if in, ok := b.store.lookup(bucket); ok && in.versioning != "" {
		o.VersionID = gofakes3.VersionID(v.id)
	}
	return o
}

func (b backend) GetObject(ctx context.Context, bucket, key string, asked *gofakes3.ObjectRangeRequest) (*gofakes3.Object, error) {
	v, err := b.read(ctx, bucket, key)
	if err != nil {
		return nil, err
	}
	o := b.describe(bucket, key, v)
	if o.Range, err = asked.Range(o.Size); err != nil {
		return nil, err
	}
	body, err := v.content.open()
	if err != nil {
		return nil, translate(err)
	}
	o.Contents = body
	if o.Range == nil {
		return o, nil
	}
	if _, err := body.Seek(o.Range.Start, io.SeekStart); err != nil {
		return nil, errors.Join(err, body.Close())
	}
	o.Contents = part{io.LimitReader(body, o.Range.Length), body}
	return o, nil
}

type part struct {
	io.Reader
	io.Closer
}

func (b backend) PutObject(ctx context.Context, bucket, key string, meta map[string]string, in io.Reader, size int64) (gofakes3.PutObjectResult, error) {
	body, err := gofakes3.ReadAll(in, size)
	if err != nil {
		return gofakes3.PutObjectResult{}, err
	}
	delete(meta, "Last-Modified")
	v, id, err := b.store.putBody(bucket, key, body, &version{meta: meta}, func(newest *version) error {
		if newest == nil {
			return gofakes3.CheckWriteConditions(ctx, false, "")
		}
		return gofakes3.CheckWriteConditions(ctx, true, newest.etag())
	})
	if err != nil {
		return gofakes3.PutObjectResult{}, translate(err)
	}
	return gofakes3.PutObjectResult{VersionID: gofakes3.VersionID(id), ETag: v.etag()}, nil
}

// putBody keeps a body in memory or in the folder and puts it. The version
// given carries everything else.
func (s *store) putBody(bucket, key string, body []byte, v *version, condition func(*version) error) (*version, string, error) {
	v.cost = int64(len(body)) + overhead
	if v.modified.IsZero() {
		v.modified = s.clock()
	}
	v.meta = maps.Clone(v.meta)
	if v.meta == nil {
		v.meta = map[string]string{}
	}
	if v.meta["Content-Type"] == "" {
		v.meta["Content-Type"] = "binary/octet-stream" // S3's default
	}
	v.content = hold(body)
	if s.journal != nil {
		kept, err := s.journal.keep(body)
		if err != nil {
			return nil, "", err
		}
		v.content = kept
	}
	id, err := s.put(bucket, key, v, condition)
	if err != nil && s.journal != nil {
		s.journal.forget(v.content)
	}
	return v, id, err
}

func (b backend) CopyObject(ctx context.Context, srcBucket, srcKey, bucket, key string, meta map[string]string) (gofakes3.CopyObjectResult, error) {
	o, err := b.GetObject(ctx, srcBucket, srcKey, nil)
	if err != nil {
		return gofakes3.CopyObjectResult{}, err
	}
	defer func() { _ = o.Contents.Close() }()
	r, err := b.PutObject(ctx, bucket, key, meta, o.Contents, o.Size)
	if err != nil {
		return gofakes3.CopyObjectResult{}, err
	}
	return gofakes3.CopyObjectResult{ETag: r.ETag, LastModified: gofakes3.NewContentTime(b.store.clock())}, nil
}

func (b backend) DeleteObject(ctx context.Context, bucket, key string) (gofakes3.ObjectDeleteResult, error) {
	id, marker, err := b.store.remove(bucket, key, versionOf(ctx))
	return gofakes3.ObjectDeleteResult{IsDeleteMarker: marker, VersionID: gofakes3.VersionID(id)}, translate(err)
}

func (b backend) SetObjectTagging(_ context.Context, bucket, key, tags string) error {
	v, err := b.store.get(bucket, key, "")
	if err != nil {
		return translate(err)
	}
	meta := maps.Clone(v.meta)
	delete(meta, gofakes3.TaggingMetadataKey)
	if tags != "" {
		meta[gofakes3.TaggingMetadataKey] = tags
	}
	return translate(b.store.retag(bucket, key, meta))
}

func (b backend) BucketExists(_ context.Context, name string) (bool, error) {
	_, ok := b.store.lookup(name)
	return ok, nil
}

// The rest is answered by the front and never asked of the backend.

func (backend) ListBuckets(context.Context) ([]gofakes3.BucketInfo, error) {
	return nil, gofakes3.ErrNotImplemented
}

func (backend) ListBucket(context.Context, string, *gofakes3.Prefix, gofakes3.ListBucketPage) (*gofakes3.ObjectList, error) {
	return nil, gofakes3.ErrNotImplemented
}
func (backend) CreateBucket(context.Context, string) error { return gofakes3.ErrNotImplemented }
func (backend) DeleteBucket(context.Context, string) error { return gofakes3.ErrNotImplemented }

func (backend) DeleteMulti(context.Context, string, ...string) (gofakes3.MultiDeleteResult, error) {
	return gofakes3.MultiDeleteResult{}, gofakes3.ErrNotImplemented
}

// clock is our time as gofakes3 wants it.
type clock func() time.Time

func (c clock) Now() time.Time                  { return c() }
func (c clock) Since(t time.Time) time.Duration { return c().Sub(t) }
