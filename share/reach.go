package share

import "context"

// What opens more than one key falls under every rail of any key that it could open: a
// form for any name, a wildcard, cookies, credentials. There is no asking which of them
// its holder will take.

// Reaches reports a request for every key that begins with the target's.
func (r Request) Reaches() bool { return r.AnyName() || r.Below }

// Reach judges what opens every key that begins with that of the request's target, with
// each of the operations, when it is signed in these ways: every rule of any key that it
// could reach must allow it. The rules are those that it then falls under. Errors are of
// type *RefusedError.
func (g Rails) Reach(ctx context.Context, r Request, ops []Operation, by ...Signing) (Rules, error) {
	r.Below = true
	var all Rules
	for _, op := range ops {
		r.Operation = op
		rules, err := g.judge(ctx, r, by...)
		if err != nil {
			return nil, err
		}
		all = append(all, rules...)
	}
	return all, nil
}
