package remote

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plotline/data/snapshot"
)

// clickhouseSettings of every query: nothing is changed, and a limit that is reached is an error, not a
// part of the result that looks like all of it. extremes has the server write two rows behind the
// last one, and only when the query came to its end: old servers end the answer properly when it did not.
var clickhouseSettings = map[string]string{
	"readonly": "2", "extremes": "1",
	"timeout_overflow_mode": "throw", "read_overflow_mode": "throw", "result_overflow_mode": "throw", "group_by_overflow_mode": "throw",
	"sort_overflow_mode": "throw", "distinct_overflow_mode": "throw", "set_overflow_mode": "throw", "join_overflow_mode": "throw", "transfer_overflow_mode": "throw",
}

// clickhouseServer is where queries are posted to. The password travels in a header.
type clickhouseServer struct {
	url      *url.URL
	settings url.Values
	header   http.Header
	client   *http.Client
}

// clickhouseAt reads an address; ok is false when it is none.
func clickhouseAt(address string) (s clickhouseServer, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || strings.Count(u.Path, "/") > 1 {
		return s, false
	}
	s.settings, s.header = url.Values{}, http.Header{}
	for name, value := range clickhouseSettings {
		s.settings.Set(name, value)
	}
	if database := strings.Trim(u.Path, "/"); database != "" {
		s.settings.Set("database", database)
	}
	if u.User != nil {
		s.header.Set("X-ClickHouse-User", u.User.Username())
		if password, ok := u.User.Password(); ok {
			s.header.Set("X-ClickHouse-Key", password)
		}
	}
	s.header.Set("User-Agent", "plotline")
	s.url = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}
	s.client = &http.Client{
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: connect}).DialContext, TLSHandshakeTimeout: connect,
			DisableCompression: true, DisableKeepAlives: true, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // the password is for this server
	}
	return s, true
}

// clickhouse runs the query over HTTP.
func (f *fetch) clickhouse(ctx context.Context) error {
	server, ok := clickhouseAt(f.Address)
	if !ok {
		return fault(f.At("connection"), "$%s holds no address of a ClickHouse server", f.Connection).hint(addresses[snapshot.ClickHouse] + inPasswords)
	}
	server.settings.Set("max_execution_time", strconv.Itoa(int(f.Timeout.Seconds())))
	const version = "SELECT version() FORMAT TabSeparated"
	body, err := f.ask(ctx, server, version)
	if refused := (*Fault)(nil); errors.As(err, &refused) && readonlyUser.MatchString(refused.Problem.Text) {
		server.settings.Del("readonly") // its user can only read already, and cannot say so once more
		body, err = f.ask(ctx, server, version)
	}
	if err != nil {
		return err
	}
	text, err := line(bufio.NewReader(body), nil)
	body.Close()
	if err != nil {
		return f.broken(err, [][]byte{text})
	}
	f.result.Server = string(text)
	if body, err = f.ask(ctx, server, f.Text()+"\nFORMAT TabSeparatedWithNamesAndTypes"); err != nil {
		return err
	}
	defer body.Close()
	return f.tabSeparated(body)
}

var readonlyUser = regexp.MustCompile(`(?i)'?readonly'? cannot be overr|modify 'readonly' setting in readonly mode`)

// ask posts a query and returns the answer, whose end the connection tells.
func (f *fetch) ask(ctx context.Context, server clickhouseServer, query string) (io.ReadCloser, error) {
	u := *server.url
	u.RawQuery = server.settings.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), strings.NewReader(query))
	if err != nil {
		return nil, f.lost(err)
	}
	request.Header = server.header.Clone()
	answer, err := server.client.Do(request)
	if err != nil {
		return nil, f.lost(err)
	}
	if answer.StatusCode != http.StatusOK || answer.Header.Get("X-ClickHouse-Exception-Code") != "" {
		defer answer.Body.Close()
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
		return nil, f.exception(text, answer.Status)
	}
	if answer.ProtoMajor == 1 && answer.ContentLength < 0 && !slices.Contains(answer.TransferEncoding, "chunked") {
		answer.Body.Close()
		return nil, fault(f.At("connection"), "the answer of $%s does not say where it ends, so it may be cut", f.Connection).hint("ask the server itself, not a proxy before it")
	}
	return answer.Body, nil
}

var (
	// exceptions are written so by servers of 2018, and so by those of today:
	//
	//	Code: 47, e.displayText() = DB::Exception: Unknown identifier: x, e.what() = DB::Exception
	//	Code: 47. DB::Exception: Unknown identifier 'x'. (UNKNOWN_IDENTIFIER) (version 24.8.1)
	exception = regexp.MustCompile(`(?s)Code: (\d+)[.,] (?:e\.displayText\(\) = )?DB::Exception: (.*)`)
	tails     = regexp.MustCompile(`(?s), e\.what\(\) = .*| \(version [^()]*(\([^()]*\))?\).*|\n__exception__.*`)
	place     = regexp.MustCompile(`(?s)failed at position (\d+)( \([^)]*\))?( \(line \d+, col \d+\))?:.*?(?:\. (Expected .*)|$)`)
	unknown   = regexp.MustCompile("(?i)unknown .*identifier:? [`'\"]?([^`'\"\\s,]+)")
)

// exception is what a server says that could not answer.
func (f *fetch) exception(text []byte, status string) *Fault {
	m := exception.FindSubmatch(text)
	if m == nil {
		return f.refuses("it answers " + status)
	}
	said := tails.ReplaceAllString(string(m[2]), "")
	switch code := string(m[1]); code {
	case "159", "209": // TIMEOUT_EXCEEDED, SOCKET_TIMEOUT
		return f.late()
	case "81", "192", "193", "194", "195", "516": // no such database or user, wrong password, none, not from here
		return f.refuses(said)
	case "164": // READONLY
		if strings.Contains(said, "etting") && !readonlyUser.MatchString(said) {
			return f.refuses(said).hint("give its user the profile readonly = 2: it reads too, and may limit its own queries")
		}
	}
	offset := -1
	if p := place.FindStringSubmatchIndex(said); p != nil {
		offset, _ = strconv.Atoi(said[p[2]:p[3]])
		offset-- // positions are of bytes, from 1
		rest := said[p[1]:]
		if p[8] >= 0 {
			rest = "; e" + said[p[8]+1:p[9]]
		}
		said = strings.TrimRight(said[:p[0]], ": ") + rest
	}
	if u := unknown.FindStringSubmatch(said); u != nil {
		offset = f.Find(u[1])
	}
	return f.says(offset, said)
}
