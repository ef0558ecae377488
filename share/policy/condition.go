package policy

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Condition keys that are known, in lower case as they stand in [Request].Context.
const (
	SourceIP     = "aws:sourceip"    // the address a request came from
	CurrentTime  = "aws:currenttime" // RFC 3339
	UserID       = "aws:userid"      // of a session: ROLE:SESSION-NAME
	AuthType     = "s3:authtype"     // REST-HEADER, REST-QUERY-STRING or POST
	SignatureAge = "s3:signatureage" // milliseconds since it was signed
	Prefix       = "s3:prefix"       // of a list; it has none where it names none
	Delimiter    = "s3:delimiter"    // of a list, the same
)

// kindOf is how the values of a key are compared.
func kindOf(key string) string {
	switch key {
	case SourceIP:
		return "address"
	case CurrentTime:
		return "date"
	case UserID, AuthType, Prefix, Delimiter:
		return "text"
	case SignatureAge:
		return "number"
	}
	return ""
}

// operator is one way to compare what a request has with what is written.
type operator struct {
	kind  string
	not   bool // holds where the one without Not does not, so for what a request has not
	write func(text string, variables bool) (func(has string) bool, error)
}

// operators by their names in a policy.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
func operators() map[string]operator {
	return map[string]operator{
		"StringEquals":             {"text", false, equals},
		"StringNotEquals":          {"text", true, equals},
		"StringLike":               {"text", false, like},
		"StringNotLike":            {"text", true, like},
		"IpAddress":                {"address", false, within},
		"NotIpAddress":             {"address", true, within},
		"DateLessThan":             {"date", false, dated(func(c int) bool { return c < 0 })},
		"DateLessThanEquals":       {"date", false, dated(func(c int) bool { return c <= 0 })},
		"DateGreaterThan":          {"date", false, dated(func(c int) bool { return c > 0 })},
		"DateGreaterThanEquals":    {"date", false, dated(func(c int) bool { return c >= 0 })},
		"NumericLessThan":          {"number", false, counted(func(has, wants int64) bool { return has < wants })},
		"NumericLessThanEquals":    {"number", false, counted(func(has, wants int64) bool { return has <= wants })},
		"NumericGreaterThan":       {"number", false, counted(func(has, wants int64) bool { return has > wants })},
		"NumericGreaterThanEquals": {"number", false, counted(func(has, wants int64) bool { return has >= wants })},
	}
}

// condition is one operator on one key: one of its values has to hold, with Not none.
type condition struct {
	key    string
	not    bool
	values []func(has string) bool
}

func (c condition) holds(context map[string]string) bool {
	has, ok := context[c.key]
	one := ok && slices.ContainsFunc(c.values, func(holds func(string) bool) bool { return holds(has) })
	return one != c.not
}

// readConditions reads {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24"]}}.
func readConditions(m element, variables bool) ([]condition, error) {
	blocks, err := membersOf(m.raw)
	if err != nil {
		return nil, err
	}
	var all []condition
	for _, block := range blocks {
		op, ok := operators()[block.name]
		if !ok {
			return nil, unknown("condition operator %q", block.name)
		}
		keys, err := membersOf(block.raw)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			c, err := readCondition(op, k, variables)
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	return all, nil
}

func readCondition(op operator, m element, variables bool) (condition, error) {
	c := condition{key: strings.ToLower(m.name), not: op.not}
	if kindOf(c.key) != op.kind {
		return c, unknown("condition key %q with this operator", m.name)
	}
	values, err := m.values(op.kind == "number")
	if err != nil {
		return c, err
	}
	for _, v := range values {
		holds, err := op.write(v, variables)
		if err != nil {
			return c, err
		}
		c.values = append(c.values, holds)
	}
	return c, nil
}

func equals(text string, _ bool) (func(string) bool, error) {
	if strings.Contains(text, "${") {
		return nil, unknown("variable in %q", text)
	}
	return func(has string) bool { return has == text }, nil
}

func like(text string, variables bool) (func(string) bool, error) {
	p, err := compile(text, variables)
	return p.match, err
}

// within reads a network or one address.
func within(text string, _ bool) (func(string) bool, error) {
	net, err := netip.ParsePrefix(text)
	if err != nil {
		addr, err := netip.ParseAddr(text)
		if err != nil {
			return nil, unknown("address %q", text)
		}
		net = netip.PrefixFrom(addr, addr.BitLen())
	}
	return func(has string) bool {
		addr, err := netip.ParseAddr(has)
		return err == nil && net.Contains(addr.Unmap())
	}, nil
}

func dated(holds func(compared int) bool) func(string, bool) (func(string) bool, error) {
	return func(text string, _ bool) (func(string) bool, error) {
		wants, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, unknown("date %q", text)
		}
		return func(has string) bool {
			at, err := time.Parse(time.RFC3339Nano, has)
			return err == nil && holds(at.Compare(wants))
		}, nil
	}
}

func counted(holds func(has, wants int64) bool) func(string, bool) (func(string) bool, error) {
	return func(text string, _ bool) (func(string) bool, error) {
		wants, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, unknown("number %q", text)
		}
		return func(has string) bool {
			n, err := strconv.ParseInt(has, 10, 64)
			return err == nil && holds(n, wants)
		}, nil
	}
}
