#include "console.h"

#include "machine.h"

void print_char(char c)
{
    write_port(COM1_DATA, (uint8_t)c);
}

void print(const char *text)
{
    for (; *text != '\0'; text++)
        print_char(*text);
}

void print_hex(uint64_t number)
{
    for (int shift = 60; shift >= 0; shift -= 4)
        print_char("0123456789abcdef"[number >> shift & 0xf]);
}
