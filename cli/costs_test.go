package cli

import (
	"errors"
	"strings"
	"testing"
	"time"

	"signet/config"
	"signet/share"
	"signet/share/many"
)

func at(day string) func() time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return func() time.Time { return t }
}

// Prices that are older than a year are said to be, with the setting that replaces them.
// What the user has set without a date is not said to be of one.
func TestOldPrices(t *testing.T) {
	prices := config.Prices{Currency: "EUR", TransferPerGB: 0.09, AsOf: "2025-06-01", Source: "your settings"}
	link := share.Link{Request: share.Request{Operation: share.Download, Object: share.Object{Known: true, Size: 20e9}}}
	all := []many.Planned{{Railed: many.Railed{Objects: 1, Bytes: 20e9}, Plan: share.Plan{Request: link.Request}}}
	const old = "[prices] in the settings replaces them"
	for day, want := range map[string]bool{"2025-06-01": false, "2026-06-01": false, "2026-06-02": true, "2030-01-01": true} {
		for _, got := range []string{costs(prices, at(day))(link), costsOfMany(prices, at(day))(all)} {
			if !strings.Contains(got, "at the prices of 2025-06-01") || strings.Contains(got, old) != want {
				t.Errorf("%s: %q", day, got)
			}
		}
	}
	prices.AsOf = ""
	if got := costs(prices, at("2030-01-01"))(link); strings.Contains(got, old) || !strings.Contains(got, "1.80 EUR at the prices of your settings") {
		t.Errorf("without a date: %q", got)
	}
}

// The estimate is for AWS alone, for downloads whose size is known, and says
// that it is one and of when its prices are.
func TestCosts(t *testing.T) {
	estimate := costs(config.Prices{Currency: "USD", TransferPerGB: 0.09, RequestPer1000: 0.0004, AsOf: "2025-06-01"}, at("2026-06-01"))
	link := func(change func(*share.Link)) share.Link {
		l := share.Link{Request: share.Request{Operation: share.Download, Object: share.Object{Known: true, Size: 20e9}}, Endpoint: share.Endpoint{Region: "eu-west-3"}}
		if change != nil {
			change(&l)
		}
		return l
	}
	got := estimate(link(nil))
	for _, want := range []string{"about 1.80 USD", "2025-06-01", "estimate"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if got := estimate(link(func(l *share.Link) { l.Request.Object.Size = 1000 })); !strings.Contains(got, "less than 0.001 USD") {
		t.Errorf("a small object: %q", got)
	}
	for name, change := range map[string]func(*share.Link){
		"another endpoint": func(l *share.Link) { l.Endpoint.URL = "https://minio.example.com" },
		"an upload":        func(l *share.Link) { l.Request.Operation = share.Upload },
		"nobody looked":    func(l *share.Link) { l.Request.Object = share.Object{} },
	} {
		if got := estimate(link(change)); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Of many links it is the sum of all that will be signed.
func TestCostsOfMany(t *testing.T) {
	estimate := costsOfMany(config.Prices{Currency: "USD", TransferPerGB: 0.09, RequestPer1000: 0.0004, AsOf: "2025-06-01"}, at("2026-06-01"))
	planned := func(n int, bytes int64, change func(*many.Planned)) many.Planned {
		p := many.Planned{Railed: many.Railed{Objects: n, Bytes: bytes}, Plan: share.Plan{Request: share.Request{Operation: share.Download}}}
		if change != nil {
			change(&p)
		}
		return p
	}
	refused := planned(5, 100e9, func(p *many.Planned) { p.Err = errors.New("refused") })
	got := estimate([]many.Planned{planned(3, 10e9, nil), planned(2, 10e9, nil), refused})
	if want := "One download of each costs about 1.80 USD at the prices of 2025-06-01, an estimate: 5 requests and 20 GB sent."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := estimate([]many.Planned{planned(3, 10e9, func(p *many.Planned) { p.Unknown = 1 })}); !strings.Contains(got, "at least 0.900 USD") {
		t.Errorf("of unknown size: %q", got)
	}
	for name, all := range map[string][]many.Planned{
		"none":         {refused},
		"another host": {planned(1, 1, nil), planned(1, 1, func(p *many.Planned) { p.Plan.Endpoint.URL = "https://minio.example.com" })},
	} {
		if got := estimate(all); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
