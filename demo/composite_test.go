package demo

import (
	"bufio"
	"encoding/base64"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// TestCompositeChecksums uploads two parts under every algorithm, as the SDK
// does, as MinIO's client does (which leaves the number of parts out), and with
// no word of it before the end; a wrong sum of sums is refused.
func TestCompositeChecksums(t *testing.T) {
	s := emptyServer(t, Options{})
	first, last := strings.Repeat("a", partSmallest), "end"
	for _, algorithm := range []types.ChecksumAlgorithm{"CRC32", "CRC32C", "SHA1", "SHA256"} {
		c, _ := checksumNamed(string(algorithm))
		all := c.make()
		all.Write(c.digest([]byte(first)))
		all.Write(c.digest([]byte(last)))
		short := base64.StdEncoding.EncodeToString(all.Sum(nil))
		for name, value := range map[string]string{"as S3 has it": short + "-2", "as MinIO's client sends it": short, "not sent": ""} {
			u := beginWith(t, s, algorithm)
			list := u.send("1", first, algorithm) + u.send("2", last, algorithm)
			wrong := base64.StdEncoding.EncodeToString(make([]byte, all.Size()))
			u.complete(with(c.header(), wrong+"-2"), list).expect(t, 400, "BadDigest")
			u.complete(with(c.header(), short+"-3"), list).expect(t, 400, "BadDigest")
			u.complete(with("X-Amz-Checksum-Type", "FULL_OBJECT", c.header(), short), list).expect(t, 400, "InvalidRequest")
			var header http.Header
			if value != "" {
				header = with(c.header(), value, "X-Amz-Checksum-Type", "COMPOSITE")
			}
			done := u.complete(header, list)
			done.expect(t, 200, "")
			if !strings.Contains(done.body, "<Checksum"+c.name+">"+short+"-2</Checksum"+c.name+"><ChecksumType>COMPOSITE</ChecksumType>") {
				t.Errorf("%s, %s: %s", algorithm, name, done.body)
			}
			got := ask(t, s, "GET", "/box/big", with("X-Amz-Checksum-Mode", "ENABLED"), "")
			if got.header.Get(c.header()) != short+"-2" || got.header.Get(checksumType) != composite || got.body != first+last {
				t.Errorf("%s, %s: the object says %q, %q", algorithm, name, got.header.Get(c.header()), got.header.Get(checksumType))
			}
		}
	}
	// One whose beginning said nothing.
	u := begin(t, s)
	one := listedAs("1", u.part("1", with("X-Amz-Checksum-Crc32", crc("x")), "x").header.Get("ETag"))
	sum, _ := checksumNamed("CRC32")
	of := base64.StdEncoding.EncodeToString(sum.digest(sum.digest([]byte("x"))))
	u.complete(with("X-Amz-Checksum-Crc32", of+"-1"), one).expect(t, 200, "")
}

// TestChecksumMethods are the beginnings that S3 refuses, and what it makes of
// those that leave a word out.
func TestChecksumMethods(t *testing.T) {
	s := emptyServer(t, Options{})
	for _, c := range []struct {
		algorithm, kind, want string
	}{
		{"CRC32", "", composite},
		{"crc32c", "FULL_OBJECT", fullObject},
		{"CRC64NVME", "", fullObject},
		{"SHA256", "COMPOSITE", composite},
		{"SHA256", "FULL_OBJECT", ""},
		{"CRC64NVME", "COMPOSITE", ""},
		{"ADLER", "", ""},
		{"", "COMPOSITE", ""},
		{"CRC32", "PARTIAL", ""},
	} {
		header := http.Header{}
		for name, value := range map[string]string{checksumAlgorithm: c.algorithm, checksumType: c.kind} {
			if value != "" {
				header.Set(name, value)
			}
		}
		a := ask(t, s, "POST", "/box/k?uploads=", header, "")
		if c.want == "" {
			a.expect(t, 400, "InvalidRequest")
		} else if a.expect(t, 200, ""); a.header.Get(checksumType) != c.want {
			t.Errorf("%v: %q", c, a.header.Get(checksumType))
		}
	}
}

func beginWith(t testing.TB, s *Server, algorithm types.ChecksumAlgorithm) uploading {
	t.Helper()
	out, err := owned(s).CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{
		Bucket: aws.String("box"), Key: aws.String("big"), ChecksumAlgorithm: algorithm,
	})
	must(t, err)
	if out.ChecksumAlgorithm != algorithm || out.ChecksumType != types.ChecksumTypeComposite {
		t.Errorf("%s began as %q, %q", algorithm, out.ChecksumAlgorithm, out.ChecksumType)
	}
	return uploading{t, s, *out.UploadId}
}

// send uploads a part with the SDK, its checksum in a trailer, and names it as
// it is listed at the end.
func (u uploading) send(n, body string, algorithm types.ChecksumAlgorithm) string {
	u.t.Helper()
	number := int32(n[0] - '0')
	out, err := owned(u.s).UploadPart(u.t.Context(), &s3.UploadPartInput{
		Bucket: aws.String("box"), Key: aws.String("big"), UploadId: &u.id, PartNumber: &number,
		Body: strings.NewReader(body), ChecksumAlgorithm: algorithm,
	})
	must(u.t, err)
	return listedAs(n, *out.ETag)
}

// TestMetadataNamesAreInSmallLetters on the wire, as S3 keeps them: clients that
// take names as they come (boto3, rclone, curl) compare them with what was sent.
func TestMetadataNamesAreInSmallLetters(t *testing.T) {
	s := emptyServer(t, Options{})
	ask(t, s, "PUT", "/box/k", with("X-Amz-Meta-Case-Number", "K 7", "x-amz-meta-owner", "Ito"), "body").expect(t, 200, "")
	must(t, s.Put("box", "direct", []byte("x"), PutOptions{Metadata: map[string]string{"Owner": "Ito"}}))
	for path, names := range map[string][]string{"/box/k": {"x-amz-meta-case-number: K 7\r\n", "x-amz-meta-owner: Ito\r\n"}, "/box/direct": {"x-amz-meta-owner: Ito\r\n"}} {
		raw := rawHead(t, s, path)
		for _, name := range names {
			if !strings.Contains(raw, name) {
				t.Errorf("%s: no %q in\n%s", path, name, raw)
			}
		}
	}
}

// rawHead is the head of an answer as it comes over the net.
func rawHead(t *testing.T, s *Server, path string) string {
	t.Helper()
	r := signedRequest(t, s, http.MethodGet, path, nil, "")
	conn, err := net.Dial("tcp", r.URL.Host)
	must(t, err)
	defer conn.Close()
	must(t, r.Write(conn))
	in := bufio.NewReader(conn)
	var head strings.Builder
	for {
		line, err := in.ReadString('\n')
		must(t, err)
		if head.WriteString(line); line == "\r\n" {
			return head.String()
		}
	}
}
