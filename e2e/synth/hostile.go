package synth

import (
	"slices"
	"strings"
)

// Mark stands in hostile keys where a terminal that obeys them would show it, so
// that a test can look for it: as the title of the window, in the clipboard.
const Mark = "0wn3d"

// hostile holds keys that attack whoever shows them, and some that are only odd.
func hostile() bucket {
	keys := HostileKeys()
	return bucket{n: len(keys), key: func(i int) string { return keys[i] }}
}

// HostileKeys are all keys of `hostile`, in their order.
func HostileKeys() []string {
	keys := slices.Concat(controls(), lookalikes(), paths(), formulas(), longs())
	slices.Sort(keys)
	return slices.Compact(keys)
}

// controls speak to the terminal.
func controls() []string {
	return []string{
		"control/title\x1b]0;" + Mark + "\a.pdf",
		"control/clipboard\x1b]52;c;MHduM2Q=\a.pdf",
		"control/link\x1b]8;;https://" + Mark + ".example\x1b\\text\x1b]8;;\x1b\\.pdf",
		"control/clear\x1b[2J\x1b[H" + Mark + ".pdf",
		"control/red\x1b[31;1m" + Mark + "\x1b[0m.pdf",
		"control/back\b\b\b\b" + Mark + ".pdf",
		"control/return\r" + Mark + ".pdf",
		"control/line\n" + Mark + ".pdf",
		"control/tab\t" + Mark + ".pdf",
		"control/bell\a.pdf",
		"control/nul\x00.pdf",
		"control/delete\x7f.pdf",
		"control/eight-bit\u009b31m" + Mark + ".pdf",
		"control/device\x1bP0;1;0q#0!1000~\x1b\\.pdf",
		"control/paste\x1b[200~" + Mark + "\x1b[201~.pdf",
		"control/frame\x1b[?2026h" + Mark + ".pdf",
		"control/screen\x1b[?1049l" + Mark + ".pdf",
	}
}

// lookalikes show something else than what they are.
func lookalikes() []string {
	return []string{
		"look/contract\u202efdp.exe",
		"look/contract\u2066\u2069.pdf",
		"look/contract\u200b.pdf",
		"look/contract\u00ad.pdf",
		"look/contract\ufeff.pdf",
		"look/contract.pdf",
		"look/contract.pdf ",
		"look/contract\u00a0.pdf",
		"look/c\u043entract.pdf", // a Cyrillic о
		"look/contra\u0441t.pdf", // a Cyrillic с
		"look/re\u0301sum\u00e9.pdf",
		"look/r\u00e9sum\u00e9.pdf",
		"look/fam\U0001f468\u200d\U0001f469\u200d\U0001f467ily.pdf",
		"look/tag\U000e0041\U000e0042.pdf",
		"look/zalgo" + strings.Repeat("\u0336\u0334", 40) + ".pdf",
		"look/bad\xff\xfeutf8.pdf",
		"look/cut\xe2\x82.pdf",
	}
}

// paths are names that a shell, a file system or an address would read otherwise.
func paths() []string {
	return []string{
		"/absolute.pdf", "//double.pdf", "../above.pdf", "../../etc/passwd", "./here.pdf",
		"path/..", "path/../sideways.pdf", "path//empty.pdf", "path/~root.pdf",
		"path/-rf", "path/--version", "path/$(touch " + Mark + ").pdf", "path/`touch " + Mark + "`.pdf",
		"path/a;touch " + Mark + ".pdf", "path/a|b.pdf", "path/a'b\"c.pdf", "path/a\\b.pdf",
		"path/%2e%2e%2fencoded.pdf", "path/a?b=c&d.pdf", "path/a#b.pdf", "path/a+b c.pdf", "path/s3:\\bucket", "path/*.pdf", "path/nul", "path/CON",
	}
}

// formulas are names that a table or a page would run.
func formulas() []string {
	return []string{
		"text/=HYPERLINK(\"https://" + Mark + ".example\")", "text/+1+cmd|' /C calc'!A0", "text/-2+3", "text/@SUM(A1)",
		"text/<script>alert('" + Mark + "')</script>.html", "text/<img src=x onerror=alert(1)>.png", "text/\"><b>bold.pdf", "text/&amp;.pdf", "text/]]>.xml",
		"text/a,b;c.csv", "text/{{template}}.txt", "text/%s%n%d.txt",
	}
}

// longs are as long as keys may be, 1,024 bytes.
func longs() []string {
	return []string{
		"long/" + strings.Repeat("l", 1024-len("long/")),
		"long/" + strings.Repeat("ü", (1024-len("long/"))/2),
		"long/" + strings.Repeat("日", (1024-len("long/"))/3),
		strings.Repeat("d/", 511) + "k",
	}
}
