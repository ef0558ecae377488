// Package rotate rehearses the end of an access key, or of somebody's work: whose links
// would end with it, and the same links under another key before it ends. It prints
// nothing and ends nothing.
package rotate
