package s3browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A sentence of here is read on the command line too, and keys are the screens': they
// name theirs beside it.
func TestNoSentenceNamesAKey(t *testing.T) {
	files, _ := filepath.Glob("*.go")
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(source), "ctrl"+"+") {
			t.Errorf("%s names a key", file)
		}
	}
	if len(files) < 10 {
		t.Errorf("only %d files", len(files))
	}
}
