package objects

import (
	"testing"

	"signet/s3browser"
	"signet/share"
	"signet/ui/kit"
)

func TestKeysLeadIntoObjectsAndBelowFolders(t *testing.T) {
	b := newBucket("a/x.pdf", "a/y.pdf", "notes.txt")
	d, s, _ := start(t, b, here)
	went := map[string]share.Target{}
	sized := share.Object{}
	mk := func(kit.Env) kit.Screen { return nil }
	s.exits.Onward = Onward{
		Preview:  func(t share.Target, o share.Object) kit.Maker { went["p"], sized = t, o; return mk },
		Download: func(t share.Target, _ share.Object) kit.Maker { went["w"] = t; return mk },
		Find:     func(t share.Target) kit.Maker { went["F"] = t; return mk },
		Tally:    func(t share.Target) kit.Maker { went["#"] = t; return mk },
	}
	d.Press("p", "w", "F", "#") // on the folder a/
	if _, ok := went["p"]; ok || went["F"].Key != "" || went["F"].Bucket != "acme-legal" || went["#"].Key != "a/" {
		t.Errorf("on a folder: %+v", went)
	}
	d.Press("down", "p", "w", "#")
	if went["p"].Key != "notes.txt" || went["w"].Key != "notes.txt" || went["#"].Key != "" || sized.Size == 0 {
		t.Errorf("on an object: %+v, %+v", went, sized)
	}
	clear(went)
	b.entries = []s3browser.Entry{{Key: "../out", Foreign: true}}
	d.Press("R", "g", "p", "w")
	if len(went) != 0 {
		t.Errorf("on what does not belong here: %+v", went)
	}
}
