package receipt

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// Log is where receipts are taken from; *ledger.Ledger is one.
type Log interface {
	Each(ctx context.Context, q ledger.Query, yield func(ledger.Entry) error) error
	Get(ctx context.Context, id string) (ledger.Entry, error)
}

// Written is what a receipt is about.
type Written struct {
	ID     string // of the share, or the group
	Shares int
	Uses   int
}

// total is what all shares of a group have in common, and how many they are.
type total struct {
	Written
	group   bool
	first   ledger.Entry
	page    share.PageKind // the shares are a page and its links
	oneWho  bool           // all are for the same recipient
	oneNote bool
	never   int // were never signed, or nobody ever got them
	end     time.Time
}

// Write writes the receipt of a share, or of all shares of a group: id is that of a share
// (which may be cut short), of a group, or of the page that a group belongs to, now is when, and in which time zone, it is
// written, by is who writes it, and asked is what has arrived of a page that asks for files.
// Memory does not grow with the group.
func Write(ctx context.Context, w io.Writer, log Log, id string, now time.Time, by share.Who, asked ...Asked) (Written, error) {
	t, err := sumUp(ctx, log, id)
	if err != nil {
		return t.Written, err
	}
	p := page{bufio.NewWriter(w)}
	p.heading(t, now, by)
	if t.group {
		err = p.group(ctx, log, t, now, asked)
	} else {
		p.single(t.first, now)
	}
	if err != nil {
		return t.Written, err
	}
	p.limits(t, len(asked) > 0)
	return t.Written, p.Flush()
}

// sumUp looks for the group of that id, or else for the share.
func sumUp(ctx context.Context, log Log, id string) (t total, err error) {
	t, err = sumUpGroup(ctx, log, id)
	if err != nil || t.group {
		return t, err
	}
	e, err := log.Get(ctx, id)
	if err == nil && e.Page != "" && e.Group != "" {
		return sumUpGroup(ctx, log, e.Group)
	}
	return total{Written: Written{e.ID, 1, e.Uses}, first: e}, err
}

func sumUpGroup(ctx context.Context, log Log, id string) (total, error) {
	t := total{Written: Written{ID: id}, oneWho: true, oneNote: true}
	err := log.Each(ctx, ledger.Query{Group: id, Sort: ledger.Oldest}, func(e ledger.Entry) error {
		if t.Shares == 0 {
			t.first, t.group = e, true
		}
		t.Shares++
		t.page = cmp.Or(t.page, e.Page)
		t.Uses += e.Uses
		t.oneWho = t.oneWho && e.Recipient == t.first.Recipient
		t.oneNote = t.oneNote && e.Note == t.first.Note
		if e.State == ledger.StateFailed {
			t.never++
		}
		if e.Terms.Ends.After(t.end) {
			t.end = e.Terms.Ends
		}
		return nil
	})
	return t, err
}

func (p page) heading(t total, now time.Time, by share.Who) {
	what := "share " + t.ID
	if t.group {
		what = cmp.Or(t.page.Info().Name, "batch") + " " + t.ID + ", " + say.Things(t.Shares, "share")
	}
	p.line(0, "RECEIPT: "+what)
	p.line(0, "written "+say.DatedExact(now)+" by "+whoWords(by)+", from the share log of signet")
	p.line(0, "time zone: "+zoneWords(now))
	p.blank()
}

// zoneWords are those of the time zone that a receipt is written in.
func zoneWords(now time.Time) string {
	name, offset := now.Zone()
	if offset == 0 && (name == "UTC" || name == "") {
		return "UTC"
	}
	return now.Format("MST (UTC-07:00)") + ", as each time says"
}

func whoWords(w share.Who) string {
	text := cmp.Or(w.User, "somebody")
	if w.Host != "" {
		text += " on " + w.Host
	}
	return text
}

// single writes a share on its own.
func (p page) single(e ledger.Entry, now time.Time) {
	p.fact(0, "What", whatWords(e))
	p.fact(0, "Item", e.Item)
	p.fact(0, "Object", objectWords(e.Object))
	p.fact(0, "For", e.Recipient)
	p.fact(0, "Note", e.Note)
	p.signed(0, e, now)
	p.fact(0, "Works", worksWords(e, now))
	p.fact(0, "Of", ofWords(e))
	p.blank()
	p.uses(0, e, now)
}

