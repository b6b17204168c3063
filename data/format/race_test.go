//go:build race

package format

// stride thins the languages of the twin test: the detector slows the JavaScript engine thirtyfold,
// and there is nothing in it to race.
const stride = 8
