package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"plotline/site/story"
)

// clock is the time a build goes by: that of --clock, of SOURCE_DATE_EPOCH
// (reproducible-builds.org), or now.
func clock(written string) (time.Time, error) {
	if written != "" {
		if t, err := time.Parse(time.RFC3339, written); err == nil {
			return t, nil
		}
		if t, ok := story.Moment(written, time.UTC); ok {
			return t, nil
		}
		return time.Time{}, usageError{fmt.Errorf("--clock %q is no time; write it like 2022-05-27, 2022-05-27 06:00 or 2022-05-27T06:00:00+02:00", written)}
	}
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return time.Time{}, usageError{fmt.Errorf("SOURCE_DATE_EPOCH %q is no count of seconds", epoch)}
		}
		return time.Unix(seconds, 0), nil
	}
	return time.Now(), nil
}
