package inspect

import (
	"cmp"
	"strings"

	"signet/share/address"
	"signet/share/say"
)

// unlinked reads text in which no URL was found.
func unlinked(text string, n *notes) Report {
	word, _, _ := strings.Cut(strings.Trim(text, "\"'`<> "), "\n")
	word = strings.TrimSpace(word)
	switch {
	case strings.HasPrefix(word, "s3://") || strings.HasPrefix(word, "s3a://"):
		return s3URI(word, n)
	case address.IsARN(word):
		return arn(word, n)
	}
	n.add("no-link", say.Bad, "there is no link in this text", "paste the whole link, beginning with https://")
	return Report{Kind: NotURL, State: Unknown}
}

func s3URI(text string, n *notes) Report {
	_, rest, _ := strings.Cut(text, "://")
	bucket, key, _ := strings.Cut(rest, "/")
	n.add("unsigned", say.Info, "the name of an object, not a link: it opens nothing by itself", "share it to get a link")
	return Report{
		Kind: S3URI, State: Unsigned, Allows: "nothing by itself",
		Target: Target{Store: "S3", Bucket: cut(bucket, 255), Key: cut(key, 1024), Style: string(address.Name)},
	}
}

// arn reads arn:partition:s3:region:account:resource.
func arn(text string, n *notes) Report {
	r := Report{Kind: ARN, State: Unsigned, Allows: "nothing by itself", Target: Target{Store: "AWS", Style: string(address.Name)}}
	name, ok := address.ParseARN(text)
	if !ok {
		n.add("arn", say.Bad, "the ARN is not whole", "an ARN has six parts: arn:aws:s3:::bucket/key")
		return r
	}
	at := name.Address()
	if strings.HasPrefix(at.Service, "s3") {
		r.Target.Store = "AWS S3"
	}
	r.Target.Service, r.Target.Region, r.Signer.Account = cut(at.Service, 40), cut(at.Region, 40), cut(at.Account, 20)
	r.Target.Bucket, r.Target.Key, r.Target.Style = cut(at.Bucket, 255), cut(at.Key, 1024), string(at.Style)
	n.add("unsigned", say.Info, "the name of a resource, not a link: it opens nothing by itself", "share it to get a link")
	return r
}

// readPlain reads a URL without a signature.
func readPlain(r *Report, a parts, q params, n *notes) {
	r.State = Unsigned
	if name := sharedBy(a); name != "" {
		r.Kind, r.Target = SharedFile, Target{Store: name, Scheme: a.scheme, Host: a.host}
		r.Allows = "what its owner allows; the link does not show it"
		n.add("share-link", say.Info, "a share link of "+name+": no store has signed it, and who may open it until when is kept there", "")
		return
	}
	if r.Target.Guessed {
		// Bucket and key stay: a guess that serves whoever browses a store of its own.
		r.Kind = OtherURL
		r.Allows = "not visible: no signature of a known kind is in this link"
		n.add("unknown", say.Info, "a web address, but no signed link of a kind known here", "")
		return
	}
	r.Kind = PlainS3
	r.Target.VersionID = cut(q.get("versionId"), 1024)
	r.Allows = "a download only if the object is public"
	n.add("unsigned", say.Warning, "the address of an object without a signature: it opens only if the object is public", "share the object to get a signed link")
	for _, p := range q {
		if l := strings.ToLower(p.name); strings.HasPrefix(l, "x-amz-") || strings.HasPrefix(l, "x-goog-") {
			r.State = Broken
			n.add("cut-off", say.Bad, "the link is cut off right behind its beginning", "copy the whole link again from where it was made")
		}
	}
}

// nameOf is the report's kind in words.
func (r Report) nameOf() string {
	return cmp.Or(map[Kind]string{
		SigV4:            "pre-signed URL, AWS Signature Version 4",
		SigV4A:           "pre-signed URL, AWS Signature Version 4A (any region)",
		SigV2:            "pre-signed URL, AWS Signature Version 2 (old)",
		PostPolicy:       "upload form (POST policy)",
		CloudFrontCanned: "CloudFront signed URL, canned policy",
		CloudFrontCustom: "CloudFront signed URL, custom policy",
		GoogleV4:         "Google Cloud Storage signed URL, version 4",
		GoogleV2:         "Google Cloud Storage signed URL, version 2 (old)",
		AzureService:     "Azure shared access signature for " + azureScope(r.azure),
		AzureAccount:     "Azure shared access signature for an account",
		AzureDelegation:  "Azure shared access signature by user delegation, for " + azureScope(r.azure),
		Alibaba:          "Alibaba Cloud OSS signed URL",
		Tencent:          "Tencent Cloud COS pre-signed URL",

		CloudFrontCookies: "CloudFront signed cookies",
		Firebase:          "Firebase Storage download link with a token",
		Supabase:          "Supabase Storage signed URL",
		OraclePAR:         "Oracle Cloud pre-authenticated request",
		Backblaze:         "Backblaze B2 download link with an authorization token",
		SwiftTempURL:      "OpenStack Swift temporary URL",
		HuaweiOBS:         "Huawei Cloud OBS signed URL",
		Qiniu:             "Qiniu private download URL",
		AlibabaCDN:        "Alibaba Cloud CDN signed URL (auth_key)",
		Akamai:            "Akamai token-authenticated URL",
		Bunny:             "Bunny CDN token-authenticated URL",
		Imgix:             "imgix signed URL",
		SharedFile:        "share link, not signed by a store",

		PlainS3:  "address of an object, not signed",
		S3URI:    "name of an object, not a link",
		ARN:      "name of an object, not a link",
		Opaque:   "redirect that hides the real link",
		OtherURL: "web address",
	}[r.Kind], "no link")
}
