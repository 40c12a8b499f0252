/*
 * uffd_handler: serves the memory of one restored microVM, page by page, and says when the guest asked for what. The
 * other end of Firecracker's mem_backend "Uffd" (Firecracker, docs/snapshotting/handling-page-faults-on-snapshot-
 * resume.md). Its parts lie in uffd_handler/.
 *
 * CONTRACT
 *
 *   uffd_handler --socket PATH --memory FILE [--policy on-demand|prefetch|all] [--working-set FILE] [--record FILE]
 *                [--owner UID:GID] [--report-fd N] [--timeout-ms N] [--stall]
 *
 *   --socket PATH       where to listen; must not exist. Only its last part is limited to 107 bytes
 *   --memory FILE       the memory file of the snapshot; must not change while the VM lives
 *   --policy            which pages are copied when:
 *                         on-demand  one page a fault (the default)
 *                         prefetch   as soon as the VMM connects, the pages of the working set, in the order of their
 *                                    addresses; whatever the guest asks for meanwhile is served in between
 *                         all        at the first fault everything, before any thread goes on
 *   --working-set FILE  of prefetch: what --record wrote at an earlier restore of the same snapshot
 *   --record FILE       at the end, write one line a fault, in the order of the answers: when it was read
 *                       (CLOCK_MONOTONIC, ns), the offset of its page in the memory file, and how long its thread then
 *                       waited for the answer (ns)
 *   --owner UID:GID     give the socket to this user, the only one that may then connect; default: the caller
 *   --report-fd N       report on this descriptor instead of standard output
 *   --timeout-ms N      end at the latest so long after the start
 *   --stall             take the VMM's message and serve nothing: a handler that has hung, for tests
 *
 * Serves one VMM: one connection, one message (a JSON array of mappings; pages of 4 KiB and of 2 MiB, named page_size
 * or, by older versions, page_size_kib, which is in bytes as well) with one userfaultfd. The socket's name is taken away
 * then. A page that the guest gave back (UFFD_EVENT_REMOVE: a balloon) reads as zeros from then on.
 *
 * Report  "ready" once it listens, and at the end one line of JSON. All times are in ns, those of moments by
 *         CLOCK_MONOTONIC, 0 where there was none:
 *           ended                 "vmm-gone" (the VMM closed its socket or died), "signal" (TERM, INT) or "timeout"
 *           connected_ns          the VMM's message was here
 *           faults                that were read
 *           bytes                 copied from the memory file, populated ones included
 *           service_ns            how long threads waited from the read of their fault to its answer, summed
 *           first_fault_ns        read of the first fault: at a restore the VMM's own write of the VM generation ID
 *           first_guest_fault_ns  read of the first fault at another page than the first one's, which is the guest's.
 *                                 With on-demand only: a page that was there before it was asked for raises no fault
 *           populated_bytes, populate_begin_ns, populate_end_ns
 *                                 of prefetch and all: what was copied before it was asked for, and when
 *           removed_bytes         that the guest gave back
 *           zeroed_bytes          answered with zeros for that
 *           eagain                answers that had to be tried again because of a removal under way
 *
 * Exit status
 *   0    one of the three ends, its line is on the report
 *   64   wrong usage
 *   1    anything else, with one line on stderr
 *   A VM whose handler has ended waits for ever at its next fault, and can only be killed.
 *
 * Needs the right to read FILE and to bind PATH, and with --owner CAP_CHOWN. Serves from one thread.
 */

#include <signal.h>
#include <stdlib.h>

#include "uffd_handler/connection.h"
#include "uffd_handler/options.h"
#include "uffd_handler/page_server.h"
#include "uffd_handler/report.h"

static uint64_t deadline_after(uint64_t timeout_ms)
{
    return timeout_ms == 0 ? NO_DEADLINE : monotonic_ns() + timeout_ms * 1000000;
}

static ending serve_vmm(page_server *server, const options *chosen, int listener, ends_to_watch ends)
{
    static connection vmm;
    const ending end = accept_vmm(listener, chosen->socket, ends, &vmm);
    if (end != NOT_ENDED)
        return end;
    take_over_memory(server, &vmm);
    return chosen->must_stall ? stall(server, ends) : serve_pages(server, ends);
}

/* Whatever can be wrong with a file is found before "ready", and so before a VM depends on it. */
int main(int argument_count, char **arguments)
{
    const options chosen = parse_options(arguments + (argument_count > 0 ? 1 : 0));
    const ends_to_watch ends = watch_ends(deadline_after(chosen.timeout_ms));
    signal(SIGPIPE, SIG_IGN); /* a reader of the report that has gone shall be an error, not our death */
    const memory_file file = open_memory_file(chosen.memory);
    page_server server = {
        .file = file,
        .policy = chosen.policy,
        .working_set = read_offsets(chosen.working_set, file.size),
        .log = open_fault_log(chosen.record),
    };
    const int listener = listen_on(chosen.socket, chosen.owner);
    report_ready(chosen.report_fd);

    const ending end = serve_vmm(&server, &chosen, listener, ends);
    close_fault_log(&server.log, chosen.record);
    report_totals(chosen.report_fd, end, &server.totals);
    return EXIT_SUCCESS;
}
