package e2e

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestHostsOverTLS: an endpoint in capitals or with letters of any language is
// signed as a browser sends it: curl and Chromium, which trust a certificate of the
// host's name only, get the document.
func TestHostsOverTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ca := certificate(t, dir, "minio.example.com", "xn--bcher-kva.example")
	pair, err := tls.LoadX509KeyPair(ca, filepath.Join(dir, "private.key"))
	if err != nil {
		t.Fatal(err)
	}
	spki := sha256.Sum256(pair.Leaf.RawSubjectPublicKeyInfo)
	tab := browser(t, chromedp.Flag("host-resolver-rules", "MAP * 127.0.0.1"),
		chromedp.Flag("ignore-certificate-errors-spki-list", base64.StdEncoding.EncodeToString(spki[:])))
	eachServer(t, func(t *testing.T, s *server) {
		port := s.behindTLS(t, pair)
		b, p := s.bucket(t), signetFor(t, s)
		s.put(t, b, "Q3 Übersicht+1.txt", "for one reader")
		for _, host := range []string{"MinIO.Example.COM", "minio.example.com", "Bücher.example", "XN--BCHER-KVA.example", "ｍｉｎｉｏ.example.com"} {
			args := []string{"share", "--endpoint", "https://" + host + ":" + port, "--region", s.region, "--inline", "--content-type", "text/plain", "s3://" + b + "/Q3 Übersicht+1.txt"}
			link := strings.TrimSpace(p.must(t, "", args...).stdout)
			if a := curl(t, link, "--cacert", ca, "--resolve", "*:"+port+":127.0.0.1"); a.status != 200 || a.body != "for one reader" {
				t.Errorf("%s: curl: %d %s", host, a.status, a.refusal())
			}
			for _, spelled := range []string{link, strings.Replace(link, "https://"+signedHost(t, link), "HTTPS://"+strings.ToUpper(signedHost(t, link)), 1)} {
				err := chromedp.Do(tab, chromedp.Navigate(spelled))
				text, err2 := chromedp.Run(tab, chromedp.Evaluate[string]("document.body.innerText"))
				if err != nil || err2 != nil || text != "for one reader" {
					t.Errorf("%s: the browser shows %.60q", host, text)
				}
			}
		}
	})
}

func signedHost(t *testing.T, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal("the link is no URL")
	}
	return u.Host
}

// behindTLS puts a server behind one that speaks TLS, and says at which port. The
// Host header is passed on: it is signed.
func (s *server) behindTLS(t *testing.T, pair tls.Certificate) (port string) {
	t.Helper()
	to, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewUnstartedServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = to.Scheme, to.Host, r.In.Host
	}})
	front.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	front.StartTLS()
	t.Cleanup(front.Close)
	u, err := url.Parse(front.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Port()
}
