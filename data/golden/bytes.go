package golden

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/ianaindex"
)

// Bytes returns what the text of an archive stands for: \r, \t, \xNN and \uNNNN are written out,
// lines that end with \r alone have no line feed, and it is in the encoding of that IANA name, or
// in UTF-8 without one.
func Bytes(text []byte, encoding string) ([]byte, error) {
	var wrong error
	text = escapes.ReplaceAllFunc(text, func(s []byte) []byte {
		out, err := strconv.Unquote(`"` + string(s) + `"`)
		if err != nil {
			wrong = err
		}
		return []byte(out)
	})
	if wrong != nil {
		return nil, wrong
	}
	if bytes.HasSuffix(text, []byte("\r\n")) && bytes.Count(text, []byte("\n")) == 1 {
		text = text[:len(text)-1]
	}
	if encoding == "" {
		return text, nil
	}
	e, err := ianaindex.IANA.Encoding(strings.TrimSpace(encoding))
	if err != nil {
		return nil, err
	}
	return e.NewEncoder().Bytes(text)
}

var escapes = regexp.MustCompile(`\\([rt]|x[0-9a-f]{2}|u[0-9a-f]{4})`)
