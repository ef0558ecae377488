package buckets

import (
	"cmp"
	"context"
	"strings"

	"signet/s3browser"
	"signet/share/say"
	"signet/ui/listscreen"
)

// Teller tells how a bucket is set up. Each method takes a right of its own, and may
// be refused alone.
type Teller interface {
	Region(ctx context.Context, bucket string) (string, error)
	Versioning(ctx context.Context, bucket string) (string, error)
	Encryption(ctx context.Context, bucket string) (s3browser.Encryption, error)
	PublicAccess(ctx context.Context, bucket string) (s3browser.PublicAccess, error)
	ObjectLock(ctx context.Context, bucket string) (s3browser.ObjectLock, error)
	Lifecycle(ctx context.Context, bucket string) ([]s3browser.LifecycleRule, error)
}

// detail is what is told of a bucket: one row of the table for each thing.
func detail(src Teller) *listscreen.Detail[s3browser.Bucket] {
	return &listscreen.Detail[s3browser.Bucket]{Title: "bucket", Parts: []listscreen.Part[s3browser.Bucket]{
		{Name: "region", Ask: func(ctx context.Context, b s3browser.Bucket) ([]string, error) {
			if b.Region != "" {
				return []string{b.Region}, nil
			}
			return told(src.Region, ctx, b, func(region string) []string { return []string{cmp.Or(region, "not said")} })
		}},
		{Name: "versioning", Ask: func(ctx context.Context, b s3browser.Bucket) ([]string, error) {
			return told(src.Versioning, ctx, b, versioning)
		}},
		{Name: "encryption", Ask: func(ctx context.Context, b s3browser.Bucket) ([]string, error) {
			return told(src.Encryption, ctx, b, encryption)
		}},
		{Name: "public access", Ask: func(ctx context.Context, b s3browser.Bucket) ([]string, error) {
			return told(src.PublicAccess, ctx, b, publicAccess)
		}},
		{Name: "object lock", Ask: func(ctx context.Context, b s3browser.Bucket) ([]string, error) {
			return told(src.ObjectLock, ctx, b, objectLock)
		}},
		{Name: "lifecycle", Ask: func(ctx context.Context, b s3browser.Bucket) ([]string, error) {
			return told(src.Lifecycle, ctx, b, lifecycle)
		}},
	}}
}

// told asks for one thing and puts it into words.
//
//nolint:revive // the question comes first, as the table reads
func told[A any](ask func(context.Context, string) (A, error), ctx context.Context, b s3browser.Bucket, words func(A) []string) ([]string, error) {
	answer, err := ask(ctx, b.Name)
	if text := refused(b.Name, err); text != "" {
		return []string{text}, nil
	}
	if err != nil {
		return nil, err
	}
	return words(answer), nil
}

func versioning(status string) []string {
	switch status {
	case "Enabled":
		return []string{"every version is kept"}
	case "Suspended":
		return []string{"suspended: what was kept stays, an overwrite destroys"}
	case "":
		return []string{"off: an overwrite destroys what was there"}
	}
	return []string{status}
}

func encryption(e s3browser.Encryption) []string {
	switch {
	case e.Algorithm == "":
		return []string{"none by default"}
	case e.Algorithm == "AES256":
		return []string{"by the server's own keys (SSE-S3)"}
	case e.KMSKeyID == "":
		return []string{e.Algorithm}
	}
	return []string{e.Algorithm, e.KMSKeyID}
}

func publicAccess(p s3browser.PublicAccess) []string {
	var out []string
	for _, one := range []struct {
		on   bool
		what string
	}{
		{p.BlockACLs, "new public lists of rights refused"},
		{p.IgnoreACLs, "public lists of rights ignored"},
		{p.BlockPolicy, "a public policy refused"},
		{p.Restrict, "a public policy holds for nobody outside"},
	} {
		if one.on {
			out = append(out, one.what)
		}
	}
	switch len(out) {
	case 0:
		return []string{"not blocked by the bucket; the account may block it"}
	case 4:
		return []string{"all of it is blocked; links that are signed still work"}
	}
	return out
}

func objectLock(l s3browser.ObjectLock) []string {
	switch {
	case !l.On:
		return []string{"off"}
	case l.Mode == "":
		return []string{"on; new objects are not locked by themselves"}
	case l.Years > 0:
		return []string{"on; new objects for " + say.Things(l.Years, "year") + ", " + strings.ToLower(l.Mode)}
	}
	return []string{"on; new objects for " + say.Days(l.Days) + ", " + strings.ToLower(l.Mode)}
}
