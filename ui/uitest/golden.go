package uitest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// Golden compares text with testdata/NAME.golden; go test -update rewrites it.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	same(t, name, strings.TrimRight(got, "\n")+"\n")
}

func same(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if w := strings.ReplaceAll(string(want), "\r\n", "\n"); w != got {
		t.Errorf("%s differs (go test -update accepts)\n%s", path, differing(w, got))
	}
}

// most is how many differing lines are told.
const most = 80

// differing are the lines that two texts do not share, below the heading that they
// stand under. What both begin and end with is left out.
func differing(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	told, heading := 0, ""
	for i := range max(len(w), len(g)) {
		var was, is string
		if i < len(w) {
			was = w[i]
		}
		if i < len(g) {
			is = g[i]
		}
		if strings.HasPrefix(is, "── ") {
			heading = is
		}
		if was == is || told == most {
			continue
		}
		told++
		fmt.Fprintf(&b, "%sline %d\n- %s\n+ %s\n", heading+" ", i+1, was, is)
	}
	return b.String()
}
