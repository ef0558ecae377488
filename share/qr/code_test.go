package qr_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"signet/share/qr"
	"signet/share/qr/qrtest"
)

func TestEncodeLimits(t *testing.T) {
	if c := encode(t, qrtest.Link(qr.MaxBytes)); c.Version() != 40 || c.Size() != 177 {
		t.Errorf("the longest text: %v", c)
	}
	var long *qr.TooLongError
	if _, err := qr.Encode(qrtest.Link(qrtest.TooLong)); !errors.As(err, &long) || long.Bytes != qrtest.TooLong {
		t.Errorf("too many bytes: %v", err)
	}
	if _, err := qr.Encode(""); err == nil {
		t.Error("nothing encodes to something")
	}
}

func TestOutsideIsLight(t *testing.T) {
	c := encode(t, "https://signet.example/")
	for _, at := range [][2]int{{-1, 0}, {0, -1}, {c.Size(), 0}, {0, c.Size()}} {
		if c.Dark(at[0], at[1]) {
			t.Errorf("module %v is dark", at)
		}
	}
	if !c.Dark(0, 0) || c.Dark(1, 1) || !c.Dark(2, 2) {
		t.Error("the finder is not where it belongs")
	}
}

// TestCodeDoesNotPrint: the modules spell out the link, so they stay out of
// logs as the link does.
func TestCodeDoesNotPrint(t *testing.T) {
	c := encode(t, "https://signet.example/secret")
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("made", "code", c)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("made", "code", c)
	for _, s := range []string{fmt.Sprint(c), fmt.Sprintf("%v %+v %#v %x %d", c, c, c, c, c), fmt.Sprintf("%#v", *c), log.String()} {
		if strings.Contains(s, "true") || strings.Contains(s, "secret") {
			t.Errorf("a code printed its modules: %.80s", s)
		}
	}
}
