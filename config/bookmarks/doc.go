// Package bookmarks keeps the locations that a person comes back to: bookmarks, which
// are kept on purpose in a file of their own beside the settings, and recents, which
// the program notes in the state folder. Two copies of the program may change both at
// once: each change is made to what the file says at that moment, under a lock.
//
// The names of folders and objects can be confidential, so both files are for their
// owner alone. Neither ever holds a link.
package bookmarks
