#define _GNU_SOURCE
#include "fault_log.h"

#include <inttypes.h>
#include <stdlib.h>

#include "failure.h"

fault_log open_fault_log(const char *path)
{
    fault_log log = {.file = path == NULL ? NULL : fopen(path, "we")};
    if (path != NULL && log.file == NULL)
        fail_errno("write %s", path);
    return log;
}

void record_fault(fault_log *log, fault_record record)
{
    if (log->file == NULL)
        return;
    if (log->count == log->capacity) {
        log->capacity = log->capacity == 0 ? 65536 : 2 * log->capacity;
        log->records = need(reallocarray(log->records, log->capacity, sizeof *log->records));
    }
    log->records[log->count++] = record;
}

void close_fault_log(fault_log *log, const char *path)
{
    if (log->file == NULL)
        return;
    for (const fault_record *record = log->records; record < log->records + log->count; record++)
        fprintf(log->file, "%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", record->read_ns, record->offset,
                record->service_ns);
    const int has_failed = ferror(log->file);
    if (fclose(log->file) != 0 || has_failed)
        fail_errno("write %s", path);
}

offset_list read_offsets(const char *path, uint64_t file_size)
{
    offset_list list = {NULL, 0};
    if (path == NULL)
        return list;
    FILE *file = fopen(path, "re");
    if (file == NULL)
        fail_errno("read %s", path);
    char *line = NULL;
    size_t line_size = 0;
    while (getline(&line, &line_size, file) > 0) {
        uint64_t offset;
        if (sscanf(line, "%*u %" SCNu64 " %*u", &offset) != 1)
            fail("use %s as a working set: line %zu is not a recorded fault", path, list.count + 1);
        if (offset >= file_size)
            fail("use %s as a working set: line %zu lies beyond the memory file", path, list.count + 1);
        if (list.count % 4096 == 0)
            list.offsets = need(reallocarray(list.offsets, list.count + 4096, sizeof *list.offsets));
        list.offsets[list.count++] = offset;
    }
    if (ferror(file))
        fail_errno("read %s", path);
    free(line);
    fclose(file);
    return list;
}
