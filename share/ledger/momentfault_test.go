package ledger

import (
	"bytes"
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"signet/share"
)

// errMoment is a fault of the disk that comes at one moment.
var errMoment = errors.New("a fault of the disk")

// faultAt fails one call to SQLite, the at-th that is made, and counts them all.
type faultAt struct {
	mu     sync.Mutex
	n, at  int
	failed string // what was under way; empty: it has not come
}

func (m *faultAt) come(what string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.n++; m.n != m.at {
		return nil
	}
	m.failed = what
	return errMoment
}

// arm sets the moment; 0: it never comes.
func (m *faultAt) arm(at int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.n, m.at, m.failed = 0, at, ""
}

// within opens the log's connections anew, so that all they do may meet the moment.
func (m *faultAt) within(l *Ledger) {
	plain := l.r.Driver()
	l.disconnect()
	dsn := "file:" + l.path + "?_pragma=busy_timeout(60000)&"
	l.w = sql.OpenDB(dialer{m, plain, dsn + "mode=rw&_txlock=immediate&_pragma=synchronous(OFF)&_pragma=secure_delete(1)&_pragma=wal_autocheckpoint(0)&_pragma=automatic_index(0)"})
	l.r = sql.OpenDB(dialer{m, plain, dsn + "mode=rw&_pragma=query_only(1)&_pragma=automatic_index(0)"})
	l.w.SetMaxOpenConns(1)
	l.r.SetMaxOpenConns(4)
}

type dialer struct {
	*faultAt
	plain sqldriver.Driver
	dsn   string
}

func (d dialer) Driver() sqldriver.Driver { return d.plain }

func (d dialer) Connect(context.Context) (sqldriver.Conn, error) {
	c, err := d.plain.Open(d.dsn)
	return line{c, d.faultAt}, err
}

type line struct {
	sqldriver.Conn
	m *faultAt
}

func (l line) PrepareContext(ctx context.Context, query string) (sqldriver.Stmt, error) {
	if err := l.m.come("prepare " + query); err != nil {
		return nil, err
	}
	s, err := l.Conn.(sqldriver.ConnPrepareContext).PrepareContext(ctx, query)
	return prepared{s, l.m, query}, err
}

func (l line) ExecContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Result, error) {
	if err := l.m.come(query); err != nil {
		return nil, err
	}
	return l.Conn.(sqldriver.ExecerContext).ExecContext(ctx, query, args)
}

func (l line) QueryContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Rows, error) {
	if err := l.m.come(query); err != nil {
		return nil, err
	}
	r, err := l.Conn.(sqldriver.QueryerContext).QueryContext(ctx, query, args)
	return answer{r, l.m, query}, err
}

func (l line) BeginTx(ctx context.Context, o sqldriver.TxOptions) (sqldriver.Tx, error) {
	if err := l.m.come("BEGIN"); err != nil {
		return nil, err
	}
	tx, err := l.Conn.(sqldriver.ConnBeginTx).BeginTx(ctx, o)
	return ending{tx, l.m}, err
}

type prepared struct {
	sqldriver.Stmt
	m     *faultAt
	query string
}

func (p prepared) ExecContext(ctx context.Context, args []sqldriver.NamedValue) (sqldriver.Result, error) {
	if err := p.m.come(p.query); err != nil {
		return nil, err
	}
	return p.Stmt.(sqldriver.StmtExecContext).ExecContext(ctx, args)
}

func (p prepared) QueryContext(ctx context.Context, args []sqldriver.NamedValue) (sqldriver.Rows, error) {
	if err := p.m.come(p.query); err != nil {
		return nil, err
	}
	r, err := p.Stmt.(sqldriver.StmtQueryContext).QueryContext(ctx, args)
	return answer{r, p.m, p.query}, err
}

type answer struct {
	sqldriver.Rows
	m     *faultAt
	query string
}

func (a answer) Next(dest []sqldriver.Value) error {
	if err := a.m.come("a row of " + a.query); err != nil {
		return err
	}
	return a.Rows.Next(dest)
}

type ending struct {
	sqldriver.Tx
	m *faultAt
}

func (e ending) Commit() error {
	if err := e.m.come("COMMIT"); err != nil {
		return errors.Join(err, e.Tx.Rollback())
	}
	return e.Tx.Commit()
}

