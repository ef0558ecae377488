package demo

import (
	"net/http"
	"strings"
	"time"
)

// judge holds the conditions of a request against a version, in the order of
// RFC 9110, section 13.2.2. It names the header that was not met, or the one
// by which the client has this version already. In a copy, the conditions on
// the source have a prefix.
func judge(h http.Header, prefix string, v *version) (failed, unchanged string) {
	value := func(name string) string { return h.Get(prefix + name) }
	modified := v.modified.Truncate(time.Second) // as the client was told
	if tags := value("If-Match"); tags != "" {
		if !names(tags, v.etag()) {
			return prefix + "If-Match", ""
		}
	} else if since, ok := httpDate(value("If-Unmodified-Since")); ok && modified.After(since) {
		return prefix + "If-Unmodified-Since", ""
	}
	if tags := value("If-None-Match"); tags != "" {
		if names(tags, v.etag()) {
			return "", prefix + "If-None-Match"
		}
	} else if since, ok := httpDate(value("If-Modified-Since")); ok && !modified.After(since) {
		return "", prefix + "If-Modified-Since"
	}
	return "", ""
}

func httpDate(text string) (time.Time, bool) {
	t, err := http.ParseTime(text)
	return t, err == nil
}

// names reports whether a list of entity tags holds one. S3 takes them without
// quotes as well.
func names(tags, etag string) bool {
	for tag := range strings.SplitSeq(tags, ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag == "*" || strings.Trim(tag, `"`) == strings.Trim(etag, `"`) {
			return true
		}
	}
	return false
}

// writeCondition reads the conditions of a write, to be asked with the newest
// version under the store's lock: of many who want to be first, one is.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
func writeCondition(h http.Header, key string) (func(*version) error, *refusal) {
	match, none := h.Get("If-Match"), h.Get("If-None-Match")
	if none != "" && (none != "*" || match != "") {
		return nil, notImplemented().with("Header", "If-None-Match")
	}
	return func(newest *version) error {
		switch {
		case none != "" && newest != nil:
			return preconditionFailed("If-None-Match")
		case match != "" && newest == nil:
			return noSuchKey(key)
		case match != "" && !names(match, newest.etag()):
			return preconditionFailed("If-Match")
		}
		return nil
	}, nil
}

func preconditionFailed(condition string) *refusal {
	return refuse(http.StatusPreconditionFailed, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold").
		with("Condition", condition)
}
