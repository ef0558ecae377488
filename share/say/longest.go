package say

import "time"

// Longest is the longest life of a pre-signed URL of Signature Version 4: seven days.
// It stands here because the settings, the requests, the refusals and the inspector
// all judge by it, and the words for it are made of it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
const Longest = 7 * 24 * time.Hour

// TooLong completes what is wrong with a longer one: "is ...".
func TooLong() string { return "over " + Span(Longest) + ", the most that S3 honours" }

// LongestSeconds is Longest as X-Amz-Expires counts it, in words.
func LongestSeconds() string { return Count(int64(Longest/time.Second)) + " seconds" }
