package sign

import (
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share"
	"signet/share/address"
)

// regions are of every partition, as the SDK names those.
var regions = map[string][]string{
	"aws":        {"us-east-1", "eu-west-3", "ap-southeast-4", "mx-central-1", "il-central-1"},
	"aws-cn":     {"cn-north-1", "cn-northwest-1"},
	"aws-us-gov": {"us-gov-west-1", "us-gov-east-1"},
	"aws-eusc":   {"eusc-de-east-1"},
	"aws-iso":    {"us-iso-east-1", "us-iso-west-1"},
	"aws-iso-b":  {"us-isob-east-1"},
	"aws-iso-e":  {"eu-isoe-west-1"},
	"aws-iso-f":  {"us-isof-south-1"},
}

// kinds are what may stand for a bucket, by the styles in which it may be reached.
func kinds(partition, region string) map[string][]address.Style {
	arn := func(service, resource string) string {
		return "arn:" + partition + ":" + service + ":" + region + ":123456789012:" + resource
	}
	bucket := []address.Style{address.VirtualHost, address.Path, address.Accelerate}
	return map[string][]address.Style{
		"my-bucket":                    bucket,
		"my.dotted.bucket":             bucket,
		"s3":                           bucket,
		"vpce-logs":                    bucket,
		"reports-k3jd8fh2kd9-s3alias":  bucket,
		"b--use1-az4--x-s3":            {address.Directory},
		arn("s3", "accesspoint:my-ap"): {address.AccessPoint},
		arn("s3-object-lambda", "accesspoint:my-ol"):                            {address.ObjectLambda},
		arn("s3-outposts", "outpost:op-01ac5d28a6a232904:accesspoint:r"):        {address.Outpost},
		"arn:" + partition + ":s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap": {address.MultiRegion},
	}
}

// What AWS's own hosts are the SDK knows. Whatever it makes, from every region, kind
// and variant, is read as what it was made from.
func TestTheSDKsHostsAreRead(t *testing.T) {
	read := map[address.Style]int{}
	for partition, list := range regions {
		for _, region := range list {
			for bucket, styles := range kinds(partition, region) {
				for variant := range 16 {
					p := s3.EndpointParameters{
						Bucket: aws.String(bucket), Region: aws.String(region), UseFIPS: aws.Bool(variant&1 != 0), UseDualStack: aws.Bool(variant&2 != 0),
						Accelerate: aws.Bool(variant&4 != 0), ForcePathStyle: aws.Bool(variant&8 != 0), DisableS3ExpressSessionAuth: aws.Bool(true),
					}
					made, err := s3.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), p)
					if err != nil {
						continue // there is none of this kind
					}
					u := made.URI
					a := address.Read(u.Scheme, u.Host, strings.TrimSuffix(u.Path, "/")+"/dir/k")
					read[a.Style]++
					global := a.Style == address.Accelerate || a.Style == address.MultiRegion
					if wantRegion := map[bool]string{false: region}[global]; a.Region != wantRegion || !a.AWS() || a.Key != "dir/k" || !address.IsAWS(u.Host) || address.OwnServer(u.String()) {
						t.Errorf("%s: %+v", u.String(), a)
					}
					if !global && a.Partition != partition {
						t.Errorf("%s: partition %s, want %s", u.String(), a.Partition, partition)
					}
					if a.FIPS != *p.UseFIPS || a.DualStack != *p.UseDualStack {
						t.Errorf("%s: FIPS %v, dual-stack %v", u.String(), a.FIPS, a.DualStack)
					}
					if named := a.Named(); named != bucket && (a.Style != address.MultiRegion || named != "mfzwi23gnjvgw.mrap") {
						t.Errorf("%s names %s, made from %s", u.String(), named, bucket)
					}
					if !strings.Contains(joined(styles), string(a.Style)) {
						t.Errorf("%s: style %s of %s", u.String(), a.Style, bucket)
					}
				}
			}
		}
	}
	for _, style := range []address.Style{address.VirtualHost, address.Path, address.Accelerate, address.Directory, address.AccessPoint, address.ObjectLambda, address.Outpost, address.MultiRegion} {
		if read[style] == 0 {
			t.Errorf("the SDK made no host of the style %s", style)
		}
	}
}

func joined(styles []address.Style) (all string) {
	for _, s := range styles {
		all += string(s) + ";"
	}
	return all
}