// eventful is a log with some of all that a log has.
func eventful(t *testing.T) *fixture {
	t.Helper()
	return from(t, "eventful", func(f *fixture) {
		for i := range 6 {
			r := sample(i, noon.Add(time.Duration(i)*time.Second))
			if i%2 == 0 {
				r.Group = "batch"
			}
			f.record(r)
		}
		id := formatID(firstAt(noon))
		f.append(id, Event{Kind: Copied})
		f.append(id, Event{Kind: Revoking})
		f.append(id, Event{Kind: Revoked, Detail: "by hand"})
		intent, done := inParts(7, noon.Add(7*time.Second))
		done.ID = f.record(intent)
		if err := f.Became(context.Background(), done); err != nil {
			f.t.Fatal(err)
		}
		if err := f.Index(context.Background()); err != nil {
			f.t.Fatal(err)
		}
		f.record(sample(8, noon.Add(8*time.Second))) // not in the index yet
	})
}

// mostMoments are tried of one thing that is done.
const mostMoments = 120

// moments tries one thing with the fault at each of its moments, or at some of many,
// each time on what log gives. What look says afterwards must be what it says where
// there was no fault.
func moments(t *testing.T, name string, log func() *fixture, do func(f *fixture) (said string, err error), look func(f *fixture) string) {
	t.Helper()
	m := &faultAt{}
	f := log()
	m.within(f.Ledger)
	m.arm(0)
	want, err := do(f)
	all := m.n
	if want += look(f); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for i := range min(all, mostMoments) {
		at := 1 + i*all/min(all, mostMoments)
		f := log()
		m.within(f.Ledger)
		m.arm(at)
		got, err := do(f)
		failed := m.failed
		m.arm(0)
		switch {
		case failed == "": // it had less to do this time
			continue
		case err != nil && strings.Contains(err.Error(), "damaged"):
			t.Errorf("%s: a fault is taken for damage: %v", name, err)
		case err != nil:
			if r := f.verify(); r.Broken != nil {
				t.Fatalf("%s: after a fault at %d of %d (%.60s): %v", name, at, all, failed, r.Broken)
			}
			got, err = do(f)
		}
		if got += look(f); err != nil || got != want { // what can do without is whole without
			t.Errorf("%s: a fault at %d of %d (%.60s): %v\n%s\nwant\n%s", name, at, all, failed, err, got, want)
		}
	}
}

// TestAFaultWhileTheLogIsRead is told whenever it comes, and the answer is whole once it
// is over.
func TestAFaultWhileTheLogIsRead(t *testing.T) {
	if testing.Short() {
		t.Skip("does each thing again and again, in one goroutine")
	}
	ctx := context.Background()
	f := eventful(t)
	for name, do := range reading(ctx) {
		moments(t, name, func() *fixture { return f }, do, func(*fixture) string { return "" })
	}
}

func listed(ctx context.Context, f *fixture, q Query) (string, error) {
	var all []Entry
	err := f.Each(ctx, q, func(e Entry) error { all = append(all, e); return nil })
	return ids(all), err
}

// TestAFaultWhileTheLogIsWritten is told whenever it comes, the log is whole after it,
// and what was to be done can be done again.
func TestAFaultWhileTheLogIsWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("does each thing again and again, in one goroutine")
	}
	ctx := context.Background()
	other, _ := story(t)
	content := other.content()
	for name, do := range writing(ctx, content) {
		moments(t, name, func() *fixture { return eventful(t) }, do, func(f *fixture) string {
			said := ""
			for _, e := range f.all(Query{}) {
				said += fmt.Sprintln(e.Spec.Target.Key, e.State, len(f.get(e.ID).Events))
			}
			return said
		})
	}
}

