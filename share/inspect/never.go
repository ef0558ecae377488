package inspect

import (
	"slices"
	"strconv"
	"strings"

	"signet/share/address"
	"signet/share/say"
)

// neverWorks finds what no server accepts, whoever signed it: the address and the
// signature contradict each other, or such an address takes no such signature.
func (rd reader) neverWorks() {
	switch rd.r.Kind {
	case SigV4, SigV4A, SigV2:
	default:
		return
	}
	at := address.Read(rd.a.scheme, rd.a.host, rd.a.path)
	if at.AWS() {
		rd.neverAt(at)
		rd.scopeService(at)
	}
	if rd.r.Kind == SigV2 {
		rd.sigV2Refused(at)
	}
}

// neverAt are the rules of S3's own hosts.
func (rd reader) neverAt(at address.Address) {
	const again = "sign for the API's own address"
	https := rd.a.scheme == "https"
	if region := rd.r.Target.Region; rd.r.Kind == SigV4 && region != "" && !address.IsRegion(region) {
		rd.n.add("region", say.Bad, "signed for the region "+strconv.Quote(cut(region, 40))+", which is none of AWS's", "sign for the bucket's own region, as eu-central-1")
	}
	switch {
	case at.Style == address.Website:
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
		rd.n.add("website", say.Bad, "the address is of a static website, which knows no signatures: it opens what is public, and nothing else", again)
	case at.FIPS && !https:
		// https://aws.amazon.com/compliance/fips/
		rd.n.add("fips-http", say.Bad, "FIPS endpoints answer only by https, and this link is for plain http", "use https; the signature holds for both")
	case at.Style == address.AccessPoint && !https:
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations.html
		rd.n.add("point-http", say.Bad, "access points answer only by https, and this link is for plain http", "use https; the signature holds for both")
	case at.Style == address.MultiRegion && rd.r.Kind == SigV4:
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRequests.html
		rd.n.add("point-version", say.Bad, "a multi-region access point takes Signature V4A alone, and this is V4", "sign with V4A")
	case at.Style == address.Accelerate && accelerateBare(at):
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html
		rd.n.add("accelerate", say.Bad, "transfer acceleration takes the bucket in the host, and none with a dot in its name", again)
	}
	rd.directory(at)
	rd.neverThere(at)
	if at.Style == address.VirtualHost && strings.HasPrefix(at.Key, at.Bucket+"/") {
		rd.n.add("bucket-twice", say.Warning, "the bucket stands in the host, and once more before the key", "make sure that the key begins with "+cut(at.Bucket, 80)+"/")
	}
}

// neverThere finds addresses at which nobody answers for AWS: another port than those of
// its endpoints, and a region under the domain of another partition.
// https://docs.aws.amazon.com/general/latest/gr/rande.html
func (rd reader) neverThere(at address.Address) {
	if at.Port != "" {
		rd.n.add("port", say.Bad, "AWS answers at its own port alone, 443 for https and 80 for http, and this link is for "+cut(at.Port, 8), "sign for the address without a port")
	}
	if at.Astray() {
		rd.n.add("partition", say.Bad, "the region "+at.Region+" is not under the domain of this host, so there is no such host", "sign again for the region's own host")
	}
}

// accelerateBare reports an accelerated address whose bucket is in the path, or has
// dots.
func accelerateBare(at address.Address) bool {
	return strings.Contains(at.Bucket, ".") || at.Server() == at.Scheme+"://"+at.Host
}

// directory holds a directory bucket's name against its host: the zone stands in both.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html
func (rd reader) directory(at address.Address) {
	zone, ok := at.Zone()
	switch {
	case at.Style == address.Directory && !address.IsDirectory(at.Bucket):
		rd.n.add("contradiction", say.Bad, "the host is one of directory buckets, and "+cut(at.Bucket, 80)+" is no name of one", "")
	case at.Style != address.Directory && address.IsDirectory(at.Bucket):
		rd.n.add("contradiction", say.Bad, cut(at.Bucket, 80)+" is a directory bucket, and this host has none", "sign for the host of its zone")
	case ok && !strings.HasSuffix(strings.TrimSuffix(at.Bucket, "--x-s3"), "--"+zone):
		rd.n.add("zone", say.Bad, "the bucket "+cut(at.Bucket, 80)+" is in another zone than the host ("+zone+")", "sign for the host of its zone")
	}
}

// scopeService holds the service of the credential against the host's.
func (rd reader) scopeService(at address.Address) {
	signed := rd.r.Target.Service
	if rd.r.Kind == SigV2 || signed == "" || signed == at.Service || at.Style == address.MultiRegion && signed == "s3" {
		return
	}
	rd.n.add("service", say.Bad, "signed for the service "+signed+", but the host is one of "+at.Service+"; AWS refuses that", "sign again for "+at.Service)
}

// sigV2Refused finds the addresses that never took Signature Version 2: the regions
// opened since 2014, and all that is younger than those.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
func (rd reader) sigV2Refused(at address.Address) {
	old := []string{"us-east-1", "us-west-1", "us-west-2", "eu-west-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "sa-east-1", "us-gov-west-1"}
	younger := []address.Style{address.AccessPoint, address.ObjectLambda, address.Outpost, address.MultiRegion, address.Directory}
	text := ""
	switch {
	case at.AWS() && slices.Contains(younger, at.Style):
		text = "an " + string(at.Style)
		if at.Style == address.MultiRegion || at.Style == address.Directory {
			text = "a " + string(at.Style)
		}
	case at.AWS() && at.Region != "" && !slices.Contains(old, at.Region):
		text = "the region " + at.Region
	case slices.Contains([]string{"Cloudflare R2", "Backblaze B2"}, at.Store): // which say so in their documentation
		text = at.Store
	default:
		return
	}
	rd.n.add("sigv2-refused", say.Bad, text+" never took Signature Version 2", "sign with Signature Version 4")
}
