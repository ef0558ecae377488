package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/share/rotate"
	"signet/share/say"
	"signet/share/takeback"
)

// rotateFlags say whose links are looked at before their key ends.
type rotateFlags struct {
	key, by   string
	rotate    bool
	renewWith string // place or profile whose key signs them anew
	folder    string // where the mails go
	json, yes bool
}

// check judges the flags before the log is opened.
func (f *rotateFlags) check() error {
	switch {
	case !f.rotate && (f.by != "" || f.renewWith != "" || f.folder != "" || f.yes):
		return &usageError{"--by, --renew-with, --output and --yes belong to the rehearsal", "add --rotate"}
	case f.rotate && f.key == "" && f.by == "":
		return &usageError{"--rotate needs the access key that is to end, or the person who leaves", "signet log keys lists the keys; or write --by USER"}
	case f.renewWith == "" && (f.folder != "" || f.yes):
		return &usageError{"--output and --yes belong to new links, and none are made", "add --renew-with PLACE"}
	case f.folder == "":
		return nil
	}
	switch names, err := os.ReadDir(f.folder); {
	case err == nil && len(names) > 0:
		return &usageError{"--output " + clean(f.folder) + " is a folder that is not empty", "name a new one: each recipient gets a file in it"}
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return &usageError{"--output " + clean(f.folder) + " is no folder", "name a new one: each recipient gets a file in it"}
	}
	return nil
}

// rehearsal is what ends with a key, or was shared by somebody.
type rehearsal struct {
	*app
	flags  *rotateFlags
	log    *ledger.Ledger
	links  []share.Record    // that work, or will
	keys   []rotate.KeyOf    // that they are signed by
	todo   []share.Record    // of the links, those that nothing stands for yet
	newIDs map[string]string // the shares that stand for the others

	livesOn int // how many are of a session of AWS, which no end of a key ends
}

