package e2e

import (
	"bufio"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// randomRequests is how many links are judged, randomSeed makes them the same in
// each run, so that a fault can be looked at.
const (
	randomRequests = 10_000
	randomSeed     = 20261128
	perCall        = 20 // links of one call share their options
)

// place is one kind of address: what is typed, and where a browser has to go.
type place struct {
	name            string
	flags, env      []string
	aws             string // the content of ~/.aws/config
	typed           string // what stands before the key in an address
	bucket          string // the bucket of a form's policy
	origin, prefix  string // scheme and host; what stands before the key in the path
	region, service string
	asymmetric      bool
}

// dice are the choices of a run.
type dice struct{ *rand.Rand }

func (d dice) pick(list ...string) string { return list[d.IntN(len(list))] }

func (d dice) one(in int) bool { return d.IntN(in) == 0 }

// key is a name as people and programs give them.
func (d dice) key() string {
	pool := []string{"a", "Z", "9", "-", "_", "~", ".pdf", " ", "+", "%", "%41", "%2F", "&", "=", "?", "#", "é", "e\u0301", "日本", "📄", "'", `"`, "(", "*", "!", ";", ":", "@", ",", "$", "[", "]", "{", "|", "^", "`", `\`, "<", ">", "//", "/", "/", "x.y", "\u00a0", "ß", "..."}
	for {
		n := 1 + d.IntN(12)
		if d.one(50) {
			n = 200
		}
		var b strings.Builder
		for range n {
			b.WriteString(d.pick(pool...))
		}
		if key := b.String(); fits(key) {
			return key
		}
	}
}

// fits says whether a key can be asked for at all: within S3's bound, not folded by
// browsers (signet warns of such), and read from a line as it is.
func fits(key string) bool {
	folded := slices.ContainsFunc(strings.Split(key, "/"), func(p string) bool { return p == "." || p == ".." })
	return len(key) <= 1024 && !folded && strings.TrimSpace(key) == key && !strings.HasSuffix(key, "/") && strings.Trim(key, "/") != ""
}

// awsRegion is a region with the domain of its partition.
// https://docs.aws.amazon.com/general/latest/gr/s3.html
func (d dice) awsRegion() (region, domain string) {
	region = d.pick("us-east-1", "us-east-2", "eu-central-1", "ap-southeast-7", "mx-central-1", "cn-north-1", "cn-northwest-1", "us-gov-west-1", "eusc-de-east-1", "us-iso-east-1", "us-isob-east-1")
	return region, domainOf(region)
}

func domainOf(region string) string {
	for _, p := range [][2]string{{"cn-", "amazonaws.com.cn"}, {"eusc-", "amazonaws.eu"}, {"us-isob-", "sc2s.sgov.gov"}, {"us-iso-", "c2s.ic.gov"}} {
		if strings.HasPrefix(region, p[0]) {
			return p[1]
		}
	}
	return "amazonaws.com"
}

func partitionOf(region string) string {
	for _, p := range [][2]string{{"cn-", "aws-cn"}, {"us-gov-", "aws-us-gov"}, {"eusc-", "aws-eusc"}, {"us-isob-", "aws-iso-b"}, {"us-iso-", "aws-iso"}} {
		if strings.HasPrefix(region, p[0]) {
			return p[1]
		}
	}
	return "aws"
}

func (d dice) bucketName() string {
	return d.pick("my-bucket", "acme", "b-1-2-3", "0abc", "docs2026", strings.Repeat("long-", 12)+"abc")
}

// place draws a kind of address.
func (d dice) place() place {
	kinds := []func() place{d.plain, d.plain, d.dotted, d.variant, d.variant, d.fromConfig, d.accessPoint, d.accessPointWritten, d.multiRegion, d.outposts, d.objectLambda, d.objectARN, d.ownServer, d.ownServer, d.ownServer, d.knownStore}
	return kinds[d.IntN(len(kinds))]()
}

func (d dice) plain() place {
	region, domain := d.awsRegion()
	b := d.bucketName()
	return place{name: "plain", flags: []string{"--region", region}, typed: d.pick("s3://", "s3://", "S3://") + b, bucket: b, origin: "https://" + b + ".s3." + region + "." + domain, region: region, service: "s3"}
}

// dotted buckets have no certificate of their own, nor have those in capitals a host.
func (d dice) dotted() place {
	region, domain := d.awsRegion()
	b := d.pick("my.bucket", "www.example.com", "a.b-c.d")
	return place{name: "dotted", flags: []string{"--region", region}, typed: "s3://" + b, bucket: b, origin: "https://s3." + region + "." + domain, prefix: "/" + b, region: region, service: "s3"}
}

// variant is an endpoint of AWS that the environment chooses.
func (d dice) variant() place {
	b, region := d.bucketName(), d.pick("us-east-1", "us-west-2", "ca-central-1", "us-gov-west-1")
	p := place{flags: []string{"--region", region}, typed: "s3://" + b, bucket: b, region: region, service: "s3"}
	label := "s3"
	if d.one(2) {
		p.env, label = append(p.env, "AWS_USE_FIPS_ENDPOINT=true"), "s3-fips"
	}
	if label == "s3" || d.one(2) {
		p.env, label = append(p.env, "AWS_USE_DUALSTACK_ENDPOINT=true"), label+".dualstack"
	}
	p.name, p.origin = label, "https://"+b+"."+label+"."+region+".amazonaws.com"
	if d.one(4) {
		p.flags, p.origin, p.prefix = append(p.flags, "--path-style"), "https://"+label+"."+region+".amazonaws.com", "/"+b
	}
	return p
}

// fromConfig is an endpoint of AWS that a profile chooses.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
func (d dice) fromConfig() place {
	b, region := d.bucketName(), d.pick("us-east-1", "eu-west-1", "ap-south-1")
	p := place{typed: "s3://" + b, bucket: b, region: region, service: "s3"}
	c := [][3]string{
		{"dual-stack of a profile", "use_dualstack_endpoint = true", b + ".s3.dualstack." + region + ".amazonaws.com"},
		{"dual-stack of s3", "s3 =\n  use_dualstack_endpoint = true", b + ".s3.dualstack." + region + ".amazonaws.com"},
		{"accelerate", "s3 =\n  use_accelerate_endpoint = true", b + ".s3-accelerate.amazonaws.com"},
		{"virtual hosts", "s3 =\n  addressing_style = virtual", b + ".s3." + region + ".amazonaws.com"},
		{"no choice", "output = json", b + ".s3." + region + ".amazonaws.com"},
	}[d.IntN(5)]
	p.name, p.aws, p.origin = c[0], "[default]\nregion = "+region+"\n"+c[1]+"\n", "https://"+c[2]
	return p
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
func (d dice) accessPoint() place {
	region := d.pick("us-west-2", "eu-central-1", "cn-north-1", "us-gov-east-1")
	home := map[string]string{"aws-cn": "cn-northwest-1", "aws-us-gov": "us-gov-west-1"}[partitionOf(region)] // another region of the same part of AWS
	if home == "" {
		home = "us-east-1"
	}
	arn := "arn:" + partitionOf(region) + ":s3:" + region + ":123456789012:accesspoint"
	return place{name: "access point", typed: "s3://" + arn + d.pick(":", "/") + "my-ap", flags: []string{"--region", home}, bucket: arn + ":my-ap", origin: "https://my-ap-123456789012.s3-accesspoint." + region + "." + domainOf(region), region: region, service: "s3"}
}

// accessPointWritten is the ARN of an object behind an access point, as policies write it.
func (d dice) accessPointWritten() place {
	p := d.accessPoint()
	p.name = "object behind an access point"
	p.typed = strings.Replace(strings.TrimPrefix(p.typed, "s3://"), "accesspoint:", "accesspoint/", 1) + "/object"
	return p
}

func (d dice) multiRegion() place {
	return place{name: "multi-region access point", flags: []string{"--region", "eu-west-1"}, typed: "s3://arn:aws:s3::123456789012:accesspoint" + d.pick(":", "/") + "mfzwi23gnjvgw.mrap", origin: "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", service: "s3", asymmetric: true}
}

func (d dice) outposts() place {
	return place{name: "outposts", flags: []string{"--region", "us-west-2"}, typed: "s3://arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/my-ap", origin: "https://my-ap-123456789012.op-01234567890123456.s3-outposts.us-west-2.amazonaws.com", service: "s3-outposts", asymmetric: true}
}

func (d dice) objectLambda() place {
	return place{name: "object lambda", flags: []string{"--region", "us-west-2"}, typed: "s3://arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/my-ol", origin: "https://my-ol-123456789012.s3-object-lambda.us-west-2.amazonaws.com", region: "us-west-2", service: "s3-object-lambda"}
}

func (d dice) objectARN() place {
	p := d.plain()
	p.name, p.typed = "object ARN", "arn:"+partitionOf(p.region)+":s3:::"+p.bucket
	return p
}

// ownServer is an address that is not known to need the bucket in the host.
func (d dice) ownServer() place {
	b, region := d.pick("my-bucket", "my.bucket", "acme"), d.pick("us-east-1", "NL", "eu-central", "garage")
	c := [][2]string{
		{"http://127.0.0.1:9000", "http://127.0.0.1:9000"},
		{"http://127.0.0.1:80", "http://127.0.0.1"},
		{"https://minio.example.com:443", "https://minio.example.com"},
		{"https://MinIO.Example.COM", "https://minio.example.com"},
		{"HTTPS://Minio.example.com/", "https://minio.example.com"},
		{"https://Bücher.example", "https://xn--bcher-kva.example"},
		{"https://bucher.例え", "https://bucher.xn--r8jz45g"},
		{"http://[::1]:9000", "http://[::1]:9000"},
		{"http://[0:0:0:0:0:0:0:1]:80", "http://[::1]"},
		{"http://localhost:8333", "http://localhost:8333"},
		{"https://minio.example.com:8443", "https://minio.example.com:8443"},
		{"https://garage.internal", "https://garage.internal"},
	}[d.IntN(12)]
	flags := []string{"--endpoint", c[0], "--region", region}
	if d.one(3) {
		flags = append(flags, "--path-style")
	}
	return place{name: "own server", flags: flags, typed: "s3://" + b, bucket: b, origin: c[1], prefix: "/" + b, region: region, service: "s3"}
}

// knownStore is a store that is known to want the bucket in the host.
func (d dice) knownStore() place {
	b := d.pick("my-bucket", "acme")
	c := [][2]string{
		{"fly.storage.tigris.dev", "auto"},
		{"t3.storage.dev", "auto"},
		{"s3.oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou"},
		{"tos-s3-cn-beijing.volces.com", "cn-beijing"},
		{"obs.eu-west-101.myhuaweicloud.eu", "eu-west-101"},
	}[d.IntN(5)]
	return place{name: "known store", flags: []string{"--endpoint", "https://" + c[0], "--region", c[1]}, typed: "s3://" + b, bucket: b, origin: "https://" + b + "." + c[0], region: c[1], service: "s3"}
}

// option draws the flags of one option and writes down what they ask for.
type option struct {
	ops  []string
	draw func(d dice, ask *asking)
}

// asking is what one call asks for.
type asking struct {
	flags          []string
	query, headers map[string]string // headers are fields of a form
	least, most    int64             // bytes of a form's file
	anyName        bool              // the sender's name follows the key
	starts         time.Time
	unsaid         map[string]string // signed headers whose value stands in no output: the key of SSE-C
}

func (a *asking) header(flag, value, name string) {
	a.flags = append(a.flags, "--"+flag, value)
	a.headers[name] = value
}

func (a *asking) answer(flag, value, name string) {
	a.flags = append(a.flags, "--"+flag, value)
	a.query[name] = value
}

// options are all options that change a request, by their flag.
func options() map[string]option {
	get, put, post, up, version := []string{"get"}, []string{"put"}, []string{"post"}, []string{"put", "post"}, []string{"get", "head", "delete"}
	request4 := []string{"get", "put", "delete", "head"}
	reply := func(name string, values ...string) option {
		return option{get, func(d dice, a *asking) { a.answer(name, d.pick(values...), name) }}
	}
	return map[string]option{
		"filename": {get, func(d dice, a *asking) {
			a.flags, a.query["response-content-disposition"] = append(a.flags, "--filename", d.pick("report.pdf", "Übersicht 2026.pdf", "a b+c&d=e.pdf")), "*"
		}},
		"inline": {get, func(_ dice, a *asking) {
			a.flags, a.query["response-content-disposition"] = append(a.flags, "--inline"), "*"
		}},
		"response-cache-control":    reply("response-cache-control", "no-store", "max-age=3600, private"),
		"response-content-encoding": reply("response-content-encoding", "gzip", "br"),
		"response-content-language": reply("response-content-language", "de", "de,en-GB"),
		"response-expires":          reply("response-expires", "Thu, 24 Dec 2026 17:00:00 GMT"),
		"version-id": {version, func(d dice, a *asking) {
			a.answer("version-id", d.pick("null", "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo"), "versionId")
		}},
		"exact-size":    {put, func(d dice, a *asking) { a.header("exact-size", strconv.Itoa(d.IntN(1_000_000)), "content-length") }},
		"if-none-match": {put, func(_ dice, a *asking) { a.flags, a.headers["if-none-match"] = append(a.flags, "--if-none-match"), "*" }},
		"content-disposition": {up, func(d dice, a *asking) {
			a.header("content-disposition", d.pick("inline", `attachment; filename="a b.pdf"`), "content-disposition")
		}},
		"metadata": {up, func(d dice, a *asking) {
			v := d.pick("7", "a  b", "x=y", "acme & sons")
			a.flags, a.headers["x-amz-meta-case"] = append(a.flags, "--metadata", "case="+v), v
		}},
		"sse": {up, func(_ dice, a *asking) {
			if a.headers["x-amz-server-side-encryption"] == "" {
				a.header("sse", "AES256", "x-amz-server-side-encryption")
			}
		}},
		"kms-key-id": {up, func(_ dice, a *asking) {
			if a.headers["x-amz-server-side-encryption"] != "" {
				return
			}
			a.header("sse", "aws:kms", "x-amz-server-side-encryption")
			a.header("kms-key-id", "1234abcd-12ab-34cd-56ef-1234567890ab", "x-amz-server-side-encryption-aws-kms-key-id")
		}},
		"max-size":   {post, func(_ dice, a *asking) { a.flags, a.most = append(a.flags, "--max-size", "2MB"), 2_000_000 }},
		"min-size":   {post, func(_ dice, a *asking) { a.flags, a.least = append(a.flags, "--min-size", "1kB"), 1000 }},
		"key-prefix": {post, func(_ dice, a *asking) { a.flags, a.anyName = append(a.flags, "--key-prefix"), true }},
		"success-redirect": {post, func(_ dice, a *asking) {
			if _, other := a.headers["success_action_status"]; !other {
				a.header("success-redirect", "https://example.com/thanks?a=b", "success_action_redirect")
			}
		}},
		"success-status": {post, func(d dice, a *asking) {
			if _, other := a.headers["success_action_redirect"]; !other {
				a.header("success-status", d.pick("200", "204"), "success_action_status")
			}
		}},
		"tag": {up, func(d dice, a *asking) {
			a.flags, a.headers["x-amz-tagging"] = append(a.flags, "--tag", "team=a b", "--tag", "case=7"), "*"
		}},
		"storage-class": {up, func(d dice, a *asking) {
			a.header("storage-class", d.pick("STANDARD_IA", "INTELLIGENT_TIERING"), "x-amz-storage-class")
		}},
		"checksum": {up, func(d dice, a *asking) {
			sum := sha256.Sum256([]byte(d.pick("", "a", "b")))
			a.header("checksum", hex.EncodeToString(sum[:]), "x-amz-checksum-sha256")
			a.headers["x-amz-checksum-sha256"] = base64.StdEncoding.EncodeToString(sum[:])
		}},
		"requester-pays": {request4, func(_ dice, a *asking) {
			a.flags, a.query["x-amz-request-payer"] = append(a.flags, "--requester-pays"), "requester"
		}},
		"expected-bucket-owner": {request4, func(_ dice, a *asking) {
			a.answer("expected-bucket-owner", "123456789012", "x-amz-expected-bucket-owner")
		}},
		"if-match": {[]string{"get", "head"}, func(_ dice, a *asking) {
			a.flags, a.headers["if-match"] = append(a.flags, "--if-match", "9b2cf5"), `"9b2cf5"`
		}},
		"sse-c-key-file": {[]string{"get", "head", "put"}, drawCustomerKey},
		"starts": {[]string{"get", "put", "delete", "head"}, func(d dice, a *asking) {
			a.starts = time.Now().Add(time.Duration(1+d.IntN(48)) * time.Hour).Truncate(time.Minute)
			a.flags = append(a.flags, "--starts", a.starts.Format(time.RFC3339))
		}},
		"content-type": {[]string{"get", "put", "post"}, nil}, // by operation: see draw
	}
}

// drawCustomerKey asks for an object that is encrypted with a key of its owner.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
func drawCustomerKey(_ dice, a *asking) {
	if a.headers["x-amz-server-side-encryption"] != "" {
		return
	}
	const key = "0123456789abcdef0123456789abcdef"
	sum := md5.Sum([]byte(key))
	name := "x-amz-server-side-encryption-customer-"
	a.flags = append(a.flags, "--sse-c-key-file", customerKeyFile)
	a.headers[name+"algorithm"] = "AES256"
	a.headers[name+"key-md5"] = base64.StdEncoding.EncodeToString(sum[:])
	a.unsaid = map[string]string{name + "key": base64.StdEncoding.EncodeToString([]byte(key))}
}

// customerKeyFile is where a run finds drawCustomerKey's key.
const customerKeyFile = "customer-key"

// apart are flags that do not change what is signed, or that other tests have.
func apart() []string {
	return []string{
		"check", "checksum-file", "csv", "endpoint", "expires", "handover", "help", "invert", "json", "markdown", "note", "op", "overwrite", "paper", "path-style", "per-page", "pin-version",
		"output", "part-size", "size", // of an upload in parts, which a server has to start: TestMultipart
		"signer", "revocable", "from", "below", // who signs: the key of a place, wherever none is named
		"as-page", "title", "files", "place", "profile", "qr", "qr-out", "recursive", "region", "scale", "sha256", "to", "until", "config", "debug", "read-only",
	}
}

// draw is a set of options for an operation.
func (d dice) draw(op string) *asking {
	a := &asking{query: map[string]string{}, headers: map[string]string{}, most: 100_000_000} // signet's own bound
	all := options()
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		x := all[name]
		if !slices.Contains(x.ops, op) || !d.one(4) {
			continue
		}
		switch {
		case x.draw != nil:
			x.draw(d, a)
		case op == "get":
			a.answer("content-type", d.pick("text/plain", "text/csv; charset=utf-8"), "response-content-type")
		default:
			a.header("content-type", d.pick("image/png", "text/csv; charset=utf-8"), "content-type")
		}
	}
	return a
}

var anyFlag = regexp.MustCompile(`^ +(?:-\w, )?--([a-z0-9-]+)`)

// TestEveryFlagIsDrawn fails when a flag was added that changes what is signed and
// that no random request has.
func TestEveryFlagIsDrawn(t *testing.T) {
	t.Parallel()
	known := apart()
	for name := range options() {
		known = append(known, name)
	}
	help := signetWith(t, keys{"AKIDEXAMPLE", "secret", ""}).must(t, "", "share", "--help").stdout
	seen := 0
	for line := range strings.Lines(help) {
		if m := anyFlag.FindStringSubmatch(line); m != nil {
			seen++
			if !slices.Contains(known, m[1]) {
				t.Errorf("--%s is neither drawn nor known to change nothing", m[1])
			}
		}
	}
	if seen < 30 {
		t.Errorf("only %d flags found in the help", seen)
	}
}

// TestRandomRequests has the judge look at links of every kind of address, every
// operation and every option.
func TestRandomRequests(t *testing.T) {
	t.Parallel()
	d := dice{rand.New(rand.NewPCG(randomSeed, 1))}
	judged, kinds, faults := 0, map[string]int{}, 0
	for judged < randomRequests {
		p := d.place()
		op := d.pick("get", "get", "get", "put", "post", "delete", "head")
		if p.asymmetric && op == "post" || p.service == "s3-object-lambda" && op != "get" && op != "head" {
			continue // no policy is signed with SigV4A, Object Lambda has no uploads here
		}
		n := d.call(t, p, op, &faults)
		judged += n
		kinds[p.name+" "+op] += n
		if faults > 20 {
			t.Fatal("too many faults to go on")
		}
	}
	t.Logf("%d links judged, of %d kinds", judged, len(kinds))
}

// call has one run of the program sign some links, and judges each.
func (d dice) call(t *testing.T, p place, op string, faults *int) int {
	t.Helper()
	k := keys{d.pick("AKIDEXAMPLE", "ASIA/odd+id="), d.pick("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "s p/+=%"), d.pick("", "", "FwoGZXIvYXdzEB/+= token")}
	program, a := signetWith(t, k), d.draw(op)
	for k.token != "" && !a.starts.IsZero() || a.unsaid != nil && strings.HasPrefix(p.origin, "http:") {
		a = d.draw(op) // a session of an hour has ended by then; a key is sent over TLS only
	}
	program.env = append(program.env, p.env...)
	if err := os.WriteFile(filepath.Join(program.home, customerKeyFile), []byte("0123456789abcdef0123456789abcdef"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p.aws != "" {
		file := filepath.Join(program.home, "aws-config")
		if err := os.WriteFile(file, []byte(p.aws), 0o600); err != nil {
			t.Fatal(err)
		}
		program.env = append(program.env, "AWS_CONFIG_FILE="+file)
	}
	length := time.Duration(1+d.IntN(3600)) * time.Second
	args := append([]string{"share", "--json", "--op", op, "--expires", length.String()}, slices.Concat(p.flags, a.flags)...)
	var objects, lines []string
	n := perCall
	if a.query["versionId"] != "" {
		n = 1 // a version is of one object
	}
	for range n {
		key := d.key()
		objects, lines = append(objects, key), append(lines, p.typed+"/"+key)
	}
	from, typed := time.Now().Truncate(time.Second), append(args, "-")
	if n == 1 {
		typed = append(args, lines...)
	}
	out := program.run(t, strings.Join(lines, "\n")+"\n", typed...)
	got := links(t, out.stdout)
	if out.code != 0 || len(got) != len(objects) {
		*faults++
		t.Errorf("%s %s %v: exit code %d, %d links for %d keys: %s", p.name, op, args, out.code, len(got), len(objects), firstLine(out.stderr))
		return n
	}
	for i, l := range got {
		q := p.request(op, objects[i], k, a, length, from)
		err := q.check(l)
		if op == "post" {
			err = q.checkForm(l, p.bucket)
		}
		if err != nil {
			*faults++
			t.Errorf("%s %s %q %v: %v", p.name, op, objects[i], args, err)
			break
		}
	}
	return n
}

func (p place) request(op, key string, k keys, a *asking, length time.Duration, from time.Time) request {
	scheme, host, _ := strings.Cut(p.origin, "://")
	q := request{
		scheme: scheme, host: host, path: p.prefix + "/" + key, region: p.region, service: p.service, asymmetric: p.asymmetric,
		method: map[string]string{"get": "GET", "put": "PUT", "post": "POST", "delete": "DELETE", "head": "HEAD"}[op],
		keys:   k, query: a.query, headers: a.headers, from: from, until: time.Now(), expires: length,
		unsaid: a.unsaid, key: key, least: a.least, most: a.most,
	}
	if !a.starts.IsZero() {
		q.from, q.until = a.starts, a.starts
	}
	if a.anyName {
		q.key += "${filename}"
	}
	if op == "post" {
		q.path = p.prefix + "/"
	}
	return q
}

func firstLine(text string) string {
	s := bufio.NewScanner(strings.NewReader(text))
	for s.Scan() {
		if !strings.HasPrefix(s.Text(), "Anyone") {
			return s.Text()
		}
	}
	return fmt.Sprintf("%d bytes of other words", len(text))
}

// TestJudge proves the judge: AWS's own examples pass, and nothing that was changed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
func TestJudge(t *testing.T) {
	t.Parallel()
	start := time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC)
	q := request{
		scheme: "https", host: "examplebucket.s3.amazonaws.com", path: "/test.txt", region: "us-east-1", service: "s3", method: "GET",
		keys: keys{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""}, from: start, until: start, expires: 24 * time.Hour,
	}
	const text = "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
	l := link{URL: text, Method: "GET", ExpiresAt: start.Add(24 * time.Hour)}
	if err := q.check(l); err != nil {
		t.Errorf("AWS's own example: %v", err)
	}
	for _, spelled := range []string{strings.Replace(text, "https://examplebucket", "HTTPS://ExampleBucket", 1), strings.Replace(text, ".com/", ".com:443/", 1), strings.Replace(text, "/test", "/a/../test", 1)} {
		if err := q.check(link{URL: spelled, Method: "GET", ExpiresAt: l.ExpiresAt}); err != nil {
			t.Errorf("a browser makes the same of %s: %v", spelled[:45], err)
		}
	}
	for _, changed := range []string{strings.Replace(text, "86400", "86401", 1), strings.Replace(text, "test.txt", "Test.txt", 1), strings.Replace(text, "d404", "d405", 1), text + "&x=y", strings.Replace(text, "20130524T000000Z", "20130524T000001Z", 1)} {
		if q.check(link{URL: changed, Method: "GET", ExpiresAt: l.ExpiresAt}) == nil {
			t.Errorf("changed, and believed: %s", changed)
		}
	}
	for label, want := range map[string]string{"bücher": "xn--bcher-kva", "例え": "xn--r8jz45g", "plain": "plain", "faß": "xn--fa-hia"} {
		if got := punycode(label); got != want {
			t.Errorf("%s is %s, want %s", label, got, want)
		}
	}
	document := "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9"
	if _, err := base64.StdEncoding.DecodeString(document); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x", mac(signingKey(q.keys.secret, []string{"20151229", "us-east-1", "s3", "aws4_request"}), document)); got != "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e" {
		t.Errorf("AWS's example of a policy: %s", got)
	}
}