// reading is all that is asked of a log that eventful made.
func reading(ctx context.Context) map[string]func(f *fixture) (string, error) {
	id := formatID(firstAt(noon))
	entries := func(all []Entry, err error) (string, error) { return ids(all), err }
	return map[string]func(f *fixture) (string, error){
		"get": func(f *fixture) (string, error) {
			e, err := f.Get(ctx, id)
			return fmt.Sprint(e.State, len(e.Events)), err
		},
		"signed": func(f *fixture) (string, error) {
			e, ok, err := f.Signed(ctx, digest(signatureOf(1)))
			return fmt.Sprint(e.ID, ok), err
		},
		"head": func(f *fixture) (string, error) { h, err := f.Head(ctx); return h.String(), err },
		"head at": func(f *fixture) (string, error) {
			h, ok, err := f.HeadAt(ctx, 3)
			return fmt.Sprint(h, ok), err
		},
		"list":   func(f *fixture) (string, error) { return listed(ctx, f, Query{Limit: 3}) },
		"folded": func(f *fixture) (string, error) { return listed(ctx, f, Query{Fold: true}) },
		"words":  func(f *fixture) (string, error) { return listed(ctx, f, Query{Text: "übersicht"}) },
		"open":   func(f *fixture) (string, error) { return listed(ctx, f, Query{State: StateRevoked}) },
		"batch":  func(f *fixture) (string, error) { return listed(ctx, f, Query{Group: "batch"}) },
		"find": func(f *fixture) (string, error) {
			found, err := f.Find(ctx, linkOf(2, noon)+" "+id+"\n"+signatureOf(7001))
			return fmt.Sprint(len(found)), err
		},
		"summary": func(f *fixture) (string, error) {
			s, err := f.Summary(ctx, noon.Add(time.Minute))
			return fmt.Sprintf("%+v", s), err
		},
		"keys":      func(f *fixture) (string, error) { k, err := f.Keys(ctx); return fmt.Sprintf("%+v", k), err },
		"revoked":   func(f *fixture) (string, error) { return entries(f.RevokedYet(ctx, "acme")) },
		"begun":     func(f *fixture) (string, error) { return entries(f.BegunToRevoke(ctx)) },
		"pages":     func(f *fixture) (string, error) { return entries(f.PagesLeft(ctx)) },
		"all of it": func(f *fixture) (string, error) { return "", f.sound(ctx) },
		"can prune": func(f *fixture) (string, error) {
			p, err := f.CanPrune(ctx, noon.Add(2*time.Hour))
			return fmt.Sprintf("%+v", p), err
		},
		"export": func(f *fixture) (string, error) {
			var b bytes.Buffer
			h, err := f.Export(ctx, &b, JSONLines, Query{}, 0)
			return h.String() + b.String(), err
		},
		"extract": func(f *fixture) (string, error) {
			var b strings.Builder
			err := f.Extract(ctx, id, func(id string, before, head Head) error { fmt.Fprintln(&b, id, before, head); return nil },
				func(l Link) error { fmt.Fprintf(&b, "%+v\n", l); return nil })
			return b.String(), err
		},
		"verify": func(f *fixture) (string, error) {
			r, err := f.Verify(ctx)
			return fmt.Sprint(r.Head, r.Rows, r.Broken), err
		},
	}
}

// writing is all that is done to such a log; content is the file of another one.
func writing(ctx context.Context, content []byte) map[string]func(f *fixture) (string, error) {
	id := formatID(firstAt(noon))
	return map[string]func(f *fixture) (string, error){
		"record": func(f *fixture) (string, error) {
			r := []share.Record{sample(20, noon.Add(time.Minute)), sample(21, noon.Add(time.Minute))}
			r[0].Group, r[1].Group = "more", "more"
			err := f.RecordAll(ctx, r)
			return "", err
		},
		"append": func(f *fixture) (string, error) {
			err := f.Append(ctx, id, Event{Kind: Restored})
			return "", err
		},
		"mark uses": func(f *fixture) (string, error) {
			u, err := f.ReadUsage(ctx, strings.NewReader(accessLine(linkOf(1, noon), "curl/8")+"\n"), 0)
			return fmt.Sprint(u.Matched), err
		},
		"import": func(f *fixture) (string, error) {
			in := `{"share":"http://x/b/cat.jpg?X-Amz-Credential=K%2F20260304%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260304T120000Z&X-Amz-Expires=60&X-Amz-Signature=` + strings.Repeat("ab", 32) + `"}`
			_, err := f.ImportMC(ctx, strings.NewReader(in))
			return "", err
		},
		"prune": func(f *fixture) (string, error) {
			f.now = noon.Add(30 * time.Hour)
			_, err := f.Prune(ctx, noon.Add(20*time.Hour), nil)
			return "", err
		},
		"take over": func(f *fixture) (string, error) {
			path := filepath.Join(filepath.Dir(f.path), "other.db")
			x := &fixture{t: f.t, path: path}
			x.fill(content)
			_, err := f.TakeOver(ctx, path)
			return "", err
		},
		"index": func(f *fixture) (string, error) { return "", f.Index(ctx) },
	}
}
