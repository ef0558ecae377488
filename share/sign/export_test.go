package sign

import "github.com/aws/aws-sdk-go-v2/aws"

// Kept is the session that was got for a share, by its access key.
func (s *Signer) Kept(id string) aws.Credentials { return s.sessions[id] }
