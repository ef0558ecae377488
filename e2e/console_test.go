//go:build unix

package e2e

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
)

// consoleFont is a font of the Linux console: its glyphs, and which of them is for a
// character.
type consoleFont struct {
	width, height int
	glyphs        [][]byte // rows of bits, the leftmost the highest
	of            map[rune]int
}

// readConsoleFont reads PSF of either version. https://www.win.tue.nl/~aeb/linux/kbd/font-formats-1.html
func readConsoleFont(file string) (f consoleFont, err error) {
	packed, err := os.ReadFile(file)
	if err != nil {
		return f, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return f, err
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		return f, err
	}
	f.of = map[rune]int{}
	switch {
	case bytes.HasPrefix(raw, []byte{0x36, 0x04}) && len(raw) > 4 && raw[2]&2 != 0:
		n := 256 << (raw[2] & 1)
		f.width, f.height = 8, int(raw[3])
		return f, f.read(raw[4:], n, f.height, func(table []byte, glyph int) []byte {
			for plain := true; len(table) > 1; table = table[2:] {
				switch r := rune(binary.LittleEndian.Uint16(table)); {
				case r == 0xFFFF:
					return table[2:]
				case r == 0xFFFE:
					plain = false // what follows is of several characters
				case plain:
					f.of[r] = glyph
				}
			}
			return nil
		})
	case bytes.HasPrefix(raw, []byte{0x72, 0xb5, 0x4a, 0x86}) && len(raw) > 32:
		word := func(i int) int { return int(binary.LittleEndian.Uint32(raw[4*i:])) }
		f.width, f.height = word(7), word(6)
		return f, f.read(raw[word(2):], word(4), word(5), func(table []byte, glyph int) []byte {
			for plain := true; len(table) > 0; {
				if table[0] == 0xFF {
					return table[1:]
				}
				if table[0] == 0xFE {
					plain, table = false, table[1:]
					continue
				}
				r, n := utf8.DecodeRune(table)
				if plain {
					f.of[r] = glyph
				}
				table = table[n:]
			}
			return nil
		})
	}
	return f, errors.New("it is no font of a console that says which glyph is whose")
}

func (f *consoleFont) read(raw []byte, n, size int, names func(table []byte, glyph int) []byte) error {
	if len(raw) < n*size {
		return io.ErrUnexpectedEOF
	}
	table := raw[n*size:]
	for i := range n {
		f.glyphs = append(f.glyphs, raw[i*size:(i+1)*size])
		table = names(table, i)
	}
	return nil
}

// inked reports a pixel of a character in the colour of the letters.
func (f *consoleFont) inked(text string, x, y int) bool {
	r, _ := utf8.DecodeRuneInString(cmp.Or(text, " "))
	i, ok := f.of[r]
	if !ok {
		i = f.of[0xFFFD]
	}
	bytesOfRow := (f.width + 7) / 8
	return f.glyphs[i][y*bytesOfRow+x/8]>>(7-x%8)&1 == 1
}

// photo is the screen as the kernel draws it: of 256 colours it has sixteen, and eight of
// them for what is behind the letters, whose white is a grey.
func (f *consoleFont) photo(s *terminal, file string) error {
	s.draw.Lock()
	defer s.draw.Unlock()
	img := image.NewGray(image.Rect(0, 0, s.size.cols*f.width, s.size.rows*f.height))
	for y := range s.size.rows {
		for x := range s.size.cols {
			c := s.screen.CellAt(x, y)
			if c == nil {
				continue
			}
			fg, bg := shade(c.Style.Fg, 170), shade(c.Style.Bg, 0)
			if c.Style.Attrs&uv.AttrReverse != 0 {
				fg, bg = bg, fg
			}
			for i := range f.width * f.height {
				px, py := i%f.width, i/f.width
				dot := color.Gray{Y: min(bg.Y, 170)}
				if f.inked(c.Content, px, py) {
					dot = fg
				}
				img.SetGray(x*f.width+px, y*f.height+py, dot)
			}
		}
	}
	var b bytes.Buffer
	return errors.Join(png.Encode(&b, img), os.WriteFile(file, b.Bytes(), 0o600))
}

// A code on a Linux console, by the bitmaps of its fonts, which no X server draws. Of the 456
// fonts of Debian 317 have no half block, so that there it is drawn by what is behind the
// letters alone (the style full is what signet takes on a console by itself, as a test of
// share/qr has it).
func TestCodeOnALinuxConsole(t *testing.T) {
	t.Parallel()
	fonts := cmp.Or(os.Getenv("SIGNET_CONSOLE_FONTS"), "/usr/share/consolefonts")
	if _, err := os.Stat(fonts); err != nil {
		t.Skipf("no fonts of a console are in %s (apt-get install console-setup-linux)", fonts)
	}
	for _, n := range []int{384, 858} {
		p, link := signetWith(t, keys{}), longLink(n)
		cmd := exec.CommandContext(t.Context(), "sh", p.walkScript(t, []string{"qr", "--style", "full", link}))
		cmd.Env = []string{"TERM=linux"}
		s := newTerminal(t, size{240, 110}, cmd)
		until(t, "the program ends", func() bool {
			_, err := os.Stat(filepath.Join(p.home, "after"))
			return err == nil
		})
		d := &display{dir: t.TempDir()}
		for _, name := range []string{"Lat15-Fixed16", "Lat15-Terminus16", "Uni2-VGA14", "Greek-Terminus12x6"} {
			f, err := readConsoleFont(filepath.Join(fonts, name+".psf.gz"))
			if err == nil {
				err = f.photo(s, d.file())
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			t.Run(fmt.Sprintf("%s, %d bytes", name, n), func(t *testing.T) {
				if got := s.decode(contentOf(t, d.file())); got != link {
					t.Errorf("zbar reads %q", got)
				}
				d.alsoRead(t, link)
			})
		}
	}
}

// contentOf is what a file holds.
func contentOf(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
