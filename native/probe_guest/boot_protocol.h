/* What the loader hands over: the kernel command line and the memory map. */

#ifndef PROBE_GUEST_BOOT_PROTOCOL_H
#define PROBE_GUEST_BOOT_PROTOCOL_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const uint8_t *parameters; /* struct boot_params: Linux, Documentation/arch/x86/zero-page.rst */
    const char *command_line;
} boot_protocol;

boot_protocol read_boot_protocol(const uint8_t *parameters);

/* Whether [begin, end) lies within one piece of RAM. A write beyond RAM is lost in silence. */
bool is_ram(const boot_protocol *boot, uint64_t begin, uint64_t end);

/* The value of the first word `key=value`, which ends at a space or at the end of the line; NULL if there is none. */
const char *find_value(const boot_protocol *boot, const char *key);

/* Whether a value is this word and nothing more. */
bool is_word(const char *value, const char *expected);

/* The number that stands behind `key=`, or `absent` when the key is not on the command line. */
uint64_t number_or(const boot_protocol *boot, const char *key, uint64_t absent);

/* The number that stands behind `key=`, without which the guest cannot do what it is told. */
uint64_t required_number(const boot_protocol *boot, const char *key);

/* Prints what is wrong with the word `key=...` and gives up. */
_Noreturn void refuse(const boot_protocol *boot, const char *complaint, const char *key);

#endif
