package cli

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/kit"
)

const againSettings = `
[[place]]
name = "my place"
endpoint = "http://127.0.0.1:1"
region = "eu-west-3"

[[place]]
name = "split"
profile = "other"
endpoint = "http://lan.example:9000"
path_style = true
[place.sign]
profile = "signer"
endpoint = "https://files.example.com"
`

const againProfiles = `
[other]
aws_access_key_id = AKIAOTHER
aws_secret_access_key = o
[my place]
aws_access_key_id = AKIAPROFILE
aws_secret_access_key = p
[signer]
aws_access_key_id = AKIASIGNER
aws_secret_access_key = s
`

// againHome is a home with places, profiles and keys.
func againHome(t *testing.T) {
	t.Helper()
	dir := home(t)
	t.Setenv("AWS_REGION", "eu-north-1")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(dir, ".aws", "credentials")) // the SDK looks for HOME once
	for name, text := range map[string]string{"signet/config.toml": againSettings, ".aws/credentials": againProfiles} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// newest shares on the command line, and gives the entry and the command that
// another run of the program offers for it.
func newest(t *testing.T, args []string) (e ledger.Entry, offered string) {
	t.Helper()
	var said bytes.Buffer
	world := IO{In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &said, Env: os.Getenv, Clock: time.Now}
	if code := Run(t.Context(), args, world); code != exitDone {
		t.Fatalf("%q: exit code %d, %s", args, code, &said)
	}
	a := &app{IO: world, places: newRegistry()}
	l, err := a.openLog()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.close() }()
	page, err := l.Query(t.Context(), ledger.Query{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	return page.Entries[0], a.again(t.Context(), page.Entries[0])
}

// split has a shell read a command line and returns the arguments that signet
// would get.
func split(t *testing.T, line string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "bash", "-c", `signet() { printf '%s\0' "$@"; }; `+line).Output()
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// offersTheSame fails unless the command that is offered for a share makes one
// on the same terms.
func offersTheSame(t *testing.T, args []string) share.Request {
	t.Helper()
	before, line := newest(t, append([]string{"share"}, args...))
	if strings.ContainsFunc(line, kit.Hidden) || oneVoice(fmt.Errorf("%s", line)) != line {
		t.Errorf("the command does not survive the terminal: %q", line)
	}
	after, _ := newest(t, split(t, line))
	want, got := share.Renewal(before.Record), share.Renewal(after.Record)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q\noffers %s\nwhich is %+v\n     not %+v", args, line, got, want)
	}
	if after.Spec.Endpoint != before.Spec.Endpoint || after.Spec.AccessKeyID != before.Spec.AccessKeyID {
		t.Errorf("%q\noffers %s\nfor %+v %s\nnot %+v %s", args, line, after.Spec.Endpoint, after.Spec.AccessKeyID, before.Spec.Endpoint, before.Spec.AccessKeyID)
	}
	if later := before.State == ledger.StateLater; later != (after.State == ledger.StateLater) || later && !after.Terms.Starts.Equal(before.Terms.Starts) {
		t.Errorf("%q\noffers %s\nwhich opens %v, not %v", args, line, after.Terms.Starts, before.Terms.Starts)
	}
	return want
}

func TestAgain(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("no bash")
	}
	againHome(t)
	tried := map[string]bool{}
	start := time.Now().Add(26 * time.Hour).UTC().Format(time.RFC3339)
	for _, line := range []string{
		"s3://b/k",
		"s3://b/k --op head --version-id v1",
		"s3://b/k --op delete --version-id v1 --until tomorrow",
		"s3://b/k --filename a_b.pdf --inline --content-type text/html;charset=utf-8 --expires 90m",
		"s3://b/k --response-cache-control no-store --response-expires 2026-12-24T17:00:00Z --response-content-encoding br --response-content-language de,en-GB",
		"s3://b/k --if-match 9b2cf5 --requester-pays --expected-bucket-owner 123456789012",
		"s3://b/k --op put --storage-class STANDARD_IA --tag team=a --tag case=7 --checksum e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"s3://b/k --expires 7d --starts " + start,
		"s3://b/k --op put --content-disposition inline --if-none-match --exact-size 1234567890 --sse aws:kms --kms-key-id arn:aws:kms:x --metadata A=1 --metadata b=x=y --content-type image/png",
		"s3://b/in/ --op post --key-prefix --max-size 2MB --min-size 1 --content-type image/* --success-redirect https://x.example/thanks?a=b&c=d --metadata who=me --sse AES256",
		"s3://b/ --op post --key-prefix --content-type *",
		"s3://b/k --op post --success-status 200",
		"s3://b/k --profile other",
		"s3://b/k --profile other --endpoint https://s3.example --region eu-west-1 --path-style",
		"s3://b/k --endpoint https://s3.example",
		"s3://b/k --region sa-east-1",
		"s3://b/k --place split",
		"s3://b/k --place split --endpoint https://third.example --region xx-1",
	} {
		o := reflect.ValueOf(offersTheSame(t, strings.Fields(line)).Options)
		for i := range o.NumField() {
			if !o.Field(i).IsZero() {
				tried[o.Type().Field(i).Name] = true
			}
		}
	}
	// An upload in parts needs a server, and a customer's key is not kept.
	elsewhere := []string{"TrackID", "UploadID", "TotalSize", "PartSize", "CustomerKey", "CustomerKeyMD5"}
	for i := range reflect.TypeFor[share.Options]().NumField() {
		if name := reflect.TypeFor[share.Options]().Field(i).Name; !tried[name] && !slices.Contains(elsewhere, name) {
			t.Errorf("no share with the option %s was tried", name)
		}
	}
	offersTheSame(t, []string{"s3://b/k", "--place", "my place", "--to", "Ms Ito", "--note", "it's \"A\" $HOME `x` \\ !"})
	offersTheSame(t, []string{"s3://b/k", "--profile", "my place"})
	offersTheSame(t, []string{"s3://b/k", "--op", "put", "--metadata", "name=--op it's"})
}

// Any key, name and note comes back as it was.
func TestAgainOfAnyText(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("no bash")
	}
	againHome(t)
	alphabet := []rune("ab/ '\"\\$`!*?~-=&;|<>(){}[]#%\t\n\r\x01\x1b\x7fé日😀\u200d\u200b\u202e\u00a0\u2028\u00ad7")
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	word := func() string {
		out := make([]rune, 1+rng.IntN(12))
		for i := range out {
			out[i] = alphabet[rng.IntN(len(alphabet))]
		}
		return string(out)
	}
	rounds := 60
	if testing.Short() { // under the race detector: one goroutine and a shell
		rounds = 15
	}
	for range rounds {
		args := []string{"s3://b/" + word(), "--to", word(), "--note", word()}
		if name := strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f || r == '/' || r == '\\' {
				return '_'
			}
			return r
		}, word()); rng.IntN(2) == 0 {
			args = append(args, "--filename", name)
		}
		offersTheSame(t, args)
	}
}
