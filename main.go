// Command signet shares private S3 documents from a terminal.
package main

func main() {}
