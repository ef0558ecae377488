//go:build unix

package e2e

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"signet/e2e/faults"
	"signet/e2e/synth"
)

// outcome is what becomes of one fault: what a person reads, on how many requests. The
// same table stands in docs/adr/0054-faults-of-the-network.md.
type outcome struct {
	list  string // a part of the sentence of a listing that fails; empty: it is whole
	asked int64  // requests that a listing may make at most; 0: three
	// check is a part of what is said of a link that is tried; empty: the fault befalls
	// listings alone, or nothing that is waited for.
	check string
	// stalls says that the server keeps silent: a second of it is enough. Any other fault
	// gets all the time that a busy machine may take.
	stalls bool
}

// patience are the settings of how long a server may keep silent.
func (o outcome) patience() string {
	if o.stalls {
		return "SIGNET_TIMEOUT=1s"
	}
	return "SIGNET_TIMEOUT=10m"
}

const (
	opens       = "good: the link opens without any credentials"
	brokeOff    = "the connection broke off; try again"
	notHTTP     = "the answer is not HTTP as an S3 server speaks it; check the endpoint and its port"
	notS3       = "the answer does not come from an S3 server"
	tooLarge    = "the answer is larger than any of an S3 server; it was not read to its end"
	sentOn      = "the server sends the request on to http://"
	sendsOn     = "where this check does not follow"
	answersElse = "something else answered, not the object"
	incomplete  = "incomplete: "
	silent      = "check the network, VPN and proxy; for a slow server set a longer timeout in the settings"
)

