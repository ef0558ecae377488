package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signet/s3browser"
	"signet/share"
	"signet/share/accesslog"
	"signet/share/ledger"
	"signet/share/say"
)

// The bounds of what one run reads of access logs in buckets. Reading twice adds
// nothing, so that the rest can be read prefix by prefix.
const (
	maxLogs     = 1_000_000
	maxLogBytes = 1_000_000_000  // of one log, unpacked; those of AWS have a few MB
	maxAllBytes = 20_000_000_000 // of all, unpacked
	maxFailed   = 10             // logs in a row that the server fails to hand over
	maxTold     = 20             // failures that are told one by one
)

func (a *app) logUsageCommand() *cobra.Command {
	flags := &placeFlags{}
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "usage FILE|-|s3://BUCKET/PREFIX...",
		Short: "Mark shares as used, from the server's access logs",
		Long: `Read access logs and mark the shares in them as used: when and from where. A share
is recognised by its x-signet-id (set track = true for a place), by its signature
where the log has it, or else by object, key and second of signing.

What a log is need not be said, and one file may hold several: S3 server access
logs, CloudTrail (files, events, in EventBridge, SNS and SQS, from CloudWatch Logs
and lookup-events), Athena's CSV of both, MinIO audit, mc admin trace (--json or
-v), versitygw, Ceph, nginx, Apache, Caddy, Traefik, HAProxy, Envoy, AWS's load
balancers, CloudFront's standard logs; gzipped or not. It is said what each was
taken for.

A request counts once, in however many logs it stands, by the id that the server
gave it; reading twice adds nothing. Logs of web servers have no such id: give
either theirs or the store's. What the server refused or redirected is no use.

The exit code is 0 when all was read, and 3 when not: lines that are no access log
are counted by their reason, with the first of them; a log that is damaged, or that
the server does not hand over, is told and passed over. Of a bucket at most a
million logs are read, 1 GB of each and 20 GB in all: name a longer prefix for the
rest.`,
		Example: `  signet log usage access.log access.log.*.gz
  signet log usage s3://my-logs/AWSLogs/123456789012/CloudTrail/eu-west-1/2026/
  mc admin trace --json myminio | signet log usage -`,
		Args: between(1, 1<<20),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := a.openLog()
			if err != nil {
				return err
			}
			r := newUsageRun(a, l)
			return r.run(cmd.Context(), flags, args, asJSON)
		},
	}
	flags.bind(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "the outcome as a JSON object")
	return cmd
}

// usageRun reads one log after the other.
type usageRun struct {
	*app
	log  *ledger.Ledger
	line *progress

	logs, one, all int64 // at most: logs, bytes of one, bytes of all

	sum    ledger.Usage
	read   int64 // logs
	missed int   // logs that were not read to their end
	inARow int   // that were not handed over
	got    int64 // bytes, as they came
}

func newUsageRun(a *app, l *ledger.Ledger) *usageRun {
	return &usageRun{app: a, log: l, line: a.progressAlone(), logs: maxLogs, one: maxLogBytes, all: maxAllBytes, sum: ledger.NewUsage()}
}

func (r *usageRun) run(ctx context.Context, f *placeFlags, args []string, asJSON bool) error {
	defer r.line.clear()
	for _, arg := range args {
		err := r.argument(ctx, f, arg)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if r.read > 0 {
				r.line.clear()
				r.outcome()
			}
			return err
		}
	}
	r.line.clear()
	if asJSON {
		if err := r.printJSON(r.sum); err != nil {
			return err
		}
	} else {
		r.outcome()
	}
	return r.incomplete()
}

// incomplete is what of the logs could not be told; nil: all was read.
func (r *usageRun) incomplete() error {
	switch {
	case r.missed > 0:
		return &incompleteError{fmt.Sprintf("usage: %s of %s not read to the end, see above; what was read counts", say.Count(r.missed), say.Things(r.read, "log"))}
	case r.sum.Unread > 0:
		return &incompleteError{fmt.Sprintf("usage: %s not read, see above; what was read counts", say.Things(r.sum.Unread, "line"))}
	case r.queryless():
		return &incompleteError{"usage: these logs leave out the query, where a signature stands: one link of an object cannot be told from another; have the server log it, or look for a link in other places with signet log find"}
	}
	return nil
}

// queryless reports logs in which no request has a query.
func (r *usageRun) queryless() bool { return r.sum.Requests > 0 && r.sum.Queries == 0 }

