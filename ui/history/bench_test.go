package history

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/kit"
)

// BenchmarkFrame is what a key costs until the frame is drawn, over any log.
func BenchmarkFrame(b *testing.B) {
	s := &Screen{env: benchEnv(time.Now), keys: newKeys(kit.Keys{})}
	w := &world{clock: time.Now}
	for i := range windowRows {
		s.window.rows = append(s.window.rows, ledger.Entry{Record: w.sample(i), State: ledger.StateOpen})
	}
	for i := 0; b.Loop(); i++ {
		s.window.move(i % windowRows)
		s.View(120, 40)
	}
}

// BenchmarkOpening is from H to the first rows of a large log. frame-ms is what
// of it the loop pays, and so any frame: the promise is at most 10. The rest is
// waited for beside the loop.
func BenchmarkOpening(b *testing.B) {
	log, now := benchLog(b)
	env := benchEnv(func() time.Time { return now })
	var loop, slowest time.Duration
	for b.Loop() {
		var s *Screen
		frame := func(work func()) {
			begun := time.Now()
			work()
			s.View(120, 40)
			took := time.Since(begun)
			loop += took
			slowest = max(slowest, took)
		}
		var asked tea.Cmd
		frame(func() {
			s = New(env, log, Exits{}).(*Screen)
			asked = s.Init()
		})
		for _, answer := range answers(asked) {
			frame(func() { s.Update(answer) })
		}
		if s.window.len() == 0 || s.summary == nil {
			b.Fatal("nothing was loaded")
		}
	}
	b.ReportMetric(loop.Seconds()*1000/float64(b.N), "loop-ms")
	b.ReportMetric(slowest.Seconds()*1000, "frame-ms")
}

// answers runs a command and what is in it, off the loop as the program does.
func answers(cmd tea.Cmd) []tea.Msg {
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		var all []tea.Msg
		for _, c := range msg {
			all = append(all, answers(c)...)
		}
		return all
	case kit.Reply:
		return []tea.Msg{msg.Msg}
	}
	return nil
}

func benchEnv(clock func() time.Time) kit.Env {
	th := kit.NewTheme(true)
	return kit.Env{Ctx: context.Background(), Theme: &th, Clock: clock}
}

// benchLog has SIGNET_LOG_SIZE shares, 100,000 if it is not set, 20,000 with
// -short, the last thousands of them open. It is kept in the temporary folder.
func benchLog(b *testing.B) (*ledger.Ledger, time.Time) {
	b.Helper()
	size, err := strconv.Atoi(os.Getenv("SIGNET_LOG_SIZE"))
	switch {
	case err == nil:
	case testing.Short():
		size = 20_000
	default:
		size = 100_000
	}
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	path := filepath.Join(os.TempDir(), fmt.Sprintf("signet-bench-history-%d", size), "log.db")
	log, err := ledger.Open(path, ledger.Options{Clock: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = log.Close() })
	head, err := log.Head(context.Background())
	for missing := size - int(head.Seq); err == nil && missing > 0; missing -= 1000 {
		err = log.RecordAll(context.Background(), benchShares(missing, now))
	}
	if err != nil {
		b.Fatal(err)
	}
	return log, now
}

// benchShares are the next thousand of those that are missing: one a minute, the
// last one just now, each for three days.
func benchShares(missing int, now time.Time) []share.Record {
	w := &world{clock: func() time.Time { return now }}
	out := make([]share.Record, min(missing, 1000))
	for i := range out {
		r := w.sample(missing - 1 - i)
		r.Terms.Asked, r.Terms.Ends = r.Terms.Starts.AddDate(0, 0, 3), r.Terms.Starts.AddDate(0, 0, 3)
		out[i] = r
	}
	return out
}
