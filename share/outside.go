package share

import (
	"slices"
	"strings"

	"signet/share/address"
)

// Outside reports a key that begins with prefix and yet is read as a name outside
// of it by some servers, and by the clients that clean addresses before they send
// them: public/../secret/x is not below public/. What climbs out of the bucket is
// outside of every prefix. It reads keys as the rails do, with "." and ".." followed
// and slashes collapsed, and besides with backslashes for slashes and with escapes
// such as %2e undone, by proxies once or twice.
func Outside(prefix, key string) bool {
	if !strings.HasPrefix(key, ".") && !strings.Contains(key, "/.") && !strings.ContainsAny(key, `%\`) {
		return false // as nearly all are
	}
	for range 4 {
		if leaves(prefix, key) || leaves(slashed(prefix), slashed(key)) {
			return true
		}
		undone := address.UnescapeEach(key)
		if undone == key {
			return false
		}
		prefix, key = address.UnescapeEach(prefix), undone
	}
	return false // nobody undoes them more often
}

// leaves reports a key that is not below prefix once both are cleaned as paths,
// with empty segments as names (RFC 3986, 5.2.4) or without them.
func leaves(prefix, key string) bool {
	// The last segment of a prefix may be a part of one, and "." the beginning of
	// ".git": it is compared as it stands.
	cut := strings.LastIndexByte(prefix, '/') + 1
	folder, begun := prefix[:cut], prefix[cut:]
	if begun == "." || begun == ".." || strings.Contains(begun, "%") {
		begun = ""
	}
	for _, clean := range []func(string) (string, bool){rfcClean, singleClean} {
		top, _ := clean(folder)
		name, within := clean(key)
		if !within || !strings.HasPrefix(name, top+begun) {
			return true
		}
	}
	return false
}

// rfcClean follows "." and ".." segments. It reports whether the path stays within
// the bucket.
func rfcClean(path string) (string, bool) {
	segments := strings.Split(path, "/")
	kept := make([]string, 0, len(segments))
	within := true
	for i, s := range segments {
		last := i == len(segments)-1
		switch s {
		case ".", "..":
			if s == ".." && len(kept) == 0 {
				within = false
			} else if s == ".." {
				kept = kept[:len(kept)-1]
			}
			if last {
				kept = append(kept, "")
			}
		default:
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, "/"), within
}

// singleClean is rfcClean for servers that take several slashes for one.
func singleClean(path string) (string, bool) {
	folder := strings.HasSuffix(path, "/")
	segments := slices.DeleteFunc(strings.Split(path, "/"), func(s string) bool { return s == "" })
	if folder && len(segments) > 0 {
		segments = append(segments, "")
	}
	return rfcClean(strings.Join(segments, "/"))
}

func slashed(path string) string { return strings.ReplaceAll(path, `\`, "/") }
