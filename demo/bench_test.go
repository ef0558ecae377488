package demo

import (
	"context"
	"testing"
	"time"
)

func BenchmarkStart(b *testing.B) {
	for _, empty := range []bool{true, false} {
		name := map[bool]string{true: "empty", false: "samples"}[empty]
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s, err := Start(context.Background(), Options{Empty: empty})
				if err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				_ = s.Close()
				b.StartTimer()
			}
		})
	}
}

// BenchmarkFirstPage is a page of 1,000 receipts that nobody has seen yet.
func BenchmarkFirstPage(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		st := newStore(time.Now, func() string { return "" }, 1<<20)
		seed(st, DefaultRegion)
		b.StartTimer()
		p, err := st.objects("archive-5000", query{max: 1000})
		if err != nil || len(p.entries) != 1000 {
			b.Fatal(len(p.entries), err)
		}
		for _, e := range p.entries {
			_ = e.version.etag()
		}
	}
}

func BenchmarkPictures(b *testing.B) {
	for name, draw := range map[string]func(float64) []byte{"curve": curve, "landscape": landscape, "heat": heat} {
		b.Run(name, func(b *testing.B) {
			var n int
			for b.Loop() {
				n = len(draw(1))
			}
			b.ReportMetric(float64(n), "bytes")
		})
	}
}
