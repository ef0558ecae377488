package qrview_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/qr/qrtest"
	"signet/ui/kit"
	"signet/ui/qrview"
	"signet/ui/uitest"
)

// A code on the whole screen: beside it what it is, or why there is none.
func TestCodesAsDrawn(t *testing.T) {
	for name, c := range map[string]struct {
		bytes int
		of    func(*qrview.Subject)
		then  func(*uitest.Driver)
	}{
		"code":     {bytes: 154},
		"larger":   {bytes: 384}, // none at 80x24
		"too-long": {bytes: qrtest.TooLong},
		"ended":    {bytes: 154, then: func(d *uitest.Driver) { d.Tick(27 * time.Hour) }},
		"revoked":  {bytes: 154, of: func(s *qrview.Subject) { s.Revoked = true }},
		"several": {bytes: 154, of: func(s *qrview.Subject) {
			s.Key, s.At, s.Pages, s.Page = "2026/a folder with a long name/pump manual.pdf", 3, 12, func(int) kit.Maker { return nil }
		}},
		"saved": {bytes: 154, then: func(d *uitest.Driver) { d.Send(qrview.Exported{Path: "pump.qr.png"}) }},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.GoldensOf(t, name, func(s uitest.Terminal) *uitest.Driver {
				caps := terminal(s.W, s.H, false)
				d := uitest.New(t, func(env kit.Env) kit.Screen {
					subject := qrview.Subject{
						URL: share.NewSecret(qrtest.Link(c.bytes)), Name: "pump manual.pdf", Ends: env.Now().Add(26 * time.Hour),
						Shorter: []string{"share without a file name of its own"},
					}
					if c.of != nil {
						c.of(&subject)
					}
					return qrview.NewScreen(env, caps, subject)
				})
				d.Hear = func(m tea.Msg) { caps.Observe(m) }
				if c.then != nil {
					c.then(d)
				}
				return d
			})
		})
	}
}
