package remote

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"plotline/data/snapshot"
	"plotline/data/source"
)

func fault(at source.Span, format string, args ...any) *Fault {
	return &Fault{source.Errorf(at, format, args...)}
}

func (f *Fault) hint(h string) *Fault { f.Problem.Hint = h; return f }

// whole is a time that ends in units of which there are none, as 5m0s does.
var whole = regexp.MustCompile(`([hm])(0m)?0s$`)

// late is a query that took too long.
func (f *fetch) late() *Fault {
	return fault(f.At("timeout"), "the query took longer than %s", whole.ReplaceAllString(f.Timeout.String(), "$1")).hint("make it smaller, or write -- timeout: 30m")
}

// refuses is a server that answers, and wants nothing to do with us.
func (f *fetch) refuses(why string) *Fault {
	return fault(f.At("connection"), "%s refuses $%s: %s", snapshot.EngineName(f.Engine), f.Connection, f.clean(why))
}

// says is what the server says of the query; offset is where in the statement, or -1.
func (f *fetch) says(offset int, text string) *Fault {
	return fault(f.Token(offset), "%s: %s", snapshot.EngineName(f.Engine), f.clean(text))
}

// lost is a connection that could not be made, or that broke. Addresses are no part of the message.
func (f *fetch) lost(err error) *Fault {
	at := f.At("connection")
	if f.result.Columns != nil {
		return fault(at, "the connection to $%s broke after %s: %s", f.Connection, f.so(), f.clean(why(err))).hint("run it again")
	}
	return fault(at, "%s does not answer at $%s: %s", snapshot.EngineName(f.Engine), f.Connection, f.clean(why(err)))
}

// so is how many rows came.
func (f *fetch) so() string {
	if f.out.rows == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", f.out.rows)
}

// why is the reason of a network error, without the address that it concerns.
func why(err error) string {
	var dns *net.DNSError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var record tls.RecordHeaderError
	var number syscall.Errno
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens there"
	case errors.As(err, &dns):
		return "there is no such host"
	case errors.As(err, &unknown), errors.As(err, &host):
		return "its certificate is not trusted"
	case errors.As(err, &record):
		return "it does not speak TLS"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "the server closed it"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	case errors.As(err, &number):
		return number.Error()
	}
	text := err.Error()
	return text[strings.LastIndex(text, ": ")+1:] // the innermost: addresses stand before it
}

const longest = 300 // characters of what a server says

// clean is a server's text as one line without the secrets of the connection.
func (f *fetch) clean(s string) string {
	for _, secret := range secrets(f.Address) {
		s = strings.ReplaceAll(s, secret, "***")
	}
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest]) + "…"
	}
	return strings.TrimSuffix(s, ".")
}

// keyword is a password in an address as libpq has it: host=... password='...'.
var keyword = regexp.MustCompile(`password\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))`)

// secrets are the parts of an address that nobody is to see.
func secrets(address string) []string {
	list := []string{address}
	if u, err := url.Parse(address); err == nil && u.User != nil {
		password, _ := u.User.Password()
		list = append(list, u.User.String(), password, u.Query().Get("password"), u.Query().Get("sslpassword"))
	}
	for _, m := range keyword.FindAllStringSubmatch(address, -1) {
		list = append(list, m[1], m[2])
	}
	return slices.DeleteFunc(list, func(s string) bool { return len(s) < 4 }) // which stand in any word
}
