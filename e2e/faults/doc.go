// Package faults is a proxy that stands before a server and does one fault of the
// network at a time: it is busy, breaks off, keeps silent, floods, sends on to
// strangers, or lists what nobody asked for. Each fault is a row of All.
//
// It counts what it was asked and what it got rid of, so that a test sees how often
// somebody tried, and how much of an answer he read. Stranger is a second server, at
// another port: whoever is sent there and goes leaves a record.
package faults
