package s3browser

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share/address"
	"signet/share/say"
)

// Outcome is how a step of a trial went.
type Outcome uint8

// The outcomes.
const (
	Skipped Outcome = iota // not reached: something before it failed
	Passed
	Doubtful // it can be used, and there is something to know
	Failed
)

// String is the outcome in a word, for scripts.
func (o Outcome) String() string {
	return map[Outcome]string{Skipped: "skipped", Passed: "passed", Doubtful: "doubtful", Failed: "failed"}[o]
}

// Mark is the outcome in one cell.
func (o Outcome) Mark() string {
	switch o {
	case Passed:
		return "✓"
	case Doubtful:
		return "!"
	case Failed:
		return "✗"
	case Skipped:
	}
	return "·"
}

// Step is one thing that a trial finds out.
type Step struct {
	Name    string // "address", "keys", "connection", "encryption", "answer", "clock", "signature", "buckets", "bucket"
	Outcome Outcome
	Text    string // what was found, in one cleaned line; empty where skipped
	Hint    string // what to do, or empty
	About   Part   // what mends a step that failed
}

// Trial is what trying a connection has found.
type Trial struct {
	Steps []Step
	// Region is where its requests are taken; empty: the server names none.
	Region string
	// Bucket is the one that was looked into, named or listed; empty: none.
	Bucket string
	// PathStyle and HostStyle are how the server has taken a bucket's name, where that
	// was found by trying; neither: nothing was found.
	PathStyle, HostStyle bool
}

// Works reports a connection that can be used.
func (t Trial) Works() bool {
	return !slices.ContainsFunc(t.Steps, func(s Step) bool { return s.Outcome == Failed })
}

// stage is a step with the failures of a request that belong to it: whatever comes
// before a failure in the table has gone well.
type stage struct {
	name  string
	kinds []Kind // of a request; nil: those that no other stage claims
	// well is what there is to say where the step has gone well.
	well func(*trial) Step
}

// stages are the steps in their order.
func stages() []stage {
	return []stage{
		{stepAddress, []Kind{}, func(t *trial) Step { return Step{Text: cmp.Or(printable(t.server()), "AWS")} }},
		{stepKeys, []Kind{}, (*trial).keysWell},
		{"connection", []Kind{Unreachable}, (*trial).connectionWell},
		{"encryption", []Kind{TLS}, (*trial).encryptionWell},
		{"answer", nil, func(*trial) Step { return Step{Text: "it is that of an S3 server"} }},
		{"clock", []Kind{ClockSkew}, (*trial).clockWell},
		{"signature", []Kind{BadCredentials, ExpiredSession, WrongRegion}, func(*trial) Step { return Step{Text: "the key is known, and its secret is right"} }},
		{stepBuckets, []Kind{AccessDenied}, (*trial).bucketsWell},
	}
}

// The steps that are told from others.
const (
	stepAddress = "address"
	stepKeys    = "keys"
	stepBuckets = "buckets"
	stepBucket  = "bucket"
)

// trial is a connection that is being tried.
type trial struct {
	conn   Connection
	client *Client
	make   func(Connection) *Client
	told   func(Step)
	out    Trial
	who    Identity
	list   []Bucket
}

// Try finds out step by step whether a connection can be used, and says why it
// cannot. Where the server refuses the region or the style it finds the right one.
// bucket is looked into; empty: one of those that are listed is, for the style alone.
// Nothing but GET and HEAD is sent. told gets each step as it is known; nil: nobody.
func Try(ctx context.Context, c Connection, bucket string, told func(Step)) Trial {
	return try(ctx, c, bucket, told, Connect)
}

func try(ctx context.Context, c Connection, bucket string, told func(Step), connect func(Connection) *Client) Trial {
	c.ReadOnly = true
	t := &trial{conn: c, client: connect(c), make: connect, told: told}
	t.run(ctx, bucket)
	return t.out
}

