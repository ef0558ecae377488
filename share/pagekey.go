package share

import "strings"

// PageNameLen is how many letters and digits (a to z, 2 to 7) the random name of a stored
// page has: 110 bits.
const PageNameLen = 22

// PageKey is the key of a page of that random name below a prefix.
func PageKey(prefix, name string) string { return prefix + name + ".html" }

// IsPageKey reports a key that PageKey may have made. What has another one was stored by
// somebody else, whatever a log says that came from elsewhere: nobody is to have a document
// deleted as a page.
func IsPageKey(key string) bool {
	name, ok := strings.CutSuffix(key[strings.LastIndexByte(key, '/')+1:], ".html")
	return ok && len(name) == PageNameLen && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz234567") == ""
}