func outcomes() map[string]outcome {
	return map[string]outcome{
		"busy twice":              {asked: 10, check: opens},
		"busy for ever":           {list: "the server asks to slow down; try again in a moment; the server says: Reduce your request rate (SlowDown)", check: "503 SlowDown"},
		"500 twice":               {asked: 10, check: opens},
		"500 for ever":            {list: "the server failed; try again; if it stays, tell whoever runs the server", check: "500 InternalError"},
		"502 of a gateway":        {list: "a proxy reached no S3 server behind it; try again", check: "a proxy reached no S3 server behind it"},
		"429 once":                {asked: 10, check: opens},
		"429 for ever":            {list: "the server asks to slow down; try again in 1 day", asked: 1, check: "try again in 1 day"},
		"429 without a word":      {asked: 10, check: opens},
		"an answer lost once":     {asked: 10, check: opens},
		"an answer lost for ever": {list: brokeOff, check: "no connection to the link's host, or no answer that can be read"},

		"reset once":            {asked: 10},
		"reset for ever":        {list: brokeOff},
		"hung up in the middle": {list: brokeOff},
		"hung up at once":       {list: brokeOff, check: "no connection to the link's host, or no answer that can be read"},
		"XML cut in the middle": {list: "the answer was cut off; try again"},
		"XML cut once":          {asked: 10},

		"silence":                {list: silent, asked: 1, check: "the link's host did not answer in time", stalls: true},
		"silence after the head": {list: silent, asked: 1, stalls: true},
		"silence in the middle":  {list: silent, asked: 1, stalls: true},
		"a dripping body":        {list: silent, asked: 1, stalls: true},

		"no such host":                  {list: "no such host: store.invalid; check the network and the endpoint", check: "no such host"},
		"connection refused":            {list: "is the server running, and the endpoint right?", check: "nothing listens at the link's host and port"},
		"a certificate of nobody":       {list: "the certificate is signed by an unknown authority; for a certificate of your own set AWS_CA_BUNDLE to its file", check: "signed by nobody that browsers trust"},
		"an expired certificate":        {list: "the certificate has expired or is not valid yet", check: "the server's certificate has expired"},
		"a certificate of another host": {list: "the certificate is for another name; use the name in the certificate", check: "the server's certificate is for another name"},

		"a redirect to itself":                       {list: sentOn, check: sendsOn},
		"a redirect to ever new paths":               {list: "the bucket answers at another address for now", check: "the bucket answers at another address for now"},
		"a redirect to a stranger of another region": {list: "the server expects eu-west-3", asked: 8, check: "the server expects eu-west-3"},
		"a refusal that names a stranger":            {list: "the bucket is in another region; set the bucket's own region", asked: 8, check: "the bucket is in another region"},
		"301 to a stranger":                          {list: sentOn, check: sendsOn},
		"302 to a stranger":                          {list: sentOn, check: sendsOn},
		"303 to a stranger":                          {list: sentOn, check: sendsOn},
		"307 to a stranger":                          {list: sentOn, check: sendsOn},
		"308 to a stranger":                          {list: sentOn, check: sendsOn},

		"a clock three hours ahead":  {asked: 10, check: opens},
		"a clock three hours behind": {asked: 10, check: opens},
		"a clock that is never right": {
			list: "the clocks differ too much; set this computer's clock by a time server and try again", asked: 8, check: "the link is refused (403",
		},
		"a clock years off": {list: "set the clock that is wrong", asked: 8, check: "and this machine's"},

		"a body that never ends":   {list: tooLarge, asked: 1, check: answersElse},
		"a refusal of 5 GB":        {list: "access denied listing s3://nested/reports/: needs s3:ListBucket", asked: 1, check: "access denied"},
		"a failure of 5 GB":        {list: "the server failed; try again", check: "500 InternalError"},
		"a gzip bomb":              {list: tooLarge, asked: 1, check: answersElse},
		"a gzip bomb as a refusal": {list: "access denied listing s3://nested/reports/", asked: 1, check: "access denied"},
		"entities in entities":     {list: notS3 + ": its XML is damaged in line 1", asked: 1, check: answersElse},
		"elements a million deep":  {list: tooLarge, asked: 1, check: answersElse},
		"an element of 1 GB":       {list: tooLarge, asked: 1, check: answersElse},
		"a million keys on a page": {list: tooLarge, asked: 1},
		"headers without end":      {list: notHTTP, asked: 1, check: "no answer that can be read"},

		"a length that is too long":  {list: brokeOff},
		"a length that is too short": {list: "the answer was cut off; try again"},
		"a length that is none":      {list: notHTTP, asked: 1, check: "no answer that can be read"},
		"two lengths":                {list: notHTTP, asked: 1, check: "no answer that can be read"},
		"HTTP/1.0":                   {asked: 10},
		"chunks that are none":       {list: notHTTP, asked: 1},
		"no HTTP at all":             {list: notHTTP, asked: 1, check: "no answer that can be read"},
		"text after the XML":         {asked: 10},
		"a captive portal": {
			list: notS3 + ": it is a web page; check the endpoint and its port, and whether the network asks for a sign-in first", asked: 1,
			check: "nobody could look at the object: looking at s3://nested/reports/report-0001.pdf: " + notS3 + ": it is a web page",
		},
		"a redirect to a captive portal": {list: sentOn + "portal.invalid; where the network has a sign-in page, go through that first", asked: 1, check: "on to http://portal.invalid, " + sendsOn},
		"an empty answer":                {list: "it is empty; try again, and check the endpoint and its port", check: answersElse},
		"a refusal with status 200":      {list: "the server failed; try again"},
		"another document":               {list: "the server answers with a list of buckets, not with a list of objects", asked: 1},

		"the same token for ever":          {list: incomplete + "the server leads back to a page that it has sent before; what was listed may not be all"},
		"the same page for ever":           {list: incomplete + "the server sends the same keys again and again", asked: 5},
		"empty pages for ever":             {list: incomplete + "1,000 pages in a row bring nothing new", asked: 1002},
		"more, but no token":               {list: incomplete + "the server says that there is more, but not where it goes on", asked: 1},
		"keys that were not asked for":     {list: incomplete + "the server lists what is not below it: ../other/secret", asked: 2},
		"pages out of order":               {asked: 10},
		"keys twice":                       {asked: 10},
		"a listing that changes meanwhile": {asked: 10},
	}
}

// The bounds of what one command may cost, whatever the server does.
const (
	mostMemory = 128 << 20 // bytes in use at once; 35 MB were measured
	mostRead   = 64 << 20  // bytes of answers, with what the kernels hold in between
)

// faulty starts the proxy of a fault before the computed buckets, and a signet for it.
func faulty(t *testing.T, f faults.Fault) (*faults.Proxy, *signet, *server) {
	t.Helper()
	proxy, err := faults.Start(synth.New(), f)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Close)
	s := &server{url: proxy.URL, region: "us-east-1", key: "AKIAIOSFODNN7EXAMPLE", secret: "thing"}
	return proxy, signetFor(t, s), s
}

