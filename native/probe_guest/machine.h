/* The bare machine: ports, memory words, the time stamp counter, the halt. */

#ifndef PROBE_GUEST_MACHINE_H
#define PROBE_GUEST_MACHINE_H

#include <stdint.h>

enum {
    COM1_DATA = 0x3f8,
    COM1_LINE_STATUS = 0x3fd,
    COM1_HAS_INPUT = 0x01,
    I8042_DATA = 0x60,
    I8042_COMMAND = 0x64, /* when read: the status */
    I8042_HAS_OUTPUT = 0x01,
    I8042_PULSE_RESET = 0xfe,
    BOOT_TIMER_READY = 123,
};

static inline void write_port(uint16_t port, uint8_t byte)
{
    __asm__ volatile("outb %0, %1" : : "a"(byte), "Nd"(port));
}

static inline uint8_t read_port(uint16_t port)
{
    uint8_t byte;
    __asm__ volatile("inb %1, %0" : "=a"(byte) : "Nd"(port));
    return byte;
}

static inline void write_byte(uint64_t address, uint8_t byte)
{
    *(volatile uint8_t *)address = byte;
}

static inline volatile uint64_t *word_at(uint64_t address)
{
    return (volatile uint64_t *)address;
}

static inline uint64_t read_tsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

static inline void idle_away(uint64_t loops)
{
    if (loops == 0)
        return;
    __asm__ volatile("1: dec %0\n jnz 1b" : "+r"(loops) : : "cc");
}

static inline _Noreturn void halt(void)
{
    for (;;)
        __asm__ volatile("cli\n hlt");
}

static inline _Noreturn void pulse_reset(void)
{
    write_port(I8042_COMMAND, I8042_PULSE_RESET);
    halt();
}

#endif
