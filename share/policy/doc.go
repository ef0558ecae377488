// Package policy reads IAM policy documents, as bucket policies and the policies of
// sessions and access keys are written, and decides what they say of a request. And it writes statements into the policy of a
// bucket and takes them out again, without touching anything else of it.
//
// What it does not know it refuses: an element, an operator or a condition key that is
// left out of the judgement would open or close something else than was written.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
package policy
