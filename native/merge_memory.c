/* merge_memory BASE DIFF OUTPUT
 *
 * Lays a diff snapshot's memory file over its parent's, so that the result can be restored by itself.
 *
 *   BASE    memory file of the parent: as long as the guest's memory
 *   DIFF    memory file of the diff: as long, sparse; its data extents are the pages that changed
 *   OUTPUT  made anew, refused when it exists: BASE with the extents of DIFF in place of its own
 *
 * Holes of BASE stay holes. A page of zeros that the guest wrote is data in DIFF and is copied like any other.
 * Extents are found by lseek(2) SEEK_DATA and SEEK_HOLE; a filesystem that knows no holes reports DIFF as one extent, which
 * would overwrite everything: files of equal length without any hole are therefore refused.
 *
 * Exit status: 0 done, with "extents=N bytes=N" on standard output; 64 usage; 1 anything else, with one line on standard
 * error and no OUTPUT left.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_USAGE = 64 };

struct totals {
    long extents;
    long long bytes;
};

static const char *unfinished_output;

static void fail(const char *what, const char *path)
{
    fprintf(stderr, "merge_memory: cannot %s \"%s\": %s\n", what, path, strerror(errno));
    if (unfinished_output)
        unlink(unfinished_output);
    exit(1);
}

static void refuse(const char *why, const char *path)
{
    fprintf(stderr, "merge_memory: cannot use \"%s\": %s\n", path, why);
    if (unfinished_output)
        unlink(unfinished_output);
    exit(1);
}

static int open_input(const char *path, off_t *size)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (descriptor < 0 || fstat(descriptor, &status) < 0)
        fail("open", path);
    *size = status.st_size;
    return descriptor;
}

/* copy_file_range(2) shares blocks where the filesystem can; across filesystems it may fall short, so it is looped. */
static void copy_extent(int from, int to, off_t start, off_t end, const char *path)
{
    off_t in = start, out = start;
    while (in < end) {
        ssize_t copied = copy_file_range(from, &in, to, &out, (size_t)(end - in), 0);
        if (copied < 0)
            fail("copy", path);
        if (copied == 0)
            refuse("it became shorter while it was read", path);
    }
}

/* Copies every data extent of `from` to the same place in `to`. */
static struct totals copy_data(int from, int to, off_t size, const char *path)
{
    struct totals totals = {0, 0};
    off_t position = 0;
    while (position < size) {
        off_t start = lseek(from, position, SEEK_DATA);
        if (start < 0 && errno == ENXIO)
            break; /* nothing but a hole up to the end */
        off_t end = start < 0 ? -1 : lseek(from, start, SEEK_HOLE);
        if (start < 0 || end < 0)
            fail("find the data of", path);
        copy_extent(from, to, start, end, path);
        totals.extents += 1;
        totals.bytes += end - start;
        position = end;
    }
    return totals;
}

int main(int count, char **arguments)
{
    if (count != 4) {
        fprintf(stderr, "usage: merge_memory BASE DIFF OUTPUT\n");
        return EXIT_USAGE;
    }
    const char *base_path = arguments[1], *diff_path = arguments[2], *output_path = arguments[3];
    off_t base_size, diff_size;
    int base = open_input(base_path, &base_size);
    int diff = open_input(diff_path, &diff_size);
    if (base_size != diff_size)
        refuse("it is not as long as its parent", diff_path);
    int output = open(output_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (output < 0)
        fail("make", output_path);
    unfinished_output = output_path;
    if (ftruncate(output, base_size) < 0)
        fail("size", output_path);
    copy_data(base, output, base_size, base_path);
    struct totals totals = copy_data(diff, output, diff_size, diff_path);
    if (totals.bytes == diff_size && diff_size > 0)
        refuse("it has no hole: a full snapshot, or one copied without its holes", diff_path);
    if (close(output) < 0)
        fail("write", output_path);
    printf("extents=%ld bytes=%lld\n", totals.extents, totals.bytes);
    return 0;
}
