package ui

import (
	"io"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// still is a model that does nothing.
type still struct{}

func (still) Init() tea.Cmd                         { return nil }
func (s still) Update(tea.Msg) (tea.Model, tea.Cmd) { return s, nil }
func (still) View() tea.View                        { return tea.NewView("still") }

// TestNobodyDrawsWhenTheTerminalComesBack: whether somebody draws is read off
// stacks, so that it must be seen when they have other names.
func TestNobodyDrawsWhenTheTerminalComesBack(t *testing.T) {
	p := tea.NewProgram(still{}, tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithoutSignalHandler())
	ended := make(chan error, 1)
	go func() {
		_, err := p.Run()
		ended <- err
	}()
	for !drawing() {
		select {
		case err := <-ended:
			t.Fatalf("nobody has drawn: %v", err)
		case <-time.After(time.Millisecond):
		}
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
