package cli

import (
	"context"
	"slices"

	"signet/s3browser"
	"signet/share/say"
)

// listsBuckets is what the trial has found of the list of buckets.
func (d *doctor) listsBuckets(context.Context) []say.Remark { return d.step("buckets") }

// listsObjects looks into the bucket of the place, or into the first that is listed.
func (d *doctor) listsObjects(ctx context.Context) []say.Remark {
	if d.place == nil {
		return nil
	}
	if out := d.step("bucket"); len(out) > 0 { // a place that begins with one
		return out
	}
	bucket, out := d.bucket()
	if bucket == "" {
		return out
	}
	if _, err := d.first(ctx, bucket); err != nil {
		return failed(say.Warning, err)
	}
	return one(say.Good, "s3:ListBucket of "+bucket, "")
}

// bucket is the one that rights are tried with; empty: there is none, and why.
func (d *doctor) bucket() (string, []say.Remark) {
	trial := d.trial()
	if trial.Bucket == "" && trial.Works() {
		return "", one(say.Info, "not tried: there is no bucket to try it with", "signet doctor s3://BUCKET/KEY, or bucket = in the place")
	}
	if trial.Bucket == "" {
		return "", nil // something before it has failed
	}
	return trial.Bucket, nil
}

// first is an object of the bucket; empty: it has none below the start of the place.
func (d *doctor) first(ctx context.Context, bucket string) (key string, err error) {
	p, err := d.client().List(ctx, s3browser.ListRequest{Bucket: bucket, Prefix: d.place.prefix, Recursive: true, Max: 1})
	if err != nil || len(p.Entries) == 0 {
		return "", err
	}
	return p.Entries[0].Key, nil
}

// client asks in the style that the trial has found to be the server's.
func (d *doctor) client() *s3browser.Client {
	trial := d.trial()
	if trial.PathStyle == trial.HostStyle {
		return d.place.browser()
	}
	conn := d.place.conn
	conn.PathStyle, conn.HostStyle = trial.PathStyle, trial.HostStyle
	conn.ReadOnly, conn.Terminal, conn.Timeout = true, d.place.terminal, d.place.timeout
	return s3browser.Connect(conn)
}

// readsObject looks at one object, which takes the right that links to it need.
func (d *doctor) readsObject(ctx context.Context) []say.Remark {
	return d.withObject(ctx, say.Warning, func(c *s3browser.Client, bucket, key string) (string, error) {
		_, err := c.Head(ctx, bucket, key, "")
		return "s3:GetObject, as tried with one object of " + bucket, err
	})
}

func (d *doctor) listsVersions(ctx context.Context) []say.Remark {
	return d.withObject(ctx, say.Info, func(c *s3browser.Client, bucket, key string) (string, error) {
		_, err := c.Versions(ctx, bucket, key)
		return "s3:ListBucketVersions of " + bucket, err
	})
}

// withObject tries a right with the first object of the bucket. lacks is how much it
// matters that it is missing.
func (d *doctor) withObject(ctx context.Context, lacks say.Level, try func(c *s3browser.Client, bucket, key string) (string, error)) []say.Remark {
	if d.place == nil {
		return nil
	}
	bucket, _ := d.bucket()
	if bucket == "" {
		return nil
	}
	key, err := d.first(ctx, bucket)
	if err != nil {
		return nil // it was said of the list
	}
	if key == "" {
		return one(say.Info, "not tried: "+bucket+" has no object to try it with", "")
	}
	text, err := try(d.client(), bucket, key)
	if err != nil {
		return failed(lacks, err)
	}
	return one(say.Good, text, "")
}

func (d *doctor) readsPolicy(ctx context.Context) []say.Remark {
	if d.place == nil {
		return nil
	}
	bucket, _ := d.bucket()
	if bucket == "" {
		return nil
	}
	if _, err := d.client().Policy(ctx, bucket); err != nil {
		return failed(say.Info, err)
	}
	return one(say.Good, "s3:GetBucketPolicy of "+bucket+", by which links are taken back", "")
}

// writing says what is not tried.
func (d *doctor) writing(context.Context) []say.Remark {
	if d.place == nil {
		return nil
	}
	if d.place.readOnly() {
		return one(say.Good, "nothing is written here: the place is read-only", "")
	}
	if !slices.ContainsFunc(d.trial().Steps, func(s s3browser.Step) bool { return s.Outcome == s3browser.Passed && s.Name == "signature" }) {
		return nil
	}
	return one(say.Info, "s3:PutObject, s3:DeleteObject and s3:PutBucketPolicy were not tried: that would change what is stored", "")
}
