package ui

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// screenful is a model that asks of its terminal what screens ask.
type screenful struct{}

func (screenful) Init() tea.Cmd                         { return tea.Quit }
func (s screenful) Update(tea.Msg) (tea.Model, tea.Cmd) { return s, nil }
func (screenful) View() tea.View {
	v := tea.NewView("text")
	v.AltScreen, v.MouseMode, v.ReportFocus = true, tea.MouseModeCellMotion, true
	v.ProgressBar = tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
	return v
}

// TestTornUndoesWhatIsSet: whatever Bubble Tea sets in a terminal is undone where the
// process ends before Bubble Tea does it; a terminal that is lent is left alone.
func TestTornUndoesWhatIsSet(t *testing.T) {
	var drawn, left bytes.Buffer
	p := tea.NewProgram(screenful{}, tea.WithInput(nil), tea.WithOutput(&drawn), tea.WithoutSignalHandler(), tea.WithWindowSize(80, 24))
	if _, err := p.Run(); err != nil {
		t.Fatal(err)
	}
	term := &terminal{out: &left}
	term.tear()
	set := regexp.MustCompile(`\x1b\[\?(\d+)h`).FindAllStringSubmatch(drawn.String(), -1)
	if len(set) < 3 {
		t.Errorf("Bubble Tea set %q", set)
	}
	for _, m := range set {
		if m[1] != "25" && m[1] != "7" && !strings.Contains(left.String(), "\x1b[?"+m[1]+"l") {
			t.Errorf("mode %s stays", m[1])
		}
	}
	for _, want := range []string{"\x1b[?25h", "\x1b[?7h", "\x1b[<u", backTitle} {
		if !strings.Contains(left.String(), want) {
			t.Errorf("%q is not written", want)
		}
	}
	left.Reset()
	term.setLent(true)
	if term.tear(); left.Len() > 0 {
		t.Errorf("a terminal that is lent gets %q", left.String())
	}
}
