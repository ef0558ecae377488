package ledger

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkAppendSideBySide appends to an empty and to the large log in turn, so
// that whatever else the machine does befalls both alike. What counts is the
// ratio: durable appends must not cost more in a long log.
func BenchmarkAppendSideBySide(b *testing.B) {
	logs := []*Ledger{large(b, 0), large(b, logSize())}
	var took [2][]time.Duration
	i := 0
	for b.Loop() {
		i++
		for k, l := range logs {
			r := sample(i, largeEnd().Add(time.Duration(i)*time.Millisecond))
			start := time.Now()
			if _, err := record(l, r); err != nil {
				b.Fatal(err)
			}
			took[k] = append(took[k], time.Since(start))
		}
	}
	for _, at := range []int{50, 99} {
		empty, full := percentile(took[0], at), percentile(took[1], at)
		name := "p" + strconv.Itoa(at)
		b.ReportMetric(empty.Seconds()*1000, "empty-"+name+"-ms")
		b.ReportMetric(full.Seconds()*1000, "full-"+name+"-ms")
		b.ReportMetric(full.Seconds()/empty.Seconds(), name+"-ratio")
	}
}

// mostGrown is what a process may grow by appending, whatever the log: the page
// cache of SQLite, and no more.
const mostGrown = 8 << 20

// BenchmarkAppendMemory fails when appending to the large log takes more memory
// than the same appends to an empty one.
func BenchmarkAppendMemory(b *testing.B) {
	logs := []*Ledger{large(b, 0), large(b, logSize())}
	var grown [2]int64
	for b.Loop() {
		for k, l := range logs {
			before := resident(b)
			for i := range 2000 {
				if _, err := record(l, sample(i, largeEnd().Add(time.Duration(i)*time.Millisecond))); err != nil {
					b.Fatal(err)
				}
			}
			grown[k] = max(grown[k], resident(b)-before)
		}
	}
	b.ReportMetric(float64(grown[0])/(1<<20), "empty-grew-MB")
	b.ReportMetric(float64(grown[1])/(1<<20), "full-grew-MB")
	b.ReportMetric(float64(resident(b))/(1<<20), "process-MB")
	if grown[1]-grown[0] > mostGrown {
		b.Errorf("appending to a long log took %d bytes more than to an empty one", grown[1]-grown[0])
	}
}

// resident is the memory of the process, SQLite's included, which Go does not
// know of; Go's own where the system does not say.
func resident(b *testing.B) int64 {
	b.Helper()
	runtime.GC()
	status, err := os.ReadFile("/proc/self/status")
	if _, rest, ok := strings.Cut(string(status), "VmRSS:"); err == nil && ok {
		kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		return kb << 10
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
