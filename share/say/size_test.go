package say

import "testing"

func TestParseBytes(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "500": 500, "2MB": 2e6, "1.5 GiB": 3 << 29, "10k": 10000, "10KiB": 10240, "7 bytes": 7, "1TB": 1e12} {
		if got, ok := ParseBytes(text); !ok || got != want {
			t.Errorf("%q = %d; want %d", text, got, want)
		}
	}
	for _, text := range []string{"", "-1", "1.2.3", "2XB", "inf", "nan", "99999999TB", "1e400"} {
		if got, ok := ParseBytes(text); ok {
			t.Errorf("%q = %d", text, got)
		}
	}
}

func TestSizes(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1 kB", 2847: "2.8 kB", 99_949: "99.9 kB", 99_960: "100 kB", 999_499: "999 kB", 999_500: "1 MB", 1e8: "100 MB",
		5 << 30: "5.4 GB", 2e15: "2 PB", 999_600e12: "1 EB", 1<<63 - 1: "9.2 EB", -5: "-5 B", -2e9: "-2 GB", -1 << 63: "-9.2 EB",
	} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
	for n := int64(1); n > 0 && n < 1<<62; n = n*7/3 + 1 { // a column is as wide
		if got := Bytes(n); len(got) > len("99.9 MB") {
			t.Errorf("Bytes(%d) = %q is wider than a column", n, got)
		}
	}
	for n, want := range map[int64]string{1: "1 B", 999: "999 B", 2_000_000: "2 MB", 1_500: "1.5 kB", 160_485: "160 kB (160,485 bytes)", 1 << 20: "1 MB (1,048,576 bytes)"} {
		if got := Exactly(n); got != want {
			t.Errorf("Exactly(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestScriptsReadTheNumberOfBytes(t *testing.T) {
	for n, want := range map[int64]string{999: "999 B", 2_000_000: "2 MB (2000000 bytes)"} {
		if got := ToTheByte(n); got != want {
			t.Errorf("ToTheByte(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSizesReadAsTheyWereWritten(t *testing.T) {
	for n, want := range map[int64]string{7: "7", 2_000_000: "2 MB", 1_500: "1.5 kB", 1_234_567: "1234567", 1 << 20: "1048576"} {
		if got := TypedSize(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
		if back, ok := ParseBytes(TypedSize(n)); !ok || back != n {
			t.Errorf("%d comes back as %d", n, back)
		}
	}
}
