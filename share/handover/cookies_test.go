package handover_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/handover"
)

// folder is a link for a folder at a distribution.
func folder(base, key string) share.Link {
	return share.Link{
		ID: "s1", Method: http.MethodGet, SignedAt: now, URL: share.NewSecret(base + "/" + escape(key) + "?Policy=eyJT-~_&Signature=MEUC~-x_&Key-Pair-Id=K1&Hash-Algorithm=SHA256"),
		Request: share.Request{Operation: share.Download, Target: share.Target{Bucket: "acme", Key: key}, Below: true},
		Terms:   share.Terms{Starts: now, Ends: now.Add(72 * time.Hour)},
	}
}

func kindsOf(l share.Link) string {
	var names []string
	for _, i := range handover.Kinds(l) {
		names = append(names, string(i.Kind))
	}
	return strings.Join(names, " ")
}

// TestFolder: a link for a folder is handed over as cookies too; one whose address is that
// of no object in no form that opens or fetches it.
func TestFolder(t *testing.T) {
	alone, of := folder("https://files.acme.example", "2026 q3/"), folder("https://files.acme.example", "2026 q3/index.html")
	if got := kindsOf(alone); got != "url json cookies cookie-jar cookies-json" {
		t.Error(got)
	}
	if got := kindsOf(of); !strings.HasPrefix(got, "url html mail chat markdown curl") || !strings.HasSuffix(got, "json cookies cookie-jar cookies-json") {
		t.Error(got)
	}
	if handover.Codes(alone) == nil || handover.Codes(of) != nil {
		t.Error("a code leads to a folder, or to no object of it")
	}
	if err := handover.Fits(link("https://s3.example", share.Download, "a"), handover.CookieJar); err == nil || !strings.Contains(err.Error(), "add --below") {
		t.Error(err)
	}
	if err := handover.Fits(alone, handover.Mail); err == nil || !strings.Contains(err.Error(), "names no object") {
		t.Error(err)
	}
}

// TestCookies reads each form as those do who take it.
func TestCookies(t *testing.T) {
	want := map[string]string{"CloudFront-Policy": "eyJT-~_", "CloudFront-Signature": "MEUC~-x_", "CloudFront-Key-Pair-Id": "K1", "CloudFront-Hash-Algorithm": "SHA256"}
	for base, secure := range map[string]bool{"https://files.acme.example": true, "http://127.0.0.1:8080": false} {
		for _, key := range []string{"2026 q3/", "2026 q3/index.html"} {
			l := folder(base, key)
			header := http.Header{}
			for line := range strings.Lines(text(t, l, handover.Cookies)) {
				name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
				header.Add(name, value)
			}
			cookies := (&http.Response{Header: header}).Cookies()
			for _, c := range cookies {
				if want[c.Name] != c.Value || c.Path != "/2026%20q3/" || c.Secure != secure || !c.HttpOnly || !c.Expires.IsZero() || !strings.Contains(base, c.Domain) {
					t.Errorf("%s: %v", base, c)
				}
			}
			if len(cookies) != len(want) {
				t.Errorf("%d cookies", len(cookies))
			}
			jar := strings.Split(strings.TrimSuffix(text(t, l, handover.CookieJar), "\n"), "\n")
			for _, line := range jar[1:] {
				f := strings.Split(line, "\t")
				if len(f) != 7 || !strings.HasPrefix(f[0], "#HttpOnly_") || f[2] != "/2026%20q3/" || (f[3] == "TRUE") != secure || want[f[5]] != f[6] {
					t.Errorf("%q", line)
				}
			}
			if len(jar) != len(want)+1 {
				t.Errorf("%d lines", len(jar))
			}
			var got struct {
				Domain, Path, Ends string
				Secure             bool
				Cookies            map[string]string
			}
			if err := json.Unmarshal([]byte(text(t, l, handover.CookiesJSON)), &got); err != nil || got.Secure != secure || len(got.Cookies) != len(want) || got.Ends != "2026-11-27T15:30:00Z" {
				t.Errorf("%+v, %v", got, err)
			}
		}
	}
	broken := folder("https://files.acme.example", "a/")
	broken.URL = share.NewSecret("https://files.acme.example/a/?Expires=1&Signature=HUSH&Key-Pair-Id=K1")
	if _, err := handover.Text(broken, handover.Cookies, handover.Options{}); err == nil || strings.Contains(err.Error(), "HUSH") {
		t.Error(err)
	}
}
