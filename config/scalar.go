package config

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"signet/share/say"
)

// scalar is a setting with one value, which the file, the environment and Options
// can all set. Every source goes through set, so all are judged alike.
type scalar struct {
	key   string // in the file: "expiry", "prices.currency"
	value string // the default, as text
	kind  kind   // what the file must hold
	hint  string
	store
}

// store is where a setting is kept, as text.
type store struct {
	set func(*Settings, string) error
	get func(*Settings) string
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
	themes, styles := []string{"auto", "dark", "light", "16"}, []string{"auto", "half", "full", "kitty", "sixel", "iterm2", "octants"}
	mice := []string{"auto", "on", "off"}
	clipboards := []string{"auto", "off"}
	return []scalar{
		{"default_place", "", isText, "", in(anyText, asItIs, func(s *Settings) *string { return &s.DefaultPlace })},
		{"expiry", "1h", isText, durationHint, in(checked(parseExpiry), asItIs, func(s *Settings) *string { return &s.Expiry })},
		{"soon", "15m", isText, durationHint, in(parseDuration, say.Compact, func(s *Settings) *time.Duration { return &s.Soon })},
		{"check", "true", isBool, "true or false", in(parseBool, strconv.FormatBool, func(s *Settings) *bool { return &s.Check })},
		{"read_only", "false", isBool, "true or false", once(func(s *Settings) *bool { return &s.ReadOnly })},
		{"timeout", "30s", isText, `a time from 1s to 1h, as "30s" or "2m"`, in(parseTimeout, say.Compact, func(s *Settings) *time.Duration { return &s.Timeout })},
		{"theme", "auto", isText, oneOf(themes), in(known(themes), asItIs, func(s *Settings) *string { return &s.Theme })},
		{"qr", "auto", isText, oneOf(styles), in(known(styles), asItIs, func(s *Settings) *string { return &s.QR })},
		{"clipboard", "auto", isText, oneOf(clipboards), in(known(clipboards), asItIs, func(s *Settings) *string { return &s.Clipboard })},
		{"many", "100", isNumber, "a number, as 100", in(parseMany, strconv.Itoa, func(s *Settings) *int { return &s.Many })},
		{"recents", "50", isNumber, "a number up to 1,000, as 50; 0 remembers nothing", in(parseRecents, strconv.Itoa, func(s *Settings) *int { return &s.Recents })},
		{"download_dir", "", isText, folderHint, in(checked(parseFolder), asItIs, func(s *Settings) *string { return &s.DownloadDir })},
		{"evidence_key", "", isText, keyHint, in(checked(parseFile), asItIs, func(s *Settings) *string { return &s.EvidenceKey })},
		{"columns", "size, date, class", isText, columnsHint, in(parseColumns, joined, func(s *Settings) *[]string { return &s.Columns })},
		{"sort", "name", isText, sortHint, in(parseSort, asItIs, func(s *Settings) *string { return &s.Sort })},
		{"folders_first", "false", isBool, "true or false", in(parseBool, strconv.FormatBool, func(s *Settings) *bool { return &s.FoldersFirst })},
		{"mouse", "auto", isText, oneOf(mice), in(known(mice), asItIs, func(s *Settings) *string { return &s.Mouse })},
		{"prices.currency", "USD", isText, `write "USD"`, in(parseCurrency, asItIs, func(s *Settings) *string { return &s.Prices.Currency })},
		{"prices.transfer_per_gb", "0.09", isNumber, "a price, as 0.09", in(parsePrice, formatPrice, func(s *Settings) *float64 { return &s.Prices.TransferPerGB })},
		{"prices.request_per_1000", "0.0004", isNumber, "a price, as 0.0004", in(parsePrice, formatPrice, func(s *Settings) *float64 { return &s.Prices.RequestPer1000 })},
		{"prices.as_of", priceDate, isText, `write "2026-01-31"`, in(parseDate, asItIs, func(s *Settings) *string { return &s.Prices.AsOf })},
		{"prices.source", priceSource, isText, "", in(anyText, asItIs, func(s *Settings) *string { return &s.Prices.Source })},
	}
}

// in keeps what a text says in a field.
func in[T any](parse func(string) (T, error), format func(T) string, field func(*Settings) *T) store {
	return store{
		set: func(s *Settings, v string) (err error) { *field(s), err = parse(v); return err },
		get: func(s *Settings) string { return format(*field(s)) },
	}
}

// once keeps what some source has switched on, whatever the others say.
func once(field func(*Settings) *bool) store {
	kept := in(parseBool, strconv.FormatBool, field)
	return store{get: kept.get, set: func(s *Settings, v string) error {
		was := *field(s)
		err := kept.set(s, v)
		*field(s) = was || *field(s)
		return err
	}}
}

func asItIs(v string) string { return v }

func anyText(v string) (string, error) { return v, nil }

// checked keeps a text as it is written, if it can be parsed.
func checked[T any](parse func(string) (T, error)) func(string) (string, error) {
	return func(v string) (string, error) {
		_, err := parse(v)
		return v, err
	}
}

func parseCurrency(v string) (string, error) {
	if n := len([]rune(v)); n == 0 || n > 8 {
		return v, errors.New("is not a currency")
	}
	return v, nil
}

func parseMany(v string) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		return 0, errors.New("is not a number of links")
	}
	return n, nil
}

// maxRecents bounds what is read and written at each step.
const maxRecents = 1000

func parseRecents(v string) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > maxRecents {
		return 0, errors.New("is not a number of recents")
	}
	return n, nil
}

const folderHint = `write the whole path of a folder, as "~/Downloads"`

const keyHint = `write the whole path of a key, as "~/.ssh/id_ed25519"`

// parseFile judges where a file is. Whether it is there shows when it is read.
func parseFile(v string) (string, error) {
	if v == "~" {
		return v, errors.New("is a folder")
	}
	return parseFolder(v)
}

// parseFolder judges where files are saved. Whether the folder is there shows when one is.
func parseFolder(v string) (string, error) {
	problem := ""
	switch {
	case hasControl(v):
		problem = "holds a control character"
	case v != "" && v != "~":
		problem = pathProblem(v)
	}
	if problem != "" {
		return v, errors.New(problem)
	}
	return v, nil
}

func parseDate(v string) (string, error) {
	if _, err := time.Parse(time.DateOnly, v); err != nil && v != "" {
		return v, errors.New("is not a date")
	}
	return v, nil
}

func formatPrice(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

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
