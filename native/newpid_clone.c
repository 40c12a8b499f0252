/*
 * newpid_clone: starts a program as pid 1 of a new PID namespace and says which pid it has on the host.
 *
 * CONTRACT
 *
 *   newpid_clone [--wait] [--pid-fd N] -- PROGRAM [ARG...]
 *
 *   --wait       stay until PROGRAM ends and take over its exit status
 *   --pid-fd N   once PROGRAM has been executed, write its host pid and a newline to descriptor N (3 or more), which
 *                PROGRAM does not inherit: the reader sees the pid, then the end of the file
 *
 * PROGRAM is looked up in PATH and inherits the environment, the standard streams and every other descriptor that is
 * not close-on-exec. A pid that has been written, and a status of 0, mean that PROGRAM was executed, not only forked.
 *
 * Exit status
 *   without --wait   0
 *   with --wait      the exit status of PROGRAM, or 128 + the signal that killed it
 *   64               wrong usage
 *   125              no namespace or process could be made, or the pid could not be written
 *   126              PROGRAM was found and could not be executed
 *   127              PROGRAM was not found
 *   64 and 125 to 127 come with one line on stderr, which tells them from an equal status of PROGRAM.
 *
 * Signals: TERM, INT, HUP and QUIT end PROGRAM by KILL, since pid 1 of a namespace does not feel a signal that it has
 * no handler for (pid_namespaces(7)). KILL of newpid_clone itself leaves PROGRAM running. Needs CAP_SYS_ADMIN.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    STATUS_USAGE = 64,
    STATUS_NOT_STARTED = 125,
    STATUS_NOT_EXECUTABLE = 126,
    STATUS_NOT_FOUND = 127,
    STATUS_SIGNAL_BASE = 128,
};

enum { NO_DESCRIPTOR = -1 };

typedef struct {
    bool wait;
    int pid_fd;
    char **program; /* PROGRAM and its arguments, ended by NULL */
} options;

/* ---- Ends -------------------------------------------------------------------------------------------------------- */

static _Noreturn void fail_usage(const char *complaint, const char *word)
{
    fprintf(stderr, "newpid_clone: %s%s%s; usage: newpid_clone [--wait] [--pid-fd N] -- PROGRAM [ARG...]\n", complaint,
            *word == '\0' ? "" : ": ", word);
    exit(STATUS_USAGE);
}

static _Noreturn void fail(int status, const char *action, int error)
{
    fprintf(stderr, "newpid_clone: cannot %s: %s\n", action, strerror(error));
    exit(status);
}

/* ---- Options ----------------------------------------------------------------------------------------------------- */

static int parse_pid_fd(const char *text)
{
    char *end = NULL;
    errno = 0;
    const long number = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number < 3 || number > 65535)
        fail_usage("--pid-fd needs a number from 3 to 65535", text);
    if (fcntl((int)number, F_SETFD, FD_CLOEXEC) != 0)
        fail_usage("--pid-fd needs an open descriptor", text);
    return (int)number;
}

static options parse_options(char **argument)
{
    options parsed = {.wait = false, .pid_fd = NO_DESCRIPTOR, .program = NULL};
    for (; *argument != NULL && strcmp(*argument, "--") != 0; argument++) {
        if (strcmp(*argument, "--wait") == 0)
            parsed.wait = true;
        else if (strcmp(*argument, "--pid-fd") == 0 && argument[1] != NULL)
            parsed.pid_fd = parse_pid_fd(*++argument);
        else
            fail_usage("unknown or incomplete option", *argument);
    }
    if (*argument == NULL || argument[1] == NULL)
        fail_usage("no PROGRAM after --", "");
    parsed.program = argument + 1;
    return parsed;
}

/* ---- Signals ----------------------------------------------------------------------------------------------------- */

static volatile sig_atomic_t child_pid;
static volatile sig_atomic_t is_told_to_end;

static void kill_child(int signal_number)
{
    (void)signal_number;
    is_told_to_end = true;
    kill((pid_t)child_pid, SIGKILL);
}

static sigset_t ending_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGQUIT);
    return set;
}

/* The handlers know the child, so they are set after the clone; the signals are blocked until then. */
static void pass_ending_signals_on_to(pid_t child, const sigset_t *mask_before)
{
    const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};
    child_pid = child;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction action = {.sa_handler = kill_child};
        sigaction(numbers[i], &action, NULL);
    }
    signal(SIGPIPE, SIG_IGN); /* a reader of the pid that has gone shall be an error, not our death */
    sigprocmask(SIG_SETMASK, mask_before, NULL);
}

/* ---- Child ------------------------------------------------------------------------------------------------------- */

/* Like fork(), with the child in a new PID namespace; a NULL stack shares ours copy-on-write (clone(2)). */
static pid_t clone_into_new_pid_namespace(void)
{
    return (pid_t)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, NULL, NULL, NULL, NULL);
}

static _Noreturn void execute(char **program, int failure_fd)
{
    execvp(program[0], program);
    const int error = errno;
    if (write(failure_fd, &error, sizeof error) != (ssize_t)sizeof error)
        abort(); /* a pipe takes an int whole, unless the parent has died */
    _exit(STATUS_NOT_EXECUTABLE);
}

/* Waits until the child has executed its program: 0, or the errno of the attempt. The exec itself closes the pipe. */
static int read_exec_error(int failure_fd)
{
    int error = 0;
    ssize_t count;
    do
        count = read(failure_fd, &error, sizeof error);
    while (count < 0 && errno == EINTR);
    close(failure_fd);
    return count == (ssize_t)sizeof error ? error : 0;
}

static int wait_for_status(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            fail(STATUS_NOT_STARTED, "wait for the program", errno);
    return WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_SIGNAL_BASE + WTERMSIG(status);
}

static void report_pid(int pid_fd, pid_t child)
{
    if (dprintf(pid_fd, "%d\n", child) < 0) {
        const int error = errno;
        kill(child, SIGKILL);
        wait_for_status(child);
        fail(STATUS_NOT_STARTED, "write the pid", error);
    }
    close(pid_fd);
}

/* ---- Main -------------------------------------------------------------------------------------------------------- */

/* Returns once the program runs, or ends with the reason why it does not. */
static pid_t start_program(char **program)
{
    int failure_pipe[2];
    if (pipe2(failure_pipe, O_CLOEXEC) != 0)
        fail(STATUS_NOT_STARTED, "make a pipe", errno);
    const sigset_t ending = ending_signals();
    sigset_t mask_before;
    sigprocmask(SIG_BLOCK, &ending, &mask_before);

    const pid_t child = clone_into_new_pid_namespace();
    if (child < 0)
        fail(STATUS_NOT_STARTED, "clone into a new PID namespace", errno);
    if (child == 0) {
        sigprocmask(SIG_SETMASK, &mask_before, NULL);
        execute(program, failure_pipe[1]);
    }
    pass_ending_signals_on_to(child, &mask_before);
    close(failure_pipe[1]);

    const int exec_error = read_exec_error(failure_pipe[0]);
    if (exec_error != 0) {
        wait_for_status(child);
        fprintf(stderr, "newpid_clone: cannot execute %s: %s\n", program[0], strerror(exec_error));
        exit(exec_error == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE);
    }
    return child;
}

int main(int argument_count, char **arguments)
{
    const options chosen = parse_options(arguments + (argument_count > 0 ? 1 : 0));
    const pid_t child = start_program(chosen.program);
    if (chosen.pid_fd != NO_DESCRIPTOR)
        report_pid(chosen.pid_fd, child);
    return chosen.wait || is_told_to_end ? wait_for_status(child) : 0;
}
