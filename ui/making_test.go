package ui

import (
	"strings"
	"testing"
)

// The place that was made opens, and one sentence says under which name and where it was
// saved.
func TestAPlaceThatWasMadeSaysWhereItIs(t *testing.T) {
	w := newWorld(t)
	r := w.at(t, spot{"place form", []string{"n", "nas", "down", "right", "down", "right", "right", "ctrl+s"}, func(p *Parts) { p.At.Bucket, p.At.Place = "", "" }})
	said := strings.Join(strings.Fields(r.screen()), " ")
	if !strings.HasSuffix(r.titles(), "made") || !strings.Contains(said, "the place nas is saved in /home/ada/config.toml, line 3") {
		t.Errorf("%s\n%s", r.titles(), r.screen())
	}
}
