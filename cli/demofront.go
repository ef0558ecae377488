package cli

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"signet/config"
	"signet/demo"
	"signet/share"
)

// demoBucket is what the demo's distribution serves.
const demoBucket = "acme-contracts"

// demoSigners are the signers of the demo's place, with what they need: a distribution
// that trusts a key, which is in a file that its user alone may read.
func (a *app) demoSigners(ctx context.Context, srv *demo.Server, root string) ([]config.Signer, error) {
	id, key, err := srv.FrontKey()
	if err != nil {
		return nil, err
	}
	d, err := srv.Distribute(ctx, demo.DistributionOptions{Bucket: demoBucket, ForwardsQuery: true})
	if err != nil {
		return nil, err
	}
	d.Trust(id, &key.PublicKey)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	file := filepath.Join(root, "front.pem")
	if err := errors.Join(os.MkdirAll(root, 0o700), os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600)); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	return []config.Signer{{Name: "revocable", Kind: share.KindMinIOKey}, {Name: "role", Kind: share.KindAWSSession, RoleARN: srv.Role()}, {
		Name: "front", Kind: share.KindCloudFront, Domain: d.URL(), KeyPairID: id, PrivateKey: file, Bucket: demoBucket,
		Hash: "sha256", ForwardsQuery: true,
	}}, nil
}

// ofDemo begins the settings that the demo writes for other programs, and writes anew.
const ofDemo = "# Of signet demo --serve, which writes it anew each time as long as this line stands here.\n"

// demoSettings makes the demo's place known to whoever comes with its SIGNET_HOME.
// Settings of the user's own stay as they are. A demo that is not served has none: its
// place is in its memory.
func demoSettings(root string, srv *demo.Server, signers []config.Signer, served bool) error {
	file := filepath.Join(root, "signet", "config.toml")
	was, err := os.ReadFile(file)
	switch {
	case err == nil && !strings.HasPrefix(string(was), ofDemo):
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("demo: %w", err)
	case !served && err == nil:
		return os.Remove(file)
	case !served:
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%sdefault_place = \"demo\"\n[[place]]\nname = \"demo\"\nendpoint = %q\nregion = %q\npath_style = true\n", ofDemo, srv.Endpoint(), srv.Region())
	for _, w := range signers {
		fmt.Fprintf(&b, "[[place.signer]]\nname = %q\nkind = %q\n", w.Name, w.Kind)
		if w.RoleARN != "" {
			fmt.Fprintf(&b, "role_arn = %q\n", w.RoleARN)
		}
		if w.Kind == share.KindCloudFront {
			fmt.Fprintf(&b, "domain = %q\nkey_pair_id = %q\nprivate_key = %s\nbucket = %q\nhash = %q\nforwards_query = %t\n", w.Domain, w.KeyPairID, strconv.Quote(w.PrivateKey), w.Bucket, w.Hash, w.ForwardsQuery)
		}
	}
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(b.String()), 0o600)); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}
