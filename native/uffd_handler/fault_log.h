/* Each fault with its times: what --record writes and --working-set reads. */

#ifndef UFFD_HANDLER_FAULT_LOG_H
#define UFFD_HANDLER_FAULT_LOG_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct {
    uint64_t read_ns; /* CLOCK_MONOTONIC */
    uint64_t offset;
    uint64_t service_ns;
} fault_record;

/* Kept in memory until the end, so that no fault waits for a file. */
typedef struct {
    FILE *file; /* NULL when nothing is to be recorded */
    fault_record *records;
    size_t count;
    size_t capacity;
} fault_log;

/* `path` NULL records nothing. The file is made at once, so that a wrong path is known before a VM depends on it. */
fault_log open_fault_log(const char *path);
void record_fault(fault_log *log, fault_record record);
void close_fault_log(fault_log *log, const char *path);

typedef struct {
    uint64_t *offsets;
    size_t count;
} offset_list;

/* The offsets of a recorded file, each below `file_size`. `path` NULL gives none. */
offset_list read_offsets(const char *path, uint64_t file_size);

#endif
