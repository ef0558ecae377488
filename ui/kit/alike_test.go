package kit

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

// Ordinary names of many languages are shown as they are.
func TestOrdinaryNamesStay(t *testing.T) {
	for _, name := range []string{
		"Résumé 2026.pdf", "Übersicht.docx", "Tiếng Việt.pdf", "ž ķ ṭ ą́ ė̃ ẹ́.txt", "हिन्दी क्षेत्र फ़ाइल.pdf", "น้ำ ที่นี่.pdf", "العَرَبِيَّة.pdf", "עִבְרִית שָׁלוֹם.pdf",
		"Отчет о продажах/АКТ сверки.xlsx", "сок и хор по-русски.txt", "Ελληνικά και αγγλικά.pdf", "PDFки.zip", "Δt λ=3.csv", "日本語 プレゼン.pptx", "한글 파일.hwp",
		"Tシャツ A社.pdf", "မြန်မာစာ ကျွန်ုပ်.pdf", "བསྒྲུབས.txt", "İstanbul ılık.txt", "naïve café", "à la carte – “menü”.pdf", "10µF.txt", "Հայերեն.pdf", "≠.txt", "ё й.txt",
		`C:\Users\me\Größe.txt`, " leading", "a  b",
	} {
		if got := Clean(name); got != name {
			t.Errorf("%s is shown as %s", name, got)
		}
		if got := CleanOnce(name); got != name {
			t.Errorf("%s is shown as %s where it may be clean already", name, got)
		}
	}
}

