package address

import "testing"

func TestMetadata(t *testing.T) {
	for _, host := range []string{
		"169.254.169.254", "169.254.169.254:80", "169.254.170.2", "169.254.0.23", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518",
		"[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]:8080", "[::a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::1]", "[::ffff:0:a9fe:a9fe]",
		"[fe80::a9fe:a9fe]", "[fe80::a9fe:a9fe%25eth0]", "[fd00:ec2::254]", "[fd00:ec2::23]", "[fd20:ce::254]", "100.100.100.200", "168.63.129.16", "192.0.0.192",
		"metadata.google.internal", "METADATA.google.internal.", "metadata.google.internal:80",
	} {
		if !MetadataHost(host) {
			t.Errorf("%s is a store", host)
		}
	}
	for _, host := range []string{
		"acme.s3.amazonaws.com", "127.0.0.1:9000", "[::1]:9000", "localhost", "192.168.1.4", "10.0.0.1", "100.64.0.1", "[fd00:ec3::1]", "[2001:db8::a9fe:a9fe]",
		"169.253.1.1", "169.254.10.3:9000", "[fe80::1%25eth0]:9000", "minio.corp.internal", "notmetadata.google.internal.example", "", "[::", "1.2.3.4.5",
	} {
		if MetadataHost(host) {
			t.Errorf("%s is no store", host)
		}
	}
}
