package link

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// revokedMsg is what the share log says of the link.
type revokedMsg struct {
	revoked bool
	err     error
}

// askRevoked looks whether the link was taken back, by whichever process: once a second,
// an entry is read.
func (s *Screen) askRevoked() tea.Cmd {
	if s.deps.Revoked == nil || s.link.ID == "" || s.asking {
		return nil
	}
	s.asking = true
	run, id := s.deps.Revoked, s.link.ID
	return s.env.Do(func(ctx context.Context) tea.Msg {
		revoked, err := run(ctx, id)
		return revokedMsg{revoked, err}
	})
}

// takeRevoked crosses the code out of what was taken back, until that is undone.
func (s *Screen) takeRevoked(msg revokedMsg) {
	s.asking = false
	if msg.err != nil {
		return
	}
	if s.revoked = msg.revoked; s.code != nil {
		s.code.Revoke(msg.revoked)
	}
}