// What looks the same is told apart, and a name in parts stays readable.
func TestNamesThatLookAlike(t *testing.T) {
	for in, want := range map[string]string{
		"Re\u0301sume\u0301.pdf":              `R\(é)sum\(é).pdf`,
		norm.NFD.String("Tiếng Việt"):         `Ti\(ế)ng Vi\(ệ)t`,
		norm.NFD.String("한글 파일.hwp"):          `\(한글) \(파일).hwp`,
		norm.NFD.String("プレゼン"):               `\(プ)レ\(ゼ)ン`,
		"й" + norm.NFD.String("й"):            `й\(й)`,
		"a\u0302\u0323":                       `a\u0302\u0323`, // in another order
		"\u00e2\u0323":                        `â\u0323`,       // half of it
		"\uac00\u11a8":                        `가\u11a8`,
		"\u212bngstr\u00f6m \u2126":           `\u212bngström \u2126`,
		"=\u0338":                             `\(≠)`,
		"\uf900":                              `\uf900`, // 豈 of another standard
		"o\u0338l i\u0307":                    `o\u0338l i\u0307`,
		"x\u0301\u0301":                       `x\u0301\u0301`,
		"x\u0301\u0302\u0303":                 `x\u0301\u0302\u0303`,
		"\u0301a/\u0301 \u0301":               `\u0301a/\u0301 \u0301`,
		"report.pdf ":                         `report.pdf\x20`,
		"a \u3000 ":                           `a\x20\u3000\x20`,
		"r\u0435\u0440ort":                    `r\u0435\u0440ort`,
		"re\u0441eipt_\u0410pple":             `re\u0441eipt_\u0410pple`,
		"\u0421\u041e\u0420Y.txt":             `\u0421\u041e\u0420Y.txt`,
		"\u0441\u043e\u0440\u0443.txt":        `\u0441ору.txt`,
		"\u0410\u041a\u0422 \u0441\u043e.pdf": `\u0410КТ \u0441о.pdf`,
		"\u0391pple \u03bfmega":               `\u0391pple \u03bfmega`,
		"e\u0308 \u0435\u0308x":               `\(ë) \u0435\u0308x`,
		"\u13aapple \u0561bc":                 `\u13aapple \u0561bc`,
		"a\u2215b\u2044c\u2010d\u2212e":       `a\u2215b\u2044c\u2010d\u2212e`,
		"\u0261oogle":                         `\u0261oogle`,
		`R\(é)sum` + "e\u0301":                `R\\(é)sum\(é)`,
		`\` + "e\u0301":                       `\\\(é)`,
		"Документы/\u0441\u043e\u0440\u0443 2.txt": `Документы/\u0441ору 2.txt`,
		"\u200de\u0301 \u202e\u0301":               `\u200d\(é) \u202e\u0301`,
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%+q) = %s, want %s", in, got, want)
		}
	}
}

// Hundreds of marks become text that can be cut, in no time.
func TestManyMarks(t *testing.T) {
	name := "a" + strings.Repeat("\u0301", 400) + "b"
	got := Clean(name)
	if want := "a" + strings.Repeat(`\u0301`, 400) + "b"; got != want {
		t.Errorf("%.60s…", got)
	}
	if cut := Cut(got, 20); ansi.StringWidth(cut) != 20 || len(cut) > 40 {
		t.Errorf("cut to %q", cut)
	}
}

func TestUnclear(t *testing.T) {
	for in, want := range map[string]string{
		"ab\x1b": "..!", "e\u0301é": ".!.", "p\u0430y ": ".!..", norm.NFD.String("한"): ".!!", "\xff\u200d": "!!",
	} {
		var got strings.Builder
		for _, out := range Unclear(in) {
			got.WriteByte(map[bool]byte{true: '!', false: '.'}[out])
		}
		if got.String() != want {
			t.Errorf("Unclear(%+q) = %s, want %s", in, got.String(), want)
		}
	}
}

// What is shown can be read back, so that no two names look the same; and what is
// shown of two names is never the same to the eye: in the usual form.
func FuzzNames(f *testing.F) {
	for _, s := range []string{
		"Re\u0301sume\u0301", norm.NFD.String("한글 プレゼン Việt"), "a\u0302\u0323 \u00e2\u0323", "\u212b =\u0338", `\(é)` + "e\u0301", "r\u0435p \u0441\u043e/\u0410\u041a\u0422 ",
		"o\u0338\u0301", "\uac00\u11a8\u1100", `\u0441` + "\u0441\u043e", "x\u093c\u0958 ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if back := readBack(got); back != s {
			t.Errorf("Clean(%+q) = %+q reads as %+q", s, got, back)
		}
		if usual := norm.NFC.String(got); usual != got && len(s) < 1000 {
			t.Errorf("Clean(%+q) = %+q is not in the usual form", s, got)
		}
		if once := CleanOnce(s); CleanOnce(once) != once {
			t.Errorf("CleanOnce(%+q) = %+q becomes %+q", s, once, CleanOnce(once))
		}
		if n := len(Unclear(s)); n != utf8.RuneCountInString(s) {
			t.Errorf("Unclear(%+q) speaks of %d runes", s, n)
		}
	})
}

// readBack reads what Clean has shown, in the way that its comments promise.
func readBack(s string) string {
	var b strings.Builder
	for s != "" {
		rest := strings.TrimLeft(s, `\`)
		run := len(s) - len(rest)
		meant, n := "", 0
		switch size := escape(`\` + rest); {
		case strings.HasPrefix(rest, "("):
			n = 1
			if run%2 == 1 {
				n = strings.IndexByte(rest, ')') + 1
				meant = norm.NFD.String(rest[1 : n-1])
			}
		case size == 2:
			n, meant = 1, map[byte]string{'n': "\n", 'r': "\r", 't': "\t"}[rest[0]]
		case size > 0:
			n = size - 1
			v, _ := strconv.ParseUint(rest[1:n], 16, 32)
			if meant = string(rune(v)); size == 4 {
				meant = string([]byte{byte(v)})
			}
		}
		switch {
		case n == 0:
			_, n = utf8.DecodeRuneInString(rest)
			b.WriteString(s[:run+n])
		case run%2 == 1:
			b.WriteString(s[:run/2] + meant)
		default:
			b.WriteString(s[:run/2] + rest[:n])
		}
		s = rest[n:]
	}
	return b.String()
}

func BenchmarkCleanForeignName(b *testing.B) {
	name := "Отчеты/2026/" + norm.NFD.String("Résumé Việt 한글") + ".pdf"
	b.ReportAllocs()
	for b.Loop() {
		Clean(name)
	}
}
