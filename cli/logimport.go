package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"signet/share/ledger"
	"signet/share/say"
)

func (a *app) logImportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE|-",
		Short: "Take over the shares of MinIO's mc, or of a log that was set aside",
		Long: `Read what "mc share list download --json" prints, or mc's own downloads.json
and uploads.json. The live links in them are taken apart and dropped; only the
SHA-256 of each signature is kept. A pipe or - will do, gzipped or not.

A file of the share log itself is taken over with its events, as far as it can
be read: one that was damaged and set aside, or a backup. Importing twice adds
nothing.`,
		Example: `  mc share list download --json | signet log import -
  signet log import ~/.local/state/signet/shares.db.damaged-20260304T120000.000Z`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.logImport(cmd.Context(), args[0]) },
	}
}

func (a *app) logImport(ctx context.Context, path string) error {
	file, err := a.input(ctx, path)
	if err != nil {
		return err
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, ledger.BeginSize) // what was looked at is not lost: a pipe cannot be read again
	begin, err := in.Peek(ledger.BeginSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	isLog := ledger.IsLog(begin)
	if info, err := os.Stat(path); isLog && (path == "-" || err != nil || !info.Mode().IsRegular()) {
		return &usageError{"a share log is read from a file, not from a pipe", "write signet log import FILE"}
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	if isLog {
		return a.takeOver(ctx, l, path)
	}
	r, err := l.ImportMC(ctx, in)
	fmt.Fprintf(a.Err, "%s added, %s known already", say.Things(r.Added, "share"), say.Count(r.Known))
	if r.Unread > 0 {
		fmt.Fprintf(a.Err, ", %s not read: %s", say.Count(r.Unread), clean(r.Reason))
	}
	fmt.Fprintln(a.Err)
	return err
}

// takeOver adds what can be read of another file of the share log.
func (a *app) takeOver(ctx context.Context, l *ledger.Ledger, path string) error {
	s, err := l.TakeOver(ctx, path)
	fmt.Fprintf(a.Err, "%s and %s added, %s known already%s\n", say.Things(s.Entries, "share"), say.Things(s.Events, "event"), say.Things(s.Known, "row"), lostRows(s))
	return err
}
