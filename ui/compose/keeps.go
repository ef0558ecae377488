package compose

import "signet/share"

// Keeps is the object that is shared; several at once are no location.
func (s *Screen) Keeps() (share.Target, bool) { return s.At(), s.in.Many == "" }
