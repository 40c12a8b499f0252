#define _GNU_SOURCE
#include "waiting.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>

#include "failure.h"

enum { NS_PER_SECOND = 1000000000 };

uint64_t monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

ends_to_watch watch_ends(uint64_t deadline_ns)
{
    sigset_t ending_signals;
    sigemptyset(&ending_signals);
    sigaddset(&ending_signals, SIGTERM);
    sigaddset(&ending_signals, SIGINT);
    sigprocmask(SIG_BLOCK, &ending_signals, NULL);
    const int signals = signalfd(-1, &ending_signals, SFD_CLOEXEC);
    if (signals < 0)
        fail_errno("watch for signals");
    return (ends_to_watch){signals, deadline_ns};
}

static uint64_t time_left(uint64_t deadline_ns)
{
    if (deadline_ns == NO_DEADLINE)
        return UNTIL_EVENT;
    const uint64_t now = monotonic_ns();
    return now < deadline_ns ? deadline_ns - now : 0;
}

ending wait_for(ends_to_watch ends, struct pollfd *descriptors, nfds_t count, uint64_t pause_ns)
{
    struct pollfd all[MOST_DESCRIPTORS + 1] = {{.fd = ends.signals, .events = POLLIN}};
    memcpy(all + 1, descriptors, count * sizeof *descriptors);
    const uint64_t left_ns = time_left(ends.deadline_ns);
    const uint64_t wait_ns = left_ns < pause_ns ? left_ns : pause_ns;
    const struct timespec timeout = {
        .tv_sec = (time_t)(wait_ns / NS_PER_SECOND),
        .tv_nsec = (long)(wait_ns % NS_PER_SECOND),
    };
    if (ppoll(all, count + 1, wait_ns == UNTIL_EVENT ? NULL : &timeout, NULL) < 0 && errno != EINTR)
        fail_errno("wait for the VMM");
    memcpy(descriptors, all + 1, count * sizeof *descriptors);
    if (all[0].revents != 0)
        return ENDED_BY_SIGNAL;
    return left_ns == 0 ? ENDED_BY_TIMEOUT : NOT_ENDED;
}
