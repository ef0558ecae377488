// Package takeback knows the ways in which a share is taken back before its end: which
// there are for it, what else each of them ends, and how it is proved that the link is
// dead. It asks no server itself; e2e/revoke_test.go holds its word against real ones.
package takeback
