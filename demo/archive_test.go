package demo

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// What is archived tells so and is not read; what was restored is, until its copy ends.
func TestArchives(t *testing.T) {
	now := time.Now()
	s := startServer(t, Options{Empty: true, Clock: func() time.Time { return now }})
	must(t, s.MakeBucket("b", false, ""))
	c := client(s, s.Owner(), s.Region())
	for key, o := range map[string]PutOptions{
		"tiered":    {StorageClass: "INTELLIGENT_TIERING", ArchiveStatus: "DEEP_ARCHIVE_ACCESS"},
		"at hand":   {StorageClass: "INTELLIGENT_TIERING"},
		"restoring": {StorageClass: "GLACIER", Restoring: true},
		"restored":  {StorageClass: "DEEP_ARCHIVE", Restored: now.Add(time.Hour)},
		"gone":      {StorageClass: "GLACIER", Restored: now.Add(-time.Hour)},
	} {
		must(t, s.Put("b", key, []byte("x"), o))
		h, err := c.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("b"), Key: aws.String(key)})
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		if string(h.ArchiveStatus) != o.ArchiveStatus || (aws.ToString(h.Restore) != "") != (o.Restoring || !o.Restored.IsZero()) {
			t.Errorf("%s: %q %q", key, h.ArchiveStatus, aws.ToString(h.Restore))
		}
		_, err = c.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String(key)})
		if reads := key == "at hand" || key == "restored"; reads != (err == nil) || err != nil && code(err) != "InvalidObjectState" {
			t.Errorf("%s: %v", key, err)
		}
	}
}
