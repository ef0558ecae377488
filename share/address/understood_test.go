package address

import "testing"

// What was typed is shown as it is read, before anything is asked for it.
func TestUnderstood(t *testing.T) {
	for text, want := range map[string]string{
		"https://bucket.fra1.digitaloceanspaces.com/k":                           "DigitalOcean Spaces · bucket bucket · key k · region fra1",
		"https://b.s3-fips.dualstack.us-east-1.amazonaws.com/a+b?versionId=v":    "AWS S3, FIPS, dual-stack · bucket b · key a b · or a+b · version v · region us-east-1",
		"s3://arn:aws:s3:us-west-2:123456789012:accesspoint/myap/k":              "AWS S3 access point · bucket myap · key k · region us-west-2",
		"arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap":                "AWS S3 access point · bucket mfzwi23gnjvgw.mrap",
		"https://eu-west-3.console.aws.amazon.com/s3/object/b?prefix=dir/k":      "AWS S3 · bucket b · key dir/k · region eu-west-3",
		"https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/k": "AWS S3 directory bucket · bucket b--use1-az4--x-s3 · key k · region us-east-1",
		"https://minio.example.com/b/k":                                          "minio.example.com · bucket b · key k", "<s3://b/k>": "bucket b · key k", "S3A://b": "bucket b", "my-bucket": "", "": "", "https://": "",
	} {
		if got := Understood(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
