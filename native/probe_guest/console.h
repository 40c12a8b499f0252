/* Text on COM1. Firecracker's UART takes every byte at once, so the line status is not asked. */

#ifndef PROBE_GUEST_CONSOLE_H
#define PROBE_GUEST_CONSOLE_H

#include <stdint.h>

void print_char(char c);
void print(const char *text);
/* Sixteen hexadecimal digits. */
void print_hex(uint64_t number);

#endif
