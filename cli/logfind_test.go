package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// find runs log find on a standard input.
func find(t *testing.T, in io.Reader, args ...string) (code int, out, said string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Run(t.Context(), append([]string{"log", "find"}, args...), IO{In: in, Out: &o, Err: &e})
	return code, o.String(), e.String()
}

// TestFindNeverSaysNoToWhatItDidNotRead: the exit code tells "none" from "not all
// was looked through".
func TestFindNeverSaysNoToWhatItDidNotRead(t *testing.T) {
	if testing.Short() {
		t.Skip("reads for long, in one goroutine")
	}
	home(t)
	code, link, said := alone(t, "", "share", "s3://acme/a.pdf")
	if code != 0 {
		t.Fatal(said)
	}
	filler := strings.Repeat("GET /a/b?X-Amz-Date=20200101T000000Z HTTP/1.1 200\n", 100_000) // 5 MB
	gone := iotest.ErrReader(errors.New("the disk is gone"))
	for name, c := range map[string]struct {
		in    io.Reader
		code  int
		found bool
		says  string
	}{
		"behind 5 MB":                {strings.NewReader(filler + link), exitDone, true, "found by signature"},
		"none in 5 MB":               {strings.NewReader(filler), exitFailed, false, "all 5 MB were looked through"},
		"an error before the link":   {io.MultiReader(strings.NewReader(filler), gone), exitIncomplete, false, "no share was found in what was looked through, which was not all (5 MB were read):\n        standard input, what follows after byte 5000000 of the input: the disk is gone"},
		"an error behind the link":   {io.MultiReader(strings.NewReader(filler+link), gone), exitIncomplete, true, "not all was looked through"},
		"an error soon":              {io.MultiReader(strings.NewReader("abc"), gone), exitIncomplete, false, "byte 3 of the input: the disk is gone"},
		"an error at once":           {gone, exitIncomplete, false, "byte 0 of the input: the disk is gone"},
		"what cannot be unpacked":    {strings.NewReader("\xfd7zXZ\x00\x00\x04" + filler), exitIncomplete, false, "xz, which signet cannot read"},
		"the same, with a link":      {strings.NewReader("\xfd7zXZ\x00\x00\x04\n" + link), exitIncomplete, true, "xz, which signet cannot read"},
		"nothing":                    {strings.NewReader(" \r\n"), exitUsage, false, "there is no text to look into"},
		"a text without any clue":    {strings.NewReader("hello"), exitFailed, false, "all 5 B were looked through"},
		"NUL bytes in front of it":   {io.MultiReader(strings.NewReader(strings.Repeat("\x00", 70<<10)), strings.NewReader(link)), exitDone, true, "found by signature"},
		"a link over lines far down": {strings.NewReader(filler + "> " + link[:60] + "\n> " + link[60:len(link)-40] + "\n> " + link[len(link)-40:]), exitDone, true, "found by signature"},
	} {
		code, out, said := find(t, c.in)
		if code != c.code || strings.Contains(out, "s3://acme/a.pdf") != c.found || !strings.Contains(said, c.says) || strings.Contains(said, "X-Amz") {
			t.Errorf("%s: exit %d, %q, %q", name, code, out, said)
		}
	}
}

// TestFindReadsFiles: the name of a file is not looked for in the log.
func TestFindReadsFiles(t *testing.T) {
	home(t)
	var links []string
	for _, key := range []string{"a.pdf", "b.pdf"} {
		code, link, said := alone(t, "", "share", "s3://acme/"+key)
		if code != 0 {
			t.Fatal(said)
		}
		links = append(links, link)
	}
	dir := t.TempDir()
	first, second := filepath.Join(dir, "first.log"), filepath.Join(dir, "second.log")
	for path, text := range map[string]string{first: links[0], second: "x\n" + links[1] + links[0]} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	none := strings.NewReader("")
	if code, out, said := find(t, none, first, second); code != 0 || strings.Count(out, "object ") != 2 || !strings.Contains(out, "b.pdf") {
		t.Errorf("exit %d, %q, %q", code, out, said)
	}
	if code, out, said := find(t, strings.NewReader(links[1]), first, "-"); code != 0 || strings.Count(out, "object ") != 2 {
		t.Errorf("and standard input: exit %d, %q, %q", code, out, said)
	}
	if code, out, said := find(t, none, first, dir); code != exitIncomplete || !strings.Contains(out, "a.pdf") || !strings.Contains(said, "is a directory") {
		t.Errorf("a folder: exit %d, %q, %q", code, out, said)
	}
	if code, _, said := find(t, none, filepath.Join(dir, "no.log")); code != exitFailed || !strings.Contains(said, "there is no file of that name") {
		t.Errorf("no file: exit %d, %q", code, said)
	}
	if code, out, _ := find(t, none, "--json", first, second); code != 0 || strings.Count(out, `"found_by":"signature"`) != 2 {
		t.Errorf("JSON: exit %d, %q", code, out)
	}
}
