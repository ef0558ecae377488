package config

import _ "embed"

//go:embed sample.toml
var sample string

// Sample is a settings file that explains itself. It loads, and changes nothing
// until a line is uncommented.
func Sample() string { return sample }
