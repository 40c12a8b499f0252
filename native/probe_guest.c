/*
 * probe_guest: the smallest guest that a microVM can boot and a benchmark can listen to. No kernel, no driver, no
 * interrupt: what is left of a trial is the cost of the VMM and of the harness.
 *
 * CONTRACT
 *
 * Boots  as an ELF "kernel" by the Linux 64-bit boot protocol (Linux, Documentation/arch/x86/boot.rst): long mode, the
 *        first GiB mapped one to one, interrupts off, rsi = boot_params. Needs 18 MiB of memory and one vCPU. Uses
 *        general registers only, so that a KVM which interprets guest code can run it. Never returns.
 *
 * In     the kernel command line: words separated by spaces, `key=value`, matched as whole words. Numbers are decimal,
 *        or hexadecimal after 0x. The first of two words with one key counts. Unknown keys are ignored: the VMM adds
 *        words of its own.
 *
 *          delay=<loops>    idle away this many loops of two instructions before being ready: a real slowdown
 *          timer=<address>  when ready, write the byte 123 to this guest-physical address (Firecracker's boot timer);
 *                           within the first or the fourth GiB
 *          console=1        when ready, print "probe guest ready" on COM1
 *          mode=<name>      what to do once ready:
 *                             halt   stop the vCPU with interrupts off (the default)
 *                             spin   keep the vCPU busy without leaving the guest
 *                             beat   print '.' on COM1 every 2^21 TSC ticks (about a millisecond)
 *                             reset  pulse the reset line of the i8042: Firecracker exits with status 0
 *
 * Out    in this order: the delay, the boot timer, the console line, the mode.
 *        A word that cannot be obeyed is answered before all of them by one line on COM1, "probe guest: <what is
 *        wrong>: <key>=<value>", and the guest halts: it is never ready.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

/*
 * The loader maps the first GiB only; MMIO lies in the fourth. The tables are laid out by the assembler, since filling
 * them at run time costs milliseconds on a KVM that interprets, and that would be measured as boot time.
 * Flags: present and writable (0x3), 2 MiB page (0x80), uncached (0x10).
 */
__asm__(".section .data\n"
        ".balign 4096\n"
        "page_map: .quad page_directories + 0x3\n"
        ".fill 511, 8, 0\n"
        "page_directories:\n"
        ".quad first_gib + 0x3, 0, 0, fourth_gib + 0x3\n"
        ".fill 508, 8, 0\n"
        "first_gib:\n"
        ".set page, 0\n"
        ".rept 512\n"
        ".quad page + 0x83\n"
        ".set page, page + 0x200000\n"
        ".endr\n"
        "fourth_gib:\n"
        ".set page, 0xc0000000\n"
        ".rept 512\n"
        ".quad page + 0x93\n"
        ".set page, page + 0x200000\n"
        ".endr\n"
        ".previous\n");

extern uint64_t page_map[512];

static void map_mmio(void)
{
    __asm__ volatile("mov %0, %%cr3" : : "r"(page_map) : "memory");
}

static bool is_mapped(uint64_t address)
{
    const uint64_t gib = address >> 30;
    return gib == 0 || gib == 3;
}

static void write_byte(uint64_t address, uint8_t byte)
{
    *(volatile uint8_t *)address = byte;
}

/* ---- Processor and ports ----------------------------------------------------------------------------------------- */

enum {
    COM1_DATA = 0x3f8,
    I8042_COMMAND = 0x64,
    I8042_PULSE_RESET = 0xfe,
    BOOT_TIMER_READY = 123,
};

static void write_port(uint16_t port, uint8_t byte)
{
    __asm__ volatile("outb %0, %1" : : "a"(byte), "Nd"(port));
}

/* Firecracker's UART takes every byte at once, so the line status is not asked. */
static void print(const char *text)
{
    for (; *text != '\0'; text++)
        write_port(COM1_DATA, (uint8_t)*text);
}

static uint64_t read_tsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

static void idle_away(uint64_t loops)
{
    if (loops == 0)
        return;
    __asm__ volatile("1: dec %0\n jnz 1b" : "+r"(loops) : : "cc");
}

static _Noreturn void halt(void)
{
    for (;;)
        __asm__ volatile("cli\n hlt");
}

