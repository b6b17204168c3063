package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

// fox is a tab of Firefox, spoken to in WebDriver BiDi. It asks one thing at a time and keeps the
// events that arrive before the answer.
type fox struct {
	t      *testing.T
	conn   *websocket.Conn
	tab    string
	asked  int
	events []event
}

type params map[string]any

type box struct{ X, Y, Width, Height float64 }

// event is what the browser tells unasked: a line of the console, or a step of a request.
type event struct {
	Method string
	Params struct {
		Level, Text, ErrorText string
		Request                struct{ Request, URL string }
		Response               struct{ Status int }
	}
}

// quiet keeps Firefox from calling home. What is not turned off one by one goes to a proxy where nobody
// listens; a server of the test is on the loopback, which has no proxy.
const quiet = `
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.dns.disablePrefetch", true);
user_pref("network.trr.mode", 5);
user_pref("services.settings.server", "data:,");
user_pref("app.normandy.enabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.safebrowsing.update.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("dom.push.connection.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("toolkit.telemetry.server", "");
`

// openFirefox starts Firefox with preferences of our own. A machine without one skips the test,
// except in CI.
func openFirefox(t *testing.T, prefs string) *fox {
	t.Helper()
	if _, err := exec.LookPath("firefox-esr"); errors.Is(err, exec.ErrNotFound) {
		if os.Getenv("CI") == "true" {
			t.Fatal("firefox-esr is missing")
		}
		t.Skip("firefox-esr is missing: this browser test is left out")
	}
	profile := t.TempDir()
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(quiet+prefs), 0o644); err != nil {
		t.Fatal(err)
	}
	const origin = "http://127.0.0.1"
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "firefox-esr", "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "--remote-allow-origins", origin)
	// Root may not use another user's home; and only this word makes a released Firefox heed services.settings.server.
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "MOZ_CRASHREPORTER_DISABLE=1", "MOZ_REMOTE_SETTINGS_DEVTOOLS=1")
	stderr, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	address := ""
	for r := bufio.NewReader(stderr); address == ""; {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("firefox ends before it listens: %v", errors.Join(err, cmd.Wait()))
		}
		_, address, _ = strings.Cut(strings.TrimSpace(line), "WebDriver BiDi listening on ")
	}
	go io.Copy(io.Discard, stderr) // ends with the process, for which the cleanup waits
	conn, err := websocket.Dial(address+"/session", "", origin)
	if err != nil {
		t.Fatal(errors.Join(err, cmd.Process.Kill(), cmd.Wait()))
	}
	f := &fox{t: t, conn: conn}
	t.Cleanup(func() {
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		if f.ask("browser.close", params{}, nil) != nil {
			cmd.Process.Kill()
		}
		cmd.Wait()
		conn.Close()
	})
	conn.SetDeadline(time.Now().Add(time.Minute))
	f.call("session.new", params{"capabilities": params{}}, nil)
	f.call("session.subscribe", params{"events": []string{"log.entryAdded", "network.beforeRequestSent", "network.responseCompleted", "network.fetchError"}}, nil)
	var tree struct{ Contexts []struct{ Context string } }
	f.call("browsingContext.getTree", params{}, &tree)
	f.tab = tree.Contexts[0].Context
	return f
}

// ask sends a command and reads on until its answer comes.
func (f *fox) ask(method string, p params, result any) error {
	f.asked++
	if err := websocket.JSON.Send(f.conn, params{"id": f.asked, "method": method, "params": p}); err != nil {
		return err
	}
	for {
		var m struct {
			event
			ID             int
			Error, Message string
			Result         json.RawMessage
		}
		if err := websocket.JSON.Receive(f.conn, &m); err != nil {
			return err
		}
		switch {
		case m.Method != "":
			f.events = append(f.events, m.event)
		case m.Error != "":
			return fmt.Errorf("%s: %s", m.Error, m.Message)
		case m.ID == f.asked && result == nil:
			return nil
		case m.ID == f.asked:
			return json.Unmarshal(m.Result, result)
		}
	}
}

func (f *fox) call(method string, p params, result any) {
	f.t.Helper()
	if err := f.ask(method, p, result); err != nil {
		f.t.Fatalf("%s %v: %v", method, p, err)
	}
}

// js returns the value of a script, a string, number or truth value.
func (f *fox) js(script string) string {
	f.t.Helper()
	var r struct {
		Result           struct{ Value any }
		ExceptionDetails struct{ Text string }
	}
	f.call("script.evaluate", params{"expression": script, "target": params{"context": f.tab}, "awaitPromise": true}, &r)
	if r.ExceptionDetails.Text != "" {
		f.t.Fatalf("%s: %s", script, r.ExceptionDetails.Text)
	}
	return fmt.Sprint(r.Result.Value)
}

// wait looks at every frame until the expression is true.
func (f *fox) wait(script string) {
	f.t.Helper()
	if f.js(`new Promise(done => { const end = performance.now() + 20000, look = () => (`+script+`) ? done(true) :
		performance.now() > end ? done(false) : requestAnimationFrame(look); look() })`) != "true" {
		f.t.Fatalf("never true: %s", script)
	}
}

func (f *fox) visit(url string, width int) {
	f.t.Helper()
	f.conn.SetDeadline(time.Now().Add(time.Minute))
	f.resize(width)
	f.call("browsingContext.navigate", params{"context": f.tab, "url": url, "wait": "complete"}, nil)
}

// resize gives the window a width, and a height that needs no scrolling: a scrolled page is drawn a
// pixel off until Firefox has come to rest, and nothing tells when.
func (f *fox) resize(width int) {
	f.t.Helper()
	f.call("browsingContext.setViewport", params{"context": f.tab, "viewport": params{"width": width, "height": 10000}}, nil)
}

// point moves the mouse, in pixels of the window.
func (f *fox) point(x, y float64) {
	f.t.Helper()
	move := params{"type": "pointerMove", "x": int(x), "y": int(y)}
	f.call("input.performActions", params{"context": f.tab, "actions": []params{{"type": "pointer", "id": "mouse", "actions": []params{move}}}}, nil)
}

// picture takes the pixels of a box of the window.
func (f *fox) picture(b box) []byte {
	f.t.Helper()
	var shot struct{ Data []byte }
	f.call("browsingContext.captureScreenshot", params{"context": f.tab, "clip": params{"type": "box", "x": b.X, "y": b.Y, "width": b.Width, "height": b.Height}}, &shot)
	return shot.Data
}
