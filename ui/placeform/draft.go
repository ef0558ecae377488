// Package placeform is the screen that makes a place: where it is, whose keys it uses,
// and a trial that says step by step what works and what stands in the way, before
// anything is written.
package placeform

import (
	"context"

	"signet/s3browser"
)

// Keys is where the keys of a place come from.
type Keys int

// The sources of keys, in the order in which the form offers them.
const (
	Typed       Keys = iota // typed here, and kept where Draft.InFile says
	Profile                 // of the AWS files
	Environment             // whatever the environment has
	Program                 // one that prints them, as a credential_process does
	File                    // one that has them
)

// Draft is a place as the form has it.
type Draft struct {
	Name     string
	Endpoint string // empty: AWS
	Keys     Keys
	Typed    s3browser.Keys
	InFile   bool   // typed keys are kept in a file of their own, and not in the keychain
	Source   string // the profile, the command line of the program, or the path of the file
	Bucket   string // where browsing begins, as BUCKET or s3://BUCKET/PREFIX/; empty: the list of buckets
	Region   string // empty: found by trying
	ReadOnly bool

	PathStyle, HostStyle bool // neither: found by trying

	// Was is the place of the settings that is changed; empty: it is a new one. What the
	// form has no field for stays as it is.
	Was string
	// Kept says of Typed that they were typed before, are where InFile says, and stay.
	Kept bool
}

// Keeper tries places and writes them into the settings.
type Keeper interface {
	// Try finds out whether a draft can be used. The error says what is wrong with the
	// draft itself; nothing was asked of a server then.
	Try(ctx context.Context, d Draft) (s3browser.Trial, error)
	// Save writes the place, as it was found by the trial, and knows it from then on.
	// left is what could not be taken away of what it was before, or empty.
	Save(ctx context.Context, d Draft, found s3browser.Trial) (left string, err error)
}
