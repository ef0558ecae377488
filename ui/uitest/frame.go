package uitest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
)

// View draws the screen and returns plain text: no styles, no trailing spaces.
// It fails the test when the drawing does not fit.
func (d *Driver) View(w, h int) string {
	d.t.Helper()
	view, cursor := d.Screen.View(w, h)
	if err := Fits(view, cursor, w, h); err != nil {
		d.t.Errorf("view at %dx%d: %v", w, h, err)
	}
	return Plain(view)
}

// Cursor is where the screen puts the text cursor at that size; nil: nowhere.
func (d *Driver) Cursor(w, h int) *tea.Cursor {
	_, c := d.Screen.View(w, h)
	return c
}

// Cells draws the screen into cells, styles included: CellAt(x, y).
func (d *Driver) Cells(w, h int) uv.ScreenBuffer {
	view, _ := d.Screen.View(w, h)
	return Cells(view, w, h)
}

// Cells puts a drawn view into cells, as a terminal would.
func Cells(view string, w, h int) uv.ScreenBuffer {
	buf := uv.NewScreenBuffer(w, h)
	uv.NewStyledString(view).Draw(buf, buf.Bounds())
	return buf
}

// Plain strips styles and the spaces at the ends of lines.
func Plain(view string) string {
	lines := strings.Split(ansi.Strip(view), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// Fits reports what of a drawn view lies outside w by h cells.
func Fits(view string, cursor *tea.Cursor, w, h int) error {
	if cursor != nil && (cursor.X < 0 || cursor.Y < 0 || cursor.X >= max(w, 1) || cursor.Y >= max(h, 1)) {
		return fmt.Errorf("the cursor is at %d,%d", cursor.X, cursor.Y)
	}
	if view == "" {
		return nil
	}
	lines := strings.Split(view, "\n")
	if len(lines) > h {
		return fmt.Errorf("%d lines", len(lines))
	}
	if twice := Disagreeing(Plain(view)); twice != "" {
		return errors.New(twice)
	}
	for i, l := range lines {
		if n := ansi.StringWidth(l); n > w {
			return fmt.Errorf("line %d is %d cells wide: %q", i, n, ansi.Strip(l))
		}
		if strings.ContainsAny(l, "\r\t") {
			return fmt.Errorf("line %d holds a raw control character: %q", i, l)
		}
	}
	return nil
}

// Sizes draws a screen at many sizes from 0x0 to 300x100 and back, and fails on
// a panic, on anything drawn outside, and on a second drawing that differs.
func Sizes(t testing.TB, s kit.Screen) {
	t.Helper()
	for _, w := range []int{0, 1, 2, 3, 5, 8, 13, 20, 39, 40, 41, 60, 79, 80, 81, 100, 119, 120, 121, 160, 300} {
		for _, h := range []int{0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 23, 24, 25, 40, 100} {
			drawn(t, s, w, h)
		}
	}
	drawn(t, s, 0, 0)
}

func drawn(t testing.TB, s kit.Screen, w, h int) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("view at %dx%d panics: %v", w, h, p)
		}
	}()
	view, cursor := s.View(w, h)
	if err := Fits(view, cursor, w, h); err != nil {
		t.Errorf("view at %dx%d: %v", w, h, err)
	}
	if again, _ := s.View(w, h); again != view {
		t.Errorf("view at %dx%d: drawn twice, it differs", w, h)
	}
}
