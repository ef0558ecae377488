package config

import (
	"errors"
	"time"
)

const durationHint = `write "15m", "8h", "3d" or "1d12h", in quotes`

// parseDuration reads a duration in whole weeks, days, hours, minutes and
// seconds: "90m", "1d12h". It is a subset of what the share command reads.
func parseDuration(text string) (time.Duration, error) {
	if text == "" {
		return 0, errors.New("is empty")
	}
	var total time.Duration
	for rest := text; rest != ""; {
		n, digits := 0, 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' && digits < 9 {
			n = n*10 + int(rest[digits]-'0')
			digits++
		}
		if digits == 0 || digits == len(rest) {
			return 0, errors.New("is not a duration")
		}
		unit := durationUnit(rest[digits])
		if unit == 0 {
			return 0, errors.New("is not a duration")
		}
		if time.Duration(n) > (1<<62-total)/unit {
			return 0, errors.New("is too long")
		}
		total += time.Duration(n) * unit
		rest = rest[digits+1:]
	}
	return total, nil
}

func durationUnit(c byte) time.Duration {
	switch c {
	case 's':
		return time.Second
	case 'm':
		return time.Minute
	case 'h':
		return time.Hour
	case 'd':
		return 24 * time.Hour
	case 'w':
		return 7 * 24 * time.Hour
	}
	return 0
}

// parseExpiry is parseDuration within what a pre-signed URL can live.
func parseExpiry(text string) (time.Duration, error) {
	d, err := parseDuration(text)
	switch {
	case err != nil:
		return 0, err
	case d == 0:
		return 0, errors.New("is no time at all")
	case d > MaxExpiry:
		return 0, errors.New("is over 7 days, the most that S3 honours")
	}
	return d, nil
}

// parseTimeout is parseDuration within what a person may want to wait.
func parseTimeout(text string) (time.Duration, error) {
	d, err := parseDuration(text)
	switch {
	case err != nil:
		return 0, err
	case d < time.Second:
		return 0, errors.New("is no time at all")
	case d > time.Hour:
		return 0, errors.New("is over an hour")
	}
	return d, nil
}

// formatDuration is the inverse of parseDuration, in days to seconds.
func formatDuration(d time.Duration) string {
	units := []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}}
	out := ""
	for _, u := range units {
		if n := d / u.size; n > 0 {
			out += itoa(int64(n)) + u.name
			d %= u.size
		}
	}
	if out == "" {
		return "0s"
	}
	return out
}
