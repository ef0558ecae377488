package demo

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DistributionOptions say what a distribution serves.
type DistributionOptions struct {
	Bucket        string
	Prefix        string // that the keys begin with, and the addresses do not: its origin path
	ForwardsQuery bool   // parameters of an address reach the store
}

// Distribution is a front as CloudFront is one: it opens what a signature of its key
// group opens, and reads from one bucket in its own name, whatever the viewer may. It
// keeps no copies, so what is deleted is gone at once.
type Distribution struct {
	options DistributionOptions
	url     string
	front   *front
	http    *http.Server
	own     string // the address that it asks the store from
	mu      sync.RWMutex
	keys    map[string]crypto.PublicKey
}

// Distribute starts a distribution in front of a bucket. It stops with the server.
func (s *Server) Distribute(ctx context.Context, o DistributionOptions) (*Distribution, error) {
	port := 0
	if s.folder != nil {
		port = s.folder.settings.FrontPort
	}
	l, err := listenOn(ctx, "", port)
	if err != nil {
		return nil, fmt.Errorf("start distribution: %w", err)
	}
	at, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		_ = l.Close()
		return nil, errors.New("start distribution: it listens, and not on TCP")
	}
	d := &Distribution{
		options: o, front: s.front, keys: map[string]crypto.PublicKey{}, own: at.String(),
		url: "http://" + net.JoinHostPort(reachable(at.IP), strconv.Itoa(at.Port)),
	}
	if s.folder != nil && at.Port != port {
		s.folder.settings.FrontPort = at.Port
		if err := s.folder.save(); err != nil {
			_ = l.Close()
			return nil, fmt.Errorf("start distribution: %w", err)
		}
	}
	d.http = &http.Server{Handler: dated(d, s.front.store.clock), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = d.http.Serve(l) }() // always ends with ErrServerClosed
	context.AfterFunc(s.running, func() { _ = d.http.Close() })
	return d, nil
}

// URL is where the distribution answers, without a trailing slash.
func (d *Distribution) URL() string { return d.url }

// Trust puts a public key into the key group, RSA or ECDSA.
func (d *Distribution) Trust(id string, key crypto.PublicKey) { d.group(id, key) }

// Distrust takes a key out of the key group, which ends all that it has signed.
func (d *Distribution) Distrust(id string) { d.group(id, nil) }

func (d *Distribution) group(id string, key crypto.PublicKey) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keys = maps.Clone(d.keys)
	delete(d.keys, id)
	if key != nil {
		d.keys[id] = key
	}
}

func (d *Distribution) trusted() map[string]crypto.PublicKey {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.keys
}

// ServeHTTP judges the viewer, and then asks the store.
func (d *Distribution) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := fmt.Sprintf("%016X", d.front.requests.Add(1))
	w.Header().Set("Via", "1.1 demo.cloudfront.net (CloudFront)")
	w.Header().Set("X-Amz-Cf-Id", id)
	w.Header().Set("X-Cache", "Error from cloudfront")
	if no := d.admit(r); no != nil {
		drain(r)
		no.writeEdge(w, r.Method)
		return
	}
	w.Header().Set("Server", "AmazonS3")
	w.Header().Set("X-Amz-Request-Id", id)
	if no := d.fetch(w, r); no != nil {
		w.Header().Set("X-Cache", "Error from cloudfront")
		no.write(w, r)
	}
}

func (d *Distribution) admit(r *http.Request) *refusal {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return refuse(http.StatusForbidden, "AccessDenied", "This distribution is not configured to allow the HTTP request method that was used for this request.")
	}
	from, _ := netip.ParseAddrPort(r.RemoteAddr) // the connection's: no header is believed
	t, address := ticketOf(r)
	return t.judge(d.trusted(), address, d.front.store.clock(), from.Addr().Unmap())
}

// fetch reads an object as the distribution may: what it has no right to, and what is
// not there, are the same 403 to whoever may not list the bucket.
func (d *Distribution) fetch(w http.ResponseWriter, viewer *http.Request) *refusal {
	r := viewer.Clone(viewer.Context())
	r.RemoteAddr = d.own
	r.URL.Path = "/" + d.options.Bucket + "/" + d.options.Prefix + strings.TrimPrefix(r.URL.Path, "/")
	r.URL.RawQuery = d.passes(r)
	r.Host = "localhost"
	t, no := d.front.target(r)
	if no != nil {
		return no
	}
	if t.key == "" || !t.exists {
		return denied("Access Denied")
	}
	if unknown(t.query) || t.query.Has("tagging") || t.query.Has("uploads") || t.query.Has("uploadId") {
		return notImplemented()
	}
	c := caller{principal: principal{service: "cloudfront.amazonaws.com"}, claim: claim{at: d.front.store.clock()}}
	for _, n := range rights(r, t) {
		if no := d.front.permit(c, r, n); no != nil {
			return no
		}
	}
	w.Header().Set("X-Cache", "Miss from cloudfront")
	if no := d.front.read(w, r, t); no != nil {
		if no.Status == http.StatusNotFound {
			return denied("Access Denied")
		}
		return no
	}
	return nil
}

// passes are the parameters of an address that the store sees.
func (d *Distribution) passes(r *http.Request) string {
	if !d.options.ForwardsQuery {
		return ""
	}
	_, address := ticketOf(r)
	_, query, _ := strings.Cut(address, "?")
	return query
}

// FrontKey is a key pair for a distribution: of the owner's secret, so that it is the
// same for as long as his key is.
func (s *Server) FrontKey() (id string, private *ecdsa.PrivateKey, err error) {
	seed := []byte(s.Owner().SecretKey)
	for range 8 { // all but one in four thousand million are a key at once
		m := hmac.New(sha256.New, seed)
		m.Write([]byte("signet demo distribution"))
		seed = m.Sum(nil)
		if private, err = ecdsa.ParseRawPrivateKey(elliptic.P256(), seed); err == nil {
			sum := sha256.Sum256(seed)
			return "K" + base32.StdEncoding.EncodeToString(sum[:])[:13], private, nil
		}
	}
	return "", nil, fmt.Errorf("make the key of the distribution: %w", err)
}