func (a *app) logRotate(ctx context.Context, f *rotateFlags) error {
	if _, err := a.load(); err != nil {
		return err
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	r := &rehearsal{app: a, flags: f, log: l, newIDs: map[string]string{}}
	if err := r.gather(ctx); err != nil {
		return err
	}
	if r.livesOn > 0 {
		fmt.Fprintf(a.Err, "%s of roles of AWS %s not end with the key that asked for them, and %s left out: signet revoke ID --how session\n",
			say.Things(r.livesOn, "share"), map[bool]string{true: "does", false: "do"}[r.livesOn == 1], map[bool]string{true: "is", false: "are"}[r.livesOn == 1])
	}
	if len(r.links) == 0 {
		if err := r.madeForOne(ctx); err != nil {
			return err
		}
		fmt.Fprintln(a.Err, "no open link "+r.chosenBy())
		return nil
	}
	if err := r.split(ctx); err != nil {
		return err
	}
	if f.renewWith != "" {
		return r.renew(ctx)
	}
	if f.json {
		return a.printJSON(r.summary(nil))
	}
	r.report(a.Out)
	fmt.Fprintf(a.Out, "\nnothing is ended yet, and nothing was made\nnext: %s, which makes them anew under the key of that place, with a mail for each recipient\n", r.command("--renew-with", "PLACE"))
	r.ends(ctx, a.Out)
	return nil
}

// chosenBy completes "open links".
func (r *rehearsal) chosenBy() string {
	switch {
	case r.flags.key == "":
		return "was shared by " + clean(r.flags.by)
	case r.flags.by == "":
		return "is signed by " + clean(r.flags.key)
	}
	return "is signed by " + clean(r.flags.key) + " and was shared by " + clean(r.flags.by)
}

// gather reads the links that are meant, and how many more their keys carry.
func (r *rehearsal) gather(ctx context.Context) error {
	var all []share.Record
	err := r.log.Each(ctx, ledger.Query{State: ledger.StateRunning, Key: r.flags.key}, func(e ledger.Entry) error {
		all = append(all, e.Record)
		return nil
	})
	chosen := func(rec share.Record) bool { return r.flags.by == "" || rotate.SharedBy(rec, r.flags.by) }
	end := all[:0]
	for i := range all {
		switch {
		case !rotate.LivesOn(all[i]):
			end = append(end, all[i])
		case chosen(all[i]):
			r.livesOn++
		}
	}
	for i := range end {
		if chosen(end[i]) {
			r.links = append(r.links, end[i])
		}
	}
	way, _ := takeback.Find("key")
	r.keys = rotate.Keys(end, chosen, func(rec share.Record) bool { return way.Fits(rec) == nil })
	return err
}

// errFound ends the reading of the log.
var errFound = errors.New("found")

// madeForOne refuses to rotate a key that was made for one link alone: it is nobody's to
// keep, and ends with its link, or with the key that made it.
func (r *rehearsal) madeForOne(ctx context.Context) error {
	if r.flags.key == "" || r.livesOn > 0 {
		return nil
	}
	var of ledger.Entry
	err := r.log.Each(ctx, ledger.Query{}, func(e ledger.Entry) error {
		if e.Spec.Mandate.Key != r.flags.key {
			return nil
		}
		of = e
		return errFound
	})
	if !errors.Is(err, errFound) {
		return err
	}
	text := fmt.Sprintf("%s was made for the share %s alone (%s, %s), by the key %s", clean(r.flags.key), of.ID, clean(of.Spec.Target.URI()), of.StateAt(r.Clock()), clean(of.Spec.AccessKeyID))
	if of.MayOpen(r.Clock()) {
		text += "\nsignet revoke " + of.ID + " ends it"
	}
	return errors.New(text + "\nsignet log keys " + quoted(of.Spec.AccessKeyID) + " --rotate rehearses the end of the key that made it, with which it ends")
}

// report writes who holds which of the links, until when.
func (r *rehearsal) report(w io.Writer) {
	now := r.Clock()
	held := rotate.ByRecipient(r.links)
	last := held[0].Last
	for _, h := range held {
		if h.Last.After(last) {
			last = h.Last
		}
	}
	what := " end when " + clean(r.flags.key) + " is deactivated"
	if r.flags.by != "" {
		what = " were shared by " + clean(r.flags.by)
	}
	if len(r.links) == 1 {
		what = strings.Replace(strings.Replace(what, " end ", " ends ", 1), " were ", " was ", 1)
	}
	fmt.Fprintf(w, "%s%s, the last until %s\n", say.Things(len(r.links), "open link"), what, say.Moment(last, now))
	if r.flags.by != "" {
		for _, k := range r.keys {
			also := ""
			if k.Others > 0 {
				also = ", which carries " + say.Things(k.Others, "open link") + " more"
			}
			fmt.Fprintf(w, "%s signed by %s%s\n", say.Count(k.Links), clean(k.AccessKeyID), also)
		}
	}
	for _, h := range held {
		fmt.Fprintf(w, "\n%s: %s\n", holder(h.Recipient), say.Things(len(h.Records), "link"))
		for i := range h.Records {
			r.line(w, h.Records[i])
		}
	}
}

// line is one link of the report.
func (r *rehearsal) line(w io.Writer, rec share.Record) {
	made := ""
	if id := r.newIDs[rec.ID]; id != "" {
		made = "  made anew as " + id
	}
	fmt.Fprintf(w, "  %s  until %s  %-4s  %s%s%s\n", rec.ID, say.Moment(rec.Terms.Ends, r.Clock()), rec.Spec.Operation, clean(rec.Spec.Target.URI()), tag("  # ", rec.Note), made)
}

// holder is who has a link, for people.
func holder(recipient string) string {
	if recipient == "" {
		return "nobody named"
	}
	return clean(recipient)
}

// command is this command line with other flags.
func (r *rehearsal) command(more ...string) string {
	args := []string{"signet", "log", "keys"}
	if r.flags.key != "" {
		args = append(args, r.flags.key)
	}
	args = append(args, "--rotate")
	if r.flags.by != "" {
		args = append(args, "--by", r.flags.by)
	}
	args = append(args, more...)
	for i := range args {
		args[i] = quoted(args[i])
	}
	return strings.Join(args, " ")
}

// ends says how the old keys are ended, when the time has come.
func (r *rehearsal) ends(ctx context.Context, w io.Writer) {
	way, _ := takeback.Find("key")
	for _, k := range r.keys {
		rec, also := k.Example, ""
		if r.flags.by != "" && k.Others > 0 {
			also = " (which ends " + say.Things(k.Others, "open link") + " of others too)"
		}
		commands := [][]string(nil)
		err := way.Fits(rec)
		if err == nil {
			commands = way.Commands(rec, r.storeOf(ctx, ledger.Entry{Record: rec}), r.Clock())
		}
		switch {
		case err != nil:
			fmt.Fprintf(w, "then, for %s: %v\n", clean(k.AccessKeyID), err)
		case len(commands) == 0:
			fmt.Fprintf(w, "then: whoever runs the server deactivates %s%s\n", clean(k.AccessKeyID), also)
		default:
			for i := range commands[0] {
				commands[0][i] = quoted(commands[0][i])
			}
			fmt.Fprintf(w, "then: %s%s\n", strings.Join(commands[0], " "), also)
		}
	}
}

// rotation is the rehearsal as JSON. The names are stable.
type rotation struct {
	AccessKey  string           `json:"access_key,omitempty"`
	By         string           `json:"by,omitempty"`
	Open       int              `json:"open"`
	Keys       []rotationKey    `json:"keys"`
	Recipients []rotationHolder `json:"recipients"`
	NotRenewed []rotationLeft   `json:"not_renewed,omitempty"`
}

type rotationKey struct {
	AccessKey string `json:"access_key"`
	Open      int    `json:"open"`
	Others    int    `json:"others"` // open links besides, that it carries
}

type rotationHolder struct {
	Recipient string         `json:"recipient"`
	Links     []rotationLink `json:"links"`
}

type rotationLink struct {
	ID        string         `json:"id"`
	AccessKey string         `json:"access_key"`
	Operation string         `json:"operation"`
	Bucket    string         `json:"bucket"`
	Key       string         `json:"key"`
	VersionID string         `json:"version_id,omitempty"`
	ExpiresAt string         `json:"expires_at"`
	Note      string         `json:"note,omitempty"`
	RenewedAs string         `json:"renewed_as,omitempty"`
	Renewed   *handover.Line `json:"renewed,omitempty"`
}

type rotationLeft struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

// summary is the rehearsal, with what was made of it.
func (r *rehearsal) summary(made map[string]handover.Line) rotation {
	out := rotation{AccessKey: r.flags.key, By: r.flags.by, Open: len(r.links)}
	for _, k := range r.keys {
		out.Keys = append(out.Keys, rotationKey{k.AccessKeyID, k.Links, k.Others})
	}
	for _, h := range rotate.ByRecipient(r.links) {
		holder := rotationHolder{Recipient: h.Recipient}
		for _, rec := range h.Records {
			t := rec.Spec.Target
			line := rotationLink{
				ID: rec.ID, AccessKey: rec.Spec.AccessKeyID, Operation: string(rec.Spec.Operation), Bucket: t.Bucket, Key: t.Key, VersionID: t.VersionID,
				ExpiresAt: rec.Terms.Ends.UTC().Format(time.RFC3339), Note: rec.Note, RenewedAs: r.newIDs[rec.ID],
			}
			if m, ok := made[rec.ID]; ok {
				line.Renewed = &m
			}
			holder.Links = append(holder.Links, line)
		}
		out.Recipients = append(out.Recipients, holder)
	}
	return out
}

// mailFile is where the mail of a recipient goes.
func mailFile(folder, to, id string, taken map[string]bool) string {
	name := say.FileName(to, "")
	if name == "" || taken[strings.ToLower(name)] {
		name = strings.TrimPrefix(name+"-"+id, "-")
	}
	taken[strings.ToLower(name)] = true
	return filepath.Join(folder, name+".txt")
}
