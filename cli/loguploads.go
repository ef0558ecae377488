package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/address"
	"signet/share/ledger"
	"signet/share/say"
)

// uploadsFlags say what is done with uploads in parts.
type uploadsFlags struct {
	complete, abort, json bool
	where                 placeFlags
}

func (a *app) logUploadsCommand() *cobra.Command {
	f := &uploadsFlags{}
	cmd := &cobra.Command{
		Use:   "uploads [ID...]",
		Short: "How far multipart uploads are, and completing or aborting them",
		Long: `Ask the server how far the multipart uploads of the log are: how many parts are
there, whether it still knows the upload. Without an id, all that may be unfinished
are asked for, those whose links have ended too: their parts take room, and cost,
until the upload is completed or aborted.

--complete makes the object if all parts are there, --abort drops them. Both use
your own credentials, and end the recipient's links. Of an upload that signet was
stopped while starting, --abort drops what the server has of it.

Each server is asked by the place of the share; --place, --profile or --endpoint say who
asks instead, as where the address was named once alone. Nothing is sent to a server that
only the log names.`,
		Example: `  signet log uploads
  signet log uploads 0samzyhyqbkf2 --complete
  signet log uploads --endpoint http://192.168.178.20:9000`,
		Args: between(0, 1<<20),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := atMostOne(cmd, "complete", "abort", "json"); err != nil {
				return err
			}
			if (f.complete || f.abort) && len(args) == 0 {
				return &usageError{"which upload is not said", "add its id, as signet log uploads shows it"}
			}
			return a.logUploads(cmd.Context(), f, args)
		},
	}
	s := cmd.Flags()
	s.BoolVar(&f.complete, "complete", false, "make the object of the parts that are there")
	s.BoolVar(&f.abort, "abort", false, "drop the parts that are there; the links end")
	s.BoolVar(&f.json, "json", false, "one JSON object per line")
	f.where.bind(cmd)
	return cmd
}

func (a *app) logUploads(ctx context.Context, f *uploadsFlags, ids []string) error {
	l, err := a.openLog()
	if err != nil {
		return err
	}
	svc, err := a.service()
	if err != nil {
		return err
	}
	if svc.AskedBy, err = a.uploadAsker(&f.where); err != nil {
		return err
	}
	entries, err := a.uploads(ctx, l, ids)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		fmt.Fprintln(a.Err, "no multipart upload of the log may be unfinished")
	}
	for _, e := range entries {
		err = errors.Join(err, a.logUpload(ctx, f, svc, e))
	}
	return err
}

// uploadAsker is who asks the servers of uploads: the place that was named, for all of
// them, or that of each.
func (a *app) uploadAsker(where *placeFlags) (func(share.Record) (string, share.Asker), error) {
	if !where.given() {
		return func(rec share.Record) (string, share.Asker) {
			return rec.Spec.Endpoint.Place, share.Asker{Next: elsewhereNext}
		}, nil
	}
	p, err := a.resolve(where)
	if err != nil {
		return nil, err
	}
	return func(share.Record) (string, share.Asker) {
		return p.name, share.Asker{Name: p.named(where), Next: elsewhereNext}
	}, nil
}

// uploads are those that were named, or all that may be unfinished.
func (a *app) uploads(ctx context.Context, l *ledger.Ledger, ids []string) (out []ledger.Entry, err error) {
	for _, id := range ids {
		e, err := l.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if !e.Spec.Operation.Info().Parts {
			return nil, &usageError{e.ID + " is no multipart upload", "signet log uploads lists them"}
		}
		out = append(out, e)
	}
	if len(ids) > 0 {
		return out, nil
	}
	for _, info := range share.Operations() {
		if !info.Parts {
			continue
		}
		err = errors.Join(err, l.Each(ctx, ledger.Query{Operation: info.Op}, func(e ledger.Entry) error {
			if unfinished(e) {
				out = append(out, e)
			}
			return nil
		}))
	}
	return out, err
}

