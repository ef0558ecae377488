package batch_test

import (
	"context"
	"errors"
	"net/url"
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

// Few links stand in a list, and a file is written only when it is asked for.
func TestFewLinksNeedNoFile(t *testing.T) {
	var wrote, shown string
	link := func(key string, ends time.Time) share.Link {
		return share.Link{
			ID: key, URL: share.NewSecret("https://s3.example.com/acme/" + url.PathEscape(key) + "?X-Amz-Signature=s"), Method: "GET",
			Request: share.Request{Target: share.Target{Bucket: "acme", Key: key}, Operation: share.Download, Object: share.Object{Known: true, Size: 1200}},
			Terms:   share.Terms{Ends: ends, Asked: ends},
		}
	}
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		end := env.Now().Add(time.Hour)
		run := func(_ context.Context, _ share.Request, into batch.Into, _ *many.Progress) (many.Result, error) {
			if into.Path != "" {
				t.Errorf("a file %s", into.Path)
			}
			return many.Result{
				Tally: many.Tally{Links: 2, Earliest: end, Latest: end}, Failed: 1, FirstErr: errors.New("refused"),
				Kept: []share.Link{link("a.pdf", end), link("b\x1b[2J.pdf", end)},
				Left: []many.Left{{Target: share.Target{Bucket: "acme", Key: "c.pdf"}, Err: errors.New("refused")}},
			}, nil
		}
		return batch.New(env, terms(), "3 objects", 3, run, batch.Exits{
			Link: func(l share.Link) kit.Maker { shown = l.ID; return func(kit.Env) kit.Screen { return nil } },
			Codes: func(all []share.Link, at int) kit.Maker {
				shown = "code of " + all[at].ID
				return func(kit.Env) kit.Screen { return nil }
			},
			Write: func(l []share.Link, path string, _ qr.Paper, _ bool) error { wrote = path; return nil },
		})
	})
	d.Goldens("few")
	uitest.Sizes(t, d.Screen)
	uitest.CheckKeys(t, d.Screen.Keys())
	d.Press("y")
	if c, ok := d.Step().(kit.Copy); !ok || strings.Count(c.Text.Reveal(), "\n") != 2 {
		t.Errorf("copied %+v", c)
	}
	d.Press("f")
	step := d.Step()
	if c, ok := step.(kit.Copy); !ok || !strings.Contains(c.Text.Reveal(), "a.pdf (1.2 kB), until") || !strings.Contains(c.Text.Reveal(), "Subject: 2 documents") {
		t.Errorf("handed over %+v", step)
	}
	if d.Press("enter"); shown != "a.pdf" {
		t.Errorf("enter showed %s", shown)
	}
	if d.Press("down", "Q"); !strings.HasPrefix(shown, "code of b") {
		t.Errorf("Q showed %s", shown)
	}
	if d.Press("w", "enter"); wrote != "links.csv" {
		t.Errorf("wrote %q", wrote)
	}
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Error("esc did not leave")
	}
}
