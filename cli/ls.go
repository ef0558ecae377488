package cli

import (
	"bufio"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
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
			l := &lister{out: bufio.NewWriter(a.data()), json: asJSON}
			if len(args) == 0 {
				if recursive {
					return &usageError{"--recursive needs a bucket", "signet ls s3://BUCKET --recursive"}
				}
				return l.buckets(cmd.Context(), p)
			}
			t, err := share.ParseTarget(args[0], p.servers(cmd.Context()))
			if err != nil {
				return err
			}
			a.remarks(cmd.Context(), p, t.Bucket)
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

// lister prints page by page, so that it needs no more memory for a million
// keys than for a thousand, and shows the first ones at once.
type lister struct {
	out  *bufio.Writer
	json bool
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
	size := say.Bytes(e.Size)
	if e.Folder {
		size = "folder"
	}
	_, err := fmt.Fprintf(l.out, "%-20s  %10s  %s\n", stamp(e.Modified), size, clean("s3://"+bucket+"/"+e.Key))
	return err
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
