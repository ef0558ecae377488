package config

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// scalar is a setting with one value, which the file, the environment and Options
// can all set. Every source goes through set, so all are judged alike.
type scalar struct {
	key   string // in the file: "expiry", "prices.currency"
	value string // the default, as text
	kind  kind   // what the file must hold
	hint  string
	set   func(*Settings, string) error
}

type kind int

const (
	isText kind = iota
	isBool
	isNumber
)

// tightens says that no source undoes what a weaker one has said.
func (c scalar) tightens() bool { return c.key == "read_only" }

// env is the variable that sets it: SIGNET_EXPIRY, SIGNET_PRICES_CURRENCY.
func (c scalar) env() string {
	return "SIGNET_" + strings.ToUpper(strings.ReplaceAll(c.key, ".", "_"))
}

// The default prices are the list prices of S3 Standard in us-east-1 for data
// sent to the internet (first 10 TB of a month) and for GET requests.
const (
	priceDate   = "2025-06-01"
	priceSource = "https://aws.amazon.com/s3/pricing/ (us-east-1, S3 Standard)"
)

// scalars lists every setting with one value, in the order of `signet config`.
func scalars() []scalar {
	themes, styles := []string{"auto", "dark", "light"}, []string{"auto", "half", "full", "kitty", "sixel", "iterm2"}
	return []scalar{
		{"default_place", "", isText, "", parsed(anyText, func(s *Settings) *string { return &s.DefaultPlace })},
		{"expiry", "1h", isText, durationHint, func(s *Settings, v string) error {
			_, err := parseExpiry(v)
			s.Expiry = v
			return err
		}},
		{"soon", "1h", isText, durationHint, parsed(parseDuration, func(s *Settings) *time.Duration { return &s.Soon })},
		{"check", "true", isBool, "true or false", parsed(parseBool, func(s *Settings) *bool { return &s.Check })},
		{"read_only", "false", isBool, "true or false", func(s *Settings, v string) error {
			on, err := parseBool(v)
			s.ReadOnly = s.ReadOnly || on
			return err
		}},
		{"timeout", "30s", isText, `a time from 1s to 1h, as "30s" or "2m"`, parsed(parseTimeout, func(s *Settings) *time.Duration { return &s.Timeout })},
		{"theme", "auto", isText, oneOf(themes), parsed(known(themes), func(s *Settings) *string { return &s.Theme })},
		{"qr", "auto", isText, oneOf(styles), parsed(known(styles), func(s *Settings) *string { return &s.QR })},
		{"prices.currency", "USD", isText, `write "USD"`, func(s *Settings, v string) error {
			s.Prices.Currency = v
			if n := len([]rune(v)); n == 0 || n > 8 {
				return errors.New("is not a currency")
			}
			return nil
		}},
		{"prices.transfer_per_gb", "0.09", isNumber, "a price, as 0.09", parsed(parsePrice, func(s *Settings) *float64 { return &s.Prices.TransferPerGB })},
		{"prices.request_per_1000", "0.0004", isNumber, "a price, as 0.0004", parsed(parsePrice, func(s *Settings) *float64 { return &s.Prices.RequestPer1000 })},
		{"prices.as_of", priceDate, isText, `write "2026-01-31"`, func(s *Settings, v string) error {
			s.Prices.AsOf = v
			if _, err := time.Parse(time.DateOnly, v); err != nil && v != "" {
				return errors.New("is not a date")
			}
			return nil
		}},
		{"prices.source", priceSource, isText, "", parsed(anyText, func(s *Settings) *string { return &s.Prices.Source })},
	}
}

// parsed puts what a text says into a field.
func parsed[T any](parse func(string) (T, error), field func(*Settings) *T) func(*Settings, string) error {
	return func(s *Settings, v string) (err error) {
		*field(s), err = parse(v)
		return err
	}
}

func anyText(v string) (string, error) { return v, nil }

func known(values []string) func(string) (string, error) {
	return func(v string) (string, error) {
		if !slices.Contains(values, v) {
			return v, errors.New("is not known")
		}
		return v, nil
	}
}

func parsePrice(v string) (float64, error) {
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || f < 0 {
		return 0, errors.New("is not a price")
	}
	return f, nil
}

// parseBool reads what people write into environment variables.
func parseBool(v string) (bool, error) {
	switch strings.ToLower(v) {
	case "true", "1", "yes", "on":
		return true, nil
	case "false", "0", "no", "off":
		return false, nil
	}
	return false, errors.New("is neither true nor false")
}

// read takes the setting from the file, as text; ok says that it was there.
func (c scalar) read(s *section, key string) (text string, ok bool) {
	switch c.kind {
	case isBool:
		b, ok := typed[bool](s, key, "true or false", "write "+key+" = true, without quotes")
		return strconv.FormatBool(b), ok
	case isNumber:
		v, ok := s.take(key)
		switch v.(type) {
		case nil, int64, float64:
			return fmt.Sprint(v), ok
		}
		s.wrongType(key, v, "a number", "write it without quotes")
		return "", false
	}
	return s.plainText(key, "write "+key+` = "...", in quotes`)
}
