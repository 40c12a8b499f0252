/* The guest's memory page by page: where each comes from and what has become of it. Knows no system call. */

#ifndef UFFD_HANDLER_GUEST_MEMORY_H
#define UFFD_HANDLER_GUEST_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mapping.h"

typedef enum {
    PAGE_ABSENT,
    PAGE_WANTED,  /* absent, and to be copied before the guest asks */
    PAGE_PRESENT,
    PAGE_REMOVED, /* given back by the guest: reads as zeros from then on, whatever the memory file holds */
} page_state;

typedef struct {
    mapping where;
    size_t page_count;
    uint8_t *states; /* one page_state a page: a small file of its own beside 4 KiB or more */
} guest_region;

typedef struct {
    guest_region regions[MAX_MAPPINGS];
    size_t region_count;
} guest_memory;

/* Pages of one region that lie side by side. */
typedef struct {
    guest_region *region;
    size_t first;
    size_t count;
} page_run;

guest_memory make_guest_memory(const mapping *mappings, size_t count);

/* The page that holds an address of the VMM; region NULL when none does. */
page_run page_at_address(guest_memory *memory, uint64_t address);

/* The page that holds an offset in the memory file; region NULL when none does. */
page_run page_at_offset(guest_memory *memory, uint64_t offset);

uint64_t address_of(page_run run);
uint64_t offset_of(page_run run);
uint64_t bytes_of(page_run run);
page_state state_of(page_run page);

void set_states(page_run run, page_state state);

/* Marks a page, or all pages, as wanted where they are still absent. */
void want_page(page_run page);
void want_all(guest_memory *memory);

/* The next wanted pages at or after `from`, at most `most_bytes` of them; count 0 when there are none. */
page_run next_wanted(guest_memory *memory, page_run from, uint64_t most_bytes);
page_run first_page(guest_memory *memory);

/* Marks what lies between two addresses of the VMM as removed. */
void remove_range(guest_memory *memory, uint64_t begin, uint64_t end);

#endif
