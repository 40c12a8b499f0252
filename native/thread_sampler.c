/*
 * thread_sampler: looks at the threads of a process in equal steps and tells at the end what it saw, unparsed.
 *
 * CONTRACT
 *
 *   thread_sampler PID PERIOD_US RARE
 *
 *   PID        the process, in the caller's PID namespace
 *   PERIOD_US  microseconds from tick to tick, 1 000 or more
 *   RARE       each tick of this number also reads `stat` and looks for new threads, 1 or more; the first tick does
 *
 * A tick's due time is counted from the start on CLOCK_MONOTONIC, so ticks do not drift. One that came due before the
 * last was done is left out: its number is missing. The files of a thread are opened once. Nothing is written while it
 * samples, except "ready\n" to standard output after the first tick.
 *
 * Ends by TERM, INT or the death of its parent, or when PID has ended, and then writes to standard output
 *
 *   T <tick> <ns>          a tick and its moment: CLOCK_MONOTONIC before its first read; its threads follow
 *   R <tid> <schedstat>    the line of /proc/PID/task/TID/schedstat
 *   S <tid> <stat>         the line of /proc/PID/task/TID/stat, after the R of the same thread
 *   C <ns>                 the CPU time of thread_sampler itself, from the first tick on
 *   E <ns> stopped         its end: the moment, and why
 *   E <ns> ended           PID has ended; a zombie has
 *
 * Exit status
 *   0     all was written
 *   64    wrong usage
 *   1     PID had ended before the first tick, or no memory was left; one line on stderr
 */

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { STATUS_FAILED = 1, STATUS_USAGE = 64 };
enum { LONGEST_LINE = 1024, MOST_THREADS = 256, CLOSED = -1 };

typedef struct {
    int tid;
    int schedstat; /* descriptors; CLOSED once the thread has ended */
    int stat;
} thread;

typedef struct {
    char *bytes;
    size_t length, capacity;
} record;

static thread threads[MOST_THREADS];
static int thread_count;
static record seen;
static volatile sig_atomic_t is_stopped;

static _Noreturn void fail(const char *text)
{
    fprintf(stderr, "thread_sampler: %s\n", text);
    exit(STATUS_FAILED);
}

static void stop(int signal)
{
    (void)signal;
    is_stopped = 1;
}

/* ---- The record -------------------------------------------------------------------------------------------------- */

static char *reserve_line(void)
{
    if (seen.capacity - seen.length < 2 * LONGEST_LINE) {
        seen.capacity = seen.capacity == 0 ? 1 << 20 : 2 * seen.capacity;
        seen.bytes = realloc(seen.bytes, seen.capacity);
        if (seen.bytes == NULL)
            fail("no memory is left for what was seen");
    }
    return seen.bytes + seen.length;
}

static void record_number(char kind, uint64_t first, const char *rest)
{
    seen.length += (size_t)snprintf(reserve_line(), LONGEST_LINE, "%c %llu%s\n", kind, (unsigned long long)first, rest);
}

static void record_tick(uint64_t tick, uint64_t now)
{
    char stamp[32];
    snprintf(stamp, sizeof stamp, " %llu", (unsigned long long)now);
    record_number('T', tick, stamp);
}

/* Appends the file's one line, which ends with a newline. False when the thread has ended. */
static bool record_file(char kind, int tid, int descriptor)
{
    char *line = reserve_line();
    const int head = sprintf(line, "%c %d ", kind, tid);
    const ssize_t length = pread(descriptor, line + head, LONGEST_LINE, 0);
    if (length <= 0)
        return false;
    seen.length += (size_t)head + (size_t)length;
    return true;
}

static void write_record(void)
{
    for (size_t done = 0; done < seen.length;) {
        const ssize_t written = write(STDOUT_FILENO, seen.bytes + done, seen.length - done);
        if (written < 0 && errno != EINTR)
            fail(strerror(errno));
        if (written > 0)
            done += (size_t)written;
    }
}

/* ---- Threads ----------------------------------------------------------------------------------------------------- */

static int open_of(int pid, int tid, const char *file)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/%s", pid, tid, file);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static void close_thread(thread *one)
{
    if (one->schedstat >= 0)
        close(one->schedstat);
    if (one->stat >= 0)
        close(one->stat);
    one->schedstat = one->stat = CLOSED;
}

