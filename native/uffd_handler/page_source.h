/* The memory file and the ways of putting its pages into the VMM (ioctl_userfaultfd(2)). */

#ifndef UFFD_HANDLER_PAGE_SOURCE_H
#define UFFD_HANDLER_PAGE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "guest_memory.h"

/* Mapped, so that pages are read through the page cache, with the kernel's read-ahead, when they are first copied. */
typedef struct {
    const char *bytes;
    uint64_t size;
} memory_file;

memory_file open_memory_file(const char *path);

/*
 * How far a request has come and the errno that stopped it, 0 for none:
 *   EAGAIN  a removal is under way, its event must be read first
 *   EEXIST  the next page is there already
 *   ESRCH   the VMM has gone
 */
typedef struct {
    uint64_t bytes;
    int error;
} progress;

/* Copies pages of the file. The threads that wait for them go on, unless `keep_waiting`. */
progress copy_pages(int userfault, memory_file file, page_run run, bool keep_waiting);

/* Gives one page of zeros. */
progress zero_page(int userfault, page_run page);

/* Lets the threads go on that wait for a page. */
void wake_waiters(int userfault, page_run page);

#endif
