#define _GNU_SOURCE
#include "page_server.h"

#include <errno.h>
#include <linux/userfaultfd.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "failure.h"

enum {
    POPULATE_STEP_BYTES = 4 << 20, /* between two looks at faults and ends: about a millisecond */
    HELD_UP_PAUSE_NS = 20000,
    HELD_UP_TRIES = 100, /* some tens of microseconds */
};

/* ---- Populating -------------------------------------------------------------------------------------------------- */

static void begin_to_populate(page_server *server)
{
    server->is_populating = true;
    server->populated_to = first_page(&server->memory);
    server->totals.populate_begin_ns = monotonic_ns();
}

static void end_populating(page_server *server)
{
    server->is_populating = false;
    server->totals.populate_end_ns = monotonic_ns();
}

static _Noreturn void fail_to_serve(page_run run, int error)
{
    errno = error;
    fail_errno("serve the page at offset %#jx", (uintmax_t)offset_of(run));
}

/* Marks the first pages of a run as done and leaves the rest. */
static page_run take_done(page_run run, size_t count)
{
    set_states((page_run){run.region, run.first, count}, PAGE_PRESENT);
    return (page_run){run.region, run.first + count, run.count - count};
}

static void populate_step(page_server *server)
{
    const page_run wanted = next_wanted(&server->memory, server->populated_to, POPULATE_STEP_BYTES);
    if (wanted.count == 0) {
        end_populating(server);
        return;
    }
    const bool keep_waiting = server->policy == ALL;
    const progress copied = copy_pages(server->userfault, server->file, wanted, keep_waiting);
    server->totals.bytes += copied.bytes;
    server->totals.populated_bytes += copied.bytes;
    page_run left = take_done(wanted, copied.bytes / wanted.region->where.page_size);
    /* A copy that was broken off after some pages says why only when it is asked for the next. */
    const int error = copied.bytes == 0 ? copied.error : 0;
    switch (error) {
    case 0:
        break;
    case EEXIST:
        left = take_done(left, 1);
        break;
    case EAGAIN:
        server->is_held_up = true;
        server->totals.eagain++;
        break;
    case ESRCH:
        server->is_vmm_gone = true;
        break;
    default:
        fail_to_serve(left, error);
    }
    server->populated_to = left;
}

static void want_working_set(page_server *server)
{
    const offset_list set = server->working_set;
    for (size_t i = 0; i < set.count; i++) {
        const page_run page = page_at_offset(&server->memory, set.offsets[i]);
        if (page.region == NULL)
            fail("prefetch the page at offset %#jx: no mapping holds it", (uintmax_t)set.offsets[i]);
        want_page(page);
    }
}

/* ---- Events ------------------------------------------------------------------------------------------------------ */

/*
 * The first page that a restore touches is that of the VM generation ID, which the VMM writes itself; the next one is
 * the guest's. Whether the first is the ID's can be told only where nothing was copied before.
 */
static void note_times(page_server *server, page_run page, uint64_t read_ns)
{
    serving_totals *totals = &server->totals;
    if (totals->first_fault_ns == 0) {
        totals->first_fault_ns = read_ns;
        server->first_fault_offset = offset_of(page);
    } else if (totals->first_guest_fault_ns == 0 && server->policy == ON_DEMAND &&
               offset_of(page) != server->first_fault_offset) {
        totals->first_guest_fault_ns = read_ns;
    }
}

static void open_fault_at(page_server *server, uint64_t address, uint64_t read_ns)
{
    const page_run page = page_at_address(&server->memory, address);
    if (page.region == NULL)
        fail("serve a fault at %#jx: no mapping holds it", (uintmax_t)address);
    note_times(server, page, read_ns);
    if (server->totals.faults++ == 0 && server->policy == ALL) {
        want_all(&server->memory);
        begin_to_populate(server);
    }
    if (server->open_count == server->open_capacity) {
        server->open_capacity = server->open_capacity == 0 ? 64 : 2 * server->open_capacity;
        server->open_faults =
            need(reallocarray(server->open_faults, server->open_capacity, sizeof *server->open_faults));
    }
    server->open_faults[server->open_count++] = (open_fault){address, read_ns};
}

static void take_event(page_server *server, const struct uffd_msg *message, uint64_t read_ns)
{
    switch (message->event) {
    case UFFD_EVENT_PAGEFAULT:
        open_fault_at(server, message->arg.pagefault.address, read_ns);
        break;
    case UFFD_EVENT_REMOVE:
        remove_range(&server->memory, message->arg.remove.start, message->arg.remove.end);
        server->totals.removed_bytes += message->arg.remove.end - message->arg.remove.start;
        break;
    default:
        fail("handle event %#x of the VMM's memory", message->event);
    }
}

