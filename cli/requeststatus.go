package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signet/s3browser"
	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/share/publish"
	"signet/share/say"
	"signet/ui"
)

func (a *app) requestStatusCommand() *cobra.Command {
	var where placeFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status ID",
		Short: "What has arrived of what was asked for, and what is missing",
		Long: `Look into the folders of a request, or of an upload page: what has arrived, when and how
large, and what is missing. Of an upload page it is what was stored in its folder since
the page was, by whomever. ID is that of the page in the share log, or of any of its
links. The exit code is 0 however much is missing.`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.requestStatus(cmd.Context(), where, args[0], asJSON)
		},
	}
	where.bind(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "as a JSON object")
	return cmd
}

func (a *app) requestRemindCommand() *cobra.Command {
	var where placeFlags
	var withLink bool
	cmd := &cobra.Command{
		Use:   "remind ID",
		Short: "A text for whoever has not sent everything yet",
		Long: `Write a mail that says what has arrived and what is missing. No link is in it, unless
--with-link signs the one to the page again: that works as long as the key that signed
it is at hand.`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.requestRemind(cmd.Context(), where, args[0], withLink)
		},
	}
	where.bind(cmd)
	cmd.Flags().BoolVar(&withLink, "with-link", false, "with the link to the page, signed again")
	return cmd
}

// asked is a page that asks for files, by the id of any of its entries or of their batch.
func (a *app) asked(ctx context.Context, id string) (publish.Status, error) {
	if _, err := a.load(); err != nil {
		return publish.Status{}, err
	}
	l, err := a.openLog()
	if err != nil {
		return publish.Status{}, err
	}
	group := id
	e, err := l.Get(ctx, id)
	switch {
	case err == nil && e.Group == "":
		return publish.Status{}, fmt.Errorf("request %s: %w", clean(id), publish.ErrNoAsking)
	case err == nil:
		group = e.Group
	}
	var all []ledger.Entry
	if found := l.Each(ctx, ledger.Query{Group: group}, func(e ledger.Entry) error { all = append(all, e); return nil }); found != nil {
		return publish.Status{}, found
	}
	if len(all) == 0 && err != nil {
		return publish.Status{}, err
	}
	s, err := publish.Await(all)
	if err != nil {
		return s, fmt.Errorf("request %s: %w", clean(id), err)
	}
	return s, nil
}

// awaited is what was asked for, with what has arrived of it. Where nobody can look, what
// was asked for is there beside the error.
func (a *app) awaited(ctx context.Context, where placeFlags, id string) (publish.Status, error) {
	s, err := a.asked(ctx, id)
	if err != nil {
		return s, err
	}
	p, err := a.revoker(ctx, &revokeFlags{where: where}, s.Page) // by the keys of the place of the request
	if err != nil {
		return s, fmt.Errorf("look for what arrived of %s: %w", s.Page.ID, err)
	}
	s.Look(ctx, listerOf(p.browser()))
	return s, nil
}

func listerOf(client *s3browser.Client) publish.Lister {
	return func(ctx context.Context, below share.Target, yield func(publish.Arrival) bool) error {
		enough := errors.New("enough")
		err := client.Walk(ctx, s3browser.ListRequest{Bucket: below.Bucket, Prefix: below.Key, Recursive: true}, func(p s3browser.Page) error {
			for i := range p.Entries {
				e := &p.Entries[i]
				if !e.Foreign && !yield(publish.Arrival{Key: strings.Clone(e.Key), Size: e.Size, At: e.Modified}) {
					return enough
				}
			}
			return nil
		})
		if errors.Is(err, enough) {
			return nil
		}
		return err
	}
}

func (a *app) requestStatus(ctx context.Context, where placeFlags, id string, asJSON bool) error {
	s, err := a.awaited(ctx, where, id)
	if err != nil {
		return err
	}
	if asJSON {
		err = a.printJSON(statusLine(s, a.Clock()))
	} else {
		err = a.showStatus(a.data(), s)
	}
	if err != nil {
		return err
	}
	for _, r := range s.Rows {
		if r.Err != nil {
			return fmt.Errorf("request %s: %w", s.Page.ID, r.Err)
		}
	}
	return nil
}

// requestLine is the status of a request for programs. The names are stable.
type requestLine struct {
	ID      string        `json:"id"`
	Group   string        `json:"group"`
	Kind    string        `json:"kind"`
	State   string        `json:"state"`
	To      string        `json:"to"`
	Ends    time.Time     `json:"ends_at"`
	Items   []requestItem `json:"items"`
	Missing []string      `json:"missing"`
}

type requestItem struct {
	Name    string           `json:"name"`
	Bucket  string           `json:"bucket"`
	Prefix  string           `json:"prefix"`
	Types   []string         `json:"types"`
	Arrived []requestArrival `json:"arrived"`
	More    bool             `json:"more,omitempty"`  // than are listed
	Error   string           `json:"error,omitempty"` // why it is not known
}

