package share

// SessionName is that of a session of a role which signs the share of that id alone:
// policies know it by its name.
func SessionName(id string) string { return "signet-" + id }
