#include "address_space.h"
#include "console.h"
#include "machine.h"
#include "modes.h"

void run_spin(void)
{
    for (;;)
        __asm__ volatile("pause");
}

void run_beat(void)
{
    const uint64_t interval_ticks = 1ul << 21;
    for (uint64_t next = read_tsc();; next += interval_ticks) {
        while (read_tsc() < next)
            __asm__ volatile("pause");
        print_char('.');
    }
}

void run_print(void)
{
    for (;;)
        print_char('.');
}

void prepare_count(const boot_protocol *boot)
{
    if (!is_ram(boot, HEARTBEAT, HEARTBEAT + sizeof(uint64_t)))
        refuse(boot, "needs 32 MiB of memory", "mode");
}

void run_count(void)
{
    volatile uint64_t *heartbeat = word_at(HEARTBEAT);
    for (;;)
        (*heartbeat)++;
}
