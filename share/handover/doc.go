// Package handover writes what the recipient of a link gets: the bare URL, a
// mail, a command for their shell, an upload form or a page of links as a file,
// and lists of many links for programs and spreadsheets.
//
// Every form is quoted for where it goes: keys come from outside and may hold
// anything. All texts hold the link itself and are as secret as it is; the
// package writes them to nobody but its caller.
package handover
