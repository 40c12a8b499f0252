#define _GNU_SOURCE
#include "page_source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"

memory_file open_memory_file(const char *path)
{
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat facts;
    if (descriptor < 0 || fstat(descriptor, &facts) != 0)
        fail_errno("read %s", path);
    const uint64_t size = (uint64_t)facts.st_size;
    if (!S_ISREG(facts.st_mode) || size == 0)
        fail("read %s: it is not a file with content", path);
    const char *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (bytes == MAP_FAILED)
        fail_errno("map %s", path);
    close(descriptor);
    return (memory_file){bytes, size};
}

/* The kernel answers a request that it broke off with the bytes that it did, or a negative errno where it did none. */
static progress progress_of(int result, int64_t done, uint64_t wanted)
{
    if (result == 0)
        return (progress){wanted, 0};
    return (progress){done > 0 ? (uint64_t)done : 0, errno};
}

static progress copy_from(int userfault, const char *source, page_run run, bool keep_waiting)
{
    struct uffdio_copy request = {
        .dst = address_of(run),
        .src = (uintptr_t)source,
        .len = bytes_of(run),
        .mode = keep_waiting ? UFFDIO_COPY_MODE_DONTWAKE : 0,
    };
    const int result = ioctl(userfault, UFFDIO_COPY, &request);
    return progress_of(result, request.copy, request.len);
}

progress copy_pages(int userfault, memory_file file, page_run run, bool keep_waiting)
{
    return copy_from(userfault, file.bytes + offset_of(run), run, keep_waiting);
}

static progress map_zero_page(int userfault, page_run page)
{
    struct uffdio_zeropage request = {.range = {.start = address_of(page), .len = bytes_of(page)}};
    const int result = ioctl(userfault, UFFDIO_ZEROPAGE, &request);
    return progress_of(result, request.zeropage, request.range.len);
}

/* The kernel has no zero page of this size to map (hugetlb refuses UFFDIO_ZEROPAGE). */
static progress copy_huge_zero_page(int userfault, page_run page)
{
    static char zeros[2097152];
    return copy_from(userfault, zeros, page, false);
}

progress zero_page(int userfault, page_run page)
{
    return bytes_of(page) == 4096 ? map_zero_page(userfault, page) : copy_huge_zero_page(userfault, page);
}

void wake_waiters(int userfault, page_run page)
{
    struct uffdio_range range = {.start = address_of(page), .len = bytes_of(page)};
    if (ioctl(userfault, UFFDIO_WAKE, &range) != 0)
        fail_errno("wake the threads that wait for offset %#jx", (uintmax_t)offset_of(page));
}
