package watch

import (
	"errors"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// notifier is what we use of fsnotify. There is one for all folders, since the system has few to
// give: 128 for all programs of a user.
type notifier struct {
	Events      <-chan fsnotify.Event
	Errors      <-chan error
	add, remove func(dir string) error
	close       func() error
}

const buffer = 4096 // events read ahead, so that a burst is met in one piece

func notify() (*notifier, error) {
	w, err := fsnotify.NewBufferedWatcher(buffer)
	if err != nil {
		return nil, err
	}
	return &notifier{w.Events, w.Errors, w.Add, w.Remove, w.Close}, nil
}

// limits words the errors that are the system's limits.
func limits(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "the system's limit of watched folders is reached, on Linux fs.inotify.max_user_watches"
	case errors.Is(err, syscall.EMFILE):
		return "the system's limit of watchers is reached, on Linux fs.inotify.max_user_instances"
	}
	return err.Error()
}
