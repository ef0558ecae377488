package e2e

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	goz "github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// zxingFolder is where zxing-cpp is installed from npm, by its lockfile: once for all tests,
// and once for a machine while the lockfile stays.
var zxingFolder = sync.OnceValues(func() (string, error) {
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "", fmt.Errorf("%s is not installed, by which zxing-cpp reads codes (apt-get install nodejs npm)", tool)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	from := filepath.Join("testdata", "zxing")
	all := sha256.New()
	files := map[string][]byte{}
	for _, name := range []string{"package.json", "package-lock.json", "read.mjs"} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return "", err
		}
		files[name] = text
		all.Write(text)
	}
	into := filepath.Join(cache, "signet-dev", fmt.Sprintf("zxing-%x", all.Sum(nil)[:6]))
	if _, err := os.Stat(into); err == nil {
		return into, nil
	}
	if err := os.MkdirAll(filepath.Dir(into), 0o700); err != nil {
		return "", err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(into), "zxing-new-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(fresh) // unless it is moved, and then it is not there
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(fresh, name), text, 0o600); err != nil {
			return "", err
		}
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
	install.Dir = fresh
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci of zxing-cpp: %w\n%s", err, out)
	}
	if err := os.Rename(fresh, into); err != nil {
		if _, there := os.Stat(into); there == nil { // another test was faster
			return into, nil
		}
		return "", err
	}
	return into, nil
})

// zxing is what zxing-cpp reads on each picture; empty: no code.
func zxing(t *testing.T, pictures ...string) []string {
	t.Helper()
	folder, err := zxingFolder()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(within(t, testTimeout), "node", append([]string{filepath.Join(folder, "read.mjs")}, pictures...)...)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("zxing-cpp: %v\n%s", err, said.String())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(pictures) {
		t.Fatalf("zxing-cpp says %q of %d pictures", out, len(pictures))
	}
	all := make([]string, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal([]byte(line), &all[i]); err != nil {
			t.Fatalf("zxing-cpp says %q: %v", line, err)
		}
	}
	return all
}

// alsoRead has the other decoders read the picture on which the first has read a link.
func (d *display) alsoRead(t *testing.T, link string) {
	t.Helper()
	if got := zxing(t, d.file())[0]; got != link {
		t.Errorf("zxing-cpp reads %q where zbar reads the link of %d bytes", got, len(link))
	}
	if got := gozxing(t, d.file()); got != link {
		t.Errorf("gozxing reads %q where zbar reads the link of %d bytes", got, len(link))
	}
}

// gozxing is what the strictest of the decoders reads on a picture; empty: no code. Of
// perfect codes it misses one in a hundred, and hardly one both upright and turned by a
// quarter: a phone is never held straight.
func gozxing(t *testing.T, file string) string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	upright, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	b := upright.Bounds()
	turned := image.NewGray(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			turned.Set(b.Dy()-1-y, x, upright.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	for _, seen := range []image.Image{upright, turned} {
		bitmap, err := goz.NewBinaryBitmapFromImage(seen)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := qrcode.NewQRCodeReader().Decode(bitmap, nil); err == nil {
			return r.GetText()
		}
	}
	return ""
}
