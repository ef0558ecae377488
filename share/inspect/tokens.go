package inspect

import (
	"strings"
	"time"

	"signet/internal/lazyregexp"
	"signet/share/address"
	"signet/share/say"
)

// Links of stores and delivery networks that sign in a way of their own, or carry a
// token that the store keeps. What stands in them is read, nothing more is known.

// keyIn is where a path names bucket and key, and before them a token where it holds
// one.
var (
	firebasePath = lazyregexp.New(`^/v0/b/([^/]+)/o/(.+)$`)
	supabasePath = lazyregexp.New(`/storage/v1/(?:object|render/image)/sign/([^/]+)/(.+)$`)
	oraclePath   = lazyregexp.New(`^/p/([A-Za-z0-9_-]{20,})/n/([^/]+)/b/([^/]+)/o/(.*)$`)
	backblaze    = lazyregexp.New(`^/file/([^/]+)/(.+)$`)
	swiftPath    = lazyregexp.New(`^/(?:swift/)?v1/[^/]+/([^/]+)/(.+)$`)
)

// otherShape tells the kinds of this file.
func otherShape(a parts, q params) (shape, bool) {
	host := a.hostname()
	switch {
	case q.has("token") && (strings.HasPrefix(host, "firebasestorage.") || firebasePath.MatchString(a.path)):
		return shape{Firebase, nil, "token", token}, true
	case supabasePath.MatchString(a.path):
		return shape{Supabase, nil, "token", jwtForm}, true
	case oraclePath.MatchString(a.path):
		return shape{OraclePAR, nil, "", inPathForm}, true
	case q.has("Authorization") && (backblaze.MatchString(a.path) || strings.Contains(a.path, "/b2_download_file")):
		return shape{Backblaze, nil, "Authorization", token}, true
	case q.has("temp_url_sig", "temp_url_expires"):
		return shape{SwiftTempURL, []string{"temp_url_expires"}, "temp_url_sig", token}, true
	case q.has("AccessKeyId") && q.has("Signature", "Expires"):
		return shape{HuaweiOBS, []string{"AccessKeyId", "Expires"}, "Signature", mac20}, true
	case q.has("e") && strings.Contains(q.get("token"), ":"):
		return shape{Qiniu, []string{"e"}, "token", token}, true
	case q.has("auth_key"):
		return shape{AlibabaCDN, nil, "auth_key", token}, true
	case akamaiName(q) != "":
		return shape{Akamai, nil, akamaiName(q), token}, true
	case strings.HasSuffix(host, ".b-cdn.net") && q.has("token"):
		return shape{Bunny, nil, "token", token}, true
	case strings.HasSuffix(host, ".imgix.net") && q.has("s"):
		return shape{Imgix, nil, "s", token}, true
	}
	return shape{}, false
}

// akamaiName is the parameter that holds Akamai's token: exp=…~acl=…~hmac=….
func akamaiName(q params) string {
	for _, name := range []string{"hdnts", "hdnea", "hdntl", "__token__", "__gda__"} {
		if strings.Contains(q.get(name), "hmac=") {
			return name
		}
	}
	return ""
}

