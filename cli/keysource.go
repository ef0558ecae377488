package cli

import (
	"cmp"

	"signet/config"
	"signet/s3browser"
	"signet/s3browser/keychain"
)

// keySource is where the settings say that the keys of a place are; nil: they do not.
func keySource(k config.AccessKeys) s3browser.KeySource {
	switch {
	case len(k.Command) > 0:
		return s3browser.FromCommand(k.Command)
	case k.File != "":
		return s3browser.FromFile(k.File)
	case k.Keychain != "":
		return keychain.Entry(k.Keychain)
	}
	return nil
}

// connectionOf is how the settings have a place reached.
func connectionOf(c config.Place) s3browser.Connection {
	return s3browser.Connection{
		Place: c.Name, Profile: c.Profile, Source: keySource(c.Keys), Endpoint: c.Endpoint, Region: c.Region,
		PathStyle: c.PathStyle, HostStyle: c.HostStyle, Variants: c.Variants,
	}
}

// placeOf is a place as the settings have it.
func placeOf(c config.Place) *place {
	p := &place{name: c.Name, bucket: c.Bucket, prefix: c.Prefix, track: c.Track, config: c, kind: "profile", where: c.Profile, conn: connectionOf(c)}
	if c.Keys.Any() {
		p.kind, p.where = "keys", cmp.Or(c.Region, "AWS")
	}
	if c.Endpoint != "" {
		p.kind, p.where = "endpoint", c.Endpoint
	}
	if w := c.Sign; w != nil {
		signs := connectionOf(config.Place{
			Name: c.Name, Profile: w.Profile, Keys: w.Keys, Endpoint: w.Endpoint, Region: w.Region,
			PathStyle: w.PathStyle, HostStyle: w.HostStyle, Variants: w.Variants,
		})
		p.sign = &signs
	}
	return p
}
