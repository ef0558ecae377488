package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"signet/share"
)

// The large log of the benchmarks: SIGNET_LOG_SIZE shares, a million if it is
// not set, 20,000 with -short. It is made once, in some minutes, and kept in
// the temporary folder.
func logSize() int {
	if n, err := strconv.Atoi(os.Getenv("SIGNET_LOG_SIZE")); err == nil {
		return n
	}
	if testing.Short() {
		return 20_000
	}
	return 1_000_000
}

// largeEnd is when the last share of the large log was made.
func largeEnd() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }

// largeShare is share i of n: three years of work, oldest first.
func largeShare(rng *rand.Rand, i, n int) share.Record {
	word := func() string {
		words := []string{"report", "invoice", "contract", "draft", "final", "summary", "offer", "budget", "annual", "scan", "photo", "minutes", "legal", "tax", "board", "plan"}
		return words[rng.IntN(len(words))]
	}
	at := largeEnd().Add(-time.Duration(float64(n-i) / float64(n) * float64(3*365*24*time.Hour)))
	r := sample(i, at)
	r.Spec.Target.Bucket = "acme-" + []string{"hr", "legal", "media", "ops", "sales"}[rng.IntN(5)]
	r.Spec.Target.Key = fmt.Sprintf("%d/%02d/%s/%s-%06d.pdf", at.Year(), at.Month(), word(), word(), i)
	r.Recipient = fmt.Sprintf("person%d@example.com", rng.IntN(5000))
	r.Note = fmt.Sprintf("ticket %d", rng.IntN(100_000))
	r.Spec.AccessKeyID = fmt.Sprintf("AKIA%016d", rng.IntN(9))
	r.Who.User = []string{"me", "you", "they"}[rng.IntN(3)]
	r.Terms.Ends = at.Add(time.Duration(1+rng.IntN(7*24)) * time.Hour)
	switch rng.IntN(100) {
	case 0, 1, 2, 3:
		r.Spec.Operation = share.Upload
	case 4:
		r.Spec.Operation = share.Delete
	case 5:
		r.Failure, r.Terms = "access denied", share.Terms{}
	case 6:
		r.Group = fmt.Sprint("group", i/500)
	}
	return r
}

// large opens a log of the size, with events, indexed.
func large(b *testing.B, size int) *Ledger {
	b.Helper()
	path := filepath.Join(os.TempDir(), fmt.Sprintf("signet-bench-log-%d-v%d", size, len(steps())), "log.db")
	if _, err := os.Stat(path + ".done"); err != nil {
		makeLarge(b, path, size)
		if err := os.WriteFile(path+".done", nil, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	l, err := Open(path, Options{Clock: largeEnd})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.Close() })
	return l
}

