// Package share is the heart of signet: what a share is (a request, an
// operation, a lifetime, a link) and Service.Share, the one place where a
// request is checked, signed and recorded.
//
// The package knows neither AWS nor the terminal and imports only the standard
// library. Signers live in share/sign, the log in share/ledger; both depend on
// this package, never the other way round.
package share
