package address

// Choice is what was said of something that has a default.
type Choice int8

// The choices.
const (
	Unsaid Choice = iota
	Yes
	No
)

// Or is the choice, or the default where nothing was said.
func (c Choice) Or(otherwise bool) bool { return c == Yes || c == Unsaid && otherwise }

// Variants is what was said of AWS's other hosts, in the words of the AWS tools:
// use_fips_endpoint, use_dualstack_endpoint, use_accelerate_endpoint.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
type Variants struct{ FIPS, DualStack, Accelerate Choice }
