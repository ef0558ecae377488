package batch_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/many"
	"signet/share/qr"
	"signet/ui/batch"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// TestPaperOfASheet: of a sheet of codes its paper is chosen, as that of a single code is,
// whether the links are signed for it or stand in the list; of a list there is none to choose.
func TestPaperOfASheet(t *testing.T) {
	for _, few := range []bool{false, true} {
		var path string
		var on qr.Paper
		d := uitest.New(t, func(env kit.Env) kit.Screen {
			link := share.Link{ID: "a", URL: share.NewSecret("https://s3.example.com/acme/a?X-Amz-Signature=s"), Method: "GET", Request: terms(), Terms: share.Terms{Ends: env.Now().Add(time.Hour)}}
			result := many.Result{Whole: true, Tally: many.Tally{Links: 1, Earliest: link.Terms.Ends, Latest: link.Terms.Ends}}
			exits := batch.Exits{Write: func(_ []share.Link, to string, paper qr.Paper, _ bool) error { path, on = to, paper; return nil }}
			if few {
				result.Kept = []share.Link{link}
				return batch.Again(env, result, exits)
			}
			return batch.New(env, terms(), "900 objects", 900, func(_ context.Context, _ share.Request, into batch.Into, _ *many.Progress) (many.Result, error) {
				path, on = into.Path, into.On
				return result, nil
			}, exits)
		})
		says := func(want string, whether bool) {
			t.Helper()
			if view := strings.Join(strings.Fields(strings.ReplaceAll(uitest.Plain(d.View(80, 22)), "│", " ")), " "); strings.Contains(view, want) != whether {
				t.Errorf("few: %t; says %q: %t\n%s", few, want, !whether, d.View(80, 22))
			}
		}
		if few {
			d.Press("w")
		}
		says("paper", false)
		d.Press("tab") // there is nothing to choose
		d.Press("ctrl+u")
		d.Type("codes.html")
		says("paper", false)
		d.Press("ctrl+u")
		d.Type("codes.qr.html")
		says("on A4 paper (tab: on letter paper)", true)
		d.Press("tab")
		says("on letter paper (tab: on A4 paper)", true)
		uitest.CheckKeys(t, d.Screen.Keys())
		d.Press("tab", "tab", "enter")
		if path != "codes.qr.html" || on != qr.Letter() {
			t.Errorf("few: %t; %q on %+v", few, path, on)
		}
	}
}
