#include "options.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_USAGE = 64 };

static _Noreturn void fail_usage(const char *complaint, const char *word)
{
    fprintf(stderr, "uffd_handler: %s%s%s; usage: uffd_handler --socket PATH --memory FILE [OPTION...]\n", complaint,
            *word == '\0' ? "" : ": ", word);
    exit(STATUS_USAGE);
}

/* The whole number that stands at `*text`, which then points behind it. */
static uint64_t take_number(const char **text, uint64_t most, const char *complaint)
{
    const char *const word = *text;
    char *end = NULL;
    errno = 0;
    const uint64_t number = *word >= '0' && *word <= '9' ? strtoull(word, &end, 10) : 0;
    if (end == NULL || errno != 0 || number > most)
        fail_usage(complaint, word);
    *text = end;
    return number;
}

static void set_socket(options *chosen, const char *value)
{
    chosen->socket = value;
}

static void set_memory(options *chosen, const char *value)
{
    chosen->memory = value;
}

static void set_policy(options *chosen, const char *value)
{
    static const char *const names[] = {[ON_DEMAND] = "on-demand", [PREFETCH] = "prefetch", [ALL] = "all"};
    for (serving_policy policy = ON_DEMAND; policy <= ALL; policy++) {
        if (strcmp(value, names[policy]) == 0) {
            chosen->policy = policy;
            return;
        }
    }
    fail_usage("--policy needs on-demand, prefetch or all", value);
}

static void set_working_set(options *chosen, const char *value)
{
    chosen->working_set = value;
}

static void set_record(options *chosen, const char *value)
{
    chosen->record = value;
}

static void set_owner(options *chosen, const char *value)
{
    static socket_owner owner;
    const char *const complaint = "--owner needs UID:GID";
    const char *rest = value;
    owner.uid = (uid_t)take_number(&rest, UINT32_MAX - 1, complaint);
    if (*rest++ != ':')
        fail_usage(complaint, value);
    owner.gid = (gid_t)take_number(&rest, UINT32_MAX - 1, complaint);
    if (*rest != '\0')
        fail_usage(complaint, value);
    chosen->owner = &owner;
}

static void set_report_fd(options *chosen, const char *value)
{
    const char *rest = value;
    chosen->report_fd = (int)take_number(&rest, 65535, "--report-fd needs a number to 65535");
    if (*rest != '\0' || fcntl(chosen->report_fd, F_GETFD) < 0)
        fail_usage("--report-fd needs an open descriptor", value);
}

static void set_timeout(options *chosen, const char *value)
{
    const char *const complaint = "--timeout-ms needs a number from 1";
    const char *rest = value;
    chosen->timeout_ms = take_number(&rest, UINT32_MAX, complaint);
    if (*rest != '\0' || chosen->timeout_ms == 0)
        fail_usage(complaint, value);
}

static void set_stall(options *chosen, const char *value)
{
    (void)value;
    chosen->must_stall = true;
}

typedef struct {
    const char *name;
    bool has_value;
    void (*set)(options *chosen, const char *value);
} option;

static const option known_options[] = {
    {"--socket", true, set_socket},
    {"--memory", true, set_memory},
    {"--policy", true, set_policy},
    {"--working-set", true, set_working_set},
    {"--record", true, set_record},
    {"--owner", true, set_owner},
    {"--report-fd", true, set_report_fd},
    {"--timeout-ms", true, set_timeout},
    {"--stall", false, set_stall},
};

static const option *find_option(const char *name)
{
    for (size_t i = 0; i < sizeof known_options / sizeof known_options[0]; i++)
        if (strcmp(name, known_options[i].name) == 0)
            return &known_options[i];
    fail_usage("unknown option", name);
}

options parse_options(char **argument)
{
    options chosen = {.policy = ON_DEMAND, .report_fd = STDOUT_FILENO};
    for (; *argument != NULL; argument++) {
        const option *found = find_option(*argument);
        if (found->has_value && argument[1] == NULL)
            fail_usage("no value after", *argument);
        found->set(&chosen, found->has_value ? *++argument : NULL);
    }
    if (chosen.socket == NULL || chosen.memory == NULL)
        fail_usage("missing", chosen.socket == NULL ? "--socket" : "--memory");
    if ((chosen.policy == PREFETCH) != (chosen.working_set != NULL))
        fail_usage("--policy prefetch and --working-set need each other", "");
    return chosen;
}
