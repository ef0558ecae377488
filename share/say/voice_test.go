package say

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ownWords are words that belong into this package, found where another one makes
// its own.
var ownWords = map[string]*regexp.Regexp{
	"a layout of a date":       regexp.MustCompile(`"[^"\n]*(2006|15:04|Jan\b)[^"\n]*"`),
	"a unit of time":           regexp.MustCompile(`"(days?|hours?|minutes?)"|" (days?|hours?|minutes?|seconds?|min)"`),
	"the longest life":         regexp.MustCompile(`"[^"\n]*(\b7 days|at most 7d)[^"\n]*"|604[,_]800`),
	"a unit of bytes":          regexp.MustCompile(`"(kB|MB|GB|KiB|MiB)"`),
	"a plural":                 regexp.MustCompile(`(?i)func (plural|pluralize|things|thousands)\(`),
	"a number with its noun":   regexp.MustCompile(`"1 [a-z]+"$|return "1 [a-z]+`),
	"a parser of durations":    regexp.MustCompile(`time\.ParseDuration\(`),
	"a guard of cells":         regexp.MustCompile(`"[^"\n]*=\+-@[^"\n]*"`),
	"the devices of Windows":   regexp.MustCompile(`"LPT"`),
	"a text with its next one": regexp.MustCompile(`\+ "; " \+ \w+\.(Hint|Next|hint|next)\b`),
}

// others may have them: what they read and write is no text for people, but a
// format of AWS, of a log or of a test server.
var others = []string{
	"demo/", "e2e/", "share/say/", "share/address/", "s3browser/hostiletest/", "internal/hostile/", "internal/mutants/",
	"s3browser/ends.go", "share/sign/quick.go", "share/sign/asymmetric.go", "share/minio/client.go", "share/ledger/importmc.go", "share/ledger/damage.go", "share/ledger/terms.go", "share/accesslog/",
	"share/refusal/parse.go", "share/inspect/times.go", "share/inspect/sigv4.go", "share/inspect/policy.go", "share/inspect/azure.go", "share/inspect/tokens.go",
}

// A date format, a unit or a plural is changed in one file.
func TestNobodyElseHasAVoice(t *testing.T) {
	root, read := filepath.Join("..", ".."), 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			return errOr(err, d)
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || excused(name) {
			return nil
		}
		text, err := os.ReadFile(path)
		read++
		for n, line := range strings.Split(string(text), "\n") {
			code, _, _ := strings.Cut(line, " // ")
			for what, shape := range ownWords {
				if !strings.HasPrefix(strings.TrimSpace(code), "//") && shape.MatchString(code) {
					t.Errorf("%s:%d has %s of its own: %s\nsay has it; if this is no text for people, add the file to others", name, n+1, what, strings.TrimSpace(code))
				}
			}
		}
		return err
	})
	if err != nil || read < 200 {
		t.Errorf("%d files read, %v", read, err)
	}
}

// bareCount is a count that is written without its thousands apart, beside others
// that have them.
var bareCount = regexp.MustCompile(`"[^"\n]*%d (of|[a-z]{3,})[^"\n]*"|" *\+ *strconv\.Itoa\(|strconv\.Itoa\([^)]*\) *\+ *" `)

// A number is the same text wherever it stands: 5,010, not 5010.
func TestCountsAreWrittenByCount(t *testing.T) {
	places := []string{"rows 1 to %d", "--per-page", "a library logged", "r.StatusCode", ":\" + strconv", "ev.Status"} // of rows, settings and files
	read := 0
	for _, dir := range []string{"ui", "cli", "share/many", "share/check"} {
		err := filepath.WalkDir(filepath.Join("..", "..", filepath.FromSlash(dir)), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "uitest") {
				return err
			}
			text, err := os.ReadFile(path)
			read++
			for n, line := range strings.Split(string(text), "\n") {
				if bareCount.MatchString(line) && !slices.ContainsFunc(places, func(p string) bool { return strings.Contains(line, p) }) {
					t.Errorf("%s:%d writes a count of its own: %s\nsay.Count, say.Things and say.AtLeast have it", path, n+1, strings.TrimSpace(line))
				}
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	if read < 100 {
		t.Errorf("%d files read", read)
	}
}

func errOr(err error, d fs.DirEntry) error {
	if err == nil && d.IsDir() {
		return fs.SkipDir
	}
	return err
}

func excused(name string) bool {
	for _, o := range others {
		if strings.HasPrefix(name, o) {
			return true
		}
	}
	return false
}
