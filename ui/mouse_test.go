package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

func (r *rig) click(text string) {
	r.t.Helper()
	for y, line := range strings.Split(r.screen(), "\n") {
		if x := strings.Index(line, text); x >= 0 && y > 0 {
			r.send(tea.MouseClickMsg{X: len([]rune(line[:x])), Y: y, Button: tea.MouseLeft}, tea.MouseReleaseMsg{})
			return
		}
	}
	r.t.Fatalf("%q is not there to be clicked:\n%s", text, r.screen())
}

func mouse(p *Parts) {
	twoPlaces(p)
	p.Mouse = true
}

// A click moves the cursor, the second one opens, and the wheel goes up and down.
func TestMouse(t *testing.T) {
	r := open(t, mouse)
	r.click("b.pdf")
	r.shows("› b.pdf")
	if len(r.stack) != 1 {
		t.Fatalf("one click leads to %s", r.titles())
	}
	r.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	r.shows("› 2026/")
	r.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	r.shows("› b.pdf")
	r.send(tea.MouseClickMsg{X: 5, Y: 15, Button: tea.MouseLeft}, tea.MouseClickMsg{X: 5, Y: 15, Button: tea.MouseLeft})
	r.shows("› b.pdf")
	r.click("a.pdf")
	r.clock.Advance(time.Second)
	r.click("a.pdf") // too late for a double click
	if len(r.stack) != 1 {
		t.Fatalf("two clicks that are far apart lead to %s", r.titles())
	}
	r.click("a.pdf")
	if len(r.stack) != 2 || !strings.Contains(r.titles(), "share a.pdf") {
		t.Errorf("a double click leads to %s", r.titles())
	}
}

// The mouse is taken in lists alone, and only if it was asked for: elsewhere it
// selects text.
func TestWhereTheMouseIsTaken(t *testing.T) {
	mode := func(r *rig) tea.MouseMode { return r.View().MouseMode }
	r := open(t, mouse)
	for _, step := range []struct {
		name string
		keys []string
		want tea.MouseMode
	}{
		{"objects", nil, tea.MouseModeCellMotion},
		{"help", []string{"?"}, tea.MouseModeNone},
		{"objects again", []string{"esc"}, tea.MouseModeCellMotion},
		{"details of an object", []string{"tab"}, tea.MouseModeNone},
		{"where to go", []string{"tab", "ctrl+o"}, tea.MouseModeCellMotion},
		{"inspector", []string{"esc", "i"}, tea.MouseModeNone},
		{"form", []string{"esc", "down", "enter"}, tea.MouseModeNone},
		{"link", []string{"1", "enter"}, tea.MouseModeNone},
		{"code", []string{"Q"}, tea.MouseModeNone},
	} {
		r.press(step.keys...)
		if got := mode(r); got != step.want {
			t.Errorf("%s (%s): mode %v\n%s", step.name, r.titles(), got, r.screen())
		}
	}
	if r := open(t, twoPlaces); mode(r) != tea.MouseModeNone {
		t.Error("taken without being asked for")
	}
	r = open(t, twoPlaces)
	r.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown}, tea.MouseClickMsg{X: 5, Y: 4, Button: tea.MouseLeft})
	r.shows("› 2026/")
}