func makeLarge(b *testing.B, path string, size int) {
	b.Helper()
	ctx := context.Background()
	l, err := Open(path, Options{Clock: largeEnd})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	rng := rand.New(rand.NewPCG(1, 2))
	if _, err := l.w.ExecContext(ctx, "PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536"); err != nil {
		b.Fatal(err)
	}
	at := 0 // goes on where it was interrupted
	if err := l.w.QueryRowContext(ctx, "SELECT count(*) FROM entry").Scan(&at); err != nil {
		b.Fatal(err)
	}
	for ; at < size; at += 10_000 {
		records := make([]share.Record, 0, 10_000)
		for i := at; i < min(at+10_000, size); i++ {
			records = append(records, largeShare(rng, i, size))
		}
		err := l.write(ctx, "fill", func(ctx context.Context, tx *sql.Tx) error {
			if err := l.appendRecords(ctx, tx, records, nil); err != nil {
				return err
			}
			return largeEvents(ctx, tx, rng, records)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	for behind := int64(1); behind > 0; {
		if err := l.write(ctx, "index", func(ctx context.Context, tx *sql.Tx) (err error) {
			behind, err = indexSome(ctx, tx, 50_000)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
}

func largeEvents(ctx context.Context, tx *sql.Tx, rng *rand.Rand, records []share.Record) error {
	a, err := newAppender(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range records {
		if rng.IntN(20) > 0 {
			continue
		}
		n, _ := parseID(r.ID)
		e := Event{Kind: []string{Copied, Revoked, Used, ObjectGone, Checked}[rng.IntN(5)], At: r.Created.Add(time.Minute)}
		er, err := e.row(n)
		if err != nil {
			return err
		}
		var uniq []byte
		if er.kind == Used {
			uniq = useSum(er)
		}
		if _, err := a.add(ctx, er, uniq); err != nil {
			return err
		}
	}
	return a.finish(ctx)
}

// BenchmarkFirstPage is the first page of every filter over the large log.
func BenchmarkFirstPage(b *testing.B) {
	l := large(b, logSize())
	day := 24 * time.Hour
	for _, c := range []struct {
		name string
		q    Query
	}{
		{"all", Query{}},
		{"folded", Query{Fold: true}},
		{"folded-open", Query{Fold: true, State: StateOpen}},
		{"folded-ended", Query{Fold: true, State: StateEnded}},
		{"folded-bucket", Query{Fold: true, Bucket: "acme-legal"}},
		{"folded-recipient", Query{Fold: true, Recipient: "person4711@example.com"}},
		{"folded-ends-first", Query{Fold: true, Sort: EndsFirst}},
		{"oldest", Query{Sort: Oldest}},
		{"ends-first", Query{Sort: EndsFirst}},
		{"open", Query{State: StateOpen}},
		{"ended", Query{State: StateEnded}},
		{"revoked", Query{State: StateRevoked}},
		{"ended-early", Query{State: StateEarly}},
		{"failed", Query{State: StateFailed}},
		{"opens-later", Query{State: StateLater}},
		{"bucket", Query{Bucket: "acme-legal"}},
		{"no-such-bucket", Query{Bucket: "nowhere"}},
		{"recipient", Query{Recipient: "person4711@example.com"}},
		{"recipient-common", Query{Recipient: "example"}},
		{"note", Query{Note: "ticket 4711"}},
		{"operation", Query{Operation: share.Delete}},
		{"key", Query{Key: "AKIA0000000000000003"}},
		{"text-rare", Query{Text: "invoice-012345"}},
		{"text-common", Query{Text: "report"}},
		{"text-none", Query{Text: "zebra crossing"}},
		{"text-none-of-common-parts", Query{Text: "port-budget-invoice-final"}},
		{"text-two-letters", Query{Text: "zq"}},
		{"since-7d", Query{Since: largeEnd().Add(-7 * day)}},
		{"until-1y", Query{Until: largeEnd().Add(-365 * day)}},
		{"open-and-recipient", Query{State: StateOpen, Recipient: "person4711@"}},
		{"open-and-bucket", Query{State: StateOpen, Bucket: "acme-hr"}},
		{"delete-and-bucket-and-text", Query{Operation: share.Delete, Bucket: "acme-hr", Text: "minutes"}},
		{"ended-and-text", Query{State: StateEnded, Text: "2024/05/tax"}},
		{"ended-and-common-text", Query{State: StateEnded, Text: "report"}},
		{"ended-and-note", Query{State: StateEnded, Note: "ticket 4711"}},
		{"revoked-and-text", Query{State: StateRevoked, Text: "2024/05/tax"}},
		{"revoked-and-common-text", Query{State: StateRevoked, Text: "report"}},
		{"revoked-and-text-of-common-parts", Query{State: StateRevoked, Text: "port-budget-invoice-final"}},
		{"group", Query{Group: "group100"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			entries := 0
			for b.Loop() {
				start := time.Now()
				p, err := l.Query(context.Background(), c.q)
				took = append(took, time.Since(start))
				if err != nil {
					b.Fatal(err)
				}
				entries = len(p.Entries)
			}
			report(b, took)
			b.ReportMetric(float64(entries), "entries")
		})
	}
}

// BenchmarkAppend is a durable append to an empty and to the large log.
func BenchmarkAppend(b *testing.B) {
	for _, size := range []int{0, logSize()} {
		b.Run(fmt.Sprintf("after-%d", size), func(b *testing.B) {
			l := large(b, size)
			var took []time.Duration
			i := 0
			for b.Loop() {
				i++
				r := sample(i, largeEnd().Add(time.Duration(i)*time.Millisecond))
				start := time.Now()
				if _, err := record(l, r); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			report(b, took)
		})
	}
}

// BenchmarkOpenAppendClose is what signet share pays for its log.
func BenchmarkOpenAppendClose(b *testing.B) {
	l := large(b, logSize())
	path := l.path
	_ = l.Close()
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		l, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := record(l, sample(1, largeEnd())); err != nil {
			b.Fatal(err)
		}
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	report(b, took)
}

// BenchmarkSummary, Find and Keys are what screens and commands ask besides.
func BenchmarkSummary(b *testing.B) {
	l := large(b, logSize())
	for b.Loop() {
		if _, err := l.Summary(context.Background(), largeEnd()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	l := large(b, logSize())
	for b.Loop() {
		m, err := l.Find(context.Background(), linkOf(logSize()/2, largeEnd()))
		if err != nil || len(m) != 1 {
			b.Fatal(len(m), err)
		}
	}
}

func BenchmarkKeys(b *testing.B) {
	l := large(b, logSize())
	for b.Loop() {
		if k, err := l.Keys(context.Background()); err != nil || len(k) == 0 {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerify walks the whole chain and reports the memory it held.
func BenchmarkVerify(b *testing.B) {
	l := large(b, logSize())
	var r Report
	for b.Loop() {
		var err error
		if r, err = l.Verify(context.Background()); err != nil || r.Broken != nil {
			b.Fatal(err, r.Broken)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "heap-MB")
	b.ReportMetric(float64(r.Rows), "rows")
}

// BenchmarkRecordAll is a batch of 100,000 links.
func BenchmarkRecordAll(b *testing.B) {
	records := make([]share.Record, batchRows)
	for b.Loop() {
		l, err := Open(filepath.Join(b.TempDir(), "log.db"), Options{})
		if err != nil {
			b.Fatal(err)
		}
		for at := 0; at < 100_000; at += batchRows {
			for i := range records {
				records[i] = sample(at+i, largeEnd())
				records[i].Group = "batch"
			}
			if err := l.RecordAll(context.Background(), records); err != nil {
				b.Fatal(err)
			}
		}
		_ = l.Close()
	}
}

func report(b *testing.B, took []time.Duration) {
	b.Helper()
	b.ReportMetric(percentile(took, 50).Seconds()*1000, "p50-ms")
	b.ReportMetric(percentile(took, 99).Seconds()*1000, "p99-ms")
}

// percentile sorts what it is given.
func percentile(took []time.Duration, p int) time.Duration {
	slices.Sort(took)
	return took[(len(took)-1)*p/100]
}

// BenchmarkIndex is what a search pays for 1,000 shares that are new to it.
func BenchmarkIndex(b *testing.B) {
	l := large(b, logSize())
	records := make([]share.Record, 1000)
	for i := range records {
		records[i] = sample(i, largeEnd())
	}
	for b.Loop() {
		b.StopTimer()
		if err := l.RecordAll(context.Background(), records); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if err := l.Index(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
