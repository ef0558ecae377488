package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"signet/share"
	"signet/share/inspect"
	"signet/share/say"
)

// inspected is the answer as JSON: the report, and what the text alone does not
// tell.
type inspected struct {
	inspect.Report
	Log    []logged     `json:"log,omitempty"`
	Online []say.Remark `json:"online,omitempty"`
	Used   bool         `json:"used,omitempty"`

	// Others are the further links of the text.
	Others []inspected `json:"others,omitempty"`
}

// all are the findings of every sort.
func (i inspected) all() []say.Remark {
	out := append([]say.Remark(nil), i.Findings...)
	for _, e := range i.Log {
		for _, f := range e.Compared {
			if !slices.Contains(out, f) { // of several shares of one second it is said once
				out = append(out, f)
			}
		}
	}
	return append(out, i.Online...)
}

// usable reports that the link, and each other one, can be valid now.
func (i inspected) usable() bool {
	return i.Usable() && say.Worst(i.all()) != say.Bad && !slices.ContainsFunc(i.Others, func(o inspected) bool { return !o.usable() })
}

// links are the report on the first link, and those on the others.
func (i inspected) links() []inspected { return append([]inspected{i}, i.Others...) }

// logged is a share of the log that the link belongs to.
type logged struct {
	ID        string    `json:"id"`
	By        string    `json:"by"`
	State     string    `json:"state"`
	Created   time.Time `json:"created"`
	Recipient string    `json:"recipient,omitempty"`
	Note      string    `json:"note,omitempty"`
	Operation string    `json:"operation"`

	// Compared is what differs from what was signed.
	Compared []say.Remark `json:"compared,omitempty"`
	signed   *share.Spec
	summary  string
}

func (a *app) inspect(ctx context.Context, f *inspectFlags, text string) error {
	r := inspect.Inspect(text, a.Clock())
	out := a.inspectLink(ctx, f, r, text)
	for _, other := range r.Others {
		out.Others = append(out.Others, a.inspectLink(ctx, f, other, other.URL.Reveal()))
	}
	var err error
	switch {
	case f.json:
		enc := json.NewEncoder(a.data())
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(out)
	case f.repair:
		err = a.printRepaired(out)
	default:
		err = a.printReports(a.Out, out)
	}
	if err != nil {
		return err
	}
	if !out.usable() {
		return &exitError{code: exitFailed}
	}
	return nil
}

// inspectLink adds to a report what the share log knows, and the link itself if it is
// used.
func (a *app) inspectLink(ctx context.Context, f *inspectFlags, r inspect.Report, text string) inspected {
	out := inspected{Report: r}
	var err error
	if out.Log, err = a.sharesOf(ctx, out.Report, text); err != nil {
		fmt.Fprintln(a.Err, "signet: "+oneVoice(err))
	}
	for _, e := range out.Log {
		if e.signed != nil {
			out.Report = out.Settle(*e.signed, e.Compared)
		}
	}
	if f.publicKey != "" {
		out.Report = out.Proven(f.key)
	} else if key, ok := a.keyAtHand(out.Signer.KeyID); ok {
		out.Report = out.Proven(key)
	}
	if f.online {
		out.Used, out.Online = a.online(ctx, out.Report)
		a.noteCheck(ctx, out)
	}
	return out
}

// printRepaired prints the links alone, repaired if they had to be, one a line.
func (a *app) printRepaired(out inspected) error {
	if err := a.printReports(a.Err, out); err != nil {
		return err
	}
	for _, l := range out.links() {
		if !l.Kind.Signed() || l.State == inspect.Broken || l.State == inspect.Altered || l.URL.Empty() || l.Guess {
			return errors.New("inspect: there is no link that could be repaired for certain")
		}
		if _, err := fmt.Fprintln(a.Out, l.URL.Reveal()); err != nil {
			return err
		}
	}
	return nil
}

// printReports prints the report on each link.
func (a *app) printReports(w io.Writer, out inspected) error {
	all := out.links()
	for i, l := range all {
		if len(all) > 1 {
			head := "link " + say.Count(i+1) + " of " + say.Count(len(all))
			if i > 0 {
				head = "\n" + head
			}
			fmt.Fprintln(w, head)
		}
		if err := a.printReport(w, l); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) printReport(w io.Writer, out inspected) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	last := ""
	for _, l := range out.Words(a.Clock()) {
		label := l.Label
		if label == last {
			label = ""
		}
		last = l.Label
		fmt.Fprintf(t, "%s\t%s\n", label, clean(l.Text))
	}
	for _, e := range out.Log {
		fmt.Fprintf(t, "in the log\t%s\n", clean(e.ID+", "+e.State+", "+e.summary+" (by its "+e.By+")"))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, f := range out.all() {
		if _, err := fmt.Fprintln(w, string(f.Level)+": "+clean(f.String())); err != nil {
			return err
		}
	}
	if out.Repairable {
		_, err := fmt.Fprintln(w, "signet inspect --repair prints the repaired link")
		return err
	}
	return nil
}
