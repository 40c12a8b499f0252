/* Waiting for the VMM, with the two ends that do not come from it: a signal and the deadline. */

#ifndef UFFD_HANDLER_WAITING_H
#define UFFD_HANDLER_WAITING_H

#include <poll.h>
#include <stdint.h>

typedef enum {
    NOT_ENDED,
    ENDED_VMM_GONE,
    ENDED_BY_SIGNAL,
    ENDED_BY_TIMEOUT,
} ending;

/* CLOCK_MONOTONIC. */
uint64_t monotonic_ns(void);

#define NO_DEADLINE UINT64_MAX

typedef struct {
    int signals; /* signalfd(2) for TERM and INT, so that no page is left half served */
    uint64_t deadline_ns;
} ends_to_watch;

ends_to_watch watch_ends(uint64_t deadline_ns);

#define NO_PAUSE 0
#define UNTIL_EVENT UINT64_MAX
enum { MOST_DESCRIPTORS = 2 };

/* Waits until a descriptor is ready, `pause_ns` have passed or an end has come. A descriptor may be ready beside an end. */
ending wait_for(ends_to_watch ends, struct pollfd *descriptors, nfds_t count, uint64_t pause_ns);

#endif