// An ARN that was read names the same thing, and so does its URL.
func TestARNsAreReadBack(t *testing.T) {
	for partition, list := range regions {
		for bucket := range kinds(partition, list[0]) {
			for _, key := range []string{"", "k", "a/b c?#%2F", "object/k"} {
				a, err := address.Parse("s3://"+bucket+"/"+key, nil)
				if err != nil || a.Named() != bucket || a.Key != key {
					t.Errorf("s3://%s/%s: %+v, %v", bucket, key, a, err)
				}
				if !address.IsARN(bucket) {
					continue
				}
				for _, spelled := range []string{bucket, strings.Replace(bucket, "accesspoint:", "accesspoint/", 1)} {
					if a, err = address.Parse(spelled+"/object/"+key, nil); err != nil || a.Named() != bucket || a.Key != key {
						t.Errorf("%s/object/%s: %+v, %v", spelled, key, a, err)
					}
				}
			}
		}
	}
}

// Behind an interface endpoint of a VPC as well.
func TestTheHostsOfPrivateLinkAreRead(t *testing.T) {
	const vpc = "vpce-0a1b2c3d4e5f67890-abcdefgh.s3.us-east-1.vpce.amazonaws.com"
	for _, c := range []struct {
		endpoint, bucket string
		style            address.Style
	}{
		{"bucket." + vpc, "my-bucket", address.VirtualHost},
		{"bucket." + vpc, "my.dotted.bucket", address.Path},
		{vpc, "my.dotted.bucket", address.Path},
		{"accesspoint." + vpc, "arn:aws:s3:us-east-1:123456789012:accesspoint:my-ap", address.AccessPoint},
	} {
		made, err := s3.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), s3.EndpointParameters{Bucket: &c.bucket, Region: aws.String("us-east-1"), Endpoint: aws.String("https://" + c.endpoint)})
		if err != nil {
			t.Fatal(err)
		}
		u := made.URI
		a := address.Read(u.Scheme, u.Host, u.Path+"/k")
		if a.Style != c.style || a.Named() != c.bucket || a.Region != "us-east-1" || a.Server() != "https://"+c.endpoint || a.Key != "k" {
			t.Errorf("%s: %+v, server %s", u.String(), a, a.Server())
		}
	}
}

// A link goes to the host that the SDK makes for these settings, and the same words are
// read back from it: FIPS, dual-stack, accelerated.
func TestLinksGoWhereTheSDKSays(t *testing.T) {
	made := 0
	for partition, list := range regions {
		for _, region := range list {
			for bucket := range kinds(partition, region) {
				for variant := range 8 {
					e := share.Endpoint{Region: region, FIPS: variant&1 != 0, DualStack: variant&2 != 0, Accelerate: variant&4 != 0}
					want, err := s3.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), s3.EndpointParameters{
						Bucket: &bucket, Region: &region, UseFIPS: &e.FIPS, UseDualStack: &e.DualStack, Accelerate: &e.Accelerate,
						UseArnRegion: aws.Bool(true), DisableS3ExpressSessionAuth: aws.Bool(true),
					})
					spec := specFor(share.Download, bucket, "k")
					spec.Endpoint = e
					signed, failed := New(example("")).Sign(t.Context(), spec)
					if err != nil || failed != nil {
						if (err != nil) != (failed != nil) {
							t.Errorf("%+v %s: %v, but %v", e, bucket, err, failed)
						}
						continue
					}
					made++
					u, err := url.Parse(signed.URL.Reveal())
					if err != nil || u.Host != want.URI.Host {
						t.Errorf("%+v: %s goes to %s, want %s", e, bucket, u.Host, want.URI.Host)
					}
					if a := address.Read(u.Scheme, u.Host, u.Path); a.FIPS != e.FIPS || a.DualStack != e.DualStack || a.Key != "k" {
						t.Errorf("%+v: read back %+v", e, a)
					}
				}
			}
		}
	}
	if made < 200 {
		t.Errorf("%d links", made)
	}
}

// An entry of the log may have been signed for an endpoint with its scheme's own port:
// the links after the first one are as the SDK makes them.
func TestTheDefaultPortIsNotSigned(t *testing.T) {
	for _, url := range []string{"http://127.0.0.1:80", "https://minio.example.com:443", "https://MinIO.example.com:80", "http://h:8080"} {
		s := New(example(""))
		spec := specFor(share.Download, "b", "k1")
		spec.Endpoint.URL, spec.Endpoint.PathStyle = url, true
		mustSign(t, s, spec)
		spec.Target.Key = "k2"
		if got, want := mustSign(t, s, spec), mustSign(t, New(example("")), spec); got.URL.Reveal() != want.URL.Reveal() {
			t.Errorf("%s:\n got %s\nwant %s", url, got.URL.Reveal(), want.URL.Reveal())
		}
	}
}
