package share

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ParseBytes reads a size as a person types it: 500, 2MB, 1.5 GiB. Decimal and
// binary units mean what they say; a bare K, M, G, T is decimal, as Bytes writes.
func ParseBytes(text string) (int64, error) {
	t := strings.ToLower(strings.TrimSpace(text))
	number := strings.TrimRight(t, "abcdefghijklmnopqrstuvwxyz ")
	unit := strings.TrimSpace(t[len(number):])
	factor, ok := map[string]float64{
		"": 1, "b": 1, "bytes": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
		"k": 1e3, "kib": 1 << 10, "m": 1e6, "mib": 1 << 20, "g": 1e9, "gib": 1 << 30, "t": 1e12, "tib": 1 << 40,
	}[unit]
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !ok || n < 0 || math.IsInf(n, 0) || math.IsNaN(n) || n*factor > 1<<50 {
		return 0, &UsageError{Op: "size", Problem: fmt.Sprintf("%q is no size", clip(text)), Hint: "write 500, 2MB or 1.5GiB"}
	}
	return int64(n * factor), nil
}
