package cli

import (
	"strings"
	"testing"
)

func TestOpener(t *testing.T) {
	const page = "https://eu-west-3.console.aws.amazon.com/s3/object/b?prefix=a%26b%3Bc"
	none := func(string) string { return "" }
	display := func(name string) string { return map[string]string{"DISPLAY": ":0"}[name] }
	for _, c := range []struct {
		system string
		env    func(string) string
		page   string
		want   string
	}{
		{"darwin", none, page, "open " + page},
		{"windows", none, page, "rundll32 url.dll,FileProtocolHandler " + page},
		{"linux", display, page, "xdg-open " + page},
		{"linux", none, page, ""},
		{"linux", display, "file:///etc/passwd", ""},
		{"darwin", none, "-a Calculator", ""},
	} {
		argv, err := opener(c.system, c.env, c.page)
		if strings.Join(argv, " ") != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %s: %q, %v", c.system, c.page, argv, err)
		}
	}
}

// Over ssh nothing is started, whatever the machine at the other end has.
func TestNoBrowserOverSSH(t *testing.T) {
	a := &app{IO: IO{Env: func(name string) string { return map[string]string{"SSH_TTY": "/dev/pts/1", "DISPLAY": ":0"}[name] }}}
	if err := a.openPage(t.Context(), "https://acme.example/"); err == nil || !strings.Contains(err.Error(), "ssh") {
		t.Errorf("%v", err)
	}
}
