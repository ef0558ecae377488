package ui

import (
	"io"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/ui/uitest"
)

// still is a model that does nothing but say when it is asked for the first time:
// by then somebody draws.
type still struct{ asked chan<- struct{} }

func (s still) Init() tea.Cmd                       { close(s.asked); return nil }
func (s still) Update(tea.Msg) (tea.Model, tea.Cmd) { return s, nil }
func (still) View() tea.View                        { return tea.NewView("still") }

// TestNobodyDrawsWhenTheTerminalComesBack: whether somebody draws is read off
// stacks, so that it must be seen when they have other names.
func TestNobodyDrawsWhenTheTerminalComesBack(t *testing.T) {
	asked := make(chan struct{})
	p := tea.NewProgram(still{asked}, tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithoutSignalHandler())
	ended := make(chan error, 1)
	go func() {
		_, err := p.Run()
		ended <- err
	}()
	select {
	case <-asked:
	case err := <-ended:
		t.Fatal(err)
	}
	if !drawing() {
		t.Fatal("nobody draws")
	}
	for range 3 {
		if err := p.ReleaseTerminal(); err != nil {
			t.Fatal(err)
		}
		if awaitDrawn(); drawing() {
			t.Fatal("somebody draws")
		}
		if err := p.RestoreTerminal(); err != nil {
			t.Fatal(err)
		}
		if !drawing() {
			t.Fatal("nobody draws")
		}
	}
	p.Quit()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// What is only of use later is done once the start is over, and once.
func TestTheStartIsOverWithTheFirstKey(t *testing.T) {
	w := newWiring(parts(uitest.NewClock().Now))
	if _, err := w.app(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := 0
	w.started = func() { told++ }
	w.observe(t.Context(), tea.WindowSizeMsg{Width: 80, Height: 24})
	if told != 0 {
		t.Error("the start is over before the first picture")
	}
	for range 2 {
		w.observe(t.Context(), tea.KeyPressMsg{Code: 'j', Text: "j"})
		w.observe(t.Context(), secondMsg{})
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}
