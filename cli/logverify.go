package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"signet/share/ledger"
	"signet/share/say"
)

func (a *app) logVerifyCommand() *cobra.Command {
	var heads []string
	var document string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Prove that nobody edited the log",
		Long: `Check the chain of hashes over all entries and events, the tables that are read
off it, and the file itself. An edit, a removal or an insertion is named.
Nothing is changed, whatever is found.

Whoever can rewrite the whole file can also rewrite the chain. Keep a head
elsewhere (it is printed here and stands in every export) and give it with
--head: then a rewrite shows too.

--evidence checks a document of "signet log export" instead, offline and wherever it
came from: its chain, the signature that is beside it, and your own log, if that has
the share.

Exit codes: 0 all of it holds, 1 it is broken, 3 not all of it could be proved.`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.logVerify(cmd.Context(), heads, document) },
	}
	cmd.Flags().StringVar(&document, "evidence", "", "check this document of signet log export, and not the log")
	cmd.Flags().StringArrayVar(&heads, "head", nil, "a head kept elsewhere, NUMBER:HASH (repeatable)")
	return cmd
}

func (a *app) logVerify(ctx context.Context, heads []string, document string) error {
	var kept []ledger.Head
	for _, text := range heads {
		h, err := ledger.ParseHead(text)
		if err != nil {
			return &usageError{err.Error(), ""}
		}
		kept = append(kept, h)
	}
	if document != "" {
		return a.verifyEvidence(ctx, document, kept)
	}
	l, err := a.openLogToRead()
	if err == nil {
		defer func() { _ = l.Close() }()
		var r ledger.Report
		if r, err = l.Verify(ctx, kept...); err == nil {
			return a.tellReport(l, r)
		}
	}
	return a.notVerified(ctx, err, len(kept) > 0)
}

// openLogToRead opens the share log for somebody who must not change it.
func (a *app) openLogToRead() (*ledger.Ledger, error) {
	s, err := a.load()
	if err != nil {
		return nil, err
	}
	a.tellLogDoubt(s)
	return ledger.Open(s.Paths.Ledger(), ledger.Options{Clock: a.Clock, Soon: s.Soon, ReadOnly: true})
}

// notVerified tells a log that is broken from one that could not be looked at.
// One that is gone is broken for whoever has kept a head of it.
func (a *app) notVerified(ctx context.Context, err error, kept bool) error {
	var of *ledger.Error
	gone := ledger.IsKind(err, ledger.NotFound)
	if !errors.As(err, &of) || of.Kind == ledger.Damaged || of.Kind == ledger.Foreign || gone && kept || ctx.Err() != nil {
		return err
	}
	fmt.Fprintln(a.Err, "signet: "+oneVoice(err))
	if gone {
		fmt.Fprintln(a.Err, "there is nothing to verify: nothing was shared from here yet, or the log was removed")
	} else {
		fmt.Fprintln(a.Err, "nothing could be proved")
	}
	return &exitError{exitIncomplete}
}

// tellReport says what was found, in words and by the exit code.
func (a *app) tellReport(l *ledger.Ledger, r ledger.Report) error {
	if r.Broken != nil {
		hint := ""
		if r.Broken.Seq == 0 && r.Broken.ID == "" { // no row of it: the file, or what is read off the rows
			hint = "; to go on with what can be read, rename the file and run signet log import FILE"
		}
		return fmt.Errorf("verify %s: %s%s", l.Path(), r.Broken, hint)
	}
	fmt.Fprintln(a.Out, r.Head)
	result := "the chain holds"
	if !r.Proved() {
		result = "not all of the chain could be proved"
	}
	fmt.Fprintf(a.Err, "%s: %s, %s%s\n", result, say.Things(r.Entries, "entry"), say.Things(r.Events, "event"), prunedRows(r))
	for _, line := range a.reservations(r) {
		fmt.Fprintln(a.Err, line)
	}
	if !r.Proved() {
		return &exitError{exitIncomplete}
	}
	return nil
}

func prunedRows(r ledger.Report) string {
	if r.Pruned == 0 {
		return ""
	}
	return fmt.Sprintf(", %s pruned under tombstones", say.Things(r.Pruned, "row"))
}

// reservations are what whoever reads the result has to know, a line each.
func (a *app) reservations(r ledger.Report) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if r.First > 0 {
		add("rows 1 to %d were written in the log's first form: every edit of them shows, but once pruned they prove nothing by themselves", r.First)
	}
	if r.Unproved > 0 {
		add("%s of the first form cannot be proved: a tombstone says that they were pruned, and no head that was kept since then was given; what they were, and whether they had ended, nothing shows", say.Things(r.Unproved, "row"))
	}
	for _, h := range r.Unknown {
		add("the head %d:%x... cannot be proved: its row was pruned in the first form, or a salvage moved or lost it", h.Seq, h.Hash[:4])
	}
	for _, s := range r.Salvaged {
		out = append(out, a.salvageWords(s))
	}
	if r.Lost {
		add("what was lost there is not proved; a head that is kept from now on accounts for it")
	}
	if r.Earlier > 0 {
		add("%s an earlier time than the row before, first row %d: clocks step back, uses carry the time of the use, and what was taken over keeps its own; a row's time proves no order", say.AtLeast(r.Earlier, false, "row carries", "rows carry"), r.EarlierAt)
	}
	if r.Unread {
		add("what was written last stands beside the log, in its -wal file, and cannot be read in this folder: it is not proved")
	}
	if r.Begun {
		add("a prune is not finished: what it removed is still in the file; if none is running, the next signet log prune --before TIME finishes it")
	}
	return out
}

// salvageWords say what a salvage took over, and what it could not.
func (a *app) salvageWords(s ledger.Salvage) string {
	if s.Emptied {
		return "the log was found empty, " + say.Moment(s.At, a.Clock()) + ", and begins there: what had been in it before is lost, and not proved"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s and %s were taken over from %s, %s%s", say.Things(s.Entries, "entry"), say.Things(s.Events, "event"), clean(s.File), say.Moment(s.At, a.Clock()), lostRows(s))
	if s.Unchecked > 0 {
		fmt.Fprintf(&b, "; %s read without the row before, so that an edit would not show", say.AtLeast(s.Unchecked, false, "row was", "rows were"))
	}
	if s.Pruned > 0 {
		fmt.Fprintf(&b, "; %s had been pruned there", say.Things(s.Pruned, "row"))
	}
	if s.Unfinished {
		b.WriteString("; not all of the file was read, and that is not proved: signet log import FILE takes over the rest")
		if s.SHA256 != "" {
			fmt.Fprintf(&b, ", whatever it is called now (sha256sum %.12s...)", s.SHA256)
		}
	}
	if s.OldHead.Seq > 0 {
		fmt.Fprintf(&b, "; its head was %s", s.OldHead)
	}
	return b.String()
}

// lostRows says how many rows a salvage could not read.
func lostRows(s ledger.Salvage) string {
	switch {
	case s.AtLeast():
		return "; at least " + say.Things(s.Lost, "row") + " could not be read"
	case s.Lost > 0:
		return "; " + say.Things(s.Lost, "row") + " could not be read"
	}
	return ""
}
