package config

import (
	"errors"
	"math"
	"time"

	"signet/share/say"
)

const durationHint = `write "15m", "8h", "3d" or "1d12h", in quotes`

// parseDuration is say.ParseSpan in the words of the settings.
func parseDuration(text string) (time.Duration, error) {
	d, err := say.ParseSpan(text)
	switch {
	case text == "":
		return 0, errors.New("is empty")
	case err != nil && isTime(text):
		return 0, errors.New("is a time, and a setting is how long")
	case err != nil:
		return 0, say.ErrNoLength
	case d == math.MaxInt64:
		return 0, errors.New("is too long")
	}
	return d, nil
}

// isTime reports what names a time, which is another one each day.
func isTime(text string) bool {
	_, err := say.ParseTime(text, time.Unix(0, 0))
	return err == nil
}

// parseExpiry is parseDuration within what a pre-signed URL can live.
func parseExpiry(text string) (time.Duration, error) {
	return parseWithin(text, 1, say.Longest, "is "+say.TooLong())
}

// parseTimeout is parseDuration within what a person may want to wait.
func parseTimeout(text string) (time.Duration, error) {
	return parseWithin(text, time.Second, time.Hour, "is over an hour")
}

// parseWithin is parseDuration within bounds; over says what is past the upper one.
func parseWithin(text string, least, most time.Duration, over string) (time.Duration, error) {
	d, err := parseDuration(text)
	switch {
	case err != nil:
		return 0, err
	case d < least:
		return 0, errors.New("is no time at all")
	case d > most:
		return 0, errors.New(over)
	}
	return d, nil
}