/* ---- Command line ------------------------------------------------------------------------------------------------ */

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

/* The value of the first word `key=value`, which ends at a space or at the end of the line; NULL if there is none. */
static const char *find_value(const char *command_line, const char *key)
{
    for (const char *word = command_line; *word != '\0';) {
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

static bool is_word(const char *value, const char *expected)
{
    const char *rest = after_prefix(value, expected);
    return rest != NULL && ends_word(*rest);
}

/* Prints what is wrong with `key=value` and gives up. */
static _Noreturn void refuse(const char *complaint, const char *key, const char *value)
{
    print("probe guest: ");
    print(complaint);
    print(": ");
    print(key);
    print("=");
    for (; !ends_word(*value); value++)
        write_port(COM1_DATA, (uint8_t)*value);
    print("\n");
    halt();
}

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

/* The number that stands behind `key=`, or `absent` when the key is not on the command line. */
static uint64_t number_or(const char *command_line, const char *key, uint64_t absent)
{
    const char *value = find_value(command_line, key);
    if (value == NULL)
        return absent;
    const char *hexadecimal = after_prefix(value, "0x");
    const unsigned base = hexadecimal != NULL ? 16 : 10;
    const char *digits = hexadecimal != NULL ? hexadecimal : value;
    if (ends_word(*digits))
        refuse("not a number", key, value);
    uint64_t number = 0;
    for (; !ends_word(*digits); digits++) {
        const unsigned digit = digit_value(*digits);
        if (digit >= base || number > (UINT64_MAX - digit) / base)
            refuse("not a number", key, value);
        number = number * base + digit;
    }
    return number;
}

/* ---- Modes ------------------------------------------------------------------------------------------------------- */

static _Noreturn void spin(void)
{
    for (;;)
        __asm__ volatile("pause");
}

static _Noreturn void beat(void)
{
    const uint64_t interval_ticks = 1ul << 21;
    for (uint64_t next = read_tsc();; next += interval_ticks) {
        while (read_tsc() < next)
            __asm__ volatile("pause");
        write_port(COM1_DATA, '.');
    }
}

static _Noreturn void reset(void)
{
    write_port(I8042_COMMAND, I8042_PULSE_RESET);
    halt();
}

typedef struct {
    const char *name;
    void (*run)(void);
} guest_mode;

static const guest_mode modes[] = {
    {"halt", halt},
    {"spin", spin},
    {"beat", beat},
    {"reset", reset},
};

static const guest_mode *chosen_mode(const char *command_line)
{
    const char *value = find_value(command_line, "mode");
    if (value == NULL)
        return &modes[0];
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (is_word(value, modes[i].name))
            return &modes[i];
    refuse("unknown mode", "mode", value);
}

/* ---- Entry ------------------------------------------------------------------------------------------------------- */

/* hdr.cmd_line_ptr of struct boot_params (Linux, Documentation/arch/x86/zero-page.rst): 32 bits. */
static const char *command_line_of(const uint8_t *boot_params)
{
    return (const char *)(uintptr_t)*(const uint32_t *)(boot_params + 0x228);
}

__attribute__((used)) static _Noreturn void probe(const uint8_t *boot_params)
{
    map_mmio();
    const char *command_line = command_line_of(boot_params);
    const guest_mode *mode = chosen_mode(command_line);
    const uint64_t delay_loops = number_or(command_line, "delay", 0);
    const uint64_t timer_address = number_or(command_line, "timer", 0);
    const bool has_console = number_or(command_line, "console", 0) == 1;
    if (!is_mapped(timer_address))
        refuse("outside the first and the fourth GiB", "timer", find_value(command_line, "timer"));

    idle_away(delay_loops);
    if (timer_address != 0)
        write_byte(timer_address, BOOT_TIMER_READY);
    if (has_console)
        print("probe guest ready\n");
    mode->run();
    halt();
}

__attribute__((used)) static uint8_t stack[4096] __attribute__((aligned(16)));

__attribute__((naked, used)) void _start(void)
{
    __asm__ volatile("lea stack + 4096(%rip), %rsp\n"
                     "mov %rsi, %rdi\n"
                     "call probe");
}