// unfinished reports an upload that the server may still have.
func unfinished(e ledger.Entry) bool {
	switch e.State {
	case ledger.StateRevoked, ledger.StateEarly, ledger.StateFailed:
		return false
	}
	return true
}

// logUpload does what was asked for with one upload.
func (a *app) logUpload(ctx context.Context, f *uploadsFlags, svc *share.Service, e ledger.Entry) error {
	switch {
	case f.complete:
		if err := svc.Complete(ctx, e.Record); err != nil {
			return err
		}
		return a.ended(ctx, e, ledger.Completed, "by us")
	case f.abort:
		return a.abortUpload(ctx, f, svc, e)
	}
	state, err := a.uploadState(ctx, svc, e)
	if state.over() {
		a.note(ctx, e.ID, state.State, state.Words)
	}
	if f.json {
		return errors.Join(err, a.printJSON(state))
	}
	if err != nil {
		fmt.Fprintf(a.Out, "%s  %s  unknown: %s\n", e.ID, clean(e.Spec.Target.URI()), oneVoice(err))
		return nil
	}
	fmt.Fprintf(a.Out, "%s  %s  %s\n", e.ID, clean(e.Spec.Target.URI()), clean(state.Words))
	return nil
}

// ended notes what became of an upload.
func (a *app) ended(ctx context.Context, e ledger.Entry, kind, detail string) error {
	l, err := a.openLog()
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Err, "%s: %s; its links are of no use any more\n", e.ID, kind)
	return l.Append(ctx, e.ID, ledger.Event{Kind: kind, Detail: detail})
}

// abortUpload drops an upload. Of an intent without an outcome it is what the server
// has of that object, if that is one upload alone.
func (a *app) abortUpload(ctx context.Context, f *uploadsFlags, svc *share.Service, e ledger.Entry) error {
	if e.State != ledger.StateStarting {
		if err := svc.Abort(ctx, e.Record); err != nil {
			return err
		}
		return a.ended(ctx, e, ledger.Aborted, "by us")
	}
	if err := svc.Stopped(e.Record); err != nil {
		return fmt.Errorf("abort %s: %w", e.ID, err)
	}
	found, err := a.strays(ctx, svc, e)
	rec := e.Record
	rec.Failure = "signet was stopped while it started the upload; the server has none of it"
	switch {
	case err != nil:
		return err
	case len(found) > 1:
		return fmt.Errorf("abort %s: the server has %s to this object that were started about then, and which one is this is not known", e.ID, say.Things(len(found), "upload"))
	case len(found) == 1:
		rec.Spec.Options.UploadID = found[0].ID
		if err := svc.Abort(ctx, rec); err != nil {
			return err
		}
		rec.Failure = "signet was stopped while it started the upload; what the server had of it is aborted"
	}
	if rec.Spec.Mandate.Kind.Info().Prepares {
		if err := a.ownEnder(ctx, &f.where, e); err != nil {
			return fmt.Errorf("abort %s: %w", e.ID, err)
		}
		words, err := svc.Undo(ctx, e.Record)
		if err == nil {
			fmt.Fprintln(a.Err, e.ID+": "+rec.Failure+"; "+words)
		}
		return err
	}
	fmt.Fprintln(a.Err, e.ID+": "+rec.Failure)
	return svc.Diary.Became(ctx, rec)
}

