package share

// LongURL is the length in bytes past which chat and mail programs are known to
// cut or rewrite links.
const LongURL = 2000

// warn lists what the user must know about a link before it leaves the house.
func (s *Service) warn(r Request, u Secret) []Warning {
	var out []Warning
	if r.Target.VersionID == "" && r.Object.Versioned && r.Operation == Download {
		out = append(out, Warning{Code: "version", Text: "not pinned to a version: if the object is overwritten, the holder gets the new content", Hint: "pin the version"})
	}
	if r.Operation == Delete && r.Target.VersionID == "" && r.Object.Known && !r.Object.Versioned {
		out = append(out, Warning{Code: "delete", Text: "the bucket keeps no versions: what the holder deletes is gone"})
	}
	if s.Judge != nil {
		out = append(out, s.Judge(r, u)...)
	}
	return out
}
