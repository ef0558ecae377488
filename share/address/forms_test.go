package address

import "testing"

func TestWhichStoresTakeNoForms(t *testing.T) {
	for endpoint, want := range map[string]string{
		"https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com": "Cloudflare R2",
		"https://s3.eu-central-003.backblazeb2.com":                            "Backblaze B2",
		"https://s3.eu-central-1.amazonaws.com":                                "",
		"http://127.0.0.1:9000":                                                "",
		"":                                                                     "",
	} {
		if got := Formless(endpoint); got != want {
			t.Errorf("%s: %q, want %q", endpoint, got, want)
		}
	}
	for _, name := range formless {
		known := false
		for _, s := range stores {
			known = known || s.name == name
		}
		if !known {
			t.Errorf("no store is called %q", name)
		}
	}
}
