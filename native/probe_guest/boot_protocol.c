#include "boot_protocol.h"

#include <stddef.h>

#include "console.h"
#include "machine.h"

/* Offsets within struct boot_params. */
enum {
    E820_ENTRY_COUNT = 0x1e8, /* one byte */
    COMMAND_LINE_POINTER = 0x228, /* 32 bits */
    E820_TABLE = 0x2d0,
};

typedef struct {
    uint64_t begin;
    uint64_t size;
    uint32_t type;
} __attribute__((packed)) e820_entry;

enum { E820_RAM = 1 };

boot_protocol read_boot_protocol(const uint8_t *parameters)
{
    const uint32_t command_line = *(const uint32_t *)(parameters + COMMAND_LINE_POINTER);
    return (boot_protocol){parameters, (const char *)(uintptr_t)command_line};
}

bool is_ram(const boot_protocol *boot, uint64_t begin, uint64_t end)
{
    const e820_entry *table = (const e820_entry *)(boot->parameters + E820_TABLE);
    for (size_t i = 0; i < boot->parameters[E820_ENTRY_COUNT]; i++)
        if (table[i].type == E820_RAM && begin >= table[i].begin && end <= table[i].begin + table[i].size)
            return true;
    return false;
}

/* ---- Words ------------------------------------------------------------------------------------------------------- */

static bool ends_word(char c)
{
    return c == ' ' || c == '\0';
}

/* If `text` begins with `prefix`, what follows it; otherwise NULL. */
static const char *after_prefix(const char *text, const char *prefix)
{
    for (; *prefix != '\0'; text++, prefix++)
        if (*text != *prefix)
            return NULL;
    return text;
}

const char *find_value(const boot_protocol *boot, const char *key)
{
    for (const char *word = boot->command_line; *word != '\0';) {
        const char *rest = after_prefix(word, key);
        if (rest != NULL && *rest == '=')
            return rest + 1;
        while (!ends_word(*word))
            word++;
        while (*word == ' ')
            word++;
    }
    return NULL;
}

bool is_word(const char *value, const char *expected)
{
    const char *rest = after_prefix(value, expected);
    return rest != NULL && ends_word(*rest);
}

_Noreturn void refuse(const boot_protocol *boot, const char *complaint, const char *key)
{
    print("probe guest: ");
    print(complaint);
    print(": ");
    print(key);
    print("=");
    const char *value = find_value(boot, key);
    for (; value != NULL && !ends_word(*value); value++)
        print_char(*value);
    print("\n");
    halt();
}

/* ---- Numbers ----------------------------------------------------------------------------------------------------- */

/* The digit's value, or 16 for anything else. */
static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (unsigned)(c - 'A') + 10;
    return 16;
}

uint64_t number_or(const boot_protocol *boot, const char *key, uint64_t absent)
{
    const char *value = find_value(boot, key);
    if (value == NULL)
        return absent;
    const char *hexadecimal = after_prefix(value, "0x");
    const unsigned base = hexadecimal != NULL ? 16 : 10;
    const char *digits = hexadecimal != NULL ? hexadecimal : value;
    if (ends_word(*digits))
        refuse(boot, "not a number", key);
    uint64_t number = 0;
    for (; !ends_word(*digits); digits++) {
        const unsigned digit = digit_value(*digits);
        if (digit >= base || number > (UINT64_MAX - digit) / base)
            refuse(boot, "not a number", key);
        number = number * base + digit;
    }
    return number;
}

uint64_t required_number(const boot_protocol *boot, const char *key)
{
    if (find_value(boot, key) == NULL)
        refuse(boot, "missing", key);
    return number_or(boot, key, 0);
}
