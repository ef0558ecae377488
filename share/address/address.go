// Package address says where a link points to, and is the one place that knows:
// it makes an Address from whatever names a bucket or an object (s3://, an ARN, an
// object's URL, a page of AWS's console), reads one back from any host, and says of
// an endpoint which server it is.
//
// What AWS's own hosts are is AWS's to say: the SDK's resolver makes them, and a test
// of share/sign holds this reader against it.
package address

import (
	"cmp"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Style is how an address names the bucket, in words.
type Style string

// The styles.
const (
	Path         Style = "path"
	VirtualHost  Style = "virtual host"
	Accelerate   Style = "transfer acceleration"
	Website      Style = "static website"
	AccessPoint  Style = "access point"
	ObjectLambda Style = "object lambda access point"
	Outpost      Style = "outpost"
	MultiRegion  Style = "multi-region access point"
	Directory    Style = "directory bucket"
	Name         Style = "name" // s3:// and ARNs, which name no host
)

// Address is where a link points to. A field that the text does not tell is empty.
type Address struct {
	Scheme string // lower case
	Host   string // in normal form, without port
	Port   string // never the scheme's own

	Store   string // "AWS S3", "Google Cloud Storage", ...
	Guessed bool   // the host is nobody's that is known; bucket and key are a guess
	Service string // of AWS: "s3", "s3-object-lambda", ...
	Style   Style

	Partition string // of AWS; empty: another store
	Region    string
	Account   string // of an access point, 12 digits
	Outpost   string // op-…
	FIPS      bool
	DualStack bool
	Interface bool // an interface endpoint of a VPC

	Bucket  string // or access point, as its host or ARN names it
	Key     string
	Other   string // the key as other servers read the URL, whose + may be a blank; empty: there is one reading
	Version string

	server   string // the host without what stands for the bucket
	point    string // the access point's name, without its account
	hostOnly bool   // the store refuses path style
	account  bool   // names of buckets are an account's own, which the server names
	fixed    string // the region of signatures, where its host does not say it
	control  bool   // of AWS's interface for managing S3, which knows no objects
}

// Read reads the parts of a URL: the host perhaps with a port, the path escaped. It
// never fails: of a host that nobody knows it guesses, and says so.
func Read(scheme, host, path string) Address {
	path, _ = Unescape(strings.TrimPrefix(path, "/"))
	a := Address{Scheme: strings.ToLower(scheme)}
	a.Host, a.Port = splitPort(a.Scheme, host)
	a.server = a.Host
	if head, ok := a.amazon(); ok {
		a.place(head, path)
	} else if head, ok := a.compatible(); ok {
		a.place(head, path)
	} else {
		a.guess(path)
	}
	return a
}

// AWS reports S3 itself, of whatever partition.
func (a Address) AWS() bool { return a.Partition != "" }

// Server is the endpoint below which the address lies, without the bucket.
func (a Address) Server() string {
	host := a.server
	if a.Port != "" {
		host = net.JoinHostPort(host, a.Port)
	} else if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return a.Scheme + "://" + host
}

// place sets bucket and key: the bucket is in the host, or else the first segment
// of the path.
func (a *Address) place(head, path string) {
	style := VirtualHost
	if a.Bucket, a.Key = head, path; head == "" {
		a.Bucket, a.Key, _ = strings.Cut(path, "/")
		style = Path
	} else {
		a.server = strings.TrimPrefix(a.Host, head+".")
	}
	a.Style = cmp.Or(a.Style, style)
	if a.Style.point() {
		a.readPoint()
	}
}

// guess takes a strange host: most stores of one's own name the bucket in the path.
// With one segment only, the bucket can only be in the host.
func (a *Address) guess(path string) {
	a.Store, a.Guessed = "an S3-compatible store, a proxy or an own domain", true
	bucket, key, found := strings.Cut(path, "/")
	label, _, _ := strings.Cut(a.Host, ".")
	switch {
	case found && key != "":
		a.place("", path)
	case wholeName(a.Host):
		a.Bucket, a.Style = bucket, Path
	default:
		a.place(label, path)
	}
}

// Unescape resolves percent escapes and says whether all were sound. What is not
// stays as it is.
func Unescape(s string) (string, bool) {
	t, err := url.PathUnescape(s)
	if err != nil {
		return s, false
	}
	return t, true
}

// UnescapeEach resolves each percent escape by itself, and leaves what is none.
func UnescapeEach(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}
