package symbol

import (
	"errors"
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	qrcode "github.com/skip2/go-qrcode"

	"signet/share/qr/qrtest"
)

// letters are n bytes that only the mode of bytes writes.
func letters(n int) string { return strings.Repeat("signet-link?", n/12+1)[:n] }

// capacity is how many bytes a version holds: ISO/IEC 18004, table 7.
func capacity(v version) int {
	n := v.dataBytes() - 2
	if v >= 10 {
		n-- // the count takes two bytes
	}
	return n
}

func TestCapacityIsThatOfTheStandard(t *testing.T) {
	want := []int{
		17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858,
		929, 1003, 1091, 1171, 1273, 1367, 1465, 1528, 1628, 1732, 1840, 1952, 2068, 2188, 2303, 2431, 2563, 2699, 2809, 2953,
	}
	for i, n := range want {
		if got := capacity(version(i + 1)); got != n {
			t.Errorf("version %d holds %d bytes, want %d", i+1, got, n)
		}
	}
}

// TestBytesAreAsGoQrcodeWritesThem: one of our eight masks is its code, module by
// module. It takes another of them at times: its rule for runs begins a module late.
func TestBytesAreAsGoQrcodeWritesThem(t *testing.T) {
	for v := version(1); v <= 40; v++ {
		text := letters(capacity(v) - int(v)%3)
		other, err := qrcode.New(text, qrcode.Low)
		if err != nil {
			t.Fatal(err)
		}
		other.DisableBorder = true
		want := slices.Concat(other.Bitmap()...)
		got, data, err := smallest(text)
		if err != nil || got != v {
			t.Fatalf("version %d, want %d: %v", got, v, err)
		}
		plain, found := newGrid(v), false
		plain.place(interleave(v, data))
		for mask := range masks {
			found = found || slices.Equal(plain.masked(mask).dark, want)
		}
		if !found {
			t.Errorf("version %d: none of the eight masks is what go-qrcode draws", v)
		}
	}
}

// mixed is a text of every mode, as links are.
func mixed(r *rand.Rand, n int) string {
	kinds := []string{"0123456789", alphabet, "abcdefghijklmnopqrstuvwxyz%&=_~", "0123456789abcdef"}
	var b strings.Builder
	for b.Len() < n {
		kind := kinds[r.IntN(len(kinds))]
		for range 1 + r.IntN(40) {
			b.WriteByte(kind[r.IntN(len(kind))])
		}
	}
	return b.String()[:n]
}

// TestEveryVersionIsRead: a text of every mode fills each version, and decoders read it.
func TestEveryVersionIsRead(t *testing.T) {
	for v := version(1); v <= 40; v++ {
		r := rand.New(rand.NewPCG(7, uint64(v)))
		text := mixed(r, capacity(v)-3)
		for {
			longer := text + mixed(r, 1)
			if got, _, err := smallest(longer); err != nil || got > v {
				break
			}
			text = longer
		}
		s, err := Encode(text)
		if err != nil || s.Size != v.size() {
			t.Fatalf("%d bytes for version %d: %v", len(text), v, err)
		}
		img := picture(s)
		if got, err := qrtest.Phone(img); got != text {
			t.Errorf("version %d: gozxing read %q: %v", v, got, err)
		}
		if qrtest.HasZbar() && qrtest.Zbar(img) != text {
			t.Errorf("version %d: zbar does not read it", v)
		}
	}
}

func picture(s *Symbol) image.Image {
	const scale, quiet = 4, 4
	side := (s.Size + 2*quiet) * scale
	img := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			mx, my := x/scale-quiet, y/scale-quiet
			if mx < 0 || my < 0 || mx >= s.Size || my >= s.Size || !s.Dark[my*s.Size+mx] {
				img.Pix[y*side+x] = 255
			}
		}
	}
	return img
}

// TestNoMixIsShorter holds the mix against every other one, of short texts.
func TestNoMixIsShorter(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	short := func(n int) string {
		kinds := "00001111AAZZ::ab"
		var b strings.Builder
		for last := kinds[0]; b.Len() < n; b.WriteByte(last) {
			if r.IntN(3) == 0 {
				last = kinds[r.IntN(len(kinds))]
			}
		}
		return b.String()
	}
	for range 300 {
		text := short(1 + r.IntN(9))
		for g := range group(groups) {
			if got, least := total(segments(text, g), g), exhaustive(text, g); got != least {
				t.Fatalf("%q takes %d bits in %v, %d are enough", text, got, segments(text, g), least)
			}
		}
	}
}

func total(all []segment, g group) int {
	n := 0
	for _, s := range all {
		n += s.bits(g)
	}
	return n
}

// exhaustive tries every way to cut a text and every mode of the first part.
func exhaustive(text string, g group) int {
	if text == "" {
		return 0
	}
	least := never
	for n := 1; n <= len(text); n++ {
		for m := range modes {
			if strings.IndexFunc(text[:n], func(r rune) bool { return !m.writes(byte(r)) }) < 0 {
				least = min(least, segment{m, text[:n]}.bits(g)+exhaustive(text[n:], g))
			}
		}
	}
	return least
}

// TestLinksGetSmaller: real links mix, and some need a version less than bytes alone.
func TestLinksGetSmaller(t *testing.T) {
	smaller := 0
	for n := 340; n < 420; n++ {
		link := qrtest.Link(n)
		v, _, err := smallest(link)
		other, otherErr := qrcode.New(link, qrcode.Low)
		if err != nil || otherErr != nil || int(v) > other.VersionNumber {
			t.Fatalf("%d bytes: version %d, %d by go-qrcode: %v, %v", n, v, other.VersionNumber, err, otherErr)
		}
		if int(v) < other.VersionNumber {
			smaller++
		}
	}
	if smaller < 8 {
		t.Errorf("%d of 80 links are smaller", smaller)
	}
	t.Logf("%d of 80 links take a version less", smaller)
}

func TestTheEnds(t *testing.T) {
	if _, err := Encode(strings.Repeat("7", 7090)); !errors.Is(err, ErrTooLong) {
		t.Errorf("a digit too many: %v", err)
	}
	if s, err := Encode(strings.Repeat("7", 7089)); err != nil || s.Size != 177 {
		t.Errorf("all the digits of version 40: %v", err)
	}
	umlauts := "https://signet.example/Prüfbericht-20261128"
	if all := segments(umlauts, 0); len(all) != 1 || all[0].text != umlauts {
		t.Errorf("text beyond ASCII is cut: %v", all)
	}
	s, err := Encode(umlauts)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := qrtest.Zxing(picture(s)); got != umlauts {
		t.Errorf("read as %q: %v", got, err)
	}
}

// BenchmarkEncode: the longest signed link of a session.
func BenchmarkEncode(b *testing.B) {
	for b.Loop() {
		if _, err := Encode(qrtest.Link(2006)); err != nil {
			b.Fatal(err)
		}
	}
}
