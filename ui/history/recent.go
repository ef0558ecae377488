package history

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share/ledger"
	"signet/ui/kit"
)

// Recent is the share log at a glance, for beside other screens: the state of
// affairs and the last shares with their countdowns. It belongs to the root,
// which runs Refresh now and then and gives every RecentMsg to Update.
type Recent struct {
	env kit.Env // of the root
	log Log

	head    ledger.Head
	asking  bool
	summary *ledger.Summary
	summed  time.Time // when
	rows    []ledger.Entry
	err     error
}

// RecentMsg is what Refresh found.
type RecentMsg struct {
	head    ledger.Head
	changed bool
	summary ledger.Summary
	at      time.Time
	rows    []ledger.Entry
	err     error
}

// recentRows is how many shares are kept ready.
const recentRows = 40

// NewRecent makes the view. The theme may be changed later by the root.
func NewRecent(env kit.Env, log Log) *Recent {
	return &Recent{env: env, log: log}
}

// Refresh looks whether anything was added, and reads the last shares if so. It
// reads one number otherwise, and may be called every second.
func (r *Recent) Refresh(ctx context.Context) tea.Cmd {
	if r.asking {
		return nil
	}
	r.asking = true
	log, head, now := r.log, r.head, r.env.Now()
	old := r.summary != nil && outdated(r.summary, r.summed, now)
	return func() tea.Msg {
		m := RecentMsg{}
		if m.head, m.err = log.Head(ctx); m.err != nil || m.head == head && !old {
			return m
		}
		m.changed, m.at = true, now
		var page ledger.Page
		if page, m.err = log.Query(ctx, ledger.Query{Fold: true, Limit: recentRows}); m.err == nil {
			m.rows = page.Entries
			m.summary, m.err = log.Summary(ctx, now)
		}
		return m
	}
}

// Update takes what Refresh found; other messages change nothing.
func (r *Recent) Update(msg tea.Msg) {
	m, ok := msg.(RecentMsg)
	if !ok {
		return
	}
	r.asking, r.err = false, m.err
	if m.err == nil && m.changed {
		r.head, r.summary, r.summed, r.rows = m.head, &m.summary, m.at, m.rows
	}
}

// View draws at most h lines of exactly w cells.
func (r *Recent) View(w, h int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	now := r.env.Now()
	at := moment{now, r.env.Soon, r.env.Theme}
	lines := []string{summaryLine(r.summary, now, r.env.Theme)}
	switch {
	case r.err != nil:
		lines = []string{r.env.Theme.Bad.Render("the share log cannot be read: " + kit.Clean(r.err.Error()))}
	case r.summary != nil && len(r.rows) == 0:
		lines = []string{r.env.Theme.Muted.Render("nothing was shared yet")}
	}
	cols := columnsFor(min(w, 83)) // never wide enough for notes: it stands beside something
	cols.object += max(w-83, 0)
	for _, e := range r.rows {
		if len(lines) == h {
			break
		}
		text, style := at.left(e)
		st := e.StateAt(now)
		row := cols.toned(e, batch(e), now, st == stateOpen || st == stateLater, r.env.Theme)
		lines = append(lines, style.Render(kit.Pad(text, leftWidth))+"  "+row)
	}
	for i := range lines {
		lines[i] = kit.Pad(lines[i], w)
	}
	return strings.Join(lines, "\n")
}
