package cli

import (
	"cmp"
	"fmt"
	"time"

	"signet/config"
	"signet/share"
	"signet/share/many"
	"signet/share/say"
)

// costs estimates what one use of a link costs, in words: downloads from AWS, whose
// size is known, and nothing else.
func costs(prices config.Prices, now func() time.Time) func(share.Link) string {
	return func(l share.Link) string {
		o := l.Request.Object
		if !o.Known || !billed(l.Request, l.Endpoint) {
			return ""
		}
		return "One download costs about " + price(prices, 1, o.Size) + ", an estimate." + stale(prices, now())
	}
}

// costsOfMany is the same of links that are planned: of one download of each.
func costsOfMany(prices config.Prices, now func() time.Time) func([]many.Planned) string {
	return func(all []many.Planned) string {
		for _, p := range all {
			if p.Err == nil && !billed(p.Plan.Request, p.Plan.Endpoint) {
				return ""
			}
		}
		s := many.Add(all)
		if s.Links == 0 {
			return ""
		}
		about := "about "
		if s.Unknown > 0 {
			about = "at least "
		}
		return "One download of each costs " + about + price(prices, s.Links, s.Bytes) + ", an estimate: " +
			say.Things(s.Links, "request") + " and " + say.Bytes(s.Bytes) + " sent." + stale(prices, now())
	}
}

// billed reports that the prices are those of what a link does.
func billed(r share.Request, e share.Endpoint) bool {
	return e.URL == "" && r.Operation.Info().Reads
}

// price is what requests and bytes cost, and by which prices.
func price(p config.Prices, requests int, bytes int64) string {
	sum := float64(bytes)/1e9*p.TransferPerGB + float64(requests)*p.RequestPer1000/1000
	return fmt.Sprintf("%s %s at the prices of %s", amount(sum), p.Currency, cmp.Or(p.AsOf, p.Source))
}

// stale is what there is to say of prices that were read more than a year ago. Those of
// the settings that have no date are their owner's.
func stale(p config.Prices, now time.Time) string {
	read, err := time.Parse(time.DateOnly, p.AsOf)
	if err != nil || !now.After(read.AddDate(1, 0, 0)) {
		return ""
	}
	return " These prices are older than a year; [prices] in the settings replaces them."
}

// amount rounds to what an estimate can say.
func amount(x float64) string {
	switch {
	case x < 0.001:
		return "less than 0.001"
	case x < 1:
		return fmt.Sprintf("%.3f", x)
	}
	return fmt.Sprintf("%.2f", x)
}
