// Package takeback takes shares back before their end: which ways there are for them, what
// else each of them ends, what it changes, and how it is proved that the links are dead.
// It asks nobody anything and prints nothing: [Taker.Offers] is what there is to choose
// from, [Taker.Prepare] what a choice comes to, to be shown and confirmed, and [Taker.Do]
// does it and gives a true account. e2e/revoke_test.go holds its word against real servers.
package takeback