// strays are the uploads that may be an intent's own. Those of other entries of the log
// are not.
func (a *app) strays(ctx context.Context, svc *share.Service, e ledger.Entry) ([]share.Unfinished, error) {
	l, err := a.openLog()
	if err != nil {
		return nil, err
	}
	var known []string
	err = l.Each(ctx, ledger.Query{Operation: e.Spec.Operation, Bucket: e.Spec.Target.Bucket}, func(other ledger.Entry) error {
		known = append(known, other.Spec.Options.UploadID)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return svc.Stray(ctx, e.Record, known)
}

// uploadLine is how far an upload is.
type uploadLine struct {
	ID     string    `json:"id"`
	Object string    `json:"object"`
	State  string    `json:"state"` // "starting", "unfinished", "completed", "upload-gone" or what the log says
	Words  string    `json:"words"`
	There  int       `json:"parts_there"`
	Parts  int       `json:"parts"`
	Bytes  int64     `json:"bytes_there"`
	Size   int64     `json:"size"`
	Ends   time.Time `json:"expires_at"`
}

// over reports that the upload was found to be no more.
func (l uploadLine) over() bool { return l.State == ledger.Completed || l.State == ledger.UploadGone }

// uploadState asks the server.
func (a *app) uploadState(ctx context.Context, svc *share.Service, e ledger.Entry) (uploadLine, error) {
	o := e.Spec.Options
	line := uploadLine{ID: e.ID, Object: e.Spec.Target.URI(), State: string(e.State), Words: string(e.State), Parts: o.Parts(), Size: o.TotalSize, Ends: e.Terms.Ends}
	if !unfinished(e) {
		line.Words = lastWords(e)
		return line, nil
	}
	if e.State == ledger.StateStarting {
		found, err := a.strays(ctx, svc, e)
		line.Words = "signet was stopped while it started this upload, and nobody has a link; the server has none of it: signet log uploads " + e.ID + " --abort notes that"
		switch {
		case svc.Stopped(e.Record) != nil:
			line.Words = "it was begun just now, and may be on its way to who shared it"
		case len(found) > 0:
			line.Words = "signet was stopped while it started this upload, and nobody has a link; the server has " + say.Things(len(found), "upload") + " to the object from then: signet log uploads " + e.ID + " --abort drops it"
		}
		return line, err
	}
	p, err := svc.Upload(ctx, e.Record)
	switch {
	case err != nil:
		return line, err
	case p.Gone:
		by, _ := svc.Asks(e.Record)
		line.State, line.Words = a.uploadGone(ctx, a.places.get(by), e)
		return line, nil
	}
	line.State, line.There, line.Bytes = "unfinished", len(p.There), p.Bytes
	line.Words = fmt.Sprintf("%s of %s there, %s of %s; %s", say.Count(line.There), say.Things(line.Parts, "part"), say.Bytes(p.Bytes), say.Bytes(o.TotalSize), a.uploadNext(e, line.There))
	return line, nil
}

// lastWords are what the log says of an upload that is over.
func lastWords(e ledger.Entry) string {
	words := string(e.State)
	for _, ev := range e.Events {
		switch ev.Kind {
		case ledger.Completed, ledger.Aborted, ledger.UploadGone, ledger.NotStarted, ledger.Revoked:
			words = ev.Kind + tag(": ", ev.Detail)
		}
	}
	return words
}

// uploadNext is what can be done about an upload that is unfinished.
func (a *app) uploadNext(e ledger.Entry, there int) string {
	if left := e.Terms.Ends.Sub(a.Clock()); left > 0 {
		return "its links end in " + say.Span(left)
	}
	if there == e.Spec.Options.Parts() {
		return "its links have ended: --complete makes the object, --abort drops the parts"
	}
	return "its links have ended: --abort drops the parts, which cost until then"
}

// uploadGone is what became of an upload that the server does not know: by whom, no
// server tells.
func (a *app) uploadGone(ctx context.Context, p *place, e ledger.Entry) (kind, detail string) {
	t, o := e.Spec.Target, e.Spec.Options
	kind, detail = ledger.UploadGone, "the server knows no such upload any more: it was completed or aborted, and which is not known"
	if !address.Same(endpointOf(ctx, p.signer(), p.signs()), e.Spec.Endpoint.URL) { // another server has other objects
		return kind, detail
	}
	head, err := p.signer().Head(ctx, t.Bucket, t.Key, "")
	if err == nil && head.Size == o.TotalSize && strings.HasSuffix(head.ETag, fmt.Sprintf("-%d", o.Parts())) && !head.Modified.Before(e.Created.Truncate(time.Second)) {
		kind, detail = ledger.Completed, "the object is there, of "+say.Things(o.Parts(), "part")+" and "+say.Bytes(o.TotalSize)+"; by whom is not known"
	}
	return kind, detail
}