func (t *trial) run(ctx context.Context, bucket string) {
	var err error
	if t.who, err = t.client.Identity(ctx); err == nil {
		t.list, err = t.client.Buckets(ctx)
	}
	e, _ := err.(*Error) //nolint:errorlint // errors of this package are of this type, and the outer one counts
	denied := e != nil && e.Kind == AccessDenied && t.who.AccessKeyID != ""
	if t.judge(e, denied, bucket) && (denied || e == nil) {
		t.into(ctx, bucket)
	}
	if region, ok := t.client.RememberedRegion(own); ok && t.out.Region == "" {
		t.out.Region = region
	}
}

// judge says of each stage how it went: well, until the one that the failure belongs
// to. A bucket that is named may be open to keys that may not list any.
func (t *trial) judge(e *Error, denied bool, bucket string) (goesOn bool) {
	failed := false
	for _, s := range stages() {
		step := Step{Name: s.name}
		switch {
		case failed:
		case denied && s.name == stepBuckets:
			failed, step = true, deniedBuckets(bucket)
		case e != nil && t.claims(s, e.Kind):
			failed = true
			step = failedStep(s.name, e)
		default:
			step = s.well(t)
			step.Name = s.name
			if step.Outcome == Skipped {
				step.Outcome = Passed
			}
		}
		t.say(step)
	}
	return !failed || denied
}

// claims reports the stage that a failure belongs to. Before there are keys nothing
// was asked of the server.
func (t *trial) claims(s stage, k Kind) bool {
	if t.who.AccessKeyID == "" {
		return s.name == stepKeys || s.name == stepAddress && k == BadEndpoint
	}
	if s.kinds != nil {
		return slices.Contains(s.kinds, k)
	}
	return !slices.ContainsFunc(stages(), func(other stage) bool { return slices.Contains(other.kinds, k) })
}

// failedStep is a step with what stands in its way.
func failedStep(name string, e *Error) Step {
	sentence := strings.TrimPrefix(e.Sentence, actionBuckets().doing+": ")
	return Step{Name: name, Outcome: Failed, Text: say.Line(sentence, e.Why, e.Said), Hint: e.Hint, About: about(name, e)}
}

// deniedBuckets is what it means that the buckets may not be listed.
func deniedBuckets(bucket string) Step {
	s := Step{Name: stepBuckets, Outcome: Doubtful, Text: "these keys may not list the buckets", Hint: "name the bucket that the place is for"}
	if bucket != "" {
		s.Text, s.Hint = "these keys may not list the buckets; the one that is named is opened without", ""
	}
	return s
}

func (t *trial) say(s Step) {
	t.out.Steps = append(t.out.Steps, s)
	if t.told != nil {
		t.told(s)
	}
}

func (t *trial) keysWell() Step {
	return Step{Text: "access key " + printable(t.who.AccessKeyID) + ", from " + whence(t.who.Source)}
}

// whence is a source of keys in a sentence.
func whence(source string) string {
	if source == "given keys" {
		return "what was typed"
	}
	return "the " + printable(source)
}

// server is where the connection leads; empty: to AWS.
func (t *trial) server() string {
	_, at, err := t.client.Config(context.Background()) // read already
	if err != nil {
		return ""
	}
	return at.Endpoint
}

func (t *trial) connectionWell() Step {
	if u, err := url.Parse(t.server()); err == nil && u.Host != "" {
		return Step{Text: printable(u.Host) + " answers"}
	}
	return Step{Text: "AWS answers"}
}

func (t *trial) encryptionWell() Step {
	u, err := url.Parse(t.server())
	switch {
	case err != nil || u.Scheme != "http":
		return Step{Text: "encrypted, with a certificate that this machine trusts"}
	case ofThisMachine(u.Host):
		return Step{Text: "not encrypted, and nothing leaves this machine"}
	}
	return Step{Outcome: Doubtful, Text: "not encrypted: whoever is on the way can read what is sent, and use every link", Hint: "write https:// if the server speaks it"}
}

