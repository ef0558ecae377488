package versions

import "signet/share"

// At is what the versions are of.
func (s *Screen) At() share.Target { return s.at }
