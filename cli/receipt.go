package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"signet/share/ledger"
	"signet/share/receipt"
	"signet/share/say"
)

// receiptFlags say where a receipt goes.
type receiptFlags struct {
	file      string
	overwrite bool
	where     placeFlags // whose keys look for what has arrived
}

func (a *app) receiptCommand() *cobra.Command {
	f := &receiptFlags{}
	cmd := &cobra.Command{
		Use:   "receipt ID|GROUP",
		Short: "Who took what, when and from where, as a text for the file",
		Long: `Write what the share log knows of a share as plain text, in lines of at most ` + fmt.Sprint(receipt.Width) + `
characters: what was given to whom, until when, and each use with its time and address,
as hand-offs and the access logs that were read say. With the id of a group ("batch" in
signet log show ID) or of a page, all shares of it; of a page that asks for files also
what has arrived, which the bucket is asked for, by the keys of its place or those that
--place, --profile or --endpoint name. It says what is known and what is not,
and in which time zone, and holds no link.

What others can check is made by "signet log export --evidence ID".`,
		Example: `  signet receipt 0samzyhyqbkf2
  signet receipt 0samzyhyqbkf2 -o case-7.txt`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.receipt(cmd.Context(), f, args[0]) },
	}
	s := cmd.Flags()
	s.StringVarP(&f.file, "output", "o", "", "write it to a file that only you can read, instead of standard output")
	s.BoolVar(&f.overwrite, "overwrite", false, "let --output replace a file without asking")
	f.where.bind(cmd)
	return cmd
}

func (a *app) receipt(ctx context.Context, f *receiptFlags, id string) (err error) {
	if err := noFolder("--output", f.file); err != nil {
		return err
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	if f.where.given() { // whoever does not exist is no reason that stands in a receipt
		if _, err := a.resolve(&f.where); err != nil {
			return err
		}
	}
	if f.file == "" {
		_, err := receipt.Write(ctx, a.data(), l, id, a.Clock(), a.who(), a.askedFor(ctx, f.where, l, id)...)
		return err
	}
	if err := a.mayReplace(ctx, &f.overwrite, f.file); err != nil {
		return err
	}
	done, err := a.writeReceipt(ctx, f.where, l, id, f.file, f.overwrite)
	if err != nil {
		return a.taken(err)
	}
	fmt.Fprintf(a.Err, "wrote %s, a receipt of %s with %s (only you can read it)\n", clean(f.file), say.Things(done.Shares, "share"), say.Things(done.Uses, "note")+" of their use")
	return nil
}

// saveReceipt writes one for the screens.
func (a *app) saveReceipt(ctx context.Context, id, path string, replace bool) error {
	l, err := a.openLog()
	if err == nil {
		_, err = a.writeReceipt(ctx, placeFlags{}, l, id, path, replace)
	}
	return err
}

// askedFor is what has arrived of a page that asks for files; nothing where id is of none.
// What the bucket does not say stands in the receipt with why.
func (a *app) askedFor(ctx context.Context, where placeFlags, l *ledger.Ledger, id string) (all []receipt.Asked) {
	if e, err := l.Get(ctx, id); err == nil && e.Page == "" {
		return nil // one of its links alone
	}
	s, err := a.awaited(ctx, where, id)
	for _, r := range s.Rows {
		one := receipt.Asked{Name: r.Title(), More: r.More, Err: cmp.Or(r.Err, err)}
		for _, f := range r.Arrived {
			one.Arrived = append(one.Arrived, receipt.Arrival{Name: strings.TrimPrefix(f.Key, r.Folder.Key), Size: f.Size, At: f.At})
		}
		all = append(all, one)
	}
	return all
}

func (a *app) writeReceipt(ctx context.Context, where placeFlags, l *ledger.Ledger, id, path string, replace bool) (receipt.Written, error) {
	out, err := newFile(path, replace)
	if err != nil {
		return receipt.Written{}, err
	}
	done, err := receipt.Write(ctx, out, l, id, a.Clock(), a.who(), a.askedFor(ctx, where, l, id)...)
	if err != nil {
		out.discard()
		return done, err
	}
	return done, out.keep()
}
