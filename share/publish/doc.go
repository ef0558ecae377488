// Package publish stores pages of our own making in a bucket and shares each by one link.
// A page is stored under a key that nobody can guess and never over anything, what is said
// of it is said before, and the share log ties it to its links: they have one group. Servers
// it is given.
package publish
