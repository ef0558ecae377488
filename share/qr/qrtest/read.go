package qrtest

import (
	"bytes"
	"image"
	"image/png"
	"os/exec"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// Zxing reads a code with gozxing, a port of ZXing, whose finder is the
// strictest of those that phones use. It misses some perfect codes.
func Zxing(img image.Image) (string, error) {
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return "", err
	}
	r, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		return "", err
	}
	return r.GetText(), nil
}

// Phone reads a code as a phone held over it does, which takes a picture again and
// again and never straight: upright, then turned by a quarter. Of perfect codes of
// 320 bytes Zxing misses one in a hundred, in one of the two hardly any; what is made
// up anew by each run is read with this.
func Phone(img image.Image) (string, error) {
	if text, err := Zxing(img); err == nil {
		return text, nil
	}
	b := img.Bounds()
	turned := image.NewGray(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			turned.Set(b.Dy()-1-y, x, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return Zxing(turned)
}

// HasZbar reports whether zbarimg (Debian: zbar-tools) is at hand.
func HasZbar() bool {
	_, err := exec.LookPath("zbarimg")
	return err == nil
}

// Zbar reads a code with zbarimg; empty when it reads none.
func Zbar(img image.Image) string {
	var in, out bytes.Buffer
	if png.Encode(&in, img) != nil {
		return ""
	}
	cmd := exec.Command("zbarimg", "--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", "-")
	cmd.Stdin, cmd.Stdout = &in, &out
	if cmd.Run() != nil {
		return ""
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// MustRead fails the test unless a decoder reads want from the picture: zbar
// where it is installed, gozxing otherwise.
func MustRead(t testing.TB, img image.Image, want string) {
	t.Helper()
	if HasZbar() {
		if got := Zbar(img); got != want {
			t.Fatalf("zbar read %q, want %d bytes %q", got, len(want), want)
		}
		return
	}
	if got, err := Zxing(img); got != want {
		t.Fatalf("gozxing read %q (%v), want %q", got, err, want)
	}
}

// MustNotRead fails the test if any decoder reads want from the picture: for
// negative controls, which show that the test sees something.
func MustNotRead(t testing.TB, img image.Image, want string) {
	t.Helper()
	if got, _ := Zxing(img); got == want {
		t.Fatal("gozxing read a code that must not be readable")
	}
	if HasZbar() && Zbar(img) == want {
		t.Fatal("zbar read a code that must not be readable")
	}
}
