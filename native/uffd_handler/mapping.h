/* The message by which Firecracker hands over its guest memory. */

#ifndef UFFD_HANDLER_MAPPING_H
#define UFFD_HANDLER_MAPPING_H

#include <stddef.h>
#include <stdint.h>

/* One piece of guest memory: where it is in the VMM's address space and in the memory file. All in bytes. */
typedef struct {
    uint64_t address;
    uint64_t size;
    uint64_t file_offset;
    uint64_t page_size;
} mapping;

enum { MAX_MAPPINGS = 16 };

/*
 * Reads the mappings from `message`; fails on what does not fit a memory file of `file_size` bytes. Not a JSON reader:
 * it takes what Firecracker writes, an array of objects without nesting whose values are whole numbers.
 */
size_t read_mappings(const char *message, uint64_t file_size, mapping mappings[MAX_MAPPINGS]);

#endif
