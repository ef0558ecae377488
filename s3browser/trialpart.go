package s3browser

// Part is what of a connection can be mended after a step of a trial has failed.
type Part uint8

// The parts.
const (
	NoPart     Part = iota // nothing of the connection: a clock, a server that is down
	OfEndpoint             // the address
	OfSource               // where the keys come from
	OfKey                  // the access key
	OfSecret               // its secret
	OfToken                // the token of its session, which has ended
	OfRegion
	OfBucket
)

// about is the part of a connection that a failure of a step speaks of.
func about(step string, e *Error) Part {
	switch {
	case e.Kind == WrongRegion:
		return OfRegion
	case e.Kind == ExpiredSession:
		return OfToken
	case e.Kind == BadCredentials && e.Secret:
		return OfSecret
	case e.Kind == BadCredentials:
		return OfKey
	case e.Kind == ClockSkew, e.Kind == Throttled, e.Kind == ServerFailed, e.Kind == Cancelled:
		return NoPart
	case step == stepBucket:
		return OfBucket
	case step == stepKeys:
		return OfSource
	case step == stepBuckets:
		return NoPart
	}
	return OfEndpoint
}
