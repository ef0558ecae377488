package s3browser

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// pageXML is a page as S3 writes it.
func pageXML(objects, folders int) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>acme-contracts</Name><Prefix>reports/2026/</Prefix>` +
		`<NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken><KeyCount>1000</KeyCount>` +
		`<MaxKeys>1000</MaxKeys><Delimiter>/</Delimiter><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>`)
	for i := range objects {
		fmt.Fprintf(&b, `<Contents><Key>reports/2026/%s</Key><LastModified>2026-01-02T03:04:%02d.000Z</LastModified>`+
			`<ETag>&quot;%032x&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>`+
			`<Size>%d</Size><StorageClass>STANDARD</StorageClass></Contents>`,
			url.QueryEscape(fmt.Sprintf("invoice %06d – Müller & co.pdf", i)), i%60, i*7919, i*1000)
	}
	for i := range folders {
		fmt.Fprintf(&b, `<CommonPrefixes><Prefix>reports/2026/z%06d/</Prefix></CommonPrefixes>`, i)
	}
	b.WriteString(`</ListBucketResult>`)
	return b.Bytes()
}

func TestScanTakesWhatServersWrite(t *testing.T) {
	for name, body := range map[string]string{
		"S3": string(pageXML(20, 5)),
		"MinIO": `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix></Prefix><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys><Delimiter>/</Delimiter><IsTruncated>false</IsTruncated><Contents><Key>a%2Bb</Key><LastModified>2026-01-02T03:04:05.678Z</LastModified><ETag>&#34;d41d8cd98f00b204e9800998ecf8427e&#34;</ETag><Size>0</Size><Owner><ID>02d6176db174dc93cb1b899f7c6078f08654445fe8cf1b6ce98d8855f66bdbf4</ID><DisplayName>minio</DisplayName></Owner><StorageClass>STANDARD</StorageClass></Contents><EncodingType>url</EncodingType></ListBucketResult>`,
		"empty elements": `<ListBucketResult><Prefix/><Contents><Key>a</Key><Owner/><ETag/></Contents><CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes><IsTruncated> false </IsTruncated></ListBucketResult>`,
		"indented":       "<ListBucketResult>\n  <Contents>\n    <Key> a </Key>\n    <Size>\n1\n</Size>\n  </Contents>\n</ListBucketResult>\n",
		"restore status": `<ListBucketResult><Contents><Key>a</Key><RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>x &amp; y</RestoreExpiryDate></RestoreStatus></Contents></ListBucketResult>`,
		"control key":    `<ListBucketResult><Contents><Key>a&#x1;b</Key></Contents></ListBucketResult>`,
	} {
		if !scanListing([]byte(body), new(listing)) {
			t.Errorf("%s: left to encoding/xml", name)
		}
		same(t, []byte(body))
	}
	page, err := decodePage([]byte(`<ListBucketResult><Contents><Key>a&#x1;b</Key></Contents></ListBucketResult>`), ListRequest{})
	if err != nil || page.Entries[0].Key != "a\x01b" {
		t.Errorf("control key: %+v, %v", page, err)
	}
}

// What the scan does not know is decided by encoding/xml, and still read.
func TestOddXMLIsStillRead(t *testing.T) {
	for _, body := range []string{
		`<ListBucketResult><!-- hi --><Contents><Key>a</Key></Contents></ListBucketResult>`,
		`<ListBucketResult><Contents><Key><![CDATA[a]]></Key></Contents></ListBucketResult>`,
		`<s3:ListBucketResult xmlns:s3="x"><s3:Contents><s3:Key>a</s3:Key></s3:Contents></s3:ListBucketResult>`,
		`<?xml version="1.0" encoding="UTF-8" standalone="no"?><ListBucketResult a="b"><Contents ><Key >a</Key ></Contents ></ListBucketResult >`,
		"<ListBucketResult>text<Contents><Key>a</Key></Contents></ListBucketResult>",
	} {
		if scanListing([]byte(body), new(listing)) {
			t.Errorf("the scan takes %s", body)
		}
		page, err := decodePage([]byte(body), ListRequest{})
		if err != nil || len(page.Entries) != 1 || page.Entries[0].Key != "a" {
			t.Errorf("%s: %+v, %v", body, page, err)
		}
	}
}

// same holds the scan against encoding/xml: where both read a page, they read
// the same one, and the scan reads nothing that encoding/xml refuses, save for
// references to control characters.
func same(t *testing.T, body []byte) {
	t.Helper()
	fast := used()
	if !scanListing(body, fast) {
		return
	}
	slow, err := readListing(body)
	if err != nil {
		var syntax *xml.SyntaxError
		if !errors.As(err, &syntax) || !strings.Contains(syntax.Msg, "illegal character code") {
			t.Fatalf("the scan takes what encoding/xml refuses: %v\n%q", err, body)
		}
		return
	}
	if a, b := fast.page(ListRequest{Prefix: "p"}, nil), slow.page(ListRequest{Prefix: "p"}, nil); !reflect.DeepEqual(a, b) {
		t.Fatalf("the scan differs\nscan %+v\nxml  %+v\n%q", a, b, body)
	}
}

// used is a listing that another page has been read in: nothing of it may be left.
func used() *listing {
	l := new(listing)
	scanListing([]byte(`<ListBucketResult><Name>n</Name><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken><EncodingType>url</EncodingType>`+
		`<Contents><Key>old</Key><Size>9</Size><StorageClass>OLD</StorageClass><ETag>e</ETag></Contents><CommonPrefixes><Prefix>old/</Prefix></CommonPrefixes></ListBucketResult>`), l)
	return l
}

