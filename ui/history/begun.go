package history

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"signet/share/say"
	"signet/ui/kit"
)

// begunMsg is what the servers have of what was begun and never signed.
type begunMsg map[string]string

func (s *Screen) askBegun() tea.Cmd {
	if s.exits.Begun == nil {
		return nil
	}
	run := s.exits.Begun
	return s.env.Do(func(ctx context.Context) tea.Msg {
		found, _ := run(ctx) // a log that cannot be read is complained about already
		return begunMsg(found)
	})
}

// tookBegun says that there is something to clean up.
func (s *Screen) tookBegun(msg begunMsg) kit.Step {
	s.begun = msg
	if len(msg) == 0 {
		return nil
	}
	return kit.Notify{Kind: kit.Problem, Text: say.Things(len(msg), "share") + " begun and never signed: state starting in the filter lists them, " + kit.Named(s.keys.takeBack) + " clears one away"}
}
