package s3browser

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// What a helper prints is kept up to a bound, however it is copied.
func TestAHelpersOutputIsBounded(t *testing.T) {
	for _, stops := range []bool{false, true} {
		h := &head{most: 10, stops: stops}
		_, err := io.Copy(h, strings.NewReader(strings.Repeat("x", 1000)))
		if h.kept.Len() != 10 || !h.full() || errors.Is(err, errTooMuch) != stops {
			t.Errorf("stops %v: %d bytes, %v", stops, h.kept.Len(), err)
		}
	}
}
