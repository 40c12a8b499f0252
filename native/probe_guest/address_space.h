/* Which guest-physical addresses the guest may use; each has itself as its virtual address. */

#ifndef PROBE_GUEST_ADDRESS_SPACE_H
#define PROBE_GUEST_ADDRESS_SPACE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    PAGE_SIZE = 0x1000,
    HEARTBEAT = 0x1f00000,      /* contract: the word that mode=count adds to */
    OWN_MEMORY_END = 0x2000000, /* below: the guest itself and the heartbeat */
    FIRST_GIB_END = 0x40000000,
    LAST_WORD_OF_FIRST_GIB = FIRST_GIB_END - 8,
    UNMAPPED_ADDRESS = FIRST_GIB_END,
};

/* Maps the fourth GiB, where MMIO lies, beside the first, which the loader has mapped. */
void map_mmio(void);

/* Whether the address lies within the first or the fourth GiB. */
bool is_mapped(uint64_t address);

#endif
