package listing

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"signet/ui/uitest"
)

// BenchmarkKeyToView is what a key press costs until the frame is drawn, at
// 120x40. It must not depend on the number of rows.
func BenchmarkKeyToView(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l, th := fill(newDocs(), n), theme()
			l.View(120, 40, th)
			for i := 0; b.Loop(); i++ {
				press(b, l, [...]string{"down", "pgdown", "G", "up", "pgup", "g", "space"}[i%7])
				_ = l.View(120, 40, th)
			}
		})
	}
}

// BenchmarkView draws only.
func BenchmarkView(b *testing.B) {
	for _, n := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l, th := fill(newDocs(), n), theme()
			for b.Loop() {
				_ = l.View(120, 40, th)
			}
		})
	}
}

// BenchmarkAppendPage is what a page of 1,000 rows costs within Update, the
// filter off and on.
func BenchmarkAppendPage(b *testing.B) {
	for _, text := range []string{"", "99"} {
		b.Run("filter="+text, func(b *testing.B) {
			l, page := newDocs(), docs(0, 1000)
			l.Filter(text)
			for b.Loop() {
				l.Append(page)
				if l.Total() > 1_000_000 {
					l = newDocs()
					l.Filter(text)
				}
			}
		})
	}
}

// BenchmarkFilterKey is what a key in the filter costs within Update with a
// million rows; the job is what then runs off the loop.
func BenchmarkFilterKey(b *testing.B) {
	l := fill(newDocs(), 1_000_000)
	b.Run("update", func(b *testing.B) {
		for b.Loop() {
			l.Filter("9")
			l.Filter("")
		}
	})
	b.Run("job", func(b *testing.B) {
		for b.Loop() {
			l.Filter("")
			l.Found(l.Filter("99")(context.Background()))
		}
	})
}

// BenchmarkMemory reports the list's own bytes per row, beside the row itself
// and what its strings point to.
func BenchmarkMemory(b *testing.B) {
	const n = 1_000_000
	page := docs(0, 1000)
	for b.Loop() {
		before := uitest.Heap()
		l := newDocs()
		for range n / 1000 {
			l.Append(page)
		}
		b.ReportMetric(float64(uitest.Heap()-before)/n-24, "overhead-B/row")
		runtime.KeepAlive(l)
	}
}

// To choose all of a million rows, or the other ones, must not stop the keys.
func BenchmarkChooseAMillion(b *testing.B) {
	l := fill(newDocs(), 1_000_000)
	for b.Loop() {
		l.ChooseAll()
		l.Chosen()
	}
}

func BenchmarkChooseAMillionMatches(b *testing.B) {
	l := fill(newDocs(), 1_000_000)
	for job := l.Filter("doc"); job != nil; {
		job = l.Found(job(b.Context()))
	}
	b.ResetTimer()
	for b.Loop() {
		l.ChooseAll()
	}
}

// A range over a million rows, and the same bit by bit.
func BenchmarkRangeOfAMillion(b *testing.B) {
	l := fill(newDocs(), 1_000_000)
	b.Run("words", func(b *testing.B) {
		for b.Loop() {
			l.markSpan(1, 999_998)
		}
	})
	b.Run("rows", func(b *testing.B) {
		for b.Loop() {
			for p := 1; p <= 999_998; p++ {
				l.mark(p, true)
			}
		}
	})
}
