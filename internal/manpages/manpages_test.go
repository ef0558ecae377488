package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"signet/cli"
)

// hostile is text that roff would take for requests and escapes.
const hostile = ".SH FORGED\n'br\n\\fBbold\\fR \\n(yr .so /etc/passwd \"quoted\" 'single' `back` a-b --c ^ ~ <x> *y* grün \x1b[31m\u202e\n\n  .in  kept\n  'in \\\\ -x"

func TestTextStaysText(t *testing.T) {
	r := &roff{}
	r.text(hostile)
	want := `\&.SH FORGED \(aqbr \(rsfBbold\(rsfR \(rsn(yr .so /etc/passwd \(dqquoted\(dq \(aqsingle\(aq \(gaback\(ga a\-b \-\-c \(ha \(ti <x> *y* gr\[u00FC]n \(rsx1b[31m\(rsu202e
.PP
.RS 2
.nf
\&.in  kept
\(aqin \(rs\(rs \-x
.fi
.RE
`
	if r.String() != want {
		t.Errorf("got\n%s\nwant\n%s", r.String(), want)
	}
	r.Reset()
	r.macro("TH", hostile)
	if strings.Count(r.String(), "\n") != 1 || strings.Count(r.String(), `"`) != 2 {
		t.Errorf("an argument is %q", r.String())
	}
}

func TestPageHasDefaultsAndValues(t *testing.T) {
	cmd := &cobra.Command{Use: "x NAME", Short: "s", Run: func(*cobra.Command, []string) {}}
	cmd.Flags().String("op", "get", "what")
	cmd.Flags().IntP("number", "n", 8, "how many `PIECES`")
	cmd.Flags().String("none", "", "nothing")
	cmd.Flags().Bool("no", false, "not")
	cmd.Flags().String("qr", "", "draw")
	cmd.Flags().Lookup("qr").NoOptDefVal = "default"
	m := manual{root: cmd, date: "2026-01-02", version: "1.2"}
	page := m.page(cmd)
	for _, want := range []string{
		`.TH "X" "1" "2026-01-02" "signet 1.2" "signet"`,
		"\\fB\\-\\-op\\fR \\fIstring\\fR\nwhat (default get)\n",
		"\\fB\\-n\\fR, \\fB\\-\\-number\\fR \\fIPIECES\\fR\nhow many PIECES (default 8)\n",
		"\\fB\\-\\-none\\fR \\fIstring\\fR\nnothing\n",
		"\\fB\\-\\-no\\fR\nnot\n",
		"\\fB\\-\\-qr\\fR \\fIstring[=default]\\fR\ndraw\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("lacks %q:\n%s", want, page)
		}
	}
}

func TestEveryCommandHasAPage(t *testing.T) {
	root, topics := cli.Manual()
	m := manual{root: root, topics: topics}
	pages := m.pages()
	for _, name := range []string{"signet", "signet-share", "signet-place-add", "signet-completion-bash", "signet-help"} {
		if pages[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
	tree, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range pages {
		_, about, ok := strings.Cut(page, ".SH \"SEE ALSO\"\n")
		if !ok || about == "" {
			t.Errorf("%s leads nowhere", name)
		}
		for line := range strings.Lines(about) {
			other, _, _ := strings.Cut(strings.TrimPrefix(line, `.BR "`), `"`)
			if other = strings.ReplaceAll(other, `\-`, "-"); pages[other] == "" || other == name {
				t.Errorf("%s leads to %q", name, other)
			}
		}
		for line := range strings.Lines(page) {
			if strings.HasPrefix(line, "'") || strings.ContainsAny(line, "\x1b\t") || strings.Contains(line, tree) {
				t.Errorf("%s has %q", name, line)
			}
		}
	}
	for _, want := range []string{"ENVIRONMENT", "FILES", "EXIT STATUS", "DIAGNOSTICS", "SIGNET_EXPIRY", "~/.config/signet/config.toml", "NoSuchBucket"} {
		if !strings.Contains(pages["signet"], escape(want)) {
			t.Errorf("signet(1) lacks %q", want)
		}
	}
}

func TestSameSourcesGiveTheSamePages(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1767323045")
	var texts []string
	for _, home := range []string{"/a", "/b"} {
		t.Setenv("HOME", home)
		t.Setenv("SIGNET_HOME", home)
		dir := t.TempDir()
		if _, err := run(dir, "1.2"); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(dir, "signet.1"))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	if texts[0] != texts[1] || !strings.HasPrefix(texts[0], `.TH "SIGNET" "1" "2026-01-02" "signet 1.2"`) {
		t.Errorf("%.200q\n%.200q", texts[0], texts[1])
	}
}

func TestDate(t *testing.T) {
	for _, c := range []struct{ epoch, commit, want string }{
		{"0", "86400", "1970-01-01"}, {"", "86400", "1970-01-02"}, {"", "", ""},
	} {
		if got, err := date(c.epoch, func() string { return c.commit }); got != c.want || err != nil {
			t.Errorf("%q, %q: %q, %v", c.epoch, c.commit, got, err)
		}
	}
	if _, err := date("today", nil); err == nil {
		t.Error("today is a date")
	}
}