// decodePage reads a page in memory of its own.
func decodePage(body []byte, asked ListRequest) (Page, error) {
	return new(desk).decode(body, asked, nil)
}

func FuzzScan(f *testing.F) {
	f.Add(pageXML(2, 1))
	f.Add([]byte(`<ListBucketResult xmlns="a"><Contents><Key>a&#x1;&amp;</Key><Key>b</Key><Size>x</Size></Contents><CommonPrefixes/></ListBucketResult>`))
	f.Add([]byte("<?xml version='1.0'?>\r\n<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>%41+%zz</Key></Contents></ListBucketResult>"))
	f.Add([]byte("<ListBucketResult><A><B>]]&gt;</B><C/></A><Prefix>\r\n</Prefix></ListBucketResult>"))
	f.Fuzz(same)
}

// The page is the same as the one the SDK's own deserializer gives.
func TestSameAsTheSDK(t *testing.T) {
	body := pageXML(100, 10)
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(body) })
	page, err := c.List(t.Context(), ListRequest{Bucket: "acme-contracts", Prefix: "reports/2026/"})
	must(t, err)
	l, err := c.load(t.Context())
	must(t, err)
	out, err := c.api(l, "us-east-1").ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("b")})
	must(t, err)
	if len(page.Entries) != len(out.Contents)+len(out.CommonPrefixes) || page.Next != *out.NextContinuationToken {
		t.Fatalf("%d entries, next %q", len(page.Entries), page.Next)
	}
	for i, o := range out.Contents {
		key, err := url.QueryUnescape(*o.Key)
		must(t, err)
		want := Entry{
			Key: key, Size: *o.Size, Modified: *o.LastModified,
			Class: string(o.StorageClass), ETag: strings.Trim(*o.ETag, `"`),
		}
		if got := page.Entries[i]; got != want {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	for i, p := range out.CommonPrefixes {
		if got := page.Entries[100+i]; got.Key != *p.Prefix || !got.Folder {
			t.Errorf("got %+v, want folder %s", got, *p.Prefix)
		}
	}
}

// BenchmarkPage is one page of 1,000 keys: our scan, encoding/xml into our own
// types, and the whole way through the SDK with and without our reader.
func BenchmarkPage(b *testing.B) {
	body := pageXML(1000, 0)
	b.Run("scan", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			if p, err := decodePage(body, ListRequest{Bucket: "acme-contracts", Prefix: "reports/2026/"}); err != nil || len(p.Entries) != 1000 {
				b.Fatal(err)
			}
		}
	})
	b.Run("xml", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			if l, err := readListing(body); err != nil || len(l.page(ListRequest{}, nil).Entries) != 1000 {
				b.Fatal(err)
			}
		}
	})
	c := Connect(Connection{Endpoint: "http://127.0.0.1", Region: "us-east-1", AccessKeyID: "A", SecretKey: "S"})
	l, err := c.load(b.Context())
	must(b, err)
	l.config.HTTPClient = doer(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
	})
	b.Run("list", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if p, err := c.List(b.Context(), ListRequest{Bucket: "acme-contracts"}); err != nil || len(p.Entries) != 1000 {
				b.Fatal(err)
			}
		}
	})
	b.Run("sdk", func(b *testing.B) {
		b.ReportAllocs()
		api := c.api(l, "us-east-1")
		in := &s3.ListObjectsV2Input{Bucket: aws.String("acme"), EncodingType: types.EncodingTypeUrl}
		for b.Loop() {
			if out, err := api.ListObjectsV2(b.Context(), in); err != nil || len(out.Contents) != 1000 {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkMemory tells the bytes that one entry keeps alive, in listings that
// are held as the browser holds them.
func BenchmarkMemory(b *testing.B) {
	const pages = 100
	body := pageXML(1000, 0)
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		held := make([]Page, pages)
		for i := range held {
			held[i], _ = decodePage(body, ListRequest{Bucket: "acme-contracts", Prefix: "reports/2026/"})
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(pages*1000), "B/entry")
		runtime.KeepAlive(held)
	}
}

func TestDecodeIsQueryUnescape(t *testing.T) {
	for _, text := range []string{"", "a", "a+b", "%41%2b%2B", "%", "%4", "%zz", "a%4", "+%", "%e2%80%93", "%00%ff"} {
		want, err := url.QueryUnescape(text)
		if err != nil {
			want = text
		}
		l := listing{text: []byte(text)}
		if s := l.decode(span{0, len(text)}); string(l.text[s.from:s.to]) != want {
			t.Errorf("%q becomes %q, want %q", text, l.text[s.from:s.to], want)
		}
	}
}

// Sizes that are none, or more than any, do not become others.
func TestOddSizes(t *testing.T) {
	for text, want := range map[string]int64{"7": 7, " 7 ": 7, "-7": 0, "": 0, "x": 0, "7.5": 0, "9223372036854775807": 1<<63 - 1, "99999999999999999999": 1<<63 - 1, "-99999999999999999999": 0} {
		if got := count([]byte(text)); got != want {
			t.Errorf("%q: %d", text, got)
		}
	}
	p, err := decodePage([]byte("<ListBucketResult><Contents><Key>k</Key><StorageClass>"+strings.Repeat("C", 1000)+"</StorageClass><ETag>"+strings.Repeat("E", 2000)+"</ETag></Contents></ListBucketResult>"), ListRequest{Bucket: "b"})
	if err != nil || p.Entries[0].Class != "" || p.Entries[0].ETag != "" {
		t.Errorf("%v, %v", p, err)
	}
}
