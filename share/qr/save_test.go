package qr_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"signet/share/qr"
	"signet/share/qr/qrtest"
)

func TestSaveNeverOverwritesByItself(t *testing.T) {
	path := filepath.Join(t.TempDir(), "code.png")
	if err := qr.WriteFile(path, []byte("first"), false); err != nil {
		t.Fatal(err)
	}
	var exists *qr.ExistsError
	if err := qr.WriteFile(path, []byte("second"), false); !errors.As(err, &exists) || !errors.Is(err, fs.ErrExist) {
		t.Errorf("second save: %v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "first" {
		t.Errorf("the file holds %q", data)
	}
	if err := qr.WriteFile(path, []byte("third"), true); err != nil {
		t.Error(err)
	}
	if data, _ := os.ReadFile(path); string(data) != "third" {
		t.Errorf("told to overwrite, the file holds %q", data)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".signet-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSavedFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are not what protects files on Windows")
	}
	dir := t.TempDir()
	open, target := filepath.Join(dir, "open"), filepath.Join(dir, "target")
	if err := os.WriteFile(open, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"new", "open", "link"} {
		path := filepath.Join(dir, name)
		if err := qr.WriteFile(path, []byte("x"), name != "new"); err != nil {
			t.Fatal(err)
		}
		if info, _ := os.Lstat(path); info.Mode() != 0o600 {
			t.Errorf("%s: %v", name, info.Mode())
		}
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("a symbolic link was followed")
	}
}

func TestSaveChoosesByEnding(t *testing.T) {
	path := filepath.Join(t.TempDir(), "code.svg")
	if err := qr.Save(path, label(t, 384, "pump.pdf"), qr.Form{}, false); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(path); !strings.HasPrefix(string(data), "<?xml") {
		t.Errorf("%.20q", data)
	}
	if err := qr.Save(path, label(t, 384, "pump.pdf"), qr.Form{}, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("again: %v", err)
	}
}

func TestSaveErrorsNameThePathOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no", "such", "folder.png")
	for _, overwrite := range []bool{false, true} {
		err := qr.WriteFile(path, nil, overwrite)
		if err == nil || strings.Count(err.Error(), "folder.png") != 1 || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v", err)
		}
	}
}

// TestSavingToAFolder says so, and asks for no leave to replace it.
func TestSavingToAFolder(t *testing.T) {
	dir := t.TempDir()
	named := filepath.Join(dir, "q3.png")
	if err := os.Mkdir(named, 0o700); err != nil {
		t.Fatal(err)
	}
	label := qr.Label{Code: encode(t, qrtest.Link(100))}
	for _, path := range []string{dir, dir + "/", named, filepath.Join(dir, "new") + "/"} {
		for _, overwrite := range []bool{false, true} {
			for _, err := range []error{qr.Save(path, label, qr.Form{}, overwrite), qr.WriteFile(path, []byte("x"), overwrite)} {
				if err == nil || !strings.Contains(err.Error(), "this is a folder; add the name of a file") || errors.Is(err, fs.ErrExist) {
					t.Errorf("%s: %v", path, err)
				}
			}
		}
	}
}