static bool is_known(int tid)
{
    for (int i = 0; i < thread_count; i++)
        if (threads[i].tid == tid && threads[i].schedstat != CLOSED)
            return true;
    return false;
}

static void find_threads(int pid)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *directory = opendir(path);
    if (directory == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL && thread_count < MOST_THREADS;) {
        const int tid = atoi(entry->d_name);
        if (tid == 0 || is_known(tid))
            continue;
        thread *one = &threads[thread_count];
        *one = (thread){tid, open_of(pid, tid, "schedstat"), open_of(pid, tid, "stat")};
        if (one->schedstat < 0 || one->stat < 0)
            close_thread(one);
        else
            thread_count++;
    }
    closedir(directory);
}

/* A zombie still has its files: its state tells. */
static bool has_ended(int pid)
{
    char path[32], line[LONGEST_LINE];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return true;
    const ssize_t length = read(descriptor, line, sizeof line - 1);
    close(descriptor);
    if (length <= 0)
        return true;
    line[length] = '\0';
    const char *name_end = strrchr(line, ')');
    return name_end == NULL || name_end[1] == '\0' || name_end[2] == 'Z' || name_end[2] == 'X';
}

/* ---- Ticks ------------------------------------------------------------------------------------------------------- */

static uint64_t read_clock(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void sleep_until(uint64_t due)
{
    const struct timespec time = {(time_t)(due / 1000000000u), (long)(due % 1000000000u)};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static void look(uint64_t tick, uint64_t now, bool is_rare)
{
    record_tick(tick, now);
    for (int i = 0; i < thread_count; i++) {
        thread *one = &threads[i];
        if (one->schedstat == CLOSED)
            continue;
        if (!record_file('R', one->tid, one->schedstat) || (is_rare && !record_file('S', one->tid, one->stat)))
            close_thread(one);
    }
}

/* Returns why it ended. */
static const char *sample(int pid, uint64_t period, uint64_t rare)
{
    const uint64_t start = read_clock(CLOCK_MONOTONIC);
    uint64_t rare_round = UINT64_MAX;
    for (uint64_t tick = 0; !is_stopped;) {
        const bool is_rare = tick / rare != rare_round;
        const uint64_t now = read_clock(CLOCK_MONOTONIC);
        if (is_rare && has_ended(pid)) {
            if (tick == 0)
                fail("the process has ended");
            return " ended";
        }
        if (is_rare)
            find_threads(pid);
        if (thread_count == 0)
            fail("the process has no thread whose schedstat can be read");
        look(tick, now, is_rare);
        if (tick == 0 && write(STDOUT_FILENO, "ready\n", 6) != 6)
            fail(strerror(errno));
        rare_round = tick / rare;
        const uint64_t elapsed = read_clock(CLOCK_MONOTONIC) - start;
        tick = elapsed / period + 1;
        sleep_until(start + tick * period);
    }
    return has_ended(pid) ? " ended" : " stopped";
}

/* ---- Start ------------------------------------------------------------------------------------------------------- */

static uint64_t parse_number(const char *text, uint64_t least)
{
    char *end;
    errno = 0;
    const unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || *text < '0' || *text > '9' || *end != '\0' || value < least || value > 4000000000u) {
        fprintf(stderr, "thread_sampler: not a number of %llu or more: %s\n", (unsigned long long)least, text);
        exit(STATUS_USAGE);
    }
    return value;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("thread_sampler: usage: thread_sampler PID PERIOD_US RARE\n", stderr);
        return STATUS_USAGE;
    }
    const int pid = (int)parse_number(argv[1], 1);
    const uint64_t period = parse_number(argv[2], 1000) * 1000;
    const uint64_t rare = parse_number(argv[3], 1);

    /* No SA_RESTART: the signal is to end the sleep. */
    const struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);

    const uint64_t cpu_before = read_clock(CLOCK_PROCESS_CPUTIME_ID);
    const char *reason = sample(pid, period, rare);
    record_number('C', read_clock(CLOCK_PROCESS_CPUTIME_ID) - cpu_before, "");
    record_number('E', read_clock(CLOCK_MONOTONIC), reason);
    write_record();
    return 0;
}
