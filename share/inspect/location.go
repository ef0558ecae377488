package inspect

import "signet/share/address"

// locate reads store, region, bucket and key off a URL. For hosts that nobody knows
// it guesses, and says so.
func locate(a parts) Target {
	at := address.Read(a.scheme, a.host, a.path)
	return Target{
		Store: at.Store, Scheme: a.scheme, Host: a.host, Region: at.Region, Service: at.Service,
		Bucket: at.Bucket, Key: at.Key, Style: string(at.Style), Guessed: at.Guessed,
	}
}
