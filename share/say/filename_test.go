package say

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"report.pdf": "report.pdf", "": "download", "..": "download", "...": "download", "a/b": "a_b",
		".bashrc": "_bashrc", "-rf": "_rf", "~": "_", "@x": "_x", `a\b:c*d?.txt`: "a_b_c_d_.txt", "CON": "_CON", "nul.tar.gz": "_nul.tar.gz", "com1": "_com1", "com\u00b9.txt": "_com\u00b9.txt", "LPT\u00b3": "_LPT\u00b3", "conin$": "_conin$", "a\u3164\u115fb\u034f": "a__b_", "community.txt": "community.txt",
		"rtl\u202egpj.exe": "rtl_gpj.exe", "a\nb": "a_b", "esc\x1b[2J": "esc_[2J", " x ": "x", "bad\xffutf8": "bad_utf8", "größe.pdf": "größe.pdf", "\u200d": "\u200d",
	} {
		if got := FileName(name, "download"); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if long := FileName(strings.Repeat("ü", 300)+".pdf", ""); len(long) > 200 || !strings.HasSuffix(long, "ü.pdf") {
		t.Errorf("%d bytes: %s", len(long), long)
	}
}

func TestShellFileName(t *testing.T) {
	for key, want := range map[string]string{
		"manuals/pump 7.pdf": "pump-7.pdf", "a/b/": "b", "": "link", "///": "link", "../../etc/passwd": "passwd", "..": "link", `..\..\boot.ini`: "boot.ini",
		"-rf": "_rf", ".bashrc": "_bashrc", "a:b*c?d\"e<f>g|h": "a_b_c_d_e_f_g_h", "line\nbreak\x00\x1b[2J": "line_break__[2J", "\xff\xfe": "__",
		"com1.txt": "_com1.txt", "$(reboot)`x`;&": "_(reboot)_x___", "中文报告.pdf": "中文报告.pdf", "trailing. . ": "trailing.-.-",
	} {
		if got := ShellFileName(key, "link", ".qr.png"); got != want+".qr.png" {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
	}
}

// Whatever the key, the name is one harmless path element.
func FuzzFileName(f *testing.F) {
	for _, s := range []string{"a/b.pdf", "\xff../CON", " . ", "con .txt", "\u00a0", strings.Repeat("中", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, key string) {
		for _, name := range []string{FileName(LastPart(key), "x"), ShellFileName(key, "x", "")} {
			if name == "" || len(name) > 201 || !utf8.ValidString(name) || name != filepath.Base(name) || strings.ContainsAny(name, "/\\\x00\n\r\x1b\"<>:|?*") || strings.ContainsAny(name[:1], ".-~@") {
				t.Errorf("%q gives %q", key, name)
			}
		}
		if name := ShellFileName(key, "x", ""); strings.ContainsAny(name, " $`'&;!#%") {
			t.Errorf("%q gives %q", key, name)
		}
	})
}
