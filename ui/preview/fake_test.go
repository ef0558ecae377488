package preview

import (
	"bytes"
	"context"
	"io"
	"testing"

	"signet/s3browser"
	"signet/share"
	"signet/ui/kit"
	"signet/ui/qrview"
	"signet/ui/uitest"
)

// shelf holds one object.
type shelf struct {
	body           []byte
	kind, encoding string
	etag           string
	head           s3browser.Head
	err            error
	gets           []s3browser.GetRequest
	heads          int
}

func (o *shelf) Get(_ context.Context, r s3browser.GetRequest) (*s3browser.Content, error) {
	o.gets = append(o.gets, r)
	if o.err != nil {
		return nil, o.err
	}
	if r.IfMatch != "" && r.IfMatch != o.etag {
		return nil, &s3browser.Error{Status: 412, Sentence: "reading s3://acme/x: a condition of the request does not hold", Why: "the object has changed since, or is gone"}
	}
	rest := o.body[min(int(r.From), len(o.body)):]
	if r.Count > 0 {
		rest = rest[:min(int(r.Count), len(rest))]
	}
	return &s3browser.Content{
		Body: io.NopCloser(bytes.NewReader(rest)), From: r.From, Size: int64(len(o.body)), ETag: o.etag, ContentType: o.kind, Encoding: o.encoding,
	}, nil
}

func (o *shelf) Head(context.Context, string, string, string) (s3browser.Head, error) {
	o.heads++
	return o.head, o.err
}

func start(t *testing.T, o *shelf, key string, class ...string) (*uitest.Driver, *Screen) {
	t.Helper()
	if o.etag == "" {
		o.etag = "e1"
	}
	subject := Subject{Target: share.Target{Place: "work", Bucket: "acme", Key: key}}
	for _, c := range class {
		subject.Object.StorageClass = c
	}
	mk := func() kit.Maker { return func(kit.Env) kit.Screen { return nil } }
	var s *Screen
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		s = New(env, o, subject, qrview.NewCaps([]string{"TERM=xterm-256color"}, nil), Exits{Share: mk, Download: mk})
		return s
	})
	return d, s
}
