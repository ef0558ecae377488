// Package qrview shows codes inside the terminal interface: Model is the code
// in a pane, Screen the code alone on the whole screen, Export the question
// where to save it. Caps finds out what the terminal can show.
//
// Codes made of cells are text like any other. Pictures are not: the renderer
// knows nothing of them, and a frame that writes where one is erases it. So
// View leaves their place blank and never changes it, and the picture follows
// after the frame that blanked it.
package qrview
