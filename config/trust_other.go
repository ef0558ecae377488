//go:build !unix

package config

import "os"

// FileDoubts has none: who may write what is not checked on this system.
func FileDoubts(*os.File) []Doubt { return nil }

// FolderDoubts has none, like FileDoubts.
func FolderDoubts(string) []Doubt { return nil }

// LogDoubts has none, like FileDoubts.
func LogDoubts(string) []Doubt { return nil }
