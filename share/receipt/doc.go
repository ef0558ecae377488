// Package receipt writes what the log knows of a share, or of all shares of a group, as a
// text for the file: what was given to whom, until when, who took it, when and from where,
// and what of that is known and what is not. It holds no link.
//
// A text proves nothing: package evidence makes what can be checked.
package receipt
