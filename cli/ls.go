package cli

import (
	"bufio"
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/ui/kit"
)

func (a *app) lsCommand() *cobra.Command {
	flags := &placeFlags{}
	var asJSON, recursive bool
	cmd := &cobra.Command{
		Use:   "ls [s3://BUCKET[/PREFIX]]",
		Short: "List buckets, or what is in one",
		Args:  between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.resolve(flags)
			if err != nil {
				return err
			}
			defer a.tellClock(p)
			l := &lister{out: bufio.NewWriterSize(a.data(), 64<<10), json: asJSON}
			if len(args) == 0 {
				if recursive {
					return &usageError{"--recursive needs a bucket", "signet ls s3://BUCKET --recursive"}
				}
				return l.buckets(cmd.Context(), p)
			}
			t, err := unsigned(args[0], p.servers(cmd.Context()))
			if err != nil {
				return err
			}
			a.remarks(cmd.Context(), p, t.Bucket)
			defer debug.SetGCPercent(debug.SetGCPercent(listingGarbage))
			return a.listTwo(cmd.Context(), l, p, t, recursive)
		},
	}
	flags.bind(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	cmd.Flags().BoolVar(&recursive, "recursive", false, "everything below the prefix, not only one level")
	return cmd
}

// remarks says what share would say about the address, but that nobody has tried it:
// this tries it.
func (a *app) remarks(ctx context.Context, p *place, bucket string) {
	_, at, err := p.browser().Config(ctx)
	if err != nil { // which the listing says
		return
	}
	for _, r := range at.Remarks(bucket) {
		if r.Code != "path-style" {
			a.say([]say.Remark{r})
		}
	}
}

// tellClock says that requests were signed by the server's clock.
func (a *app) tellClock(p *place) {
	ahead := p.browser().Ahead().Round(time.Minute)
	way := "behind"
	if ahead < 0 {
		way = "ahead of"
	}
	if ahead != 0 {
		fmt.Fprintf(a.Err, "warning: the clock of this machine is %s %s the server's; set the clock of this machine\n", say.Span(ahead.Abs()), way)
	}
}

// listingGarbage is how much garbage may pile up beside what a listing has in use, in
// percent: two pages are in use, whatever the length of the listing. Go's 100 takes
// 2 MB more and saves a twentieth of the time.
const listingGarbage = 50

// lister prints page by page, so that it needs no more memory for a million
// keys than for a thousand, and shows the first ones at once.
type lister struct {
	out  *bufio.Writer
	json bool

	line, size []byte // memory of a row, for the next one
}

func (l *lister) buckets(ctx context.Context, p *place) error {
	list, err := p.browser().Buckets(ctx)
	if err != nil {
		return err
	}
	for _, b := range list {
		if l.json {
			err = encodeJSON(l.out, struct {
				Bucket  string `json:"bucket"`
				Region  string `json:"region,omitempty"`
				Created string `json:"created,omitempty"`
			}{b.Name, b.Region, stamp(b.Created)})
		} else {
			_, err = fmt.Fprintf(l.out, "%-20s  s3://%s\n", stamp(b.Created), clean(b.Name))
		}
		if err != nil {
			return err
		}
	}
	return l.out.Flush()
}

func (l *lister) objects(ctx context.Context, p *place, req s3browser.ListRequest) error {
	return p.browser().Walk(ctx, req, func(page s3browser.Page) error {
		for _, e := range page.Entries {
			if err := l.entry(req.Bucket, e); err != nil {
				return err
			}
		}
		return l.out.Flush()
	})
}

// listTwo lists what a target names, at the one of its two readings where something is.
func (a *app) listTwo(ctx context.Context, l *lister, p *place, t share.Target, recursive bool) error {
	if t.Other == "" {
		return l.objects(ctx, p, s3browser.ListRequest{Bucket: t.Bucket, Prefix: t.Key, Recursive: recursive})
	}
	var is [2]share.Presence
	for i, prefix := range []string{t.Key, t.Other} {
		page, err := p.browser().List(ctx, s3browser.ListRequest{Bucket: t.Bucket, Prefix: prefix, Recursive: recursive, Max: 1})
		switch {
		case err != nil:
			return err
		case len(page.Entries) > 0:
			is[i] = share.There
		case page.Done:
			is[i] = share.Missing
		}
	}
	t, said := t.Read(is[0], is[1])
	if said.Code != "" {
		a.say([]say.Remark{said})
	}
	return l.objects(ctx, p, s3browser.ListRequest{Bucket: t.Bucket, Prefix: t.Key, Recursive: recursive})
}

func (l *lister) entry(bucket string, e s3browser.Entry) error {
	if l.json {
		return encodeJSON(l.out, struct {
			Bucket   string `json:"bucket"`
			Key      string `json:"key"`
			Folder   bool   `json:"folder,omitempty"`
			Size     int64  `json:"size"`
			Modified string `json:"modified,omitempty"`
			Class    string `json:"storage_class,omitempty"`
			ETag     string `json:"etag,omitempty"`
		}{bucket, e.Key, e.Folder, e.Size, stamp(e.Modified), e.Class, e.ETag})
	}
	_, err := l.out.Write(l.row(bucket, e))
	return err
}

// row is the line of an entry: when, how large, its address. fmt takes as long for it
// as the server for the entry.
func (l *lister) row(bucket string, e s3browser.Entry) []byte {
	const when, size = len(time.RFC3339) - len("07:00"), 10
	row := l.line[:0]
	if !e.Modified.IsZero() {
		row = e.Modified.UTC().AppendFormat(row, time.RFC3339)
	}
	row = fill(row, when-len(row))
	l.size = append(l.size[:0], "folder"...)
	if !e.Folder {
		l.size = say.AppendBytes(l.size[:0], e.Size)
	}
	row = append(fill(row, 2+size-len(l.size)), l.size...)
	row = append(row, "  "...)
	row = kit.AppendClean(row, "s3://", bucket, "/", e.Key)
	l.line = append(row, '\n')
	return l.line
}

// fill appends n blanks.
func fill(to []byte, n int) []byte {
	for range n {
		to = append(to, ' ')
	}
	return to
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
