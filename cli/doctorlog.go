package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"signet/config"
	"signet/share/ledger"
	"signet/share/say"
)

// logFile says where the share log is, and how large.
func (d *doctor) logFile(context.Context) []say.Remark {
	path := d.settings.Paths.Ledger()
	info, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return one(say.Good, "none yet, as nothing was shared from here: "+path, "")
	case err != nil:
		return failed(say.Bad, err)
	}
	return one(say.Good, path+", "+say.Bytes(info.Size()), "")
}

// logModes says who else can read or change the log.
func (d *doctor) logModes(context.Context) (out []say.Remark) {
	path := d.settings.Paths.Ledger()
	for _, doubt := range config.LogDoubts(path) {
		out = append(out, say.Remark{Level: say.Bad, Text: "others may have changed it: " + doubt.Path + " " + doubt.Fault, Next: doubt.Mend})
	}
	if runtime.GOOS == "windows" {
		return out
	}
	there := false
	for _, f := range []struct {
		path string
		most os.FileMode
	}{{filepath.Dir(path), 0o700}, {path, 0o600}, {path + "-wal", 0o600}, {path + "-shm", 0o600}} {
		info, err := os.Stat(f.path)
		if err != nil {
			continue
		}
		there = true
		if mode := info.Mode().Perm(); mode&^f.most&0o077 != 0 {
			out = append(out, say.Remark{Level: say.Warning, Text: fmt.Sprintf("others can look into it: %s has the mode %04o", f.path, mode), Next: fmt.Sprintf("chmod %04o %s", f.most, quoted(f.path))})
		}
	}
	if there && len(out) == 0 {
		return one(say.Good, "only its owner can read and write it", "")
	}
	return out
}

// looked opens the log for somebody who must not change it; nil: there is none.
func (d *doctor) looked() (*ledger.Ledger, []say.Remark) {
	path := d.settings.Paths.Ledger()
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return nil, nil
	}
	l, err := ledger.Open(path, ledger.Options{Clock: d.Clock, Soon: d.settings.Soon, ReadOnly: true})
	if err != nil {
		_ = l.Close()
		return nil, failed(say.Bad, err)
	}
	return l, nil
}

// logChain verifies the log.
func (d *doctor) logChain(ctx context.Context) []say.Remark {
	l, problem := d.looked()
	if l == nil {
		return problem
	}
	defer func() { _ = l.Close() }()
	r, err := l.Verify(ctx)
	switch {
	case err != nil:
		return failed(say.Bad, err)
	case r.Broken != nil:
		return one(say.Bad, "it is broken: "+r.Broken.String(), "signet log verify; what can be read is taken over from a copy by signet log import")
	}
	text := fmt.Sprintf("the chain holds: %s, %s%s; its head is %s", say.Things(r.Entries, "entry"), say.Things(r.Events, "event"), prunedRows(r), shortHead(r.Head))
	if r.Proved() {
		return one(say.Good, text, "")
	}
	out := one(say.Warning, "not all of the chain could be proved; its head is "+shortHead(r.Head), "signet log verify, with --head where one was kept")
	for _, line := range d.reservations(r) {
		out = append(out, say.Remark{Level: say.Info, Text: line})
	}
	return out
}

// shortHead is a head that is known again; signet log verify prints all of it.
func shortHead(h ledger.Head) string { return fmt.Sprintf("%d:%x…", h.Seq, h.Hash[:4]) }

// logIntents counts what was begun and has no outcome.
func (d *doctor) logIntents(ctx context.Context) []say.Remark {
	l, _ := d.looked()
	if l == nil {
		return nil
	}
	defer func() { _ = l.Close() }()
	page, err := l.Query(ctx, ledger.Query{State: ledger.StateStarting, Limit: mostIntents})
	switch {
	case err != nil:
		return nil // it was said of the chain
	case len(page.Entries) == 0:
		return one(say.Good, "everything that was begun has an outcome", "")
	}
	first := page.Entries[0]
	next := "signet revoke " + first.ID + " --list"
	if first.Spec.Operation.Info().Parts {
		next = "signet log uploads " + first.ID
	}
	return one(say.Warning, say.AtLeast(len(page.Entries), page.Next.More(), "share was", "shares were")+" begun, and how that ended is not known", next)
}