type requestArrival struct {
	Key  string    `json:"key"`
	Size int64     `json:"size"`
	At   time.Time `json:"at"`
}

func statusLine(s publish.Status, now time.Time) requestLine {
	l := requestLine{
		ID: s.Page.ID, Group: s.Page.Group, Kind: string(s.Page.Page), State: string(s.Page.StateAt(now)), To: s.Page.Recipient, Ends: s.Page.Terms.Ends.UTC(), Missing: []string{},
	}
	for _, r := range s.Rows {
		item := requestItem{Name: r.Name, Bucket: r.Folder.Bucket, Prefix: r.Folder.Key, Types: append([]string{}, r.Types...), Arrived: []requestArrival{}, More: r.More}
		if r.Err != nil {
			item.Error = oneVoice(r.Err)
		}
		for _, f := range r.Arrived {
			item.Arrived = append(item.Arrived, requestArrival{f.Key, f.Size, f.At.UTC()})
		}
		if r.Missing() {
			l.Missing = append(l.Missing, r.Name)
		}
		l.Items = append(l.Items, item)
	}
	return l
}

// showStatus writes a status for people.
func (a *app) showStatus(to io.Writer, s publish.Status) error {
	var w strings.Builder // written at once: a write that fails is not taken for a status
	now := a.Clock()
	whom := ""
	if s.Page.Recipient != "" {
		whom = " for " + clean(s.Page.Recipient)
	}
	fmt.Fprintf(&w, "%s %s%s, %s\n", s.Page.Page.Info().Name, s.Page.ID, whom, stateOf(s.Page, now))
	for _, r := range s.Rows {
		fmt.Fprintf(&w, "%s: %s\n", clean(r.Title()), clean(r.Words(now)))
		for _, f := range r.Arrived {
			fmt.Fprintf(&w, "  %s  %s  %s\n", say.Moment(f.At.In(now.Location()), now), say.Bytes(f.Size), clean(strings.TrimPrefix(f.Key, r.Folder.Key)))
		}
	}
	_, err := io.WriteString(to, w.String())
	return err
}

// stateOf is whether a page can still be used.
func stateOf(e ledger.Entry, now time.Time) string {
	state := string(e.StateAt(now))
	if left := e.Left(now); left > 0 {
		state += " for " + say.Span(left)
	}
	return state
}

func (a *app) requestRemind(ctx context.Context, where placeFlags, id string, withLink bool) error {
	s, err := a.awaited(ctx, where, id)
	if err != nil {
		return err
	}
	for _, r := range s.Rows {
		if r.Err != nil { // what nobody knows is not called missing
			return fmt.Errorf("request %s: %w", s.Page.ID, r.Err)
		}
	}
	var link share.Secret
	if withLink && len(s.Missing()) > 0 {
		if link, err = a.pageAgain(ctx, where, s.Page); err != nil {
			return err
		}
	}
	_, err = fmt.Fprint(a.Out, s.Reminder(link, a.Clock()).Reveal())
	return err
}

// pageAgain signs the link to a page again, which is noted in the log.
func (a *app) pageAgain(ctx context.Context, where placeFlags, e ledger.Entry) (share.Secret, error) {
	if s := e.StateAt(a.Clock()); s != ledger.StateOpen && s != ledger.StateLater {
		return share.Secret{}, fmt.Errorf("request %s: the link is %s", e.ID, s)
	}
	svc, err := a.service()
	if err != nil {
		return share.Secret{}, err
	}
	rec := e.Record
	if err := svc.MayShow(ctx, rec); err != nil {
		return share.Secret{}, a.notShown(ctx, e, err)
	}
	by, err := a.signsAgain(ctx, e, &where)
	if err != nil {
		return share.Secret{}, err
	}
	if by != rec.Spec.Endpoint.Place {
		rec.Spec.Endpoint.Place, rec.Spec.Target.Place = by, by
	}
	link, err := svc.Rebuild(ctx, rec)
	if err != nil {
		return share.Secret{}, a.notAgain(ctx, e, &where, err)
	}
	a.note(ctx, e.ID, ledger.Shown, "reminder")
	return link.URL, nil
}

// requests are what the screens ask for files by.
func (a *app) requests(svc *share.Service) ui.Requests {
	return ui.Requests{
		Make: func(ctx context.Context, asking publish.Asking) (share.Link, []string, error) {
			pub, err := a.publisher(svc)
			if err != nil {
				return share.Link{}, nil, err
			}
			done, err := pub.Ask(ctx, asking, handover.Options{Now: a.Clock()})
			return done.Link, warnings(done), err
		},
		Page: func(t share.Target) string {
			into, prefix := a.pagesOf(t.Place, t.Bucket)
			at := "s3://" + into + "/" + prefix
			if into != t.Bucket {
				at += ", or, where that bucket has another address, s3://" + t.Bucket + "/" + prefix
			}
			return at
		},
		Arrived: func(ctx context.Context, id string) (publish.Status, error) { return a.awaited(ctx, placeFlags{}, id) },
	}
}
