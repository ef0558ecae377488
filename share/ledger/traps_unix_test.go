//go:build unix

package ledger

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Whatever is put into the place of the log, or of a file that SQLite or signet keeps
// beside it: nothing is waited for, nothing is written where a link leads, and a file of
// something else is not set aside.
func TestTrapsInThePlaceOfTheLog(t *testing.T) {
	for name, put := range map[string]func(path, precious string) error{
		"a link to a file":  func(path, precious string) error { return os.Symlink(precious, path) },
		"a link to nowhere": func(path, precious string) error { return os.Symlink(precious+"-not", path) },
		"a pipe":            func(path, _ string) error { return syscall.Mkfifo(path, 0o600) },
		"a folder":          func(path, _ string) error { return os.Mkdir(path, 0o700) },
		"a device":          func(path, _ string) error { return os.Symlink("/dev/zero", path) },
		"a link to itself":  func(path, _ string) error { return os.Symlink(path, path) },
	} {
		for _, suffix := range []string{"", "-wal", "-shm", "-journal", lockSuffix, lockSuffix + "-journal", markSuffix} {
			t.Run(name+" for "+suffix, func(t *testing.T) {
				f := newFixture(t)
				f.record(sample(1, noon))
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
				precious := filepath.Join(t.TempDir(), "precious")
				_ = os.Remove(f.path + suffix)
				if err := os.WriteFile(precious, []byte("of something else"), 0o640); err != nil {
					t.Fatal(err)
				}
				if err := put(f.path+suffix, precious); err != nil {
					t.Fatal(err)
				}
				l, err := Open(f.path, Options{Busy: 1})
				if err == nil {
					l.suspect()
				}
				_ = l.Close()
				if text, err := os.ReadFile(precious); err != nil || string(text) != "of something else" {
					t.Errorf("it is changed: %q %v", text, err)
				}
				if info := statFile(precious); info == nil || info.Mode().Perm() != 0o640 {
					t.Errorf("its mode is changed: %v", info)
				}
				beside, _ := filepath.Glob(filepath.Join(filepath.Dir(precious), "*"))
				if len(beside) > 1 && !(suffix == "" && name == "a link to nowhere") { // there the log begins, as it was meant to
					t.Errorf("it has company: %v", beside)
				}
			})
		}
	}
}
