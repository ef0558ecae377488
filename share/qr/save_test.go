package qr_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"signet/share/qr"
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
	if err := qr.Save(path, label(t, 384, "pump.pdf"), false); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(path); !strings.HasPrefix(string(data), "<?xml") {
		t.Errorf("%.20q", data)
	}
	if err := qr.Save(path, label(t, 384, "pump.pdf"), false); !errors.Is(err, fs.ErrExist) {
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

func TestFileName(t *testing.T) {
	for key, want := range map[string]string{
		"manuals/pump 7.pdf":          "pump-7.pdf.qr.png",
		"a/b/":                        "b.qr.png",
		"":                            "link.qr.png",
		"///":                         "link.qr.png",
		"../../etc/passwd":            "passwd.qr.png",
		"..":                          "link.qr.png",
		`..\..\boot.ini`:              "boot.ini.qr.png",
		"-rf":                         "rf.qr.png",
		".bashrc":                     "bashrc.qr.png",
		"a:b*c?d\"e<f>g|h":            "a_b_c_d_e_f_g_h.qr.png",
		"evil\u202efdp.exe":           "evil_fdp.exe.qr.png",
		"line\nbreak\x00\x1b[2J":      "line_break__[2J.qr.png",
		"\xff\xfe":                    "__.qr.png",
		"CON":                         "_CON.qr.png",
		"com1.txt":                    "_com1.txt.qr.png",
		"console.txt":                 "console.txt.qr.png",
		"$(reboot)`x`;&":              "_(reboot)_x___.qr.png",
		"中文报告.pdf":                    "中文报告.pdf.qr.png",
		"trailing. . ":                "trailing.-.-.qr.png",
		strings.Repeat("中", 200):      strings.Repeat("中", 33) + ".qr.png",
		strings.Repeat("a", 99) + " ": strings.Repeat("a", 99) + "-.qr.png",
	} {
		if got := qr.FileName(key, ".qr.png"); got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("a/b.pdf")
	f.Add("\xff../CON")
	f.Fuzz(func(t *testing.T, key string) {
		name := qr.FileName(key, ".png")
		if !utf8.ValidString(name) || len(name) > 110 || name != filepath.Base(name) || strings.ContainsAny(name, "/\\:\x00\n\r ") ||
			strings.HasPrefix(name, ".") || strings.HasPrefix(name, "-") {
			t.Errorf("%q became %q", key, name)
		}
	})
}
