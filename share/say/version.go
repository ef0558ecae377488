package say

// shownVersion is how much of a version's id tells it from its neighbours.
const shownVersion = 12

// OfVersion is what a name is followed by where a certain version is meant; empty
// without an id, which is text from outside.
func OfVersion(id string) string {
	if id == "" {
		return ""
	}
	if letters := []rune(id); len(letters) > shownVersion {
		id = string(letters[:shownVersion]) + "…"
	}
	return ", version " + id
}
