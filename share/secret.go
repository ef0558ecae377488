package share

import (
	"fmt"
	"log/slog"
)

// redacted stands wherever a secret would have been printed by accident.
const redacted = "[secret]"

// Secret is text that grants access to whoever reads it: a pre-signed URL, a
// form's signature, a session token. Every usual way of printing it gives a
// placeholder; Reveal is called only where the user is shown or handed it.
type Secret struct{ text string }

// NewSecret wraps text.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal returns the secret itself.
func (s Secret) Reveal() string { return s.text }

// Empty reports whether there is nothing to reveal.
func (s Secret) Empty() bool { return s.text == "" }

// Len is the length of the secret in bytes; it decides the size of a QR code.
func (s Secret) Len() int { return len(s.text) }

func (s Secret) String() string               { return redacted }
func (s Secret) GoString() string             { return redacted }
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
func (s Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }

// Format prints the placeholder for every verb, %x and %#v included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }
