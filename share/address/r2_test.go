package address

import "testing"

func TestR2(t *testing.T) {
	const id = "0123456789abcdef0123456789abcdef"
	for endpoint, want := range map[string][2]string{
		"https://" + id + ".r2.cloudflarestorage.com":        {id + ".r2.cloudflarestorage.com", id},
		"https://" + id + ".eu.r2.cloudflarestorage.com/":    {id + ".eu.r2.cloudflarestorage.com", id},
		"https://bucket." + id + ".r2.cloudflarestorage.com": {"bucket." + id + ".r2.cloudflarestorage.com", ""},
		"https://acc.r2.cloudflarestorage.com":               {"acc.r2.cloudflarestorage.com", ""},
		"https://" + id + ".r2.example.com":                  {id + ".r2.example.com", ""},
		"http://127.0.0.1:9000":                              {"127.0.0.1", ""},
	} {
		if host, account := R2(endpoint); host != want[0] || account != want[1] {
			t.Errorf("%s: %q %q", endpoint, host, account)
		}
	}
}
