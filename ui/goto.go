package ui

import (
	"cmp"
	"errors"
	"strings"

	"signet/config/bookmarks"
	"signet/share"
	"signet/share/address"
	links "signet/share/inspect"
	"signet/share/say"
	"signet/ui/jump"
	"signet/ui/kit"
	"signet/ui/objects"
)

// ask is the screen that asks where to go, from somewhere: the place that is open
// there reads what is typed, and completes it. why says that it appeared by itself.
func (w *wiring) ask(from share.Target, why string) kit.Maker {
	p, open := w.known[from.Place]
	o := jump.Options{Unasked: why, Rest: w.rest}
	var server jump.Server
	if open {
		o.Place, o.Label, server = p.Name, cmp.Or(p.Label, p.Name), p.Browser
	}
	src := &ways{found: w.everywhere(), kept: &w.kept, here: from, open: open}
	exits := jump.Exits{Open: func(to jump.Way) kit.Maker { return w.way(src, to) }, Goto: w.jump(p), Reads: understood}
	if !open {
		exits.Goto = w.jumpAnywhere
	}
	return func(env kit.Env) kit.Screen { return jump.New(env, src, server, o, exits) }
}

// jumpAnywhere reads what was typed where no place is open.
func (w *wiring) jumpAnywhere(text string) (kit.Maker, error) {
	return nil, w.fitting(Place{Name: noPlace}, text, errors.New("choose a place first; its buckets are not those of another one"))
}

// noPlace is the name of no place.
const noPlace = "\x00"

// jump reads what was typed or pasted: s3:// and https:// addresses, ARNs, pages of
// AWS's console, or the name of a bucket.
func (w *wiring) jump(p Place) func(string) (kit.Maker, error) {
	return func(text string) (kit.Maker, error) {
		t, err := w.named(p, text)
		if err != nil {
			return nil, w.fitting(p, text, err)
		}
		return w.at(p, t), nil
	}
}

// at opens what an address names: its object among the neighbours, or the form for a
// certain version of it, which no list shows.
func (w *wiring) at(p Place, t share.Target) kit.Maker {
	if t.VersionID != "" && t.Key != "" {
		t.Place, t.Region = p.Name, ""
		return w.compose(share.Request{Target: t, Operation: share.Download})
	}
	to := objects.Location{Place: p.Name, Bucket: t.Bucket, Other: t.Other}
	to.Prefix, to.Select = objects.Folder(t.Key)
	return w.objects(p, to)
}

// understood is how a text is read, whatever the place.
func understood(text string) string { return address.Understood(text) }

// fitting adds to the reason why an address is none of a place those places that it is
// of, and the way into the first of them.
func (w *wiring) fitting(p Place, text string, err error) error {
	var fits []string
	var there *kit.ElsewhereError
	for _, other := range w.all {
		if other.Name == p.Name || other.Servers == nil || !strings.Contains(text, ":") {
			continue
		}
		t, failed := w.named(other, text)
		if failed != nil {
			continue
		}
		name := cmp.Or(other.Label, other.Name)
		if there == nil {
			there = &kit.ElsewhereError{Place: name, Make: w.at(other, t)}
		}
		fits = append(fits, name)
	}
	if there == nil {
		return err
	}
	const most = 3
	more := ""
	if n := len(fits) - most; n > 0 {
		fits, more = fits[:most], ", or "+say.Things(n, "other")
	}
	there.Problem = say.Line(err.Error(), "it fits the place "+strings.Join(fits, ", or ")+more)
	return there
}

// named is the object or bucket that a text means at a place, unless a secret would go
// to the server as its name.
func (w *wiring) named(p Place, text string) (share.Target, error) {
	t, err := w.meant(p, text)
	if err != nil {
		return t, err
	}
	switch bare, secret := (bookmarks.Location{Bucket: t.Bucket, Key: t.Key}).Secret(); {
	case !secret:
		return t, nil
	case bare.Bucket == "":
		return share.Target{}, errors.New("that looks like a secret key and is not sent anywhere")
	default:
		return share.Target{}, errors.New(say.Line("there is a signed link's signature in that, which is not sent anywhere", "write "+kit.Clean(bare.Address())))
	}
}

// meant is what a text means at a place. A link may be wrapped in something; one of
// another server is none of this place.
func (w *wiring) meant(p Place, text string) (t share.Target, err error) {
	servers := p.Servers
	if servers == nil {
		servers = func() []string { return []string{""} }
	}
	text = address.Bare(strings.TrimRight(text, "\r\n")) // a paste brings its line feed
	t = share.Target{Bucket: strings.TrimSpace(text)}
	if strings.ContainsAny(text, ":/") {
		report := links.Inspect(text, w.now())
		switch {
		case !report.URL.Empty():
			t, err = share.ParseTarget(report.URL.Reveal(), servers)
			if wrong := (*share.UsageError)(nil); errors.As(err, &wrong) {
				err = errors.New(say.Line(wrong.Problem, wrong.Hint)) // there is one field, which needs no name
			}
			return t, err
		case report.Kind.Signed(): // a form without its address
			t.Bucket, t.Key = report.Target.Bucket, report.Target.Key
		default:
			t, err = share.ParseTarget(text, servers)
		}
	}
	if err != nil || (share.Target{Bucket: t.Bucket, Key: "k"}).Check() != nil {
		return t, errors.New("no bucket in that; write s3://BUCKET/PREFIX or a bucket's name")
	}
	return t, nil
}
