package share

import "testing"

func TestDisposition(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{}, ""},
		{Options{Inline: true}, "inline"},
		{Options{Filename: "a b.pdf"}, `attachment; filename="a b.pdf"`},
		{Options{Filename: "a.pdf", Inline: true}, `inline; filename="a.pdf"`},
		{Options{Filename: `q"\.pdf`}, `attachment; filename="q__.pdf"; filename*=UTF-8''q%22%5C.pdf`},
		{Options{Filename: "Übersicht ß.pdf"}, `attachment; filename="Ubersicht ss.pdf"; filename*=UTF-8''%C3%9Cbersicht%20%C3%9F.pdf`},
		{Options{Filename: "日本.txt"}, `attachment; filename="__.txt"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.txt`},
	} {
		if got := disposition(&c.o); got != c.want {
			t.Errorf("%+v:\n got %s\nwant %s", c.o, got, c.want)
		}
	}
}
