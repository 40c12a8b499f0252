/* The pages that a guest uses: [begin, end), whole pages of RAM above the guest itself. */

#ifndef PROBE_GUEST_WORKING_SET_H
#define PROBE_GUEST_WORKING_SET_H

#include <stdint.h>

#include "boot_protocol.h"

typedef struct {
    uint64_t begin;
    uint64_t end;
} working_set;

/* From touch=<MiB> and base=<address>; empty when touch= is absent. Refuses what is not RAM or not mapped. */
working_set read_working_set(const boot_protocol *boot);

#endif
