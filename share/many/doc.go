// Package many is what is around the sharing of many objects at once, for the
// screens and the command line alike: what is to be shared (addresses, lines, or
// all that a server lists), the look at each and the version that it pins, the
// end that all links have in common, when a batch stops, how far it has come, the
// sheet of their codes, and what is to be said of them together. The signing and
// recording is share.Service's. It lists nothing itself: see Walk and Look.
package many
