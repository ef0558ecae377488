package ledger

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"signet/share"
)

// TestMain lets the test binary be another process: with a path in the
// environment it appends shares and prints the id of each once it is recorded.
func TestMain(m *testing.M) {
	if path := os.Getenv("LEDGER_TEST_APPEND"); path != "" {
		os.Exit(appendForever(path, os.Getenv("LEDGER_TEST_COUNT")))
	}
	os.Exit(m.Run())
}

func appendForever(path, count string) int {
	n := 1 << 30
	if count != "" {
		_, _ = fmt.Sscan(count, &n)
	}
	l, err := Open(path, Options{Busy: time.Hour})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for i := range n {
		id, err := record(l, sample(i, time.Now()))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		fmt.Println(id)
	}
	_ = l.Close()
	return 0
}

func appendProcess(path string, count int) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "LEDGER_TEST_APPEND="+path)
	if count > 0 {
		cmd.Env = append(cmd.Env, fmt.Sprintf("LEDGER_TEST_COUNT=%d", count))
	}
	cmd.Stderr = os.Stderr
	return cmd
}

// TestManyProcesses: 8 processes append shares until each has looked after the
// write-ahead file, on an empty file that all of them find without a schema.
func TestManyProcesses(t *testing.T) {
	each := tendEvery + 10
	if testing.Short() {
		each = 50
	}
	f := newFixture(t)
	_ = f.Ledger.Close()
	if err := os.Remove(f.path); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := appendProcess(f.path, each).Run(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	f.open()
	if r := f.verify(); r.Broken != nil || r.Entries != int64(8*each) {
		t.Errorf("%d entries, %v", r.Entries, r.Broken)
	}
	if n := f.Notice(); n != "" {
		t.Error(n)
	}
}

// TestKillLosesNothing kills a process with SIGKILL in the midst of appending,
// at ever different moments, until 100 shares were acknowledged: each of them
// must be there, and the chain must hold.
func TestKillLosesNothing(t *testing.T) {
	total := 100
	if testing.Short() {
		total = 40
	}
	f := newFixture(t)
	_ = f.Ledger.Close()
	var told []string
	for round := 0; len(told) < total; round++ {
		ids := appendAndKill(t, f.path, 1+round%9)
		told = append(told, ids...)
	}
	f.open()
	for _, id := range told {
		if _, err := f.Get(context.Background(), id); err != nil {
			t.Fatalf("%s was acknowledged and is lost: %v", id, err)
		}
	}
	r := f.verify()
	if r.Broken != nil || r.Entries < int64(len(told)) {
		t.Errorf("%d entries of %d: %v", r.Entries, len(told), r.Broken)
	}
	if n := f.Notice(); n != "" {
		t.Error(n)
	}
}

// appendAndKill kills the process after it told of n shares, and returns all
// ids that it told of, including those still in the pipe.
func appendAndKill(t *testing.T, path string, n int) []string {
	t.Helper()
	cmd := appendProcess(path, 0)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if id := strings.TrimSpace(lines.Text()); len(id) == idLen {
			ids = append(ids, id)
		}
		if len(ids) == n {
			_ = cmd.Process.Kill()
		}
	}
	_ = cmd.Wait()
	return ids
}

// TestTheWriteAheadFileBeginsAnew once it has grown large.
func TestTheWriteAheadFileBeginsAnew(t *testing.T) {
	f := newFixture(t)
	f.tending = true // nobody looks after it but this test
	for i := 0; i < 100 && statFile(f.path+"-wal").Size() <= mostAhead; i++ {
		records := make([]share.Record, 10)
		for j := range records {
			records[j] = sample(10*i+j, noon.Add(time.Duration(i)*time.Second))
			records[j].Source = strings.Repeat("x", 200_000)
		}
		if err := f.RecordAll(context.Background(), records); err != nil {
			t.Fatal(err)
		}
	}
	f.checkpoint()
	if size := statFile(f.path + "-wal").Size(); size != 0 {
		t.Errorf("the write-ahead file still has %d MB", size>>20)
	}
	if page, err := f.Query(context.Background(), Query{Limit: 10}); err != nil || len(page.Entries) != 10 {
		t.Errorf("%d entries, %v", len(page.Entries), err)
	}
}
