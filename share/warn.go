package share

// LongURL is the length in bytes past which chat and mail programs are known to
// cut or rewrite links.
const LongURL = 2000

// NullVersion is the version of objects that were stored while the bucket kept
// no versions.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
const NullVersion = "null"

// advise lists what the user must know before anything is signed.
func advise(r Request) []Warning {
	var out []Warning
	info, version := r.Operation.Info(), r.Target.VersionID
	reads := info.Versioned && !info.Writes
	switch {
	case reads && version == "" && r.Object.Versioned:
		out = append(out, Warning{Code: "version", Text: "not pinned to a version: if the object is overwritten, the holder gets the new content", Hint: "pin the version"})
	case reads && version == NullVersion:
		out = append(out, Warning{Code: "version", Text: "pinned to the version without an id: where the bucket's versions are suspended, an overwrite replaces it"})
	case r.Operation == Delete && version != "":
		out = append(out, Warning{Code: "delete", Text: "deletes this very version for good: there is no delete marker to take back"})
	case r.Operation == Delete && r.Object.Unversioned:
		out = append(out, Warning{Code: "delete", Text: "the bucket keeps no versions: what the holder deletes is gone"})
	}
	return out
}

// warn lists what the user must know about a link before it leaves the house.
func (s *Service) warn(r Request, u Secret) []Warning {
	out := advise(r)
	if s.Judge != nil {
		out = append(out, s.Judge(r, u)...)
	}
	return out
}
