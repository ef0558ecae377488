package history

import (
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// Pointed reports that rows can be clicked. The details are text that people select.
func (s *Screen) Pointed() bool { return s.ask == nil && !s.details.On && s.window.len() > 0 }

// click moves the cursor to the row that was drawn there; twice, it opens.
func (s *Screen) click(msg kit.Click) (kit.Step, tea.Cmd) {
	w := &s.window
	row := msg.Y - w.head
	at := w.from() + row
	if !s.Pointed() || msg.X < 0 || msg.X >= w.width || row < 0 || row >= w.height || at >= w.len() {
		return nil, nil
	}
	w.top = w.from() // as it is drawn: nothing moves under the pointer
	w.move(at)
	var step kit.Step
	var cmd tea.Cmd
	if msg.Double {
		step, cmd = s.press(s.env.Keys.Press("open"))
	}
	return step, tea.Batch(cmd, s.more(), s.look(), s.weigh())
}
