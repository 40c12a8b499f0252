/* The command line, whose contract stands at the head of uffd_handler.c. */

#ifndef UFFD_HANDLER_OPTIONS_H
#define UFFD_HANDLER_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "connection.h"
#include "page_server.h"

typedef struct {
    const char *socket;
    const char *memory;
    serving_policy policy;
    const char *working_set;
    const char *record;
    const socket_owner *owner;
    int report_fd;
    uint64_t timeout_ms; /* 0: none */
    bool must_stall;
} options;

/* `arguments` without the program's name, ended by NULL. Ends with status 64 when they are wrong. */
options parse_options(char **arguments);

#endif