// signed says when a link was signed and by whom.
func (p page) signed(indent int, e ledger.Entry, now time.Time) {
	p.fact(indent, "Signed", say.DatedExact(e.Created.In(now.Location()))+" by "+whoWords(e.Who))
}

// fewShares is up to how many shares each is read whole, as of one without a use something
// may be noted all the same: what went through a hand-off.
const fewShares = 1000

// group writes what all shares have in common, and then each.
func (p page) group(ctx context.Context, log Log, t total, now time.Time, asked []Asked) error {
	if t.oneWho {
		p.fact(0, "For", t.first.Recipient)
	}
	if t.oneNote {
		p.fact(0, "Note", t.first.Note)
	}
	p.signed(0, t.first, now)
	if !t.end.IsZero() {
		p.fact(0, "Works", "until "+say.DatedExact(t.end.In(now.Location()))+" at the latest")
	}
	if t.never > 0 {
		p.fact(0, "Never", say.AtLeast(t.never, false, "was never signed, or nobody ever got it", "were never signed, or nobody ever got them"))
	}
	p.blank()
	p.arrived(asked, now)
	n := 0
	return log.Each(ctx, ledger.Query{Group: t.ID, Sort: ledger.Oldest}, func(e ledger.Entry) error {
		n++
		p.lines(fmt.Sprintf("%4d  ", n), "      ", whatWords(e)+" ("+e.ID+")")
		p.fact(6, "Item", e.Item)
		p.fact(6, "Object", objectWords(e.Object))
		if !t.oneWho {
			p.fact(6, "For", e.Recipient)
		}
		if !t.oneNote {
			p.fact(6, "Note", e.Note)
		}
		if e.Uses == 0 && t.Shares > fewShares && (e.State == ledger.StateOpen || e.State == ledger.StateEnded) {
			p.uses(6, e, now)
			return nil
		}
		whole, err := log.Get(ctx, e.ID) // with what happened to it
		if err != nil {
			return errors.Join(err, p.Flush())
		}
		p.fact(6, "Works", worksWords(whole, now))
		p.uses(6, whole, now)
		return nil
	})
}

// uses writes who took it, when and from where.
func (p page) uses(indent int, e ledger.Entry, now time.Time) {
	noted := func(ev ledger.Event) bool { return ev.Kind == ledger.Used || ev.Kind == ledger.Sent }
	if !slices.ContainsFunc(e.Events, noted) {
		p.line(indent, "The log knows of no use.")
		return
	}
	if e.State == ledger.StateFailed { // a press that the store refused, and that was given back
		p.line(indent, "Nobody got anything by it. What was noted before that was known:")
	} else {
		p.line(indent, "What was noted of its use:")
	}
	n := 0
	for _, ev := range e.Events {
		if !noted(ev) {
			continue
		}
		n++
		before := fmt.Sprintf("%*s%4d  ", indent, "", n)
		p.lines(before, before, say.DatedExact(ev.At.In(now.Location())))
		for _, f := range []struct{ name, value string }{{"from", ev.From}, {"with", ev.Agent}, {"request", ev.Request}, {"as", ev.Detail}} {
			p.fact(len(before), f.name, f.value)
		}
		if ev.Status > 0 {
			p.fact(len(before), "status", fmt.Sprint(ev.Status))
		}
	}
}

// limits say what is known and what is not.
func (p page) limits(t total, asked bool) {
	p.blank()
	p.line(0, "What is known, and what is not")
	if t.Uses == 0 {
		p.point("That the log knows of no use does not prove that there was none: it learns of uses from access logs that are read into it, and from hand-offs.")
	} else {
		p.point("A use stands here because an access log said so that was read, or a hand-off saw it. There may have been more: access logs come late, and not every store keeps them.")
		p.point("An address is that of a machine or a network, and what a client calls itself is its own word: neither is a person.")
		p.point("That a store or a hand-off has answered does not prove that all of it arrived.")
	}
	if asked {
		p.point("What has arrived is what the bucket had: whoever may write there can have put it there, or taken it away. Name and type of a file are its sender's word.")
	}
	p.point("A link can be passed on: the recipient named here is who it was made for.")
	p.point("Times are those of the machines that noted them.")
	checked := "Anybody can change this text. What can be checked is made by: signet log export --evidence " + t.first.ID
	if t.Shares > 1 {
		checked += ", and so for each share"
	}
	p.point(checked)
}