func (r *usageRun) outcome() {
	u := r.sum
	fmt.Fprintf(r.Err, "%s, %s of them by pre-signed links; %s of %s added, %s known already, %s refused by the server, %s not read\n",
		say.Things(u.Requests, "request"), say.Count(u.Signed), say.Things(u.Added, "use"), say.Things(len(u.Shares), "share"),
		say.Count(u.Again), say.Count(u.Refused), say.Things(u.Unread, "line"))
	if len(u.Formats) > 0 {
		var read []string
		for _, format := range slices.Sorted(maps.Keys(u.Formats)) {
			read = append(read, format+" ("+say.Count(u.Formats[format])+")")
		}
		fmt.Fprintln(r.Err, "read as: "+strings.Join(read, ", "))
	}
	if u.Parts > 0 || u.Heads > 0 {
		fmt.Fprintf(r.Err, "of the uses added %s fetched a part of the object, as players and download managers do many times, and %s asked for its headers alone\n", say.Count(u.Parts), say.Count(u.Heads))
	}
	if u.Nameless > 0 {
		fmt.Fprintf(r.Err, "%s of the uses added are from logs that give a request no id: where such a request stands in a log of another kind too, it counts twice\n", say.Count(u.Nameless))
	}
	for _, reason := range u.Reasons {
		fmt.Fprintf(r.Err, "not read, %s: %s (the first is line %s of %s)\n", say.Things(reason.Lines, "line"), reason.Why, say.Count(reason.First), clean(reason.In))
	}
}

func (r *usageRun) argument(ctx context.Context, f *placeFlags, arg string) error {
	if strings.HasPrefix(arg, "s3://") {
		return r.inBucket(ctx, f, arg)
	}
	in, err := r.input(ctx, arg)
	if err != nil {
		return err
	}
	if arg == "-" {
		arg = "standard input"
	}
	return r.logFile(ctx, arg, in, 0)
}

// inBucket reads every object below a prefix.
func (r *usageRun) inBucket(ctx context.Context, f *placeFlags, uri string) error {
	p, err := r.resolve(f)
	if err != nil {
		return err
	}
	t, err := unsigned(uri, p.servers(ctx))
	if err != nil {
		return err
	}
	before := r.read
	err = p.browser().Walk(ctx, s3browser.ListRequest{Bucket: t.Bucket, Prefix: t.Key, Recursive: true}, func(page s3browser.Page) error {
		for _, e := range page.Entries {
			if e.Size == 0 {
				continue
			}
			if err := r.object(ctx, p, share.Target{Bucket: t.Bucket, Key: e.Key}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && r.read == before {
		return fmt.Errorf("usage %s: nothing is below it; name the prefix that the server writes its logs to", clean(uri))
	}
	return err
}

// object reads one log of a bucket, within the bounds of all.
func (r *usageRun) object(ctx context.Context, p *place, t share.Target) error {
	const rest = "what was read counts, and reading twice adds nothing: name a longer prefix for the rest, such as a day's"
	switch left := r.all - r.sum.Bytes; {
	case r.read >= r.logs:
		return &incompleteError{fmt.Sprintf("usage: there are more than %s; %s", say.Things(r.logs, "log"), rest)}
	case left <= 0:
		return &incompleteError{fmt.Sprintf("usage: the logs are longer than %s in all; %s", say.Bytes(r.all), rest)}
	default:
		in, err := p.browser().Read(ctx, t.Bucket, t.Key)
		if err != nil {
			r.read++
			return r.miss(ctx, t.URI(), err, true)
		}
		return r.logFile(ctx, t.URI(), in, min(r.one, left))
	}
}

// logFile reads one log.
func (r *usageRun) logFile(ctx context.Context, name string, in io.ReadCloser, most int64) error {
	r.read++
	source := &watchedLog{Reader: in, run: r}
	u, err := r.log.ReadUsage(ctx, source, most)
	_ = in.Close()
	for i := range u.Reasons {
		u.Reasons[i].In = name
	}
	r.sum.Add(u)
	var unread *accesslog.UnreadError
	switch {
	case err == nil:
		r.inARow = 0
		return nil
	case !errors.As(err, &unread):
		return fmt.Errorf("usage %s: %w", clean(name), err) // our own log
	}
	return r.miss(ctx, name, err, source.err != nil)
}

// miss tells of a log that was not read, or not to its end, and goes on: unless the
// server fails to hand over one after the other.
func (r *usageRun) miss(ctx context.Context, name string, err error, failed bool) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	err = fmt.Errorf("usage %s: %w", clean(name), err)
	r.missed++
	if r.inARow++; !failed {
		r.inARow = 0
	}
	if r.inARow >= maxFailed {
		return &incompleteError{fmt.Sprintf("usage: %s in a row could not be read, and no more were tried; the last: %v", say.Things(maxFailed, "log"), err)}
	}
	r.line.clear()
	switch {
	case r.missed <= maxTold:
		fmt.Fprintln(r.Err, "warning: "+oneVoice(err))
	case r.missed == maxTold+1:
		fmt.Fprintln(r.Err, "warning: more such logs are counted, and not told one by one")
	}
	return nil
}

// watchedLog says how far the reading has come.
type watchedLog struct {
	io.Reader
	run *usageRun
	err error // of the source, but for its end
}

// Read reads, and draws the line of progress.
func (w *watchedLog) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	w.run.got += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	w.run.line.say(fmt.Sprintf("%s, %s read, ctrl+c stops", say.Things(w.run.read, "log"), say.Bytes(w.run.got)))
	return n, err
}