// costs runs the program, and says how much memory it had.
func (p *signet) costs(t *testing.T, args ...string) (out said, memory int64) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(within(t, testTimeout), here.program, args...)
	cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = p.env, p.home, &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return said{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}, memoryOf(cmd.ProcessState)
}

// withinBounds looks at what a fault has cost, and whether somebody was asked who is not
// the server.
func withinBounds(t *testing.T, proxy *faults.Proxy, memory int64) {
	t.Helper()
	for _, asked := range proxy.Met() {
		t.Errorf("the stranger was asked: %s", hideLinks(asked))
	}
	if memory > mostMemory {
		t.Errorf("%d MB of memory", memory>>20)
	}
	if n := proxy.Sent(); proxy.Fault.Name != "the same page for ever" && n > mostRead {
		t.Errorf("%d MB were read", n>>20)
	}
}

// Whatever the network does, a listing and a look at a link end by themselves, in bounds, with
// a plain sentence; what is safe is tried again, and nobody is followed to a stranger.
func TestFaultsOfTheNetwork(t *testing.T) {
	want := outcomes()
	for _, f := range faults.All() {
		o, known := want[f.Name]
		delete(want, f.Name)
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			if !known {
				t.Fatal("it has no row in the table")
			}
			listed(t, f, o)
			if o.check != "" {
				tried(t, f, o)
			}
		})
	}
	for name := range want {
		t.Errorf("there is no such fault: %s", name)
	}
}

func listed(t *testing.T, f faults.Fault, o outcome) {
	t.Helper()
	proxy, p, s := faulty(t, f)
	p.env = append(p.env, o.patience())
	out, memory := p.costs(t, append([]string{"ls", "s3://nested/reports/"}, s.at()...)...)
	withinBounds(t, proxy, memory)
	if o.asked == 0 {
		o.asked = 3
	}
	if n := proxy.Asked(); n > o.asked {
		t.Errorf("asked %d times, want %d at most", n, o.asked)
	}
	if n := strings.Count(out.stderr, "\n"); n > 2 || strings.ContainsAny(out.stderr, "\x1b\a") {
		t.Errorf("%d lines of error, or what a terminal obeys: %.300q", n, out.stderr)
	}
	switch {
	case o.list == "" && (out.code != 0 || strings.Count(out.stdout, "\n") != synth.Reports):
		t.Errorf("exit code %d, %d lines: %.400s", out.code, strings.Count(out.stdout, "\n"), out.stderr)
	case o.list != "" && (out.code != 1 || !strings.Contains(out.stderr, o.list)):
		t.Errorf("exit code %d, does not say %q: %.600s", out.code, o.list, out.stderr)
	}
}

// tried signs a link and tries it as its recipient would.
func tried(t *testing.T, f faults.Fault, o outcome) {
	t.Helper()
	proxy, p, s := faulty(t, f)
	p.env = append(p.env, o.patience())
	out, memory := p.costs(t, append([]string{"share", "--check", "s3://nested/reports/report-0001.pdf"}, s.at()...)...)
	withinBounds(t, proxy, memory)
	if !strings.Contains(out.stderr, o.check) {
		t.Errorf("exit code %d, does not say %q: %.1200s", out.code, o.check, hideLinks(out.stderr))
	}
	if n := proxy.Asked(); n > 12 {
		t.Errorf("asked %d times", n)
	}
}

// The servers of others judge the true signature behind the proxy: what the fault leaves
// over works as it did.
func TestFaultsBeforeARealServer(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for _, name := range []string{"busy twice", "reset once", "429 once"} {
		f, _ := faults.Named(name)
		behind, err := faults.Before(s.url)
		if err != nil {
			t.Fatal(err)
		}
		proxy, err := faults.Start(behind, f)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(proxy.Close)
		at := *s
		at.url = proxy.URL
		out := signetFor(t, &at).must(t, "", append([]string{"ls", "s3://acme-contracts/"}, at.at()...)...)
		if !strings.Contains(out.stdout, "README.txt") || proxy.Asked() < 2 {
			t.Errorf("%s: asked %d times: %.300s", name, proxy.Asked(), out.stdout)
		}
	}
}
