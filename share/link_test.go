package share_test

import (
	"testing"

	"signet/share"
)

func TestOverrideBytes(t *testing.T) {
	for url, want := range map[string]int{
		"": 0,
		"https://h/k?X-Amz-Date=1&X-Amz-Signature=2":                                         0,
		"https://h/k?X-Amz-Date=1&response-content-disposition=a%3Bb&X-Amz-Signature=2":      35,
		"https://h/k?response-content-type=a%2Fb&response-content-disposition=c":             28 + 31,
		"https://h/k?response-cache-control=a&response-expires=b":                            25 + 19,
		"https://h/response-content-type=a?X-Amz-Date=response-content-disposition=a%26b%3D": 0,
	} {
		if got := (share.Link{URL: share.NewSecret(url)}).OverrideBytes(); got != want {
			t.Errorf("%s: %d, want %d", url, got, want)
		}
	}
}

// What a token costs is read off the link, so that it is known of one from the
// share log too.
func TestTokenBytes(t *testing.T) {
	for url, want := range map[string]int{
		"": 0,
		"https://h/k?X-Amz-Date=1&X-Amz-Signature=2":                              0,
		"https://h/k?X-Amz-Date=1&X-Amz-Security-Token=abc%2Fd&X-Amz-Signature=2": 22 + 7,
	} {
		if got := (share.Link{URL: share.NewSecret(url)}).TokenBytes(); got != want {
			t.Errorf("%s: %d, want %d", url, got, want)
		}
	}
}