/* All that is there, so that removals are known before a fault is answered: the kernel hands out faults first. */
static void read_events(page_server *server)
{
    struct uffd_msg messages[16];
    ssize_t length;
    while ((length = read(server->userfault, messages, sizeof messages)) > 0) {
        const uint64_t read_ns = monotonic_ns();
        const size_t count = (size_t)length / sizeof messages[0];
        for (size_t i = 0; i < count; i++)
            take_event(server, &messages[i], read_ns);
        if (count < sizeof messages / sizeof messages[0])
            return;
    }
    if (length < 0 && errno != EAGAIN)
        fail_errno("read the VMM's page faults");
}

/* ---- Answers ----------------------------------------------------------------------------------------------------- */

static progress give_page(page_server *server, page_run page)
{
    if (state_of(page) == PAGE_REMOVED) {
        const progress zeroed = zero_page(server->userfault, page);
        server->totals.zeroed_bytes += zeroed.bytes;
        return zeroed;
    }
    const progress copied = copy_pages(server->userfault, server->file, page, false);
    server->totals.bytes += copied.bytes;
    if (copied.error == 0)
        set_states(page, PAGE_PRESENT);
    return copied;
}

/*
 * The kernel refuses pages from the moment a removal raises its event until the remover goes on after our read of it. One
 * that removes page after page leaves gaps of microseconds only, which no wait would hit.
 */
static progress give_page_in_a_gap(page_server *server, page_run page)
{
    progress given = {0, EAGAIN};
    for (int tries = 0; given.error == EAGAIN && tries < HELD_UP_TRIES; tries++) {
        given = give_page(server, page);
        server->totals.eagain += given.error == EAGAIN;
    }
    return given;
}

/* Whether the fault is answered; one that is not must be tried again. */
static bool answer_fault(page_server *server, open_fault fault)
{
    const page_run page = page_at_address(&server->memory, fault.address);
    const progress given = give_page_in_a_gap(server, page);
    switch (given.error) {
    case 0:
        break;
    case EEXIST: /* two threads at one page, or a page that was populated meanwhile */
        wake_waiters(server->userfault, page);
        break;
    case EAGAIN:
        server->is_held_up = true;
        return false;
    case ESRCH:
        server->is_vmm_gone = true;
        return false;
    default:
        fail_to_serve(page, given.error);
    }
    const uint64_t service_ns = monotonic_ns() - fault.read_ns;
    server->totals.service_ns += service_ns;
    record_fault(&server->log, (fault_record){fault.read_ns, offset_of(page), service_ns});
    return true;
}

static void answer_faults(page_server *server)
{
    size_t unanswered = 0;
    for (size_t i = 0; i < server->open_count; i++)
        if (!answer_fault(server, server->open_faults[i]))
            server->open_faults[unanswered++] = server->open_faults[i];
    server->open_count = unanswered;
}

/* ---- Serving ----------------------------------------------------------------------------------------------------- */

void take_over_memory(page_server *server, const connection *vmm)
{
    server->totals.connected_ns = monotonic_ns();
    mapping mappings[MAX_MAPPINGS];
    const size_t count = read_mappings(vmm->message, server->file.size, mappings);
    server->memory = make_guest_memory(mappings, count);
    server->socket = vmm->socket;
    server->userfault = vmm->userfault;
    if (server->policy == PREFETCH) {
        want_working_set(server);
        begin_to_populate(server);
    }
}

/* Firecracker says nothing more on its socket, which it keeps open to its end. */
static bool is_closed(int socket)
{
    char ignored[64];
    const ssize_t length = recv(socket, ignored, sizeof ignored, MSG_DONTWAIT);
    return length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR);
}

static uint64_t pause_of(const page_server *server)
{
    if (server->is_held_up)
        return HELD_UP_PAUSE_NS;
    return server->is_populating ? NO_PAUSE : UNTIL_EVENT;
}

ending serve_pages(page_server *server, ends_to_watch ends)
{
    struct pollfd watched[] = {
        {.fd = server->userfault, .events = POLLIN},
        {.fd = server->socket, .events = POLLIN},
    };
    while (!server->is_vmm_gone) {
        const ending seen = wait_for(ends, watched, 2, pause_of(server));
        if (watched[1].revents != 0 && is_closed(server->socket))
            return ENDED_VMM_GONE;
        if (seen != NOT_ENDED)
            return seen;
        server->is_held_up = false;
        if (watched[0].revents != 0)
            read_events(server);
        if (server->is_populating)
            populate_step(server);
        /* With ALL, no thread goes on before all memory is there. */
        if (!(server->is_populating && server->policy == ALL))
            answer_faults(server);
    }
    return ENDED_VMM_GONE;
}

ending stall(const page_server *server, ends_to_watch ends)
{
    struct pollfd watched = {.fd = server->socket, .events = POLLIN};
    for (;;) {
        const ending seen = wait_for(ends, &watched, 1, UNTIL_EVENT);
        if (watched.revents != 0 && is_closed(server->socket))
            return ENDED_VMM_GONE;
        if (seen != NOT_ENDED)
            return seen;
    }
}
