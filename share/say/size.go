package say

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Bytes writes a size in decimal units, three digits at most: 999 B, 2.8 kB. It is
// the same in a column and in a sentence, at most eight cells.
func Bytes(n int64) string {
	var room [16]byte
	return string(AppendBytes(room[:0], n))
}

// AppendBytes is Bytes for whoever writes a million of them.
func AppendBytes(to []byte, n int64) []byte {
	f, unit := scale(n)
	switch {
	case unit == "B":
		to = strconv.AppendInt(to, n, 10)
	case math.Abs(f) >= 99.95:
		to = strconv.AppendFloat(to, f, 'f', 0, 64)
	default:
		to = bytes.TrimSuffix(strconv.AppendFloat(to, f, 'f', 1, 64), []byte(".0"))
	}
	return append(append(to, ' '), unit...)
}

// Exactly is a size in words, with the number of bytes where the words round it:
// "999 B", "2 MB", "160 kB (160,485 bytes)".
func Exactly(n int64) string {
	switch text := Bytes(n); {
	case n < 1000, readsBack(text, n):
		return text
	default:
		return text + " (" + Things(n, "byte") + ")"
	}
}

// ToTheByte is a size in the facts of a link, always with the number of bytes and
// without marks within it: scripts read it. "999 B", "2 MB (2000000 bytes)".
func ToTheByte(n int64) string {
	if n < 1000 {
		return Bytes(n)
	}
	return fmt.Sprintf("%s (%d bytes)", Bytes(n), n)
}

// TypedSize is a size that ParseBytes reads back, in a unit where that is exact:
// "2 MB", "2097152".
func TypedSize(n int64) string {
	if text := Bytes(n); n >= 1000 && readsBack(text, n) {
		return text
	}
	return strconv.FormatInt(n, 10)
}

func readsBack(text string, n int64) bool {
	back, ok := ParseBytes(text)
	return ok && back == n
}

// scale is a number of bytes in the decimal unit that makes a number below 1,000
// of it, once that is rounded. EB is the last that an int64 can need.
func scale(n int64) (number float64, unit string) {
	number, unit = float64(n), "B"
	for _, next := range [...]string{"kB", "MB", "GB", "TB", "PB", "EB"} {
		if math.Abs(number) < 999.5 {
			break
		}
		number, unit = number/1000, next
	}
	return number, unit
}

// ParseBytes reads a size as a person types it: 500, 2MB, 1.5 GiB. Decimal and
// binary units mean what they say; a bare K, M, G, T is decimal, as Bytes writes.
// A petabyte is the most: nothing in S3 is as large.
func ParseBytes(text string) (n int64, ok bool) {
	t := strings.ToLower(strings.TrimSpace(text))
	number := strings.TrimRight(t, "abcdefghijklmnopqrstuvwxyz ")
	factor, ok := map[string]float64{
		"": 1, "b": 1, "bytes": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
		"k": 1e3, "kib": 1 << 10, "m": 1e6, "mib": 1 << 20, "g": 1e9, "gib": 1 << 30, "t": 1e12, "tib": 1 << 40,
	}[strings.TrimSpace(t[len(number):])]
	f, err := strconv.ParseFloat(number, 64)
	if err != nil || !ok || f < 0 || math.IsInf(f, 0) || math.IsNaN(f) || f*factor > 1<<50 {
		return 0, false
	}
	return int64(f * factor), true
}