// others reads them.
func (rd reader) others() {
	r, q := rd.r, rd.q
	r.Method, r.Allows = "GET", "download"
	set := func(store string, path *lazyregexp.Regexp) {
		r.Target = Target{Store: store, Scheme: rd.a.scheme, Host: rd.a.host}
		m := path.FindStringSubmatch(rd.a.path)
		if len(m) > 2 {
			r.Target.Bucket, _ = address.Unescape(m[len(m)-2])
			r.Target.Key, _ = address.Unescape(m[len(m)-1])
		}
	}
	whole := lazyregexp.New(`^()/?(.*)$`)
	switch r.Kind {
	case Firebase:
		set("Firebase Storage", firebasePath)
		rd.n.add("no-end", say.Warning, "the token has no end: the link works until somebody revokes the token or deletes the file", "")
	case Supabase:
		set("Supabase Storage", supabasePath)
		if r.Token = readToken(q.get("token")); r.Token != nil && !r.Token.Expires.IsZero() {
			r.Expires = r.Token.Expires
			r.endAt(r.Expires, endLink)
		}
		r.Token = nil
	case OraclePAR:
		set("Oracle Cloud Object Storage", oraclePath)
		r.Method, r.Allows = "", "what its pre-authenticated request allows: reading, writing or both, not visible in the link"
		if r.Target.Key == "" {
			r.Allows += "; for the whole bucket"
		}
		rd.n.add("kept-end", say.Info, "its end is kept at Oracle, and does not stand in the link", "")
	case Backblaze:
		set("Backblaze B2", backblaze)
		rd.n.add("kept-end", say.Info, "the token opens everything below a prefix, until an end that does not stand in the link", "")
	case SwiftTempURL:
		set("OpenStack Swift", swiftPath)
		r.Method, r.Allows = "", "one thing, not visible in the link: a download most likely"
		if prefix := q.get("temp_url_prefix"); prefix != "" || q.has("temp_url_prefix") {
			r.Limits = append(r.Limits, "for everything that begins with "+cut(prefix, 200))
		}
		rd.endIn(q.get("temp_url_expires"))
	case HuaweiOBS:
		r.Target.Store = "Huawei Cloud OBS"
		r.Method, r.Allows = "", "one thing, not visible in the link: a download most likely"
		r.Signer = Signer{KeyID: cut(q.get("AccessKeyId"), 64), Detail: "an access key of Huawei Cloud"}
		r.Token = readToken(q.get("x-obs-security-token"))
		r.Target.Guessed = false
		rd.endIn(q.get("Expires"))
	case Qiniu:
		set("Qiniu Kodo", whole)
		key, _, _ := strings.Cut(q.get("token"), ":")
		r.Signer = Signer{KeyID: cut(key, 64), Detail: "an access key of Qiniu"}
		rd.endIn(q.get("e"))
	case AlibabaCDN:
		set("Alibaba Cloud CDN", whole)
		stamp, _, _ := strings.Cut(q.get("auth_key"), "-")
		if at, ok := parseEpoch(stamp); ok {
			r.SignedAt = at
		}
		rd.n.add("kept-end", say.Info, "it ends some time after its own stamp, as the domain's settings say", "")
	case Akamai:
		set("Akamai", whole)
		rd.akamai(q.get(akamaiName(q)))
	case Bunny:
		set("Bunny CDN", whole)
		rd.endIn(q.get("expires"))
	case Imgix:
		set("imgix", whole)
		if q.has("expires") {
			rd.endIn(q.get("expires"))
		} else {
			rd.n.add("no-end", say.Warning, "it states no end", "")
		}
	}
}

// endIn reads an end in seconds since 1970, or as a date.
func (rd reader) endIn(value string) {
	end, ok := parseEpoch(value)
	if !ok {
		t, err := time.Parse("2006-01-02T15:04:05Z", value)
		if end, ok = written(t), err == nil; !ok {
			rd.damaged("the end in the link cannot be read")
			return
		}
	}
	rd.r.Expires = end
	rd.r.endAt(end, endLink)
}

// akamai reads exp=…~acl=…~hmac=….
func (rd reader) akamai(value string) {
	for part := range strings.SplitSeq(value, "~") {
		name, v, _ := strings.Cut(part, "=")
		switch name {
		case "exp":
			rd.endIn(v)
		case "st":
			if at, ok := parseEpoch(v); ok {
				rd.r.Opens = at
			}
		case "acl", "url":
			rd.r.Limits = append(rd.r.Limits, "for "+cut(v, 200))
		case "ip":
			rd.r.Limits = append(rd.r.Limits, "only from "+cut(v, 60))
		}
	}
}

// sharedBy names the services whose share links people paste, which no store has
// signed.
func sharedBy(a parts) string {
	host := a.hostname()
	for _, s := range []struct{ host, name string }{
		{"dropbox.com", "Dropbox"},
		{"dropboxusercontent.com", "Dropbox"},
		{"sharepoint.com", "SharePoint or OneDrive"},
		{"1drv.ms", "OneDrive"},
		{"onedrive.live.com", "OneDrive"},
		{"drive.google.com", "Google Drive"},
		{"docs.google.com", "Google Docs"},
		{"drive.usercontent.google.com", "Google Drive"},
		{"wetransfer.com", "WeTransfer"},
		{"we.tl", "WeTransfer"},
		{"app.box.com", "Box"},
		{"icloud.com", "iCloud"},
		{"mega.nz", "MEGA"},
	} {
		if host == s.host || strings.HasSuffix(host, "."+s.host) {
			return s.name
		}
	}
	return ""
}
