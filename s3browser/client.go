package s3browser

import (
	"context"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share/address"
)

// own is the place of the server's own region among those of the buckets.
const own = ""

// Connection is how a place is reached. Fields left zero mean what the SDK's
// standard chain says: environment, shared files, SSO, roles, metadata.
type Connection struct {
	Place     string // the name it goes by, for messages
	Profile   string // in the shared AWS files; empty: AWS_PROFILE or default
	Endpoint  string // http(s)://host[:port][/path]; empty: AWS, or what the profile says
	Region    string
	PathStyle bool // https://host/bucket/key, whatever the endpoint
	HostStyle bool // https://bucket.host/key; neither: as the endpoint wants it
	Variants  address.Variants
	ReadOnly  bool // nothing but GET and HEAD is sent, and what asks for a session: see errReadOnly

	// Keys given here are used as they are, without the standard chain.
	AccessKeyID, SecretKey, SessionToken string
	Expires                              time.Time // end of the session; zero: not known

	// Source gives the keys instead; nil: none does.
	Source KeySource

	// Terminal is where a credential process may talk to its user; nil: it has none,
	// and is heard only when it fails.
	Terminal *Terminal

	// Timeout is how long a server may keep silent before its answer begins; from
	// then on at least 1 kB/s must come over the same time. 0: 30 seconds.
	Timeout time.Duration
}

// Client reads one place. It is safe for concurrent use.
type Client struct {
	conn            Connection
	metadataTimeout time.Duration // see the constant
	pause           time.Duration // at most, between attempts

	desks  sync.Pool // of pages being read
	clock  clock
	keeper Regions // nil: regions are forgotten with the client
	styles Styles  // nil: as above
	told   string  // the endpoint that has taken a bucket's name as it was addressed

	mu      sync.Mutex
	loaded  *loaded               // nil until the configuration is read
	apis    map[string]*s3.Client // by region
	regions map[string]string     // bucket to region, as found
	said    map[string]string     // bucket to region, as the list of buckets says
}

// Connect prepares a client. It does no input or output and cannot fail: what
// is wrong with the connection shows at the first use.
func Connect(c Connection) *Client {
	return &Client{conn: c, metadataTimeout: metadataTimeout, pause: 2 * time.Second, apis: map[string]*s3.Client{}, regions: map[string]string{}, said: map[string]string{}}
}

// Config is the resolved configuration: credentials, region, endpoint and path
// style, ready for s3.NewFromConfig. It reads files and the environment once,
// and makes no request.
func (c *Client) Config(ctx context.Context) (aws.Config, Settings, error) {
	l, err := c.load(ctx)
	if err != nil {
		return aws.Config{}, Settings{}, err
	}
	settings := l.settings
	c.mu.Lock()
	settings.untried = settings.untried && c.told != settings.Endpoint
	c.mu.Unlock()
	if !settings.RegionKnown {
		settings.Region = c.regionFor(l, own)
	}
	return l.config.Copy(), settings, nil
}

// Refresh forgets the credentials and settings that were read, so that the next
// use reads them anew: after a session was renewed. The regions stay known.
func (c *Client) Refresh() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loaded = nil
	clear(c.apis)
}

// api is the SDK's client for one region.
func (c *Client) api(l *loaded, region string) *s3.Client {
	c.mu.Lock()
	defer c.mu.Unlock()
	api := c.apis[region]
	if api == nil || l != c.loaded {
		api = s3.NewFromConfig(l.config, func(o *s3.Options) { o.Region = region })
	}
	if l == c.loaded { // not refreshed meanwhile
		c.apis[region] = api
	}
	return api
}
