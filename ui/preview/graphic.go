package preview

import (
	"image"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share/qr"
	"signet/ui/kit"
)

// settle is how long a picture waits after the frame that made room for it: at least
// two frames of the renderer.
const settle = 100 * time.Millisecond

// graphic is a picture that the terminal itself has drawn, or is about to.
type graphic struct {
	img   *image.RGBA
	style qr.Style
	w, h  int // cells of the window
	cw    int // pixels of a cell
	ch    int
}

type paint struct {
	seq      int
	sequence string
}

// footRow is kept of the window for words: a picture that reached the last row would
// scroll.
const footRow = 1

// wants is the picture that belongs on the terminal; the zero graphic: none.
func (s *Screen) wants() graphic {
	if s.img == nil || s.letters {
		return graphic{}
	}
	w, h := s.caps.Screen()
	t := s.caps.Terminal(w, h)
	style := t.Pictures()
	if style == qr.None || w <= 0 || h <= footRow {
		return graphic{}
	}
	return graphic{s.img, style, w, h, t.CellW, t.CellH}
}

// Fullscreen asks for all rows while the terminal draws: its corner is where pictures
// are placed.
func (s *Screen) Fullscreen() bool { return s.wants().img != nil }

// repaint sends the picture, if there is one and it is not there already, after the
// frame that leaves its place blank; and removes one that has no place any more.
func (s *Screen) repaint() tea.Cmd {
	want := s.wants()
	switch {
	case want.img == nil:
		return s.wipe()
	case want == s.drawnPicture && !s.stale:
		return nil
	}
	gone := s.wipe()
	s.drawnPicture, s.stale = want, false
	s.paints++
	seq, id := s.paints, s.env.ID
	later := tea.Tick(settle, func(time.Time) tea.Msg {
		most := qr.MostPixels(want.style)
		img := fitted(want.img, min(want.w*want.cw, most), min((want.h-footRow)*want.ch, most))
		return kit.Reply{To: id, Msg: paint{seq, qr.Show(img, want.style, 0, 0)}}
	})
	return tea.Sequence(gone, later)
}

// wipe removes the picture that is there or on its way, and lets everything be drawn
// anew.
func (s *Screen) wipe() tea.Cmd {
	was := s.drawnPicture
	if was.img == nil {
		return nil
	}
	s.drawnPicture, s.stale = graphic{}, false
	s.paints++
	return tea.Sequence(tea.Raw(qr.Hide(was.style)), tea.ClearScreen)
}

// Leave is what the root sends when the screen goes or is covered.
func (s *Screen) Leave() tea.Cmd { return s.wipe() }

// pictureView draws the picture in letters, or leaves its place blank.
func (s *Screen) pictureView(w, h int) string {
	foot := s.env.Theme.Muted.Render(kit.Pad(kit.Clean(strings.Join(append([]string{s.content.name}, s.page.facts...), " · ")+" · "+kit.Named(s.keys.back)+" back"), w))
	rows := make([]string, 0, h)
	if s.wants().img == nil {
		s.letter(w, h-footRow)
		rows = append(rows, s.cells.rows...)
	}
	for len(rows) < h-footRow {
		rows = append(rows, "")
	}
	return strings.Join(append(rows[:max(h-footRow, 0)], foot), "\n")
}

// cells is the picture in letters for a window, made once.
type cells struct {
	img     *image.RGBA
	w, h    int
	colours bool
	rows    []string
}

func (s *Screen) letter(w, h int) {
	colours := s.caps.Terminal(w, h).Colors
	if h < 1 || s.cells.img == s.img && s.cells.w == w && s.cells.h == h && s.cells.colours == colours {
		return
	}
	s.cells = cells{s.img, w, h, colours, strings.Split(blocks(s.img, w, h, colours), "\n")}
}
