#define _GNU_SOURCE
#include "mapping.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failure.h"

typedef struct {
    const char *begin;
    const char *end;
} json_object;

static const char *skip_spaces(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

/* Whether the object has the number, which then goes to `value`. */
static bool find_number(json_object object, const char *name, uint64_t *value)
{
    char quoted[64];
    const int length = snprintf(quoted, sizeof quoted, "\"%s\"", name);
    const char *key = memmem(object.begin, (size_t)(object.end - object.begin), quoted, (size_t)length);
    if (key == NULL)
        return false;
    const char *colon = skip_spaces(key + length);
    const char *digits = *colon == ':' ? skip_spaces(colon + 1) : colon;
    char *end = NULL;
    errno = 0;
    *value = isdigit((unsigned char)*digits) ? strtoull(digits, &end, 10) : 0;
    if (end == NULL || errno != 0)
        fail("read \"%s\" in the VMM's message: it is not a whole number", name);
    return true;
}

static uint64_t required_number(json_object object, const char *name)
{
    uint64_t value = 0;
    if (!find_number(object, name, &value))
        fail("read the VMM's message: a mapping has no \"%s\"", name);
    return value;
}

/* `page_size_kib` is the older name and holds bytes as well (Firecracker, src/vmm/src/persist.rs). */
static uint64_t page_size_of(json_object object)
{
    uint64_t bytes = 0;
    if (find_number(object, "page_size", &bytes))
        return bytes;
    return required_number(object, "page_size_kib");
}

static void check_mapping(mapping checked, uint64_t file_size)
{
    const uint64_t page_size = checked.page_size;
    if (page_size != 4096 && page_size != 2097152)
        fail("serve pages of %ju bytes", (uintmax_t)page_size);
    if (checked.address % page_size != 0 || checked.size % page_size != 0 || checked.size == 0)
        fail("serve a mapping that is not whole pages: %ju bytes at %#jx", (uintmax_t)checked.size,
             (uintmax_t)checked.address);
    if (checked.size > file_size || checked.file_offset > file_size - checked.size)
        fail("serve a mapping from %ju, %ju bytes: the memory file has %ju", (uintmax_t)checked.file_offset,
             (uintmax_t)checked.size, (uintmax_t)file_size);
}

static mapping read_mapping(json_object object)
{
    return (mapping){
        .address = required_number(object, "base_host_virt_addr"),
        .size = required_number(object, "size"),
        .file_offset = required_number(object, "offset"),
        .page_size = page_size_of(object),
    };
}

/* A message that was cut would serve a part of the memory only. */
static bool is_whole_array(const char *message)
{
    size_t length = strlen(message);
    while (length > 0 && isspace((unsigned char)message[length - 1]))
        length--;
    return *skip_spaces(message) == '[' && length > 0 && message[length - 1] == ']';
}

size_t read_mappings(const char *message, uint64_t file_size, mapping mappings[MAX_MAPPINGS])
{
    if (!is_whole_array(message))
        fail("read the VMM's message: it is not one JSON array");
    size_t count = 0;
    for (const char *begin = strchr(message, '{'); begin != NULL; begin = strchr(begin + 1, '{')) {
        const char *end = strchr(begin, '}');
        if (end == NULL || count == MAX_MAPPINGS)
            fail("read the VMM's message: it has %s", end == NULL ? "an open object" : "too many mappings");
        mappings[count] = read_mapping((json_object){begin, end});
        check_mapping(mappings[count], file_size);
        count++;
    }
    if (count == 0)
        fail("read the VMM's message: it has no mapping");
    return count;
}
