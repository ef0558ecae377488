// Package sts asks a server for a session: temporary credentials of its caller, narrowed
// by a policy. It knows AWS's Security Token Service and the servers that answer like it.
//
// It is a signed form of our own, and no client of the SDK, which has no field for what
// ends a session of MinIO, and none for the size of a token that AWS tells since 2026.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
package sts