func ofThisMachine(host string) bool {
	ip, number := address.IP(host)
	return number && ip.IsLoopback() || address.Localhost(address.Hostname(host))
}

func (t *trial) clockWell() Step {
	ahead := t.client.Ahead()
	if ahead == 0 {
		return Step{Text: "no difference that matters"}
	}
	word := "ahead of"
	if ahead < 0 {
		word = "behind"
	}
	return Step{
		Outcome: Doubtful, Text: "the server's clock is " + say.Span(ahead.Abs()) + " " + word + " this machine's; requests are signed by it",
		Hint: "set the clock that is wrong: links are signed by this machine's",
	}
}

func (t *trial) bucketsWell() Step {
	if len(t.list) == 0 {
		return Step{Text: "there are none yet that these keys see"}
	}
	return Step{Text: say.Things(len(t.list), "bucket") + " can be listed"}
}

// into looks into the bucket that was named, or into one that is listed for how the
// server wants it called, of which a failure is no matter.
func (t *trial) into(ctx context.Context, bucket string) {
	named := bucket != ""
	if !named && len(t.list) > 0 {
		bucket = t.list[0].Name
	}
	if bucket == "" {
		return
	}
	t.out.Bucket = bucket
	err := peekInto(ctx, t.client, bucket)
	if err != nil && t.otherStyle(ctx, bucket) {
		err = nil
	} else if err == nil {
		t.foundStyle(t.client)
	}
	if region, ok := t.client.RememberedRegion(bucket); ok && (named || t.server() != "") { // a server of one's own has one region
		t.out.Region = region
	}
	if !named {
		return
	}
	t.say(t.bucketStep(bucket, err))
}

// peekInto lists one object of a bucket.
func peekInto(ctx context.Context, c *Client, bucket string) error {
	if err := checkBucket(actionList(), bucket); err != nil {
		return err
	}
	_, err := c.call(ctx, actionList(), bucket, "", func(ctx context.Context, api *s3.Client) error {
		_, err := api.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(bucket), MaxKeys: aws.Int32(1)}, document{rootObjects}.option)
		return err
	})
	return err
}

// otherStyle tries the bucket's name in the other place of the address: in the path,
// or before the server's own name.
func (t *trial) otherStyle(ctx context.Context, bucket string) bool {
	_, at, err := t.client.Config(ctx)
	if err != nil || address.StyleKnown(at.Endpoint) && !t.conn.HostStyle {
		return false
	}
	u, err := url.Parse(at.Endpoint)
	if err != nil {
		return false
	}
	if _, number := address.IP(u.Host); number && at.PathStyle { // nothing stands before a number
		return false
	}
	conn := t.conn
	conn.PathStyle, conn.HostStyle = !at.PathStyle, at.PathStyle
	other := t.make(conn)
	if peekInto(ctx, other, bucket) != nil {
		return false
	}
	t.client, t.out.PathStyle, t.out.HostStyle = other, conn.PathStyle, conn.HostStyle
	return true
}

func (t *trial) foundStyle(c *Client) {
	_, at, err := c.Config(context.Background())
	if err == nil && !address.StyleKnown(at.Endpoint) {
		t.out.PathStyle, t.out.HostStyle = at.PathStyle, !at.PathStyle
	}
}

func (t *trial) bucketStep(bucket string, err error) Step {
	s := Step{Name: stepBucket, Outcome: Passed, Text: printable(bucket) + " can be listed"}
	if e, ok := err.(*Error); ok { //nolint:errorlint // as in run
		return failedStep(stepBucket, e)
	}
	switch {
	case t.out.HostStyle:
		s.Text += "; the server wants its name before the host"
	case t.out.PathStyle && t.conn.HostStyle:
		s.Outcome, s.Text = Doubtful, s.Text+"; the server wants its name in the path, and not before the host"
	}
	if r := t.out.Region; r != "" {
		s.Text += fmt.Sprintf("; its region is %s", printable(r))
	}
	return s
}
