#include "report.h"

#include <inttypes.h>
#include <stdio.h>

#include "failure.h"

static const char *const ending_names[] = {
    [ENDED_VMM_GONE] = "vmm-gone",
    [ENDED_BY_SIGNAL] = "signal",
    [ENDED_BY_TIMEOUT] = "timeout",
};

void report_ready(int report_fd)
{
    if (dprintf(report_fd, "ready\n") < 0)
        fail_errno("report");
}

void report_totals(int report_fd, ending end, const serving_totals *totals)
{
    const struct {
        const char *name;
        uint64_t value;
    } figures[] = {
        {"connected_ns", totals->connected_ns},
        {"faults", totals->faults},
        {"bytes", totals->bytes},
        {"service_ns", totals->service_ns},
        {"first_fault_ns", totals->first_fault_ns},
        {"first_guest_fault_ns", totals->first_guest_fault_ns},
        {"populated_bytes", totals->populated_bytes},
        {"populate_begin_ns", totals->populate_begin_ns},
        {"populate_end_ns", totals->populate_end_ns},
        {"removed_bytes", totals->removed_bytes},
        {"zeroed_bytes", totals->zeroed_bytes},
        {"eagain", totals->eagain},
    };
    char line[1024];
    size_t length = (size_t)snprintf(line, sizeof line, "{\"ended\":\"%s\"", ending_names[end]);
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        length += (size_t)snprintf(line + length, sizeof line - length, ",\"%s\":%" PRIu64, figures[i].name,
                                   figures[i].value);
    if (dprintf(report_fd, "%s}\n", line) < 0)
        fail_errno("report");
}
