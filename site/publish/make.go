package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// ahead is how many files may be made, or in the making, and not yet written: a picture has some
// hundred kilobytes and takes 30 ms to make, and a slow one must not keep the processors waiting.
const ahead = 32

// made is a file's bytes, or why there are none.
type made struct {
	bytes []byte
	sum   string
	err   error
	panic string // with its stack
}

func finished(b []byte) made {
	sum := sha256.Sum256(b)
	return made{bytes: b, sum: hex.EncodeToString(sum[:])}
}

// each makes the files of the steps on every processor, and hands them on in the order of the steps,
// one at a time. The first error ends it, as does a panic of Make, which goes on in here.
func (w *writer) each(steps []step, use func(*step, made) error) error {
	ctx, cancel := context.WithCancel(w.ctx)
	var g sync.WaitGroup
	defer g.Wait()
	var ready [ahead]chan made
	turns := make(chan struct{}, ahead) // a turn is the leave to make one more file
	defer close(turns)
	defer cancel()
	for i := range min(ahead, len(steps)) {
		ready[i] = make(chan made, 1)
		turns <- struct{}{}
	}
	var next atomic.Int64
	for range min(ahead, len(steps), runtime.GOMAXPROCS(0)) {
		g.Go(func() {
			for range turns {
				i := int(next.Add(1)) - 1
				try(ctx, steps[i].file, ready[i%ahead])
			}
		})
	}
	for i := range steps {
		m := <-ready[i%ahead]
		if m.panic != "" {
			panic(m.panic)
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if m.err != nil {
			return fmt.Errorf("publish %s: %w", steps[i].file.Path, m.err)
		}
		if err := use(&steps[i], m); err != nil {
			return err
		}
		if i+ahead < len(steps) {
			turns <- struct{}{}
		}
	}
	return nil
}

// try makes a file. It always has something to hand over, even if Make panics or ends its goroutine.
func try(ctx context.Context, f *File, to chan<- made) {
	m := made{err: errors.New("making it ended without a result")}
	defer func() {
		if p := recover(); p != nil {
			m.panic = fmt.Sprintf("publish %s: %v\n\n%s", f.Path, p, debug.Stack())
		}
		to <- m
	}()
	if err := ctx.Err(); err != nil {
		m.err = err
		return
	}
	b, err := f.Bytes(ctx)
	if err != nil {
		m.err = err
		return
	}
	m = finished(b)
}
