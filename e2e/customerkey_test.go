package e2e

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"io/fs"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// overTLS starts a MinIO that is reached over TLS, with a certificate that one file
// vouches for.
func overTLS(t *testing.T) (s *server, bundle string) {
	t.Helper()
	root := t.TempDir()
	bundle = certificate(t, root)
	k := minio()
	binary, err := k.binary(t.Context(), here.program)
	if err != nil {
		t.Fatal(err)
	}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s = &server{kind: k, url: "https://127.0.0.1:" + port, region: "us-east-1", key: rootKey, secret: rootSecret, said: new(words), ended: make(chan struct{})}
	s.cmd = exec.CommandContext(ctx, binary, append(k.args(port, root), "--certs-dir", root)...)
	s.cmd.Env = append([]string{"HOME=" + root, "PATH=" + os.Getenv("PATH")}, k.env...)
	s.cmd.Stdout, s.cmd.Stderr = s.said, s.said
	dieWithTests(s.cmd)
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = s.cmd.Wait()
		close(s.ended)
	}()
	t.Cleanup(func() {
		cancel()
		<-s.ended
	})
	return s, bundle
}

// certificate makes one for this machine, and for names that lead to it, where
// MinIO looks for it.
func certificate(t *testing.T, dir string, names ...string) (file string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "signet e2e"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: names,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, "public.crt")
	write(t, file, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	write(t, filepath.Join(dir, "private.key"), string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private})))
	return file
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// trusting is the server's client, which trusts a bundle, once the server answers.
func (s *server) trusting(t *testing.T, bundle string) *s3.Client {
	t.Helper()
	text, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	hc := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	until(t, "it answers", func() bool {
		select {
		case <-s.ended:
			t.Fatalf("ended at once\n%s", s.said)
		default:
		}
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+s.kind.ready, nil)
		res, err := hc.Do(req)
		if err != nil {
			return false
		}
		_ = res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	o := s.client().Options()
	o.HTTPClient = hc
	return s3.New(o)
}

// recipientOf is a folder of somebody with a key, whose curl notes how it is called.
func recipientOf(t *testing.T, key string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if key != "" {
		write(t, filepath.Join(dir, "customer.key"), key)
	}
	program, err := exec.LookPath("curl")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "curl"), "#!/bin/sh\nprintf '%s\\n' \"$@\" >>'"+dir+"/called'\nexec "+program+" \"$@\"\n")
	if err := os.Chmod(filepath.Join(dir, "curl"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// An object of SSE-C goes up and down with the texts for curl and Python. The key is
// with whoever made the link and whoever has it, and in nothing that is handed over,
// kept, printed or told to other processes.
func TestCustomerKey(t *testing.T) {
	t.Parallel()
	s, bundle := overTLS(t)
	bucket := "sealed"
	if _, err := s.trusting(t, bundle).CreateBucket(within(t, testTimeout), &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		t.Fatal(err)
	}
	p := signetFor(t, s)
	p.env = append(p.env, "AWS_CA_BUNDLE="+bundle)
	key := "0123456789abcdefGHIJKLMNOPQRSTUV"
	spelled := []string{key, base64.StdEncoding.EncodeToString([]byte(key)), hex.EncodeToString([]byte(key))}
	write(t, filepath.Join(p.home, "mine.key"), spelled[1]+"\n")
	said := ""
	text := func(kind string, flags ...string) string {
		args := append(append([]string{"share"}, s.at()...), "s3://sealed/in/a ü.bin", "--sse-c-key-file", "mine.key", "--handover", kind)
		out := p.must(t, "", append(args, flags...)...)
		said += out.stdout + out.stderr
		return out.stdout
	}
	run := func(kind, text, dir string) bool {
		with := map[string]string{"curl": "sh", "python": "python3"}[kind]
		write(t, filepath.Join(dir, "text"), text)
		cmd := exec.CommandContext(within(t, testTimeout), with, "text")
		cmd.Dir, cmd.Env = dir, []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "HOME=" + dir, "SSL_CERT_FILE=" + bundle, "CURL_CA_BUNDLE=" + bundle, "no_proxy=*"}
		out, err := cmd.CombinedOutput()
		called, _ := os.ReadFile(filepath.Join(dir, "called"))
		said += string(out) + string(called)
		return err == nil
	}
	for i, kind := range []string{"curl", "python"} {
		content := "sealed by " + kind
		up, theirs := text(kind, "--op", "put"), recipientOf(t, spelled[i]) // the key itself, and base64
		write(t, filepath.Join(theirs, "a ü.bin"), content)
		if !run(kind, up, theirs) {
			t.Fatalf("%s: the upload failed", kind)
		}
		down := text(kind)
		for _, other := range []string{"curl", "python"} {
			down := text(other)
			reader := recipientOf(t, spelled[1]+"\n")
			if !run(other, down, reader) {
				t.Fatalf("%s: the download failed", other)
			}
			if got, err := os.ReadFile(filepath.Join(reader, "a ü.bin")); err != nil || string(got) != content {
				t.Errorf("%s: %q, %v", other, got, err)
			}
		}
		for _, wrong := range []string{"", strings.Repeat("x", 32)} {
			stranger := recipientOf(t, wrong)
			if run(kind, down, stranger) {
				t.Errorf("%s: downloaded with key %q", kind, wrong)
			}
			if _, err := os.Stat(filepath.Join(stranger, "a ü.bin")); err == nil {
				t.Errorf("%s: something was saved with key %q", kind, wrong)
			}
		}
	}
	for _, kind := range []string{"html", "browser"} {
		out := p.run(t, "", append(append([]string{"share"}, s.at()...), "s3://sealed/in/a ü.bin", "--sse-c-key-file", "mine.key", "--handover", kind)...)
		if said += out.stdout + out.stderr; out.code == 0 {
			t.Errorf("handed over as %s", kind)
		}
	}
	said += p.kept(t)
	for _, secret := range spelled {
		if strings.Contains(said, secret) {
			t.Error("the key is in something that was said or kept")
		}
	}
}

// kept is all that signet left on disk, but the key itself.
func (p *signet) kept(t *testing.T) (all string) {
	t.Helper()
	err := filepath.WalkDir(p.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(path) == "mine.key" {
			return err
		}
		b, err := os.ReadFile(path)
		all += string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
