package s3browser

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// answering connects to a server that has one answer to everything.
func answering(t *testing.T, body string) *Client {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }))
	t.Cleanup(srv.Close)
	return Connect(Connection{Endpoint: srv.URL, Region: "us-east-1", AccessKeyID: "A", SecretKey: "S"})
}

// asks are the requests whose answers are XML, with their root.
func asks() map[string]func(context.Context, *Client) error {
	return map[string]func(context.Context, *Client) error{
		rootBuckets: func(ctx context.Context, c *Client) error { _, err := c.Buckets(ctx); return err },
		rootObjects: func(ctx context.Context, c *Client) error {
			_, err := c.List(ctx, ListRequest{Bucket: "b", Prefix: "p/"})
			return err
		},
		rootVersions:   func(ctx context.Context, c *Client) error { _, err := c.Versions(ctx, "b", "k"); return err },
		rootVersioning: func(ctx context.Context, c *Client) error { _, err := c.Versioning(ctx, "b"); return err },
		rootTags:       func(ctx context.Context, c *Client) error { _, err := c.Tags(ctx, "b", "k"); return err },
		rootEncryption: func(ctx context.Context, c *Client) error { _, err := c.Encryption(ctx, "b"); return err },
		rootPublic:     func(ctx context.Context, c *Client) error { _, err := c.PublicAccess(ctx, "b"); return err },
		rootLifecycle:  func(ctx context.Context, c *Client) error { _, err := c.Lifecycle(ctx, "b"); return err },
		rootLock:       func(ctx context.Context, c *Client) error { _, err := c.ObjectLock(ctx, "b"); return err },
	}
}

// Every answer is the document that was asked for, or it is not believed, and what
// came is said.
func TestOnlyTheDocumentThatWasAskedFor(t *testing.T) {
	for want, ask := range asks() {
		for body, says := range map[string]string{
			"":                               "it is empty",
			" \n":                            "it is empty",
			"<!DOCTYPE html><html>hello":     "it is a web page",
			"<HTML></HTML>":                  "it is a web page",
			`<?xml version="1.0"?><html/>`:   "it is a web page",
			`{"buckets":[]}`:                 "it is JSON",
			"hello \x1b]0;x\x07":             "it is no XML",
			"<Other/>":                       "answers with <Other>, not with ",
			"<" + want + "x/>":               "answers with <" + want + "x>, not with ",
			"<" + want + ">":                 "cut off",
			"<" + want + "><a></b></" + want: "its XML is damaged in line 1",
			"<" + want + ">&nbsp;</" + want:  "its XML is damaged in line 1",
			"<\u009b31m/>":                   "its XML is damaged",
			"<Error><Code>AccessDenied</Code></Error>":                       "access denied",
			`<?xml version="1.0"?><Error><Code>InternalError</Code></Error>`: "the server failed",
			"<LocationConstraint>eu-west-1</LocationConstraint>":             "answers with <LocationConstraint>",
			"<PostResponse><Bucket>b</Bucket></PostResponse>":                "answers with <PostResponse>",
			"<" + strings.Repeat("n", 10_000) + "/>":                         "nnn…>, not with ",
		} {
			c := answering(t, body)
			c.pause = 0
			err := ask(t.Context(), c)
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(e.Sentence, says) || strings.Contains(err.Error(), "--debug") || e.Hint == "" || len(e.Sentence) > 400 || strings.ContainsAny(err.Error(), "\x1b\u009b\n") {
				t.Errorf("%s: %.60q: %v, want %q", want, body, err, says)
			}
		}
		for other := range asks() {
			if err := ask(t.Context(), answering(t, "<"+other+"/>")); (err == nil) != (other == want) {
				t.Errorf("%s for %s: %v", other, want, err)
			}
		}
	}
}

// What the SDK cannot make sense of within the right document is said, too.
func TestFieldsThatAreNone(t *testing.T) {
	for body, want := range map[string]string{
		"<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name><CreationDate>yesterday</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>": rootBuckets,
		"<ListVersionsResult><Version><Key>k</Key><Size>many</Size></Version></ListVersionsResult>":                                                 rootVersions,
		"<ListVersionsResult><IsTruncated>perhaps</IsTruncated></ListVersionsResult>":                                                               rootVersions,
	} {
		err := asks()[want](t.Context(), answering(t, body))
		if err == nil || !strings.Contains(err.Error(), "not as S3 writes it: ") || want == rootBuckets && !strings.Contains(err.Error(), `"yesterday" is no time; `) || strings.Contains(err.Error(), "--debug") {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// Versions of another bucket are not those of this one.
func TestVersionsOfAnotherBucket(t *testing.T) {
	_, err := answering(t, "<ListVersionsResult><Name>elsewhere</Name></ListVersionsResult>").Versions(t.Context(), "b", "k")
	if err == nil || !strings.Contains(err.Error(), "about another bucket: elsewhere") {
		t.Error(err)
	}
}
