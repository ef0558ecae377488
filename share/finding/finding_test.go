package finding

import (
	"net/url"
	"strings"
	"testing"

	"signet/share/say"
)

func codes(list []say.Remark) string {
	var c []string
	for _, f := range list {
		c = append(c, f.Code)
	}
	return strings.Join(c, " ")
}

func TestHost(t *testing.T) {
	for _, c := range []struct{ url, want string }{
		{"https://acme.s3.eu-west-1.amazonaws.com/a", ""},
		{"http://acme.s3.eu-west-1.amazonaws.com/a", "http"},
		{"https://localhost:9000/a", "host-loopback"},
		{"https://b.localhost/a", "host-loopback"},
		{"http://127.0.0.1:9000/a", "http host-loopback"},
		{"http://127.8.0.1/a", "http host-loopback"},
		{"https://[::1]:9000/a", "host-loopback"},
		{"https://[::ffff:10.0.0.1]/a", "host-private"},
		{"https://0.0.0.0/a", "host-loopback"},
		{"https://10.1.2.3/a", "host-private"},
		{"https://172.31.0.1/a", "host-private"},
		{"https://172.32.0.1/a", ""},
		{"https://192.168.1.1/a", "host-private"},
		{"https://169.254.1.1/a", "host-private"},
		{"http://169.254.169.254/a", "http host-metadata"},
		{"https://0xa9fea9fe/a", "host-metadata"},
		{"https://[fe80::1]/a", "host-private"},
		{"https://metadata.google.internal/a", "host-metadata"},
		{"https://acme.example.com:6000/a", "host-port"},
		{"https://acme.example.com:06000/a", "host-port"},
		{"https://acme.example.com:9000/a", ""},
		{"https://100.100.3.4/a", "host-private"},
		{"https://[fd00::1]/a", "host-private"},
		{"https://minio/a", "host-single-label"},
		{"https://minio:9000/a", "host-single-label"},
		{"https://nas.local/a", "host-private"},
		{"https://s3.corp/a", "host-private"},
		{"https://minio.svc.cluster.local./a", "host-private"},
		{"https://local.example.com/a", ""},
		{"https:///a", "host-missing"},
		{"https://127.1/a", "host-loopback"},
		{"https://2130706433/a", "host-loopback"},
		{"https://0x7f.0x1/a", "host-loopback"},
		{"https://0177.0.0.1/a", "host-loopback"},
		{"https://192.168.257/a", "host-private"},
		{"https://0300.0250.0x.1/a", "host-private"},
		{"https://8.8.8.8/a", ""},
		{"https://1.2.3.256/a", ""},
		{"https://127.0.0.0.1/a", ""},
	} {
		u, err := url.Parse(c.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := codes(Host(u)); got != c.want {
			t.Errorf("Host(%s) = %q, want %q", c.url, got, c.want)
		}
	}
}

func TestKey(t *testing.T) {
	for key, want := range map[string]string{
		"a/b.txt":   "",
		"a/":        "",
		"a..b/c":    "",
		"...":       "",
		".":         "key-dots",
		"a/./b":     "key-dots",
		"a/../b":    "key-dots",
		"a//b":      "key-slashes",
		"/a":        "key-slashes",
		"a//../b":   "key-dots key-slashes",
		"folder//":  "key-slashes",
		".hidden/a": "",
	} {
		if got := codes(Key(key)); got != want {
			t.Errorf("Key(%q) = %q, want %q", key, got, want)
		}
	}
	if got := codes(Path("/a/%2E%2e/b")); got != "key-dots" {
		t.Errorf("escaped dots: %q", got)
	}
	if got := codes(Path("/a/%zz/b")); got != "" {
		t.Errorf("a broken path is not judged: %q", got)
	}
}

func TestLength(t *testing.T) {
	for n, want := range map[int]string{0: "", 998: "", 999: "mail-line", 2000: "mail-line", 2001: "long"} {
		if got := codes(Length(n)); got != want {
			t.Errorf("Length(%d) = %q, want %q", n, got, want)
		}
	}
}
