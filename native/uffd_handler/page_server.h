/* Serves the page faults of one VMM until it is gone. */

#ifndef UFFD_HANDLER_PAGE_SERVER_H
#define UFFD_HANDLER_PAGE_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "connection.h"
#include "fault_log.h"
#include "guest_memory.h"
#include "page_source.h"
#include "waiting.h"

typedef enum {
    ON_DEMAND,
    PREFETCH,
    ALL,
} serving_policy;

/* Times are CLOCK_MONOTONIC; 0 is none. */
typedef struct {
    uint64_t connected_ns;
    uint64_t faults;
    uint64_t bytes; /* copied from the file, populated ones included */
    uint64_t service_ns;
    uint64_t first_fault_ns;
    uint64_t first_guest_fault_ns;
    uint64_t populated_bytes;
    uint64_t populate_begin_ns;
    uint64_t populate_end_ns;
    uint64_t removed_bytes;
    uint64_t zeroed_bytes;
    uint64_t eagain;
} serving_totals;

/* A fault that was read and not answered yet. */
typedef struct {
    uint64_t address;
    uint64_t read_ns;
} open_fault;

typedef struct {
    int socket;
    int userfault;
    memory_file file;
    guest_memory memory;
    serving_policy policy;
    offset_list working_set; /* of PREFETCH */
    fault_log log;

    open_fault *open_faults;
    size_t open_count;
    size_t open_capacity;
    bool is_populating;
    page_run populated_to;
    bool is_held_up; /* a removal is under way, whose event is to be read first */
    bool is_vmm_gone;
    uint64_t first_fault_offset;
    serving_totals totals;
} page_server;

/* Takes over what the VMM has sent. */
void take_over_memory(page_server *server, const connection *vmm);

ending serve_pages(page_server *server, ends_to_watch ends);

/* Answers no fault at all: a handler that has hung. */
ending stall(const page_server *server, ends_to_watch ends);

#endif
